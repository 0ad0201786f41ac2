//! Not faster than asked for: a token bucket that holds as much as one call sends.

use std::num::NonZeroU32;
use std::time::{Duration, Instant};

/// The bucket.
#[derive(Debug)]
pub(crate) struct Pace {
    rate: NonZeroU32,
    /// When the next letter may go.
    next: Instant,
}

impl Pace {
    pub(crate) fn new(rate: NonZeroU32) -> Self {
        Self {
            rate,
            next: Instant::now(),
        }
    }

    /// How many letters one call may carry: a fifth of a second's worth, so that slow stays even.
    pub(crate) fn batch(&self, most: usize) -> usize {
        let fifth = usize::try_from(self.rate.get() / 5).unwrap_or(most);
        fifth.clamp(1, most)
    }

    /// Waits until `count` letters may go. Time in which nothing was sent is not made up for.
    pub(crate) async fn wait(&mut self, count: usize) {
        let turn = self.turn(Instant::now(), count);
        tokio::time::sleep_until(turn.into()).await;
    }

    /// When `count` letters may go that are ready at `now`.
    fn turn(&mut self, now: Instant, count: usize) -> Instant {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let turn = self.next.max(now);
        self.next = turn + Duration::from_secs(1) / self.rate.get() * count;
        turn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How long sending so many parcels takes, if each call takes so long.
    fn check(rate: u32, parcels: u32, call: Duration) -> Duration {
        let mut pace = Pace::new(NonZeroU32::new(rate).unwrap());
        let size = pace.batch(10);
        let start = pace.next;
        let mut now = start;
        for _ in 0..parcels {
            now = pace.turn(now, size) + call;
        }
        now - start
    }

    #[test]
    fn letters_go_as_fast_as_asked() {
        let call = Duration::from_millis(20);
        // The last call is not followed by a wait.
        assert_eq!(check(100, 100, call), Duration::from_millis(99 * 100 + 20));
        assert_eq!(check(1, 10, call), Duration::from_millis(9 * 1_000 + 20));
        // Where the queue is slower, it sets the pace.
        assert_eq!(check(10_000, 10, call), Duration::from_millis(200));
    }

    #[test]
    fn a_pause_is_not_made_up_for() {
        let mut pace = Pace::new(NonZeroU32::new(10).unwrap());
        let later = pace.next + Duration::from_mins(1);
        let turns = [(); 3].map(|()| pace.turn(later, 1) - later);
        assert_eq!(turns, [0, 100, 200].map(Duration::from_millis));
    }
}
