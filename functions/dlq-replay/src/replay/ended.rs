//! What becomes of a replay when something that went on has ended: letters that were read, sent or
//! found again.

use std::time::{Duration, Instant};

use super::marks::Mark;
use super::request::Action;
use super::run::Run;
use super::steps::{AHEAD, Step, Work};
use crate::error::DlqError;
use crate::look::{Held, Hold, Look, hiding};
use crate::source::stream_failures::record_id;

/// How soon there is another look at letters of which none was there.
const READ_AGAIN: Duration = Duration::from_millis(250);
/// For how long letters are looked for that were selected and can't be found, beyond the time for
/// which a run that was killed hides them.
const MISSED_FOR: Duration = Duration::from_mins(1);

impl<'a> Run<'a> {
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
            self.clear_object(&held.hold).await?;
        }
        Ok(())
    }

    /// An object of the bucket of stream failures goes with the last of its records, whichever run
    /// was done with the others.
    async fn clear_object(&self, hold: &Hold) -> Result<(), DlqError> {
        let Hold::Object { key, records } = hold else {
            return Ok(());
        };
        let is_done = |index| {
            let place = self.places.get(&*record_id(key, index));
            let mark = place.and_then(|&place| self.progress.marks.get(place));
            mark.is_some_and(|mark| mark != Mark::Waiting)
        };
        if (0..*records).all(is_done) {
            self.desk.stream_failures().delete(key).await?;
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
