//! Confirmations that draw the next number of their series, as `order-store` does it: read the
//! counter, commit on condition that it is still so, else wait a little and begin again.
//!
//! DynamoDB cancels a transaction that meets another one on the same item, so of those that
//! overlap only the first commits.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use fastrand::Rng;

use super::station::{Job, Queue};
use crate::distribution::Distribution;

/// Tries before the client is told to come back, as `order-store` has it.
const ATTEMPTS: u32 = 40;
/// The longest wait before the first second try, in seconds; it doubles, up to [`LONGEST`].
const BASE: f64 = 0.004;
const LONGEST: f64 = 0.2;

/// What drawing a number takes, in milliseconds.
#[derive(Debug, Clone)]
pub(crate) struct Calls {
    pub(crate) read: Distribution,
    pub(crate) transaction: Distribution,
}

/// How the confirmations went.
#[derive(Debug)]
pub(crate) struct Drawn {
    /// Seconds from the first try to the commit, of those that committed.
    pub(crate) took: Vec<f64>,
    /// Those that were under way are the queue.
    pub(crate) queue: Queue,
    pub(crate) gave_up: usize,
    /// Tries for each number that was drawn.
    pub(crate) tries: f64,
}

impl Drawn {
    /// Whether the series keep up, and turn away next to nobody.
    pub(crate) fn is_bounded(&self) -> bool {
        self.queue.is_bounded() && self.gave_up * 1_000 <= self.took.len()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Moment {
    /// The counter is read.
    Read,
    /// The transaction arrives, with what was read: how many numbers had been drawn.
    Begin { read: u64 },
    /// The transaction ends; it holds the counter.
    Commit,
    /// The transaction failed, which is known now.
    Refused,
}

/// The events of one series, by their time in nanoseconds, and the confirmation they are of.
type Events = BinaryHeap<Reverse<(u64, usize, Moment)>>;

/// Confirms each of `jobs`; the key decides in which of `series` series.
pub(crate) fn draw(jobs: &[Job], series: usize, calls: &Calls, seconds: f64, seed: u64) -> Drawn {
    let mut rng = Rng::with_seed(seed);
    let mut lanes: Vec<Vec<f64>> = vec![Vec::new(); series];
    for job in jobs {
        let series = u64::try_from(series).unwrap_or(u64::MAX);
        lanes[usize::try_from(job.key % series).unwrap_or_default()].push(job.at);
    }
    let mut all = Drawn {
        took: Vec::new(),
        queue: Queue {
            longest: 0,
            growth: 0.0,
        },
        gave_up: 0,
        tries: 0.0,
    };
    let (mut ended, mut tries) = (Vec::new(), 0);
    for lane in &lanes {
        tries += one_series(lane, calls, &mut rng, &mut all, &mut ended);
    }
    ended.sort_by(f64::total_cmp);
    let arrived: Vec<f64> = jobs.iter().map(|job| job.at).collect();
    all.queue = Queue::observe(&arrived, &ended, seconds);
    #[expect(clippy::cast_precision_loss, reason = "there are few tries")]
    let per_number = tries as f64 / all.took.len().max(1) as f64;
    Drawn {
        tries: per_number,
        ..all
    }
}

/// Runs one series to its end; how many transactions were tried.
fn one_series(
    arrivals: &[f64],
    calls: &Calls,
    rng: &mut Rng,
    all: &mut Drawn,
    ended: &mut Vec<f64>,
) -> u64 {
    let mut events: Events = arrivals
        .iter()
        .enumerate()
        .map(|(index, at)| Reverse((nanos(*at + calls.read.draw(rng) / 1e3), index, Moment::Read)))
        .collect();
    let mut attempts = vec![0_u32; arrivals.len()];
    let (mut drawn, mut held, mut tries) = (0_u64, false, 0_u64);
    while let Some(Reverse((now, index, moment))) = events.pop() {
        let at = seconds(now);
        let mut later = |wait: f64, moment| events.push(Reverse((nanos(at + wait), index, moment)));
        match moment {
            Moment::Read => later(0.0, Moment::Begin { read: drawn }),
            Moment::Begin { read } => {
                tries += 1;
                // It holds the counter for all of its time: in a region, hardly any of it is the way.
                // A conflict shows in the first of its two phases.
                let whole = calls.transaction.draw(rng) / 1e3;
                if held || read != drawn {
                    later(whole / 2.0, Moment::Refused);
                } else {
                    held = true;
                    later(whole, Moment::Commit);
                }
            }
            Moment::Commit => {
                held = false;
                drawn += 1;
                all.took.push(at - arrivals[index]);
                ended.push(at);
            }
            Moment::Refused => {
                let attempt = attempts[index];
                attempts[index] += 1;
                if attempts[index] == ATTEMPTS {
                    all.gave_up += 1;
                    ended.push(at);
                    continue;
                }
                let ceiling = (BASE * f64::from(1_u32 << attempt.min(10))).min(LONGEST);
                let wait = ceiling * rng.f64() + calls.read.draw(rng) / 1e3;
                later(wait, Moment::Read);
            }
        }
    }
    tries
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a simulation lasts minutes, and begins at 0"
)]
fn nanos(seconds: f64) -> u64 {
    (seconds * 1e9) as u64
}

#[expect(clippy::cast_precision_loss, reason = "a simulation lasts minutes")]
fn seconds(nanos: u64) -> f64 {
    nanos as f64 / 1e9
}

#[cfg(test)]
mod tests {
    use super::super::simulation::poisson;
    use super::*;

    fn draw_all(jobs: &[Job], series: usize) -> Drawn {
        let constant = |millis| Distribution::new(&[(0.5, millis)]).unwrap();
        let calls = Calls {
            read: constant(4.0),
            transaction: constant(12.0),
        };
        draw(jobs, series, &calls, 40.0, 2)
    }

    fn draw_at(rate: f64, series: usize) -> Drawn {
        draw_all(&poisson(rate, 40.0, 8), series)
    }

    #[test]
    fn alone_a_number_takes_a_read_and_a_transaction() {
        let job = |second: u32| Job {
            at: f64::from(second),
            key: 0,
        };
        let drawn = draw_all(&(0..40).map(job).collect::<Vec<_>>(), 1);
        assert_eq!(drawn.took.len(), 40);
        let alone = |took: &f64| (took - 0.016).abs() < 1e-6;
        assert!(drawn.took.iter().all(alone), "{:?}", drawn.took);
        assert!((drawn.tries - 1.0).abs() < 1e-9);
    }

    #[test]
    fn more_than_a_series_can_draw_is_an_overload_and_more_series_are_none() {
        // Not even a perfect series could draw 100 a second at 12 ms each.
        let one = draw_at(100.0, 1);
        assert!(!one.is_bounded(), "{:?}", one.queue);
        let eight = draw_at(100.0, 8);
        assert!(eight.is_bounded(), "{:?}", eight.queue);
        assert!(eight.tries > 1.0 && eight.tries < 3.0, "{}", eight.tries);
    }

    #[test]
    fn every_confirmation_ends_one_way_or_the_other() {
        let drawn = draw_at(100.0, 1);
        assert_eq!(
            drawn.took.len() + drawn.gave_up,
            poisson(100.0, 40.0, 8).len()
        );
    }
}
