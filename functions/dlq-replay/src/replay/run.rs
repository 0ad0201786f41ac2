//! Carrying a replay out, from wherever it is.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures::StreamExt;
use order_events::{EventId, Timestamp};
use tokio::time::{sleep, sleep_until};

use super::marks::{Counts, Marks};
use super::plan::ReplayPlan;
use super::progress::{Progress, Runner, State, StopCause};
use super::request::{Action, ReplayId, Request};
use super::select::{self, Extent, Tag};
use super::shown::Replay;
use super::steps::Work;
use super::store::Kept;
use crate::desk::Desk;
use crate::error::DlqError;

/// How often progress is written down.
const SAVE: Duration = Duration::from_secs(1);
/// How often there is a look at what can be done.
const TICK: Duration = Duration::from_millis(250);

/// How long a run goes on that does not come to its end before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Until then; also choosing the letters ends then, with those that were found.
    At(Timestamp),
    /// As long as it takes to send everything, and then until outcomes have been awaited for so
    /// long.
    Awaiting(Duration),
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// There is nothing left to do: see the replay's state.
    Finished,
    /// It has reached its limit. Somebody has to go on.
    OutOfTime,
}

/// A replay in our hands.
#[derive(Debug)]
pub struct Run<'a> {
    pub(super) desk: &'a Desk,
    pub(super) request: Arc<Request>,
    pub(super) progress: Progress,
    pub(super) tags: Vec<Tag>,
    /// Where in the selection a letter is, by its id and by its event.
    pub(super) places: HashMap<Box<str>, usize>,
    pub(super) events: HashMap<EventId, usize>,
    runner: String,
    etag: String,
    pub(super) taken_up_at: Timestamp,
    saved_at: Timestamp,
}

impl<'a> Run<'a> {
    /// Takes up the replay `id` as `runner`.
    ///
    /// # Errors
    /// [`DlqError::Busy`] if somebody else is at it.
    pub async fn take_up(desk: &'a Desk, id: &ReplayId, runner: &str) -> Result<Self, DlqError> {
        let request = desk.store().request(id).await?;
        let Kept { progress, etag } = desk.store().progress(id).await?;
        let now = (desk.now)();
        if let Some((other, ago)) = progress
            .runner(now)
            .filter(|(other, _)| other.name != runner)
        {
            return Err(DlqError::Busy {
                id: id.clone(),
                runner: other.name.clone(),
                seconds: ago.as_secs(),
            });
        }
        let progress = Progress {
            runner: Some(Runner {
                name: runner.to_owned(),
                seen_at: now,
            }),
            ..progress
        };
        let mut run = Self {
            desk,
            request: Arc::new(request),
            progress,
            tags: Vec::new(),
            places: HashMap::new(),
            events: HashMap::new(),
            runner: runner.to_owned(),
            etag,
            taken_up_at: now,
            saved_at: now,
        };
        run.save().await?;
        Ok(run)
    }

    /// The replay as it stands.
    #[must_use]
    pub fn replay(&self) -> Replay {
        Replay::new(&self.request, &self.progress, (self.desk.now)())
    }

    /// Goes on until there is nothing left to do, or up to `limit`. `watch` sees each step.
    ///
    /// # Errors
    /// If a service does not answer. What was done is noted; taking it up again goes on.
    pub async fn go(
        &mut self,
        limit: Limit,
        watch: &mut (dyn FnMut(&Replay) + Send),
    ) -> Result<Ended, DlqError> {
        let ended = self.prepare_and_send(limit, watch).await;
        if let Err(DlqError::Unreadable(_) | DlqError::Refused(_)) = ended {
            // Nobody else would get further.
            self.stop(StopCause::Failure, (self.desk.now)());
        }
        if !matches!(ended, Err(DlqError::Busy { .. })) {
            // Whoever comes next need not wait.
            self.progress.runner = None;
            self.save().await?;
        }
        watch(&self.replay());
        ended
    }

    /// Looks what became of the letters that a replay sent before it was stopped, until that is
    /// known of all, or `until`. Nothing is sent.
    ///
    /// # Errors
    /// If a service does not answer.
    pub async fn look_after(&mut self, until: Timestamp) -> Result<(), DlqError> {
        self.read_selection().await?;
        let mut work = Work::new(self, Instant::now());
        while self.progress.marks.counts().sent > 0 && (self.desk.now)() < until {
            self.save_now_and_then((self.desk.now)()).await?;
            self.begin_following(&mut work);
            tokio::select! {
                Some(step) = work.steps.next() => self.take_in(&mut work, step?).await?,
                () = sleep(TICK) => {}
            }
        }
        self.lay_down(work).await?;
        self.progress.runner = None;
        self.save().await
    }

    async fn prepare_and_send(
        &mut self,
        limit: Limit,
        watch: &mut (dyn FnMut(&Replay) + Send),
    ) -> Result<Ended, DlqError> {
        if self.progress.state == State::Preparing {
            self.prepare(limit, watch).await?;
        }
        self.read_selection().await?;
        let mut work = Work::new(self, Instant::now());
        let ended = self.send_and_follow(&mut work, limit, watch).await;
        let laid_down = self.lay_down(work).await;
        ended.and_then(|ended| laid_down.map(|()| ended))
    }

    async fn read_selection(&mut self) -> Result<(), DlqError> {
        let selected = self.progress.marks.counts().selected;
        self.tags = select::read_back(self.desk, &self.request.replay_id, selected).await?;
        for (index, tag) in self.tags.iter().enumerate() {
            self.places.insert(tag.id.clone(), index);
            self.events.extend(tag.event.map(|event| (event, index)));
        }
        Ok(())
    }

    /// Writes down which letters are meant. From then on it is settled.
    async fn prepare(
        &mut self,
        limit: Limit,
        watch: &mut (dyn FnMut(&Replay) + Send),
    ) -> Result<(), DlqError> {
        let extent = Extent {
            letters: None,
            until: match limit {
                Limit::At(until) => Some(until),
                Limit::Awaiting(_) => None,
            },
        };
        let request = Arc::clone(&self.request);
        let Request { replay_id, ask, .. } = &*request;
        let found = AtomicUsize::new(0);
        let mut count = |plan: &ReplayPlan| found.store(plan.selected, Ordering::Relaxed);
        let mut writing = Box::pin(select::write_down(
            self.desk, replay_id, ask, extent, &mut count,
        ));
        let plan = loop {
            tokio::select! {
                plan = &mut writing => break plan?,
                // This may take long, and nobody else may think that nobody is at it.
                () = sleep(TICK) => {
                    self.save_now_and_then((self.desk.now)()).await?;
                    let selected = found.load(Ordering::Relaxed);
                    let counts = Counts { selected, waiting: selected, ..Counts::default() };
                    watch(&Replay { counts, ..self.replay() });
                }
            }
        };
        self.progress.marks = Marks::waiting(plan.selected);
        self.progress.is_partial = !plan.complete && !ask.is_satisfied(&plan);
        self.progress.verdicts = plan.verdicts;
        self.progress.state = match ask.canary {
            Some(canary) if canary.get() < plan.selected && ask.action == Action::Replay => {
                State::Canary
            }
            _ => State::Running,
        };
        self.save().await
    }

    async fn send_and_follow(
        &mut self,
        work: &mut Work<'a>,
        limit: Limit,
        watch: &mut (dyn FnMut(&Replay) + Send),
    ) -> Result<Ended, DlqError> {
        let mut awaiting_since = None;
        loop {
            let now = (self.desk.now)();
            self.save_now_and_then(now).await?;
            self.decide(now);
            watch(&self.replay());
            if !self.progress.state.is_open() {
                return Ok(Ended::Finished);
            }
            let is_over = match limit {
                Limit::At(until) => now >= until,
                Limit::Awaiting(most) if self.progress.state == State::Waiting => {
                    now.since(*awaiting_since.get_or_insert(now)) >= most
                }
                Limit::Awaiting(_) => false,
            };
            if is_over {
                return Ok(Ended::OutOfTime);
            }
            let tick = Instant::now() + TICK;
            let more_at = self.begin_steps(work).unwrap_or(tick).min(tick);
            tokio::select! {
                Some(step) = work.steps.next() => self.take_in(work, step?).await?,
                () = sleep_until(more_at.into()) => {}
            }
        }
    }

    async fn save_now_and_then(&mut self, now: Timestamp) -> Result<(), DlqError> {
        if now.since(self.saved_at) < SAVE {
            return Ok(());
        }
        self.progress.runner = Some(Runner {
            name: self.runner.clone(),
            seen_at: now,
        });
        self.save().await
    }

    /// Writes the progress down. Somebody who asks for a stop meanwhile is heard; somebody who has
    /// taken the replay over ends this run.
    async fn save(&mut self) -> Result<(), DlqError> {
        let (store, id) = (self.desk.store(), self.request.replay_id.clone());
        for _ in 0..5 {
            let put = store.put_progress(&id, &self.progress, Some(&self.etag));
            if let Ok(etag) = put.await? {
                self.etag = etag;
                self.saved_at = (self.desk.now)();
                return Ok(());
            }
            let Kept { progress, etag } = store.progress(&id).await?;
            let other = progress.runner.filter(|other| other.name != self.runner);
            if let Some(other) = other {
                return Err(DlqError::Busy {
                    id,
                    runner: other.name,
                    seconds: 0,
                });
            }
            self.progress.stop_requested |= progress.stop_requested;
            self.etag = etag;
        }
        Err(DlqError::Contended(id.to_string()))
    }
}
