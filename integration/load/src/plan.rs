//! `cargo load plan`: what has to be there for a rate of orders, computed, then simulated.
//!
//! Each part is a place where work waits for a server. The smallest count that keeps up is searched
//! by simulating it: with one less, the queue grows for as long as it is watched. What is planned
//! is more, so that nothing is busier than `utilisation`; and the plan is simulated as a whole,
//! where what leaves one place arrives at the next.

mod need;
mod quotas;
mod series;
mod station;

use fastrand::Rng;
use indicatif::ProgressBar;

use crate::distribution::{Distribution, exponential};
use crate::error::LoadError;
use crate::inputs::Inputs;
use crate::report::{Row, Section, millis, number};
use need::{Load, Times, count_for};
use series::Calls;
use station::{Job, Queue, Servers, Station, smallest};

/// More than anybody could want of anything.
const MOST: usize = 100_000;

/// A rate that is planned for, and how long it is simulated.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    pub orders_per_second: f64,
    pub simulated_seconds: f64,
    pub seed: u64,
}

/// The parts whose number is to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Series,
    StatusShards,
    TablePartitions,
    OrderApi,
    StreamShards,
    PdfWorker,
    BucketPrefixes,
}

/// How many of a part.
#[derive(Debug, Clone)]
pub(crate) struct Sized {
    pub(crate) part: Part,
    /// The smallest count that keeps up.
    pub(crate) smallest: usize,
    /// With one less, if that is any.
    pub(crate) one_less: Option<Less>,
    pub(crate) planned: usize,
    /// Whether what is planned keeps up.
    pub(crate) keeps_up: bool,
}

/// How it goes with too few of a part.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Less {
    queue: Queue,
    /// The share of confirmations that are told to come back later.
    turned_away: f64,
}

/// All that the simulations share.
struct Simulation<'a> {
    inputs: &'a Inputs,
    load: Load,
    times: Times,
    seconds: f64,
    seed: u64,
    /// How long confirmations took with the series that are planned.
    draws: Vec<f64>,
    /// The jobs that arrive at each part.
    orders: Vec<Job>,
    changes: Vec<Job>,
    requests: Vec<Job>,
}

/// Answers a question.
///
/// # Errors
/// If an input is missing, or even absurd counts keep nothing up.
pub fn plan(
    inputs: &Inputs,
    question: Question,
    bar: &ProgressBar,
) -> Result<Vec<Section>, LoadError> {
    let sized = size(inputs, question, bar)?;
    let load = Load::new(inputs, question.orders_per_second)?;
    let utilisation = inputs.value("utilisation")?;
    let mut sections = vec![sizes(&sized, load, question, utilisation)];
    sections.push(simulated(inputs, question, &sized)?);
    sections.push(quotas::section(inputs, load, &sized)?);
    Ok(sections)
}

/// The number of every part.
pub(crate) fn size(
    inputs: &Inputs,
    question: Question,
    bar: &ProgressBar,
) -> Result<Vec<Sized>, LoadError> {
    let mut simulation = Simulation::new(inputs, question)?;
    let mut sized = Vec::new();
    bar.set_length(u64::try_from(Part::ALL.len()).unwrap_or_default());
    for part in Part::ALL {
        bar.set_prefix(part.name());
        let found = simulation.size(part)?;
        if part == Part::Series {
            // They decide how long order-api waits.
            simulation.draws = simulation.draw(found.planned).took;
        }
        sized.push(found);
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(sized)
}

impl Part {
    /// In the order in which they are found: series first, since order-api waits for them.
    pub(crate) const ALL: [Self; 7] = [
        Self::Series,
        Self::StatusShards,
        Self::TablePartitions,
        Self::OrderApi,
        Self::StreamShards,
        Self::PdfWorker,
        Self::BucketPrefixes,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Series => "series of invoice numbers",
            Self::StatusShards => "shards of a status in StatusIndex",
            Self::TablePartitions => "partitions of the table of orders",
            Self::OrderApi => "order-api at once",
            Self::StreamShards => "shards of the stream",
            Self::PdfWorker => "pdf-worker at once",
            Self::BucketPrefixes => "partitioned prefixes of the bucket",
        }
    }
}

impl<'a> Simulation<'a> {
    fn new(inputs: &'a Inputs, question: Question) -> Result<Self, LoadError> {
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

    fn size(&self, part: Part) -> Result<Sized, LoadError> {
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

    fn is_bounded(&self, part: Part, count: usize) -> bool {
        match part {
            Part::Series => self.draw(count).is_bounded(),
            _ => self.queue(part, count).is_bounded(),
        }
    }

    fn draw(&self, series: usize) -> series::Drawn {
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

    fn serve(&self, part: Part, count: usize, jobs: &[Job]) -> station::Served {
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

fn sizes(sized: &[Sized], load: Load, question: Question, utilisation: f64) -> Section {
    let mut section = Section::new(format!(
        "Plan for {} orders a second",
        number(question.orders_per_second)
    ));
    for Sized {
        part,
        smallest,
        one_less,
        planned,
        keeps_up,
    } in sized
    {
        let less = one_less.map_or_else(
            || "one keeps up".to_owned(),
            |less| {
                let turned_away = match less.turned_away {
                    share if share > 0.0 => format!(" and {:.1} % give up", share * 100.0),
                    _ => String::new(),
                };
                format!(
                    "{} keep up, with one less the queue grows by {:.1} % of what arrives{turned_away}",
                    number_of(*smallest),
                    less.queue.growth * 100.0,
                )
            },
        );
        section.row(
            Row::new(part.name(), number_of(*planned))
                .against(less)
                .bar("the queue is bounded", *keeps_up),
        );
    }
    section.note(format!(
        "Each second {} requests, {} status changes, {} documents. Simulated for {} s of random \
         arrivals, seed {}. The figure is what is planned: so many that those which just keep up \
         would be {:.0} % of it. A queue is bounded if it grows by less than {:.1} % of what arrives.",
        number(load.requests),
        number(load.changes),
        number(load.documents),
        number(question.simulated_seconds),
        question.seed,
        utilisation * 100.0,
        station::GROWTH * 100.0,
    ));
    section
}

fn number_of(count: usize) -> String {
    #[expect(
        clippy::cast_precision_loss,
        reason = "there are at most 100,000 of anything"
    )]
    number(count as f64)
}

/// The plan as a whole: what leaves stream-consumer arrives at pdf-worker.
fn simulated(inputs: &Inputs, question: Question, sized: &[Sized]) -> Result<Section, LoadError> {
    let mut simulation = Simulation::new(inputs, question)?;
    let planned = |wanted: Part| {
        let mut all = sized.iter().filter(|sized| sized.part == wanted);
        all.next().map_or(1, |sized| sized.planned)
    };
    let drawn = simulation.draw(planned(Part::Series));
    let (tries, gave_up) = (drawn.tries, drawn.gave_up);
    simulation.draws = drawn.took;
    let api = simulation.serve(
        Part::OrderApi,
        planned(Part::OrderApi),
        &simulation.requests,
    );
    // The stream of a table has a shard for each of its partitions.
    let shards = planned(Part::StreamShards).max(planned(Part::TablePartitions));
    let consumed = simulation.serve(Part::StreamShards, shards, &simulation.changes);
    let inside: Vec<Job> = consumed
        .left
        .iter()
        .copied()
        .filter(|job| job.at < question.simulated_seconds)
        .collect();
    let worked = simulation.serve(Part::PdfWorker, planned(Part::PdfWorker), &inside);

    let mut section = Section::new("The plan, simulated as a whole");
    for (what, queue) in [
        ("requests that wait for order-api", api.queue),
        ("records that wait for stream-consumer", consumed.queue),
        ("messages that wait for pdf-worker", worked.queue),
    ] {
        section.row(
            Row::new(what, format!("{} at most", number_of(queue.longest)))
                .against(format!(
                    "grows by {:+.2} % of what arrives",
                    queue.growth * 100.0
                ))
                .bar("bounded", queue.is_bounded()),
        );
    }
    section.row(
        Row::new("tries for each invoice number", format!("{tries:.2}"))
            .against(format!("{} confirmations gave up", number_of(gave_up))),
    );
    let mut times = simulation.draws;
    times.sort_by(f64::total_cmp);
    if let (Some(median), Some(last)) = (
        times.get(times.len() / 2),
        times.get(times.len() * 99 / 100),
    ) {
        section.row(Row::new(
            "drawing a number",
            format!("p50 {}, p99 {}", millis(median * 1e3), millis(last * 1e3)),
        ));
    }
    section.note(
        "Not simulated: how long Lambda takes to start environments (1,000 in 10 s for each \
         function), polling, and throttling that partitions answer before they split.",
    );
    Ok(section)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Small enough for a test.
    fn question() -> Question {
        Question {
            orders_per_second: 60.0,
            simulated_seconds: 30.0,
            seed: 11,
        }
    }

    #[test]
    fn what_is_planned_keeps_up_and_half_of_it_does_not() {
        let inputs = Inputs::read(None).unwrap();
        let sized = size(&inputs, question(), &ProgressBar::hidden()).unwrap();
        let mut simulation = Simulation::new(&inputs, question()).unwrap();
        for Sized {
            part,
            smallest,
            one_less,
            planned,
            keeps_up,
        } in sized
        {
            assert!(keeps_up, "{part:?}");
            assert!(
                planned > smallest || smallest == 1,
                "{part:?}: {planned} {smallest}"
            );
            assert!(
                one_less.is_none_or(|less| less.turned_away > 0.001 || !less.queue.is_bounded()),
                "{part:?}"
            );
            if part == Part::Series {
                simulation.draws = simulation.draw(planned).took;
            }
            if planned >= 4 {
                assert!(
                    !simulation.is_bounded(part, planned / 2),
                    "half of {planned} {part:?}"
                );
            }
        }
    }

    #[test]
    fn the_same_question_has_the_same_answer() {
        let inputs = Inputs::read(None).unwrap();
        let question = Question {
            orders_per_second: 20.0,
            ..question()
        };
        let answer = || plan(&inputs, question, &ProgressBar::hidden()).unwrap();
        assert_eq!(answer(), answer());
    }

    #[test]
    fn every_input_that_comes_along_is_used() {
        // By naming: each has to be asked for somewhere in this crate.
        let source = [
            include_str!("plan.rs"),
            include_str!("plan/need.rs"),
            include_str!("plan/quotas.rs"),
            include_str!("model/way.rs"),
        ]
        .concat();
        for (name, _) in Inputs::read(None).unwrap().iter() {
            assert!(
                source.contains(&format!("\"{name}\"")),
                "nobody asks for `{name}`"
            );
        }
    }
}
