//! Not faster than asked for, and not slower either.
//!
//! Each letter has its turn, at the rate that was asked for. What went out late is caught up, a
//! little faster than asked: in no stretch of time is it more than a tenth too fast.

use std::num::NonZeroU32;
use std::time::{Duration, Instant};

/// How far behind the turns may be. What is later than that is not caught up.
const LONGEST_DELAY: Duration = Duration::from_secs(10);

/// Whose turn it is.
#[derive(Debug)]
pub(super) struct Pace {
    /// Between two letters.
    interval: Duration,
    /// Between two letters while there is something to catch up.
    shortest: Duration,
    /// When the next letter has its turn.
    turn: Instant,
    /// When the next letter may go at the earliest.
    free: Instant,
}

impl Pace {
    /// So many letters a second, from `now` on.
    pub(super) fn new(rate: NonZeroU32, now: Instant) -> Self {
        let interval = Duration::from_secs(1) / rate.get();
        Self {
            interval,
            shortest: interval * 10 / 11,
            turn: now,
            free: now,
        }
    }

    /// How many letters one call may carry: a fifth of a second's worth, so that slow stays even.
    pub(super) fn parcel(&self, most: usize) -> usize {
        let fifth = Duration::from_millis(200).as_nanos() / self.interval.as_nanos().max(1);
        usize::try_from(fifth).unwrap_or(most).clamp(1, most)
    }

    /// When the next letters may go.
    pub(super) fn next(&self) -> Instant {
        self.turn.max(self.free)
    }

    /// Notes that `count` letters go `now`, whose turn it is.
    pub(super) fn go(&mut self, now: Instant, count: usize) {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let late = now.checked_sub(LONGEST_DELAY).unwrap_or(now);
        self.turn = self.turn.max(late) + self.interval * count;
        self.free = now + self.shortest * count;
    }

    /// Notes that there is nothing to send `now`: that is no delay to catch up.
    pub(super) fn rest(&mut self, now: Instant) {
        self.turn = self.turn.max(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sends parcels for so many seconds, each as soon as it may go and once `delay` has passed,
    /// which is told how many went before. Returns when each went, and how many letters.
    fn send(rate: u32, seconds: u64, delay: impl Fn(usize) -> Duration) -> Vec<(Duration, usize)> {
        let start = Instant::now();
        let end = start + Duration::from_secs(seconds);
        let mut pace = Pace::new(NonZeroU32::new(rate).unwrap(), start);
        let size = pace.parcel(10);
        let mut now = start;
        let mut sent = Vec::new();
        while now < end {
            now = pace.next().max(now + delay(sent.len()));
            pace.go(now, size);
            sent.push((now - start, size));
        }
        sent
    }

    /// Letters a second, over all.
    fn rate(sent: &[(Duration, usize)]) -> f64 {
        let (last, _) = sent[sent.len() - 1];
        let count: usize = sent.iter().map(|(_, count)| count).sum();
        f64::from(u32::try_from(count).unwrap()) / last.as_secs_f64()
    }

    /// The most letters in any second.
    fn most(sent: &[(Duration, usize)]) -> usize {
        let windows = sent.iter().map(|(from, _)| {
            let second = sent
                .iter()
                .filter(|(at, _)| at >= from && *at < *from + Duration::from_secs(1));
            second.map(|(_, count)| count).sum()
        });
        windows.max().unwrap()
    }

    #[test]
    fn letters_go_as_fast_as_asked() {
        for asked in [1, 5, 50, 400, 2_000] {
            let sent = send(asked, 60, |_| Duration::ZERO);
            let found = rate(&sent) / f64::from(asked);
            assert!((0.98..1.02).contains(&found), "{asked}: {found}");
            assert_eq!(most(&sent), asked as usize, "{asked}");
        }
    }

    #[test]
    fn what_was_late_is_caught_up_and_never_more_than_a_tenth_too_fast() {
        // Every now and then something else takes half a second.
        for asked in [5, 50, 400_usize] {
            let often = 10 * asked / (asked / 5).clamp(1, 10);
            let sent = send(u32::try_from(asked).unwrap(), 60, |count| {
                let is_late = count % often == often - 1;
                Duration::from_millis(if is_late { 500 } else { 0 })
            });
            let found = rate(&sent) / f64::from(u32::try_from(asked).unwrap());
            assert!((0.97..1.02).contains(&found), "{asked}: {found}");
            let limit = asked * 11 / 10 + 10;
            assert!(most(&sent) <= limit, "{asked}: {}", most(&sent));
        }
    }

    #[test]
    fn where_the_queue_is_slower_it_sets_the_pace() {
        let sent = send(10_000, 10, |_| Duration::from_millis(20));
        let found = rate(&sent);
        assert!((490.0..510.0).contains(&found), "{found}");
    }

    #[test]
    fn a_rest_is_not_made_up_for() {
        let start = Instant::now();
        let mut pace = Pace::new(NonZeroU32::new(10).unwrap(), start);
        let later = start + Duration::from_mins(1);
        pace.rest(later);
        for turn in [0, 100, 200].map(|ms| later + Duration::from_millis(ms)) {
            assert_eq!(pace.next(), turn);
            pace.go(turn, 1);
        }
        // Not more than ten seconds' worth, even if nobody said that there was nothing to do.
        let much_later = later + Duration::from_mins(1);
        pace.go(much_later, 1);
        assert_eq!(pace.turn + Duration::from_millis(9_900), much_later);
    }
}
