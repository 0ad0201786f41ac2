//! What goes on at once while a replay is carried out. Letters are read, sent and followed side by
//! side, so that none of it holds up another; what has ended is taken in one after the other.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::StreamExt;
use futures::future::LocalBoxFuture;
use futures::stream::FuturesUnordered;

use super::hands::Hands;
use super::marks::Mark;
use super::pace::Pace;
use super::progress::State;
use super::request::Action;
use super::run::Run;
use super::track::{Outcomes, Tracking};
use crate::error::DlqError;
use crate::look::{Held, Hold, Look, hiding};
use crate::source::queue::BATCH;

/// Calls that send letters, at once.
const AT_ONCE: usize = 4;
/// Letters that are read ahead at most.
const AHEAD: usize = 100;
/// How soon there is another look at letters of which none was there.
const READ_AGAIN: Duration = Duration::from_millis(250);
/// For how long letters are looked for that were selected and can't be found, beyond the time for
/// which a run that was killed hides them.
const MISSED_FOR: Duration = Duration::from_mins(1);

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
    hands: Hands,
    pace: Pace,
    pub(super) tracking: Tracking<'a>,
    /// The letters that are meant, unless a step has it.
    look: Option<Look<'a>>,
    is_reading: bool,
    read_at: Instant,
    /// Letters that wait are nowhere to be found.
    is_missing: bool,
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
            work.pace.rest(Instant::now());
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

    /// Takes in what has ended.
    pub(super) async fn take_in(
        &mut self,
        work: &mut Work<'a>,
        step: Step<'a>,
    ) -> Result<(), DlqError> {
        match step {
            Step::Read(mut look, read) => {
                work.is_reading = false;
                match read {
                    Ok(Some(letters)) => self.pick(work, &mut look, letters, usize::MAX),
                    Ok(None) => {
                        look.again();
                        work.read_at = Instant::now() + READ_AGAIN;
                        self.miss_letters(work, &look).await?;
                    }
                    Err(error) => {
                        work.look = Some(look);
                        return Err(error);
                    }
                }
                work.look = Some(look);
            }
            Step::Scanned(mut look, read) => match read {
                Ok(Some(letters)) => {
                    self.pick(work, &mut look, letters, AHEAD.min(self.may_send()));
                    work.tracking.look = Some(look);
                }
                ended => {
                    work.tracking.scanned((self.desk.now)());
                    work.push(async move {
                        look.give_back().await?;
                        Ok(Step::PutBack(None))
                    });
                    ended?;
                }
            },
            Step::Sent(parcel, confirmed) => self.note_sent(work, parcel, &confirmed).await?,
            Step::Followed(outcomes) => self.note_outcomes(work, outcomes),
            Step::PutBack(None) => {}
            Step::PutBack(look) => {
                work.is_reading = false;
                work.look = look;
            }
        }
        Ok(())
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

    /// Picks out the letters that are to be sent, as long as there are fewer than `room` of them
    /// in our hands, and notes those that came back.
    fn pick(&mut self, work: &mut Work<'a>, look: &mut Look<'_>, letters: Vec<Held>, room: usize) {
        for held in letters {
            let id = &*held.letter.about.id;
            let Some(&index) = self.places.get(id) else {
                self.note_if_returned(&held.letter.about);
                continue;
            };
            if self.progress.marks.get(index) != Some(Mark::Waiting) {
                // It was sent, by a run that was cut off before it deleted it.
                look.let_go(id);
                self.begin_clearing(work, held.hold);
            } else if work.hands.waiting() < room && !work.hands.hold(id) {
                look.let_go(id);
                self.progress.missed_since = None;
                work.is_missing = false;
                work.hands.take(held);
            }
        }
    }

    fn begin_clearing(&self, work: &mut Work<'a>, hold: Hold) {
        let desk = self.desk;
        if let Hold::Message { .. } = hold {
            work.push(async move {
                desk.delete(vec![hold]).await?;
                Ok(Step::PutBack(None))
            });
        }
    }

    async fn note_sent(
        &mut self,
        work: &mut Work<'a>,
        parcel: Vec<Held>,
        confirmed: &[usize],
    ) -> Result<(), DlqError> {
        let mark = match self.request.ask.action {
            Action::Replay => Mark::Sent,
            Action::Discard => Mark::Discarded,
        };
        self.progress.last_sent_at = Some((self.desk.now)());
        let letters = parcel.into_iter().enumerate();
        let (sent, refused): (Vec<_>, Vec<_>) =
            letters.partition(|(index, _)| confirmed.contains(index));
        let [sent, refused] =
            [sent, refused].map(|letters| letters.into_iter().map(|(_, held)| held).collect());
        let sent: Vec<Held> = sent;
        work.hands.landed(&sent, refused);
        // Only now: what is marked and still lies there would be seen by nobody again.
        for held in sent {
            let id = &*held.letter.about.id;
            let index = self.places[id];
            self.progress.marks.set(index, mark);
            if mark == Mark::Sent {
                work.tracking.follow(index);
            }
            self.count_record(&held.hold).await?;
        }
        Ok(())
    }

    /// Notes that there was no letter to be found. After a while, the markers of those that are
    /// missing are looked for, and in the end they are given up.
    async fn miss_letters(&mut self, work: &mut Work<'a>, look: &Look<'_>) -> Result<(), DlqError> {
        if !work.hands.are_empty() || work.tracking.is_scanning() {
            return Ok(());
        }
        let now = (self.desk.now)();
        let since = *self.progress.missed_since.get_or_insert(now);
        // The run before may have hidden letters when there were more of them.
        let hidden = hiding(look.expected() + self.tags.len() as u64);
        let missed = now.since(since);
        if missed >= hidden + MISSED_FOR {
            self.miss_the_rest().await?;
        } else if missed >= hidden && !work.is_missing {
            // Nobody hides them any more: they may have been sent, before that was noted.
            work.is_missing = true;
            for index in self.progress.marks.with(Mark::Waiting) {
                work.tracking.follow(index);
            }
        }
        Ok(())
    }
}
