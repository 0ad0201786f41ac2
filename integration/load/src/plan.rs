//! `cargo load plan`: what has to be there for a rate of orders, computed, then simulated.
//!
//! Each part is a place where work waits for a server. The smallest count that keeps up is searched
//! by simulating it: with one less, the queue grows for as long as it is watched. What is planned
//! is more, so that nothing is busier than `utilisation`; and the plan is simulated as a whole,
//! where what leaves one place arrives at the next.

mod need;
mod quotas;
mod series;
mod simulation;
mod station;

use indicatif::ProgressBar;

use crate::error::LoadError;
use crate::inputs::Inputs;
use crate::report::{Row, Section, millis, number};
use need::Load;
use simulation::Simulation;
use station::{Job, Queue};

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
            include_str!("plan/simulation.rs"),
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
