//! The parts of a plan as stations, and the search for how many of each keep up.

use fastrand::Rng;

use super::need::{Load, Times, count_for};
use super::series::{self, Calls};
use super::station::{self, Job, Queue, Servers, Station, smallest};
use super::{Less, Part, Question, Sized};
use crate::distribution::{Distribution, exponential};
use crate::error::LoadError;
use crate::inputs::Inputs;

/// More than anybody could want of anything.
const MOST: usize = 100_000;

/// All that the simulations share.
pub(super) struct Simulation<'a> {
    inputs: &'a Inputs,
    load: Load,
    times: Times,
    seconds: f64,
    seed: u64,
    /// How long confirmations took with the series that are planned.
    pub(super) draws: Vec<f64>,
    /// The jobs that arrive at each part.
    orders: Vec<Job>,
    pub(super) changes: Vec<Job>,
    pub(super) requests: Vec<Job>,
}

impl<'a> Simulation<'a> {
    pub(super) fn new(inputs: &'a Inputs, question: Question) -> Result<Self, LoadError> {
        let Question {
            orders_per_second,
            simulated_seconds: seconds,
            seed,
        } = question;
        let load = Load::new(inputs, orders_per_second)?;
        Ok(Self {
            inputs,
            load,
            times: Times::new(inputs)?,
            seconds,
            seed,
            draws: Vec::new(),
            orders: poisson(load.orders, seconds, seed),
            changes: poisson(load.changes, seconds, seed + 1),
            requests: poisson(load.requests, seconds, seed + 2),
        })
    }

    pub(super) fn size(&self, part: Part) -> Result<Sized, LoadError> {
        let least = smallest(self.guess(part)?, MOST, |count| {
            self.is_bounded(part, count)
        });
        let least = least.ok_or_else(|| LoadError::MissingInput {
            name: part.name().to_owned(),
            expected: "that would keep up, however many there are",
        })?;
        let utilisation = self.inputs.value("utilisation")?;
        #[expect(
            clippy::cast_precision_loss,
            reason = "there are at most 100,000 of anything"
        )]
        let planned = count_for(least as f64, 1.0, utilisation);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is a whole number above 0"
        )]
        let planned = planned as usize;
        Ok(Sized {
            part,
            smallest: least,
            one_less: (least > 1).then(|| self.too_few(part, least - 1)),
            planned,
            keeps_up: self.is_bounded(part, planned),
        })
    }

    fn too_few(&self, part: Part, count: usize) -> Less {
        if part != Part::Series {
            let queue = self.queue(part, count);
            return Less {
                queue,
                turned_away: 0.0,
            };
        }
        let drawn = self.draw(count);
        #[expect(clippy::cast_precision_loss, reason = "there are few orders")]
        let turned_away = drawn.gave_up as f64 / self.orders.len().max(1) as f64;
        Less {
            queue: drawn.queue,
            turned_away,
        }
    }

    /// About how many of a part its work needs.
    fn guess(&self, part: Part) -> Result<f64, LoadError> {
        let busy = |jobs: &[Job], batch: usize| {
            let mut rng = Rng::with_seed(self.seed);
            let batches = 200;
            let sum: f64 = (0..batches)
                .map(|_| self.service(part, batch, &mut rng))
                .sum();
            #[expect(clippy::cast_precision_loss, reason = "there are few jobs")]
            let rate = jobs.len() as f64 / self.seconds;
            #[expect(clippy::cast_precision_loss, reason = "a batch is small")]
            let per_job = sum / f64::from(batches) / batch as f64;
            rate * per_job
        };
        let calls = self.times.table_read.mean() + self.times.transaction.mean();
        Ok(match part {
            // Half of its time a series is free, or tries collide too often.
            Part::Series => self.load.orders * calls / 1e3 * 2.0,
            Part::StreamShards => {
                busy(&self.changes, self.batch(part)) / self.inputs.value("lanes_per_shard")?
            }
            Part::OrderApi => busy(&self.requests, 1),
            Part::PdfWorker => busy(&self.changes, self.batch(part)),
            Part::StatusShards => {
                self.load.status_writes * self.service(part, 1, &mut Rng::with_seed(0))
            }
            Part::TablePartitions => {
                self.load.changes * self.service(part, 1, &mut Rng::with_seed(0))
            }
            Part::BucketPrefixes => {
                self.load.bucket_writes * self.service(part, 1, &mut Rng::with_seed(0))
            }
        })
    }

    pub(super) fn is_bounded(&self, part: Part, count: usize) -> bool {
        match part {
            Part::Series => self.draw(count).is_bounded(),
            _ => self.queue(part, count).is_bounded(),
        }
    }

    pub(super) fn draw(&self, series: usize) -> series::Drawn {
        let calls = Calls {
            read: self.times.table_read.clone(),
            transaction: self.times.transaction.clone(),
        };
        series::draw(&self.orders, series, &calls, self.seconds, self.seed)
    }

    /// The queue before `count` of a part.
    fn queue(&self, part: Part, count: usize) -> Queue {
        match part {
            Part::Series => self.draw(count).queue,
            Part::StatusShards => {
                let writes = poisson(self.load.status_writes, self.seconds, self.seed + 3);
                self.serve(part, count, &writes).queue
            }
            Part::BucketPrefixes => {
                let writes = poisson(self.load.bucket_writes, self.seconds, self.seed + 4);
                self.serve(part, count, &writes).queue
            }
            Part::OrderApi => self.serve(part, count, &self.requests).queue,
            _ => self.serve(part, count, &self.changes).queue,
        }
    }

    pub(super) fn serve(&self, part: Part, count: usize, jobs: &[Job]) -> station::Served {
        let servers = match part {
            Part::OrderApi | Part::PdfWorker => Servers::Pool(count),
            Part::StreamShards => Servers::Lanes(count * self.whole("lanes_per_shard")),
            _ => Servers::Lanes(count),
        };
        let station = Station {
            servers,
            batch: self.batch(part),
            service: &|batch, rng| self.service(part, batch, rng),
        };
        station.serve(jobs, self.seconds, self.seed)
    }

    fn batch(&self, part: Part) -> usize {
        match part {
            Part::StreamShards => self.whole("stream_batch"),
            Part::PdfWorker => self.whole("queue_batch"),
            _ => 1,
        }
    }

    /// A small whole number among the inputs; 1 if there is none.
    fn whole(&self, name: &str) -> usize {
        let value = self
            .inputs
            .value(name)
            .unwrap_or(1.0)
            .round()
            .clamp(1.0, 1e6);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is between 1 and a million"
        )]
        let whole = value as usize;
        whole
    }

    /// Seconds that one of a part is busy with a batch.
    fn service(&self, part: Part, batch: usize, rng: &mut Rng) -> f64 {
        let times = &self.times;
        let each_second = |name| 1.0 / self.inputs.value(name).unwrap_or(1.0);
        let cpu = |(time, slowdown): &(Distribution, f64), rng: &mut Rng| time.draw(rng) * slowdown;
        match part {
            Part::Series => 0.0,
            Part::StatusShards => each_second("partition_writes"),
            Part::TablePartitions => {
                each_second("partition_writes") * self.load.table_writes / self.load.changes
            }
            Part::BucketPrefixes => each_second("bucket_writes"),
            Part::OrderApi => {
                let of_all = rng.f64() * self.load.requests;
                let looks = (cpu(&times.api_cpu, rng) + times.table_read.draw(rng)) / 1e3;
                if of_all < self.load.orders && !self.draws.is_empty() {
                    looks + self.draws[rng.usize(..self.draws.len())]
                } else if of_all < self.load.changes {
                    looks + times.transaction.draw(rng) / 1e3
                } else {
                    looks
                }
            }
            Part::StreamShards => {
                // One wave of messages after the other.
                let waves = batch.div_ceil(self.whole("queue_batch"));
                let sends: f64 = (0..waves).map(|_| times.queue_send.draw(rng)).sum();
                (cpu(&times.consumer_cpu, rng) + sends) / 1e3
            }
            Part::PdfWorker => {
                // Calls of different orders run side by side, documents are set one after the other.
                let documents = self.load.documents / self.load.changes;
                let (mut longest, mut computing) = (0.0_f64, 0.0);
                for _ in 0..batch {
                    let mut calls = times.bucket_read.draw(rng)
                        + times.publish.draw(rng)
                        + times.bucket_write.draw(rng);
                    if rng.f64() < documents {
                        calls += times.bucket_read.draw(rng) + times.bucket_write.draw(rng);
                        computing += cpu(&times.render_cpu, rng);
                    }
                    longest = longest.max(calls);
                }
                (longest + computing) / 1e3
            }
        }
    }
}

/// Jobs that arrive at random, `rate` a second, for as many seconds.
pub(crate) fn poisson(rate: f64, seconds: f64, seed: u64) -> Vec<Job> {
    let mut rng = Rng::with_seed(seed);
    let mut jobs = Vec::new();
    let mut at = exponential(rate, &mut rng);
    while at < seconds {
        jobs.push(Job {
            at,
            key: rng.u64(..),
        });
        at += exponential(rate, &mut rng);
    }
    jobs
}
