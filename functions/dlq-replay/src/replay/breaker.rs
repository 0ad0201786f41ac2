//! The breaker: how many letters may be on their way while little is known, and when to stop.
//!
//! Ten letters go first. Each that is processed makes room for two more, itself included, so that a
//! replay that goes well is soon as fast as it was asked to be; of one whose cause was not mended,
//! no more than those ten come back.

use serde::{Deserialize, Serialize};

/// Letters that go before anything is known. What became of fewer says little.
const FIRST: usize = 10;
/// Not more than all can come back: a replay with this limit has no breaker.
const ALL: u8 = 100;

/// What became of the letters that say whether the cause is mended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Trial {
    pub(crate) processed: usize,
    pub(crate) returned: usize,
}

impl Trial {
    const fn known(self) -> usize {
        self.processed + self.returned
    }

    /// Whether more than so many of a hundred came back. As long as fewer than ten outcomes are
    /// known, the others count as processed.
    pub(super) fn fails(self, percent: u8) -> bool {
        self.returned * 100 > usize::from(percent) * self.known().max(FIRST)
    }

    /// How many letters may be on their way, if not more than so many of a hundred may come back.
    pub(super) const fn room(self, percent: u8) -> usize {
        if percent >= ALL {
            return usize::MAX;
        }
        let room = FIRST + self.processed;
        // Otherwise the first to come back would let others follow them.
        if self.known() < FIRST {
            room - self.returned
        } else {
            room
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::num::NonZeroU32;
    use std::time::{Duration, Instant};

    use super::*;
    use crate::replay::pace::Pace;

    const fn trial(processed: usize, returned: usize) -> Trial {
        Trial {
            processed,
            returned,
        }
    }

    #[test]
    fn it_stops_when_too_many_came_back_of_at_least_ten() {
        let table = [
            (20, trial(0, 2), false),
            (20, trial(0, 3), true),
            (20, trial(8, 2), false),
            (20, trial(8, 3), true),
            (20, trial(80, 20), false),
            (20, trial(80, 21), true),
            (0, trial(1_000, 0), false),
            (0, trial(1_000, 1), true),
            (99, trial(0, 10), true),
            (100, trial(0, 1_000), false),
        ];
        for (percent, trial, expected) in table {
            assert_eq!(trial.fails(percent), expected, "{percent} %, {trial:?}");
        }
    }

    /// Whether a letter is processed.
    type Outcome = fn(usize) -> bool;

    /// Replays letters, until all are known or the breaker stops it; what becomes of each is known
    /// after `delay`. Returns when each was sent that was sent.
    fn replay(
        (letters, rate): (usize, u32),
        percent: u8,
        is_processed: Outcome,
        delay: Duration,
    ) -> Vec<Duration> {
        let start = Instant::now();
        let mut pace = Pace::new(NonZeroU32::new(rate).unwrap(), start);
        let mut trial = Trial::default();
        let mut on_their_way: VecDeque<(Instant, usize)> = VecDeque::new();
        let mut sent = Vec::new();
        let mut now = start;
        while trial.known() < letters {
            while let Some((_, index)) = on_their_way.pop_front_if(|(at, _)| *at + delay <= now) {
                if is_processed(index) {
                    trial.processed += 1;
                } else {
                    trial.returned += 1;
                }
            }
            if trial.fails(percent) {
                break;
            }
            let size = pace.parcel(10).min(letters - sent.len());
            let size = size.min(trial.room(percent).saturating_sub(on_their_way.len()));
            if size == 0 {
                pace.rest(now);
            } else if pace.next() <= now {
                pace.go(now, size);
                for _ in 0..size {
                    on_their_way.push_back((now, sent.len()));
                    sent.push(now - start);
                }
            }
            now += Duration::from_millis(5);
            assert!(now - start < Duration::from_hours(1), "it is stuck");
        }
        sent
    }

    #[test]
    fn of_letters_whose_cause_is_not_mended_ten_are_sent() {
        let late = Duration::from_mins(15);
        for letters in [12, 1_000] {
            for percent in [0, 20, 80] {
                for rate in [5, 50] {
                    let sent = replay((letters, rate), percent, |_| false, late);
                    assert_eq!(sent.len(), 10, "{letters} letters, {percent} %, {rate}");
                }
            }
        }
        let sent = replay((12, 50), 100, |_| false, late);
        assert_eq!(sent.len(), 12, "without a breaker");
    }

    #[test]
    fn what_may_come_back_holds_up_nothing() {
        let cases: [(u8, Outcome); 2] =
            [(20, |index| index % 10 > 0), (99, |index| index % 50 == 0)];
        for (percent, is_processed) in cases {
            let sent = replay((500, 50), percent, is_processed, Duration::from_secs(1));
            assert_eq!(sent.len(), 500, "{percent} %");
        }
    }

    #[test]
    fn a_replay_that_goes_well_is_soon_as_fast_as_asked() {
        for (rate, seconds) in [(5, 10), (50, 15), (400, 60)] {
            let letters = rate * seconds;
            let all = (usize::try_from(letters).unwrap(), rate);
            let sent = replay(all, 20, |_| true, Duration::from_secs(1));
            let found = f64::from(letters) / sent[all.0 - 1].as_secs_f64() / f64::from(rate);
            assert!((0.9..1.1).contains(&found), "{rate}: {found}");
        }
    }
}
