//! A place where work waits for a server, simulated job by job: the discrete events are arrivals,
//! begins and ends.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use fastrand::Rng;

/// Times are in nanoseconds, which can be compared.
const NANOS: f64 = 1e9;

/// The part of the time that does not count: the queues fill.
const WARM_UP: f64 = 0.2;

/// Points at which a queue is looked at.
const LOOKS: usize = 200;

/// A backlog that grows by less than this share of what arrives is bounded: the slope of a queue
/// that comes and goes is never quite zero.
pub(crate) const GROWTH: f64 = 0.004;

/// Who serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Servers {
    /// Any of so many.
    Pool(usize),
    /// One for each of so many lanes; a job's key decides which.
    Lanes(usize),
}

/// A place of work.
pub(crate) struct Station<'a> {
    pub(crate) servers: Servers,
    /// Jobs that a server takes at once, if so many wait.
    pub(crate) batch: usize,
    /// Seconds for a batch of so many.
    pub(crate) service: &'a dyn Fn(usize, &mut Rng) -> f64,
}

/// A job: when it arrives, in seconds, and whose it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Job {
    pub(crate) at: f64,
    pub(crate) key: u64,
}

/// What a station made of the jobs.
#[derive(Debug, Clone)]
pub(crate) struct Served {
    /// The jobs as they leave, by time: what arrives at the next station.
    pub(crate) left: Vec<Job>,
    pub(crate) queue: Queue,
}

/// How many jobs waited.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Queue {
    /// The most that waited, after the warm-up.
    pub(crate) longest: usize,
    /// Of what arrives, the share by which the queue grows.
    pub(crate) growth: f64,
}

impl Queue {
    /// Whether the queue stays as it is.
    pub(crate) fn is_bounded(&self) -> bool {
        self.growth < GROWTH
    }

    /// From when jobs arrived and when they were begun, or ended, both in ascending order.
    pub(crate) fn observe(arrived: &[f64], begun: &[f64], seconds: f64) -> Self {
        let waiting = |at: f64| {
            let before = |times: &[f64]| times.partition_point(|time| *time <= at);
            before(arrived) - before(begun).min(before(arrived))
        };
        let first = seconds * WARM_UP;
        #[expect(clippy::cast_precision_loss, reason = "there are few looks")]
        let looks: Vec<(f64, f64, usize)> = (0..LOOKS)
            .map(|look| first + (seconds - first) * (look as f64 + 0.5) / LOOKS as f64)
            .map(|at| {
                let waiting = waiting(at);
                (at, waiting as f64, waiting)
            })
            .collect();
        #[expect(clippy::cast_precision_loss, reason = "there are few jobs")]
        let rate = arrived.len().max(1) as f64 / seconds;
        Self {
            longest: looks
                .iter()
                .map(|(_, _, waiting)| *waiting)
                .max()
                .unwrap_or(0),
            growth: slope(&looks) / rate,
        }
    }
}

/// Of the line through the points that fits best.
fn slope(points: &[(f64, f64, usize)]) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "there are few looks")]
    let count = points.len() as f64;
    let mean = |part: fn(&(f64, f64, usize)) -> f64| points.iter().map(part).sum::<f64>() / count;
    let (middle, level) = (mean(|point| point.0), mean(|point| point.1));
    let along: f64 = points
        .iter()
        .map(|(at, _, _)| (at - middle) * (at - middle))
        .sum();
    let rise: f64 = points
        .iter()
        .map(|(at, waiting, _)| (at - middle) * (waiting - level))
        .sum();
    rise / along
}

impl Station<'_> {
    /// Serves jobs that arrive within `seconds`, in the order of their arrival.
    pub(crate) fn serve(&self, jobs: &[Job], seconds: f64, seed: u64) -> Served {
        let mut rng = Rng::with_seed(seed);
        let mut begun = Vec::with_capacity(jobs.len());
        let mut left = Vec::with_capacity(jobs.len());
        match self.servers {
            Servers::Pool(servers) => {
                self.work(jobs, servers, &mut rng, &mut begun, &mut left);
            }
            Servers::Lanes(lanes) => {
                let mut by_lane: Vec<Vec<Job>> = vec![Vec::new(); lanes];
                for job in jobs {
                    by_lane[lane(job.key, lanes)].push(*job);
                }
                for jobs in &by_lane {
                    self.work(jobs, 1, &mut rng, &mut begun, &mut left);
                }
            }
        }
        begun.sort_by(f64::total_cmp);
        left.sort_by(|one: &Job, other| one.at.total_cmp(&other.at));
        let arrived: Vec<f64> = jobs.iter().map(|job| job.at).collect();
        Served {
            left,
            queue: Queue::observe(&arrived, &begun, seconds),
        }
    }

    /// `servers` that share one queue: whoever is free first takes what waits, up to a batch.
    fn work(
        &self,
        jobs: &[Job],
        servers: usize,
        rng: &mut Rng,
        begun: &mut Vec<f64>,
        left: &mut Vec<Job>,
    ) {
        let mut free: BinaryHeap<Reverse<u64>> = (0..servers).map(|_| Reverse(0)).collect();
        let mut next = 0;
        while let Some(first) = jobs.get(next)
            && let Some(Reverse(free_at)) = free.pop()
        {
            let start = first.at.max(seconds(free_at));
            let waiting = jobs[next..].iter().take(self.batch);
            let batch = waiting.take_while(|job| job.at <= start).count();
            let end = start + (self.service)(batch, rng);
            for job in &jobs[next..next + batch] {
                begun.push(start);
                left.push(Job { at: end, ..*job });
            }
            free.push(Reverse(nanos(end)));
            next += batch;
        }
    }
}

fn lane(key: u64, lanes: usize) -> usize {
    let lanes = u64::try_from(lanes).unwrap_or(u64::MAX);
    usize::try_from(key % lanes).unwrap_or_default()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a simulation lasts minutes, and begins at 0"
)]
fn nanos(seconds: f64) -> u64 {
    (seconds * NANOS) as u64
}

#[expect(clippy::cast_precision_loss, reason = "a simulation lasts minutes")]
fn seconds(nanos: u64) -> f64 {
    nanos as f64 / NANOS
}

/// The smallest count, from 1 to `most`, that `is_bounded`; nothing if not even `most` is. It asks
/// about ever fewer counts around `guess`.
pub(crate) fn smallest(
    guess: f64,
    most: usize,
    is_bounded: impl Fn(usize) -> bool,
) -> Option<usize> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a guess is a small number above 0"
    )]
    let guess = (guess.ceil() as usize).clamp(1, most);
    let mut enough = guess;
    while !is_bounded(enough) {
        if enough == most {
            return None;
        }
        enough = (enough * 2).min(most);
    }
    let mut too_few = 0;
    while enough - too_few > 1 {
        let middle = too_few + (enough - too_few) / 2;
        if is_bounded(middle) {
            enough = middle;
        } else {
            too_few = middle;
        }
    }
    Some(enough)
}

#[cfg(test)]
mod tests {
    use super::super::simulation::poisson;
    use super::*;

    const SECONDS: f64 = 60.0;

    fn serve(servers: Servers, batch: usize, service: &dyn Fn(usize, &mut Rng) -> f64) -> Served {
        let jobs = poisson(100.0, SECONDS, 3);
        Station {
            servers,
            batch,
            service,
        }
        .serve(&jobs, SECONDS, 1)
    }

    #[test]
    fn halving_the_servers_of_a_busy_pool_is_an_overload() {
        // 100 jobs a second of 70 ms keep 7 of 10 servers busy.
        let service = |_: usize, _: &mut Rng| 0.07;
        let enough = serve(Servers::Pool(10), 1, &service).queue;
        let half = serve(Servers::Pool(5), 1, &service).queue;
        assert!(enough.is_bounded(), "{enough:?}");
        assert!(!half.is_bounded(), "{half:?}");
        // 5 servers do 71 of 100.
        assert!((half.growth - 0.29).abs() < 0.03, "{half:?}");
    }

    #[test]
    fn halving_the_lanes_is_an_overload() {
        let service = |_: usize, _: &mut Rng| 0.07;
        assert!(serve(Servers::Lanes(10), 1, &service).queue.is_bounded());
        assert!(!serve(Servers::Lanes(5), 1, &service).queue.is_bounded());
    }

    #[test]
    fn a_single_server_makes_jobs_wait_as_long_as_theory_says() {
        // M/D/1 with 50 % utilisation: the mean wait is half a service time (Pollaczek–Khinchine).
        let jobs = poisson(50.0, 400.0, 5);
        let station = Station {
            servers: Servers::Pool(1),
            batch: 1,
            service: &|_, _| 0.01,
        };
        let served = station.serve(&jobs, 400.0, 1);
        let waits = jobs
            .iter()
            .zip(&served.left)
            .map(|(job, left)| left.at - job.at - 0.01);
        #[expect(clippy::cast_precision_loss, reason = "20,000 jobs")]
        let mean = waits.sum::<f64>() / jobs.len() as f64;
        assert!((mean - 0.005).abs() < 0.000_5, "{mean}");
    }

    #[test]
    fn batches_grow_with_the_queue() {
        // One server, 50 ms a batch of whatever size: single jobs overload it, batches don't.
        let service = |_: usize, _: &mut Rng| 0.05;
        assert!(!serve(Servers::Pool(1), 1, &service).queue.is_bounded());
        let batched = serve(Servers::Pool(1), 10, &service);
        assert!(batched.queue.is_bounded());
        assert_eq!(batched.left.len(), poisson(100.0, SECONDS, 3).len());
    }

    #[test]
    fn jobs_of_a_lane_stay_in_order() {
        let served = serve(Servers::Lanes(7), 3, &|_, rng| rng.f64() / 20.0);
        let mut last = [0.0; 7];
        for job in &served.left {
            let lane = lane(job.key, 7);
            assert!(job.at >= last[lane]);
            last[lane] = job.at;
        }
    }

    #[test]
    fn the_smallest_count_is_found() {
        for wanted in [1, 2, 7, 63, 64] {
            for guess in [0.1, 5.0, 200.0] {
                assert_eq!(smallest(guess, 64, |count| count >= wanted), Some(wanted));
            }
        }
        assert_eq!(smallest(3.0, 64, |_| false), None);
    }
}
