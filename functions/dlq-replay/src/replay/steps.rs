//! What goes on at once while a replay is carried out. Letters are read, sent and followed side by
//! side, so that none of it holds up another; what has ended is taken in one after the other (see
//! [`super::ended`]).

use std::sync::Arc;
use std::time::Instant;

use futures::StreamExt;
use futures::future::LocalBoxFuture;
use futures::stream::FuturesUnordered;

use super::hands::Hands;
use super::pace::Pace;
use super::progress::State;
use super::run::Run;
use super::track::{Outcomes, Tracking};
use crate::error::DlqError;
use crate::look::{Held, Look};
use crate::source::queue::BATCH;

/// Calls that send letters, at once.
const AT_ONCE: usize = 4;
/// Letters that are read ahead at most.
pub(super) const AHEAD: usize = 100;

/// Something that has ended.
pub(super) enum Step<'a> {
    /// Letters were read; none are there if all were seen.
    Read(Look<'a>, Result<Option<Vec<Held>>, DlqError>),
    /// Letters were sent; the indices are of those that the queue has confirmed.
    Sent(Vec<Held>, Vec<usize>),
    /// Some dead letters were looked at, for those that came back.
    Scanned(Look<'a>, Result<Option<Vec<Held>>, DlqError>),
    Followed(Outcomes),
    /// Letters were put back where they lay.
    PutBack(Option<Look<'a>>),
}

/// All that is under way.
pub(super) struct Work<'a> {
    pub(super) steps: FuturesUnordered<LocalBoxFuture<'a, Result<Step<'a>, DlqError>>>,
    pub(super) hands: Hands,
    pace: Pace,
    pub(super) tracking: Tracking<'a>,
    /// The letters that are meant, unless a step has it.
    pub(super) look: Option<Look<'a>>,
    pub(super) is_reading: bool,
    pub(super) read_at: Instant,
    /// Letters that wait are nowhere to be found.
    pub(super) is_missing: bool,
}

impl<'a> Work<'a> {
    pub(super) fn new(run: &Run<'_>, now: Instant) -> Self {
        Self {
            steps: FuturesUnordered::new(),
            hands: Hands::default(),
            pace: Pace::new(run.rate(), now),
            tracking: Tracking::new(&run.progress.marks, (run.desk.now)()),
            look: None,
            is_reading: false,
            read_at: now,
            is_missing: false,
        }
    }

    pub(super) fn push(&mut self, step: impl Future<Output = Result<Step<'a>, DlqError>> + 'a) {
        self.steps.push(Box::pin(step));
    }
}

impl<'a> Run<'a> {
    /// Begins whatever can be begun. Returns when there may be more to begin.
    pub(super) fn begin_steps(&self, work: &mut Work<'a>) -> Option<Instant> {
        self.begin_following(work);
        let may_send = self.may_send().saturating_sub(work.hands.under_way());
        if may_send == 0 && work.hands.under_way() == 0 {
            // While it runs, this is only until something is processed, and caught up.
            if self.progress.state != State::Running {
                work.pace.rest(Instant::now());
            }
            self.put_down(work);
            return None;
        }
        self.begin_reading(work, may_send);
        self.begin_sending(work, may_send)
    }

    /// Nobody knows for how long there is nothing to send: others may have the letters.
    fn put_down(&self, work: &mut Work<'a>) {
        if work.is_reading {
            return;
        }
        let Some(mut look) = work.look.take() else {
            return;
        };
        let letters = match self.progress.state {
            // There may be room any moment.
            State::Running => work.hands.put_down_lost(),
            _ => work.hands.put_down(),
        };
        if self.progress.state == State::Waiting {
            work.push(async move {
                look.put_back(letters).await?;
                look.give_back().await?;
                Ok(Step::PutBack(None))
            });
        } else if letters.is_empty() {
            work.look = Some(look);
        } else {
            work.is_reading = true;
            work.push(async move {
                look.put_back(letters).await?;
                Ok(Step::PutBack(Some(look)))
            });
        }
    }

    /// Reads ahead, about a second's worth.
    fn begin_reading(&self, work: &mut Work<'a>, may_send: usize) {
        let second = usize::try_from(self.rate().get()).unwrap_or(AHEAD);
        let enough = work.hands.waiting() >= second.min(AHEAD).min(may_send);
        // A scan of the same letters reads them too.
        let now = Instant::now();
        if enough || work.is_reading || work.tracking.is_scanning() || now < work.read_at {
            return;
        }
        work.is_reading = true;
        let lost = work.hands.put_down_lost();
        let (desk, request, look) = (self.desk, Arc::clone(&self.request), work.look.take());
        work.push(async move {
            let mut look = match look {
                Some(look) => look,
                None => desk.look(&request.ask.filter).await?,
            };
            if !lost.is_empty() {
                look.put_back(lost).await?;
            }
            let read = look.next().await;
            Ok(Step::Read(look, read))
        });
    }

    /// Sends as many letters as have their turn. Returns when the next have it.
    fn begin_sending(&self, work: &mut Work<'a>, mut may_send: usize) -> Option<Instant> {
        let most = AT_ONCE * BATCH;
        while may_send > 0 && work.hands.under_way() < most {
            let (now, next) = (Instant::now(), work.pace.next());
            if next > now {
                return Some(next);
            }
            let parcel = work.hands.parcel(work.pace.parcel(BATCH).min(may_send));
            if parcel.is_empty() {
                break;
            }
            may_send -= parcel.len();
            work.pace.go(now, parcel.len());
            let (desk, request) = (self.desk, Arc::clone(&self.request));
            work.push(async move {
                let confirmed = desk.send(&request, &parcel).await?;
                let holds = confirmed.iter().map(|&index| parcel[index].hold.clone());
                desk.delete(holds.collect()).await?;
                Ok(Step::Sent(parcel, confirmed))
            });
        }
        None
    }

    /// Ends what is under way, and gives everything back that is in our hands.
    pub(super) async fn lay_down(&mut self, mut work: Work<'a>) -> Result<(), DlqError> {
        let mut result = Ok(());
        while let Some(step) = work.steps.next().await {
            let taken = match step {
                Ok(step) => self.take_in(&mut work, step).await,
                Err(error) => Err(error),
            };
            result = result.and(taken);
        }
        let letters = work.hands.put_down();
        if let Some(mut look) = work.look {
            look.put_back(letters).await?;
            look.give_back().await?;
        }
        if let Some(look) = work.tracking.look {
            look.give_back().await?;
        }
        result
    }
}
