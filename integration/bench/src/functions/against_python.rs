//! order-api, the same in Python, and a function that does nothing, in turns, against the same
//! database.

use std::time::Duration;

use super::python::Python;
use super::{OrderApi, Surroundings, Wish, order_api_program, same_work};
use crate::dynamodb::Stream;
use crate::error::BenchError;
use crate::lambda::Program;
use crate::part::Effort;
use crate::sample::Sample;
use crate::section::{Bar, Row, Section, mebibytes, millis, ratio, times};

/// Some of the times that were measured.
type Times = fn(&Measured) -> &[Duration];

/// Requests to one process before it is the other's turn.
const TURN: usize = 50;
/// Requests of each kind before the first that counts.
const WARM_UP: usize = 200;
/// What both can do.
const WISHES: [Wish; 2] = [Wish::PlaceOrder, Wish::PlaceOrderWithKey];

/// What was measured of one program.
#[derive(Debug, Default)]
struct Measured {
    /// From the start of the process until it asks for its first event.
    init: Vec<Duration>,
    /// From the start of the process to the answer to its first event.
    cold: Vec<Duration>,
    /// Time of the processor until it is at rest after its first answer.
    cold_processor: Vec<Duration>,
    /// Warm requests of each kind, and the part of them that was not the database's.
    total: [Vec<Duration>; 2],
    handler: [Vec<Duration>; 2],
    /// The most memory that a process ever had, in bytes.
    peak_memory: u64,
}

pub(super) async fn run(python: &Python, effort: Effort) -> Result<Section, BenchError> {
    let (rounds, starts, requests) = effort.choose((1, 5, 200), (3, 20, 1_000));
    same_work::check(&WISHES, order_api_program, |around| python.program(around)).await?;
    let mut measured: [Measured; 3] = Default::default();
    for _ in 0..rounds {
        let around = Surroundings::start(Stream::Off).await?;
        let programs = [
            order_api_program(&around),
            python.program(&around),
            bare_function(&around),
        ];
        for _ in 0..starts {
            for (program, measured) in programs.iter().zip(&mut measured) {
                start(&around, program, measured).await?;
            }
        }
        send(&around, &programs, &mut measured, requests).await?;
    }
    let requests = rounds * requests;
    Ok(section(&measured).note(format!(
        "{} cold starts and {requests} warm requests of each kind to each, in {rounds} round(s), \
         each with a fresh dynoxide, in turns. Both verify the token (its signature only once), \
         check the body against the schema, price the order, write it on a condition (with a key: \
         in a transaction with the key and the answer), and answer with it; that rows and answers \
         have the same fields is checked first.",
        rounds * starts
    )))
}

/// The function that does nothing: what the way to it and to the database takes by itself.
fn bare_function(around: &Surroundings) -> Program {
    Program::ours("bare-function", 512, around.variables())
}

/// One cold start.
async fn start(
    around: &Surroundings,
    program: &Program,
    measured: &mut Measured,
) -> Result<(), BenchError> {
    let (mut api, init) = OrderApi::start(around, program, 0).await?;
    let first = api.grant(Wish::PlaceOrder).await?;
    let usage = api.usage().await?;
    api.stop().await?;
    measured.init.push(init);
    measured.cold.push(init + first.total);
    measured.cold_processor.push(usage.processor);
    Ok(())
}

/// Warm requests to all, in turns.
async fn send(
    around: &Surroundings,
    programs: &[Program; 3],
    measured: &mut [Measured; 3],
    requests: usize,
) -> Result<(), BenchError> {
    let mut apis = Vec::new();
    for (number, program) in (1..).zip(programs) {
        apis.push(OrderApi::start(around, program, number).await?.0);
    }
    for (kind, wish) in WISHES.into_iter().enumerate() {
        for api in &mut apis {
            for _ in 0..WARM_UP {
                api.grant(wish).await?;
            }
        }
        for _ in 0..requests.div_ceil(TURN) {
            for (api, measured) in apis.iter_mut().zip(&mut *measured) {
                for _ in 0..TURN {
                    let granted = api.grant(wish).await?;
                    measured.total[kind].push(granted.total);
                    measured.handler[kind].push(granted.in_handler());
                }
            }
        }
    }
    for (mut api, measured) in apis.into_iter().zip(measured) {
        measured.peak_memory = measured.peak_memory.max(api.usage().await?.peak_memory);
        api.stop().await?;
    }
    Ok(())
}

fn section([ours, theirs, bare]: &[Measured; 3]) -> Section {
    let sample = |durations: &[Duration]| durations.iter().copied().collect::<Sample>();
    let pair = |choose: Times| [ours, theirs].map(|of| sample(choose(of)));
    let row = |what: &str, [ours, theirs]: &[Sample; 2], percent| {
        let [ours, theirs] = [ours, theirs].map(|sample| sample.percentile(percent));
        let better = times(theirs, ours);
        let what = format!("{what}, p{percent}");
        (
            Row::new(what, millis(ours)).against(millis(theirs), better),
            better,
        )
    };
    let cold = pair(|of| &of.cold);
    let (cold_median, better) = row("cold: start of the process → first answer", &cold, 50);
    let mut section = Section::new("order-api and the same in Python")
        .note(
            "Cold: nothing is subtracted; the program is in the page cache, and the issuer's keys \
             are fetched in that time. Warm: from the event sent to the answer received, with the \
             database's time, which is the same for both; then without it. Everything is on \
             loopback and without TLS. Held against 3.11's `awslambdaric` and boto3's low-level \
             client (`integration/bench/python`).",
        )
        .note(
            "The function that does nothing (`integration/bench/src/bin/bare-function.rs`) makes \
             the same calls, with an answer and a row about as long, and computes neither. Its row \
             is one text, which the database takes sooner; so, without the database, this is what \
             no function comes below.",
        )
        .row(cold_median.held_to(Bar::AtLeast(60.0), better, "×"))
        .row(row("cold: start of the process → first answer", &cold, 99).0)
        .row(
            row(
                "cold: start of the process → ready",
                &pair(|of| &of.init),
                50,
            )
            .0,
        )
        .row(
            row(
                "cold: time of the processor",
                &pair(|of| &of.cold_processor),
                50,
            )
            .0,
        );
    let warm: [(&str, [Times; 2]); 2] = [
        ("place order", [|of| &of.total[0], |of| &of.handler[0]]),
        (
            "place order with a key",
            [|of| &of.total[1], |of| &of.handler[1]],
        ),
    ];
    for (name, [total, handler]) in warm {
        let total = pair(total);
        let (median, better) = row(&format!("warm: {name}"), &total, 50);
        let handler = pair(handler);
        let without = format!("warm: {name}, without the database");
        section = section
            .row(median.held_to(Bar::AtLeast(5.0), better, "×"))
            .row(row(&format!("warm: {name}"), &total, 99).0)
            .row(row(&without, &handler, 50).0)
            .row(row(&without, &handler, 99).0);
    }
    let floors: [(&str, Times); 3] = [
        ("cold: a function that does nothing", |of| &of.cold),
        ("warm: a function that does nothing", |of| &of.total[0]),
        (
            "warm: a function that does nothing, without the database",
            |of| &of.handler[0],
        ),
    ];
    for (what, choose) in floors {
        let pair = [bare, theirs].map(|of| sample(choose(of)));
        section = section.row(row(what, &pair, 50).0);
    }
    let [less, more] = [ours, theirs].map(|of| of.peak_memory);
    let better = ratio(bytes(more), bytes(less));
    let memory = Row::new("most memory that was ever resident", mebibytes(less));
    section.row(
        memory
            .against(mebibytes(more), better)
            .held_to(Bar::AtLeast(6.0), better, "×"),
    )
}

fn bytes(count: u64) -> f64 {
    crate::section::megabytes(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_figure_stands_beside_pythons() {
        let measured = |millis: u64, mebibytes: u64| {
            let times = vec![Duration::from_millis(millis); 3];
            Measured {
                init: times.clone(),
                cold: times.clone(),
                cold_processor: times.clone(),
                total: [times.clone(), times.clone()],
                handler: [times.clone(), times],
                peak_memory: mebibytes << 20,
            }
        };
        let section = section(&[measured(2, 8), measured(120, 50), measured(1, 2)]);
        assert_eq!(section.rows.len(), 4 + 2 * 4 + 3 + 1);
        let cold = &section.rows[0];
        assert_eq!(
            (&*cold.figure, cold.against.as_deref()),
            ("2 ms", Some("120 ms"))
        );
        assert_eq!(
            (cold.ratio.as_deref(), cold.met),
            (Some("60 ×"), Some(true))
        );
        let floor = &section.rows[4 + 2 * 4];
        assert_eq!(floor.ratio.as_deref(), Some("120 ×"));
        let memory = section.rows.last().unwrap();
        assert_eq!(
            (memory.ratio.as_deref(), memory.met),
            (Some("6.25 ×"), Some(true))
        );
    }
}
