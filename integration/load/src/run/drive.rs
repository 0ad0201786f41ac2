//! An open model: operations begin when the schedule says so, whether or not others have ended.
//!
//! Latency counts from the beginning that was meant. A client that waits for an answer before it
//! sends the next request asks less the slower the system is, and forgets the time in which it
//! did not ask; here that time is in the figures.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use fastrand::Rng;
use indicatif::ProgressBar;
use tokio::sync::{Semaphore, mpsc};

use super::client::Failed;
use super::operation::Step;
use super::scenario::{Operation, Share};
use crate::samples::Samples;

/// What came of a run.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// By the name of an operation.
    pub(crate) operations: BTreeMap<&'static str, Tally>,
    /// From sending a request to its answer, by the name of the request.
    pub(crate) requests: BTreeMap<&'static str, Samples>,
    /// From the first beginning to the last end.
    pub(crate) elapsed: Duration,
}

/// What came of the operations of one kind.
#[derive(Debug, Default, Clone)]
pub(crate) struct Tally {
    /// Those that the schedule had.
    pub(crate) meant: u64,
    /// Due when too many were under way, so never sent.
    pub(crate) dropped: u64,
    /// From the beginning that was meant to the end, of those that ended well.
    pub(crate) latency: Samples,
    pub(crate) failed: BTreeMap<Failed, u64>,
}

struct Ended {
    operation: Operation,
    latency: Duration,
    steps: Vec<Step>,
    result: Result<(), Failed>,
}

/// Begins an operation at each of `beginnings`, at most `in_flight` at once, and waits for all of
/// them to end. `perform` gets the operation and a number that differs each time.
pub(crate) async fn drive<F, T>(
    beginnings: &[Duration],
    shares: &[Share],
    in_flight: usize,
    seed: u64,
    bar: &ProgressBar,
    perform: F,
) -> Outcome
where
    F: Fn(Operation, u64) -> T,
    T: Future<Output = (Vec<Step>, Result<(), Failed>)> + Send + 'static,
{
    let places = Arc::new(Semaphore::new(in_flight));
    let (tell, mut told) = mpsc::unbounded_channel();
    let counting = async {
        let mut outcome = Outcome::default();
        while let Some(ended) = told.recv().await {
            outcome.count(ended);
        }
        outcome
    };
    let started = Instant::now();
    let beginning = async {
        let mut rng = Rng::with_seed(seed);
        let mut meant: BTreeMap<&'static str, (u64, u64)> = BTreeMap::new();
        for begin in beginnings {
            let operation = choose(shares, &mut rng);
            let choice = rng.u64(..);
            let due = started + *begin;
            tokio::time::sleep_until(due.into()).await;
            bar.inc(1);
            let (meant, dropped) = meant.entry(operation.name()).or_default();
            *meant += 1;
            let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
                *dropped += 1;
                continue;
            };
            let (performing, tell) = (perform(operation, choice), tell.clone());
            tokio::spawn(async move {
                let (steps, result) = performing.await;
                let latency = due.elapsed();
                drop(place);
                // Nobody counts any more only if the run itself was given up.
                drop(tell.send(Ended {
                    operation,
                    latency,
                    steps,
                    result,
                }));
            });
        }
        drop(tell);
        meant
    };
    let (meant, mut outcome) = tokio::join!(beginning, counting);
    outcome.elapsed = started.elapsed();
    for (name, (meant, dropped)) in meant {
        let tally = outcome.operations.entry(name).or_default();
        tally.meant = meant;
        tally.dropped = dropped;
    }
    bar.finish_and_clear();
    outcome
}

/// One of the operations, by their weights, of which one is above zero.
fn choose(shares: &[Share], rng: &mut Rng) -> Operation {
    let all: u32 = shares.iter().map(|share| share.weight).sum();
    let mut left = rng.u32(..all);
    let chosen = shares.iter().find(|share| {
        let found = left < share.weight;
        left = left.saturating_sub(share.weight);
        found
    });
    chosen.expect("the weights add up").operation
}

impl Outcome {
    fn count(&mut self, ended: Ended) {
        let Ended {
            operation,
            latency,
            steps,
            result,
        } = ended;
        for step in steps {
            self.requests.entry(step.name).or_default().add(step.took);
        }
        let tally = self.operations.entry(operation.name()).or_default();
        match result {
            Ok(()) => tally.latency.add(latency),
            Err(failed) => *tally.failed.entry(failed).or_default() += 1,
        }
    }
}

impl Tally {
    pub(crate) fn failures(&self) -> u64 {
        self.failed.values().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: [Share; 1] = [Share {
        operation: Operation::Place,
        weight: 1,
    }];

    fn beginnings(count: u64, apart: Duration) -> Vec<Duration> {
        (0..count)
            .map(|index| apart * u32::try_from(index).unwrap())
            .collect()
    }

    async fn ended(took: Duration) -> (Vec<Step>, Result<(), Failed>) {
        tokio::time::sleep(took).await;
        (
            vec![Step {
                name: "place",
                took,
            }],
            Ok(()),
        )
    }

    #[tokio::test]
    async fn what_is_due_when_too_many_are_under_way_is_dropped_and_counted() {
        // Nothing ends before all have begun.
        let (open, _) = tokio::sync::watch::channel(false);
        let bar = ProgressBar::hidden();
        let all = beginnings(10, Duration::from_millis(1));
        let driving = drive(&all, &PLACE, 3, 1, &bar, |_, _| {
            let mut opened = open.subscribe();
            async move {
                let waited = opened.wait_for(|open| *open).await;
                waited.map(drop).unwrap();
                (Vec::new(), Ok(()))
            }
        });
        let opening = async {
            while bar.position() < 10 {
                tokio::task::yield_now().await;
            }
            open.send_replace(true);
        };
        let (outcome, ()) = tokio::join!(driving, opening);
        let tally = &outcome.operations["place"];
        assert_eq!(
            (tally.meant, tally.dropped, tally.latency.count()),
            (10, 7, 3)
        );
    }

    #[tokio::test]
    async fn failures_are_counted_by_kind() {
        let all = beginnings(6, Duration::ZERO);
        let count = std::cell::Cell::new(0_u16);
        let outcome = drive(&all, &PLACE, 10, 1, &ProgressBar::hidden(), |_, _| {
            count.set(count.get() + 1);
            let status = if count.get() <= 4 { 500 } else { 503 };
            async move { (Vec::new(), Err(Failed::Status(status))) }
        })
        .await;
        let tally = &outcome.operations["place"];
        assert_eq!(tally.failures(), 6);
        assert_eq!(tally.failed[&Failed::Status(500)], 4);
        assert_eq!(tally.latency.count(), 0);
    }

    #[tokio::test]
    async fn latency_counts_from_the_beginning_that_was_meant() {
        // The thread is held up for 60 ms, so the last operations begin late. Each takes no time
        // itself, which is what a client that waits would report.
        let all = beginnings(5, Duration::from_millis(1));
        let first = std::cell::Cell::new(true);
        let outcome = drive(&all, &PLACE, 10, 1, &ProgressBar::hidden(), |_, _| {
            if first.replace(false) {
                std::thread::sleep(Duration::from_millis(60));
            }
            ended(Duration::ZERO)
        })
        .await;
        assert!(outcome.operations["place"].latency.quantile(0.5) >= 50.0);
        assert!(outcome.requests["place"].quantile(0.5) < 1.0);
    }

    #[test]
    fn operations_are_chosen_by_their_weights() {
        let share = |operation, weight| Share { operation, weight };
        let shares = [
            share(Operation::Get, 3),
            share(Operation::Place, 0),
            share(Operation::List, 1),
        ];
        let mut rng = Rng::with_seed(5);
        let chosen: Vec<_> = (0..4_000).map(|_| choose(&shares, &mut rng)).collect();
        let count = |wanted| {
            chosen
                .iter()
                .filter(|operation| **operation == wanted)
                .count()
        };
        assert!((2_800..3_200).contains(&count(Operation::Get)));
        assert_eq!(count(Operation::Place), 0);
    }
}
