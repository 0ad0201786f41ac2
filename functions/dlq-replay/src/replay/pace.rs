//! Not faster than asked for: a token bucket that holds as much as one call sends.

use std::num::NonZeroU32;
use std::time::Duration;

use tokio::time::Instant;

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
        tokio::time::sleep_until(self.next).await;
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let took = Duration::from_secs(1) / self.rate.get() * count;
        let earliest = Instant::now().checked_sub(took).unwrap_or(self.next);
        self.next = self.next.max(earliest) + took;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn letters_go_as_fast_as_asked_and_a_pause_is_not_made_up_for() {
        let rate = NonZeroU32::new(100).unwrap();
        let mut pace = Pace::new(rate);
        assert_eq!(
            (pace.batch(10), Pace::new(NonZeroU32::MIN).batch(10)),
            (10, 1)
        );
        let start = Instant::now();
        for _ in 0..100 {
            pace.wait(10).await;
        }
        let took = start.elapsed();
        assert!(
            took >= Duration::from_millis(9_900) && took < Duration::from_secs(10),
            "{took:?}"
        );

        tokio::time::sleep(Duration::from_mins(1)).await;
        let start = Instant::now();
        for _ in 0..11 {
            pace.wait(10).await;
        }
        assert!(
            start.elapsed() >= Duration::from_millis(900),
            "{:?}",
            start.elapsed()
        );
    }
}
