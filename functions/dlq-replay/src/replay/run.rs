//! Carrying a replay out, from wherever it is.

use std::collections::{BTreeMap, HashMap};
use std::num::NonZeroU32;
use std::time::Duration;

use order_events::{EventId, Timestamp};

use super::pace::Pace;
use super::progress::{Mark, Progress, Replay, Runner, State, StopCause};
use super::request::{Action, ReplayId, Request};
use super::select::{self, Extent, Tag};
use super::send::Parcel;
use super::store::Kept;
use super::track::Tracking;
use crate::desk::Desk;
use crate::error::DlqError;
use crate::look::{self, Held, Hold, Look};
use crate::source::queue::BATCH;

/// How often progress is written down.
const SAVE: Duration = Duration::from_secs(1);
/// How often there is a look at what became of what was sent.
const TICK: Duration = Duration::from_millis(250);
/// For how long letters are looked for that were selected and can't be found, beyond the time for
/// which a run that was killed hides them.
const MISSED_FOR: Duration = Duration::from_mins(1);
/// For how long a canary may be without outcome.
const CANARY_FOR: Duration = Duration::from_mins(10);

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// There is nothing left to do: see the replay's state.
    Finished,
    /// Its time was over. Somebody has to go on.
    OutOfTime,
}

/// A replay in our hands.
#[derive(Debug)]
pub struct Run<'a> {
    pub(super) desk: &'a Desk,
    pub(super) request: Request,
    pub(super) progress: Progress,
    pub(super) tags: Vec<Tag>,
    /// Where in the selection a letter is, by its id and by its event.
    pub(super) places: HashMap<Box<str>, usize>,
    pub(super) events: HashMap<EventId, usize>,
    runner: String,
    etag: String,
    saved_at: Timestamp,
    /// The records done of each object of the bucket of stream failures.
    objects: BTreeMap<String, usize>,
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
            request,
            progress,
            tags: Vec::new(),
            places: HashMap::new(),
            events: HashMap::new(),
            runner: runner.to_owned(),
            etag,
            saved_at: now,
            objects: BTreeMap::new(),
        };
        run.save().await?;
        Ok(run)
    }

    /// The replay as it stands.
    #[must_use]
    pub fn replay(&self) -> Replay {
        Replay::new(&self.request, &self.progress)
    }

    /// Goes on until there is nothing left to do, or `until`. `watch` sees each step.
    ///
    /// # Errors
    /// If a service does not answer. What was done is noted; taking it up again goes on.
    pub async fn go(
        &mut self,
        until: Option<Timestamp>,
        watch: &mut (dyn FnMut(&Replay) + Send),
    ) -> Result<Ended, DlqError> {
        let ended = self.steps(until, watch).await;
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

    async fn steps(
        &mut self,
        until: Option<Timestamp>,
        watch: &mut (dyn FnMut(&Replay) + Send),
    ) -> Result<Ended, DlqError> {
        if self.progress.state == State::Preparing {
            self.prepare(until).await?;
        }
        let selected = self.progress.marks.0.len();
        self.tags = select::read_back(self.desk, &self.request.replay_id, selected).await?;
        for (index, tag) in self.tags.iter().enumerate() {
            self.places.insert(tag.id.clone(), index);
            self.events.extend(tag.event.map(|event| (event, index)));
        }
        let mut look = self.desk.look(&self.request.ask.filter).await?;
        let ended = self.send_and_track(&mut look, until, watch).await;
        look.give_back().await?;
        ended
    }

    /// Writes down which letters are meant. From then on it is settled.
    async fn prepare(&mut self, until: Option<Timestamp>) -> Result<(), DlqError> {
        let extent = Extent {
            letters: None,
            until,
        };
        let Request { replay_id, ask, .. } = &self.request;
        let plan = select::write_down(self.desk, replay_id, ask, extent, &mut |_| {}).await?;
        self.progress.marks.0 = vec![Mark::Waiting; plan.selected];
        self.progress.state = match self.request.ask.canary {
            Some(canary) if canary.get() < plan.selected && ask.action == Action::Replay => {
                State::Canary
            }
            _ => State::Running,
        };
        self.save().await
    }

    async fn send_and_track(
        &mut self,
        look: &mut Look<'a>,
        until: Option<Timestamp>,
        watch: &mut (dyn FnMut(&Replay) + Send),
    ) -> Result<Ended, DlqError> {
        let mut pace = Pace::new(self.rate());
        let mut tracking = Tracking::new((self.desk.now)());
        // Letters that are in our hands and not sent yet.
        let mut hands: Vec<Held> = Vec::new();
        while self.progress.state.is_open() {
            let now = (self.desk.now)();
            if until.is_some_and(|until| now >= until) {
                return Ok(Ended::OutOfTime);
            }
            self.save_now_and_then(now).await?;
            self.follow(&mut tracking).await?;
            self.decide(now);
            watch(&self.replay());
            let may_send = self.may_send();
            if may_send == 0 || !self.progress.state.is_open() {
                // Nobody knows for how long.
                look.put_back(std::mem::take(&mut hands)).await?;
                if self.progress.state.is_open() {
                    tokio::time::sleep(TICK).await;
                }
                continue;
            }
            let (ours, lost) = hands.into_iter().partition(Held::is_ours);
            hands = ours;
            look.put_back(lost).await?;
            if hands.is_empty() {
                hands = self.fetch(look, now).await?;
            }
            if !hands.is_empty() {
                // No more than a second's worth at a time: what waits too long is not ours any more.
                let most = may_send.min(self.rate().get() as usize);
                let rest = hands.split_off(hands.len().min(most));
                let ready = std::mem::replace(&mut hands, rest);
                let unsent = self.deliver(look, ready, &mut pace).await?;
                hands.splice(0..0, unsent);
            }
        }
        Ok(Ended::Finished)
    }

    /// Letters of the selection that are there and were not sent yet.
    async fn fetch(&mut self, look: &mut Look<'a>, now: Timestamp) -> Result<Vec<Held>, DlqError> {
        let Some(batch) = look.next().await? else {
            look.again();
            let since = *self.progress.missed_since.get_or_insert(now);
            let missed = now.unix_millis().saturating_sub(since.unix_millis());
            // The run before may have hidden letters when there were more of them.
            let hidden = look::hiding(look.expected() + self.tags.len() as u64);
            if Duration::from_millis(missed) >= hidden + MISSED_FOR {
                self.miss_the_rest().await?;
            }
            return Ok(Vec::new());
        };
        let mut wanted = Vec::new();
        for held in batch {
            match self.places.get(&*held.letter.about.id) {
                Some(&index) if self.progress.marks.0[index] == Mark::Waiting => wanted.push(held),
                Some(_) => self.clear_away(look, held).await?,
                None => self.note_if_returned(&held),
            }
        }
        if !wanted.is_empty() {
            self.progress.missed_since = None;
        }
        Ok(wanted)
    }

    /// A letter that was sent, by a run that was cut off before it deleted it.
    async fn clear_away(&mut self, look: &mut Look<'a>, held: Held) -> Result<(), DlqError> {
        if let Hold::Message { .. } = held.hold {
            look.let_go(&held.letter.about.id);
            self.desk.delete(vec![held.hold]).await?;
        }
        Ok(())
    }

    /// Sends letters, parcel by parcel, and deletes what is confirmed. Returns what the queue
    /// refused.
    async fn deliver(
        &mut self,
        look: &mut Look<'a>,
        letters: Vec<Held>,
        pace: &mut Pace,
    ) -> Result<Vec<Held>, DlqError> {
        let mut unsent = Vec::new();
        for parcel in Parcel::pack(letters, pace.batch(BATCH)) {
            pace.wait(parcel.letters.len()).await;
            let confirmed = self.desk.send(&self.request, &parcel).await?;
            let mark = match self.request.ask.action {
                Action::Replay => Mark::Sent,
                Action::Discard => Mark::Discarded,
            };
            let letters = parcel.letters.into_iter().enumerate();
            let (sent, refused): (Vec<_>, Vec<_>) =
                letters.partition(|(index, _)| confirmed.contains(index));
            unsent.extend(refused.into_iter().map(|(_, held)| held));
            let holds = sent.iter().map(|(_, held)| held.hold.clone());
            self.progress.last_sent_at = Some((self.desk.now)());
            self.desk.delete(holds.collect()).await?;
            // Only now: what is marked and still lies there would be seen by nobody again.
            for (_, held) in sent {
                let id = &held.letter.about.id;
                self.progress.marks.0[self.places[&**id]] = mark;
                look.let_go(id);
                self.count_record(&held.hold).await?;
            }
            self.save_now_and_then((self.desk.now)()).await?;
        }
        Ok(unsent)
    }

    /// An object of the bucket of stream failures goes with the last of its records.
    async fn count_record(&mut self, hold: &Hold) -> Result<(), DlqError> {
        let Hold::Object { key, records } = hold else {
            return Ok(());
        };
        let done = self.objects.entry(key.clone()).or_default();
        *done += 1;
        if *done == *records {
            self.desk.stream_failures().delete(key).await?;
        }
        Ok(())
    }

    /// Letters a second. Who takes letters away need spare nobody.
    fn rate(&self) -> NonZeroU32 {
        match self.request.ask.action {
            Action::Replay => self.request.ask.rate,
            Action::Discard => NonZeroU32::MAX,
        }
    }

    /// How many letters may be sent now.
    fn may_send(&self) -> usize {
        let counts = self.progress.marks.counts();
        match (self.progress.state, self.request.ask.canary) {
            (State::Canary, Some(canary)) => {
                let begun = counts.selected - counts.waiting;
                canary.get().saturating_sub(begun).min(counts.waiting)
            }
            (State::Running, _) => counts.waiting,
            _ => 0,
        }
    }

    /// The next state, from what became of the letters so far.
    pub(super) fn decide(&mut self, now: Timestamp) {
        let counts = self.progress.marks.counts();
        if self.progress.stop_requested {
            return self.stop(StopCause::Operator, now);
        }
        let known = counts.processed + counts.returned;
        let too_many =
            counts.returned * 100 > usize::from(self.request.ask.breaker_percent) * known;
        if self.progress.state == State::Canary {
            let sent = counts.selected - counts.waiting;
            let all_sent = sent
                >= self
                    .request
                    .ask
                    .canary
                    .map_or(0, std::num::NonZeroUsize::get);
            if all_sent && counts.sent == 0 {
                if too_many {
                    return self.stop(StopCause::Canary, now);
                }
                self.progress.state = State::Running;
            } else if all_sent && self.silent_for(now) >= CANARY_FOR {
                return self.stop(StopCause::Canary, now);
            }
            return;
        }
        // The first few say little.
        let enough = known >= 10 || counts.waiting + counts.sent == 0;
        if too_many && enough && counts.waiting > 0 {
            return self.stop(StopCause::Breaker, now);
        }
        if counts.waiting > 0 {
            self.progress.state = State::Running;
        } else if counts.sent > 0 {
            self.progress.state = State::Waiting;
        } else {
            self.progress.state = State::Done;
            self.progress.finished_at = Some(now);
        }
    }

    fn silent_for(&self, now: Timestamp) -> Duration {
        let sent = self.progress.last_sent_at.unwrap_or(now).unix_millis();
        Duration::from_millis(now.unix_millis().saturating_sub(sent))
    }

    fn stop(&mut self, cause: StopCause, now: Timestamp) {
        self.progress.state = State::Stopped;
        self.progress.stopped_because = Some(cause);
        self.progress.finished_at = Some(now);
    }

    async fn save_now_and_then(&mut self, now: Timestamp) -> Result<(), DlqError> {
        let ago = now
            .unix_millis()
            .saturating_sub(self.saved_at.unix_millis());
        if Duration::from_millis(ago) < SAVE {
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
