//! Each function on its own: cold starts, memory, and what warm events take.

use std::time::Duration;

use super::{OrderApi, Surroundings, Wish, order_api_program};
use crate::dynamodb::Stream;
use crate::error::BenchError;
use crate::invoices;
use crate::lambda::{Instance, Program};
use crate::part::Effort;
use crate::sample::Sample;
use crate::section::{Bar, Row, Section, mebibytes, millis};
use crate::services::Services;
use crate::{pdf_worker, stream_consumer};

/// Events before the first that counts.
const WARM_UP: usize = 100;

/// What was measured of a function.
#[derive(Debug, Default)]
struct Measured {
    init: Vec<Duration>,
    /// To the first answer.
    cold: Vec<Duration>,
    processor: Vec<Duration>,
    warm: Vec<Duration>,
    peak_memory: u64,
}

pub(super) async fn run(effort: Effort) -> Result<Section, BenchError> {
    let (starts, events) = effort.choose((5, 100), (30, 1_000));
    let mut section = Section::new("Each function on its own").note(
        "Cold: from the start of the process. stream-consumer gets 100 records that all become \
         messages; pdf-worker one order of five lines, and each warm one is another. Of order-api's \
         warm requests the database's time is taken off; the SDK's work and the way over loopback, \
         with its wake-ups, are not.",
    );
    let around = Surroundings::start(Stream::Off).await?;
    let mut placed = Measured::default();
    for _ in 0..starts {
        let (mut api, init) = OrderApi::start(&around, &order_api_program(&around), 0).await?;
        let first = api.grant(Wish::PlaceOrder).await?;
        let usage = api.usage().await?;
        placed.init.push(init);
        placed.cold.push(init + first.total);
        placed.processor.push(usage.processor);
        api.stop().await?;
    }
    let (mut api, _) = OrderApi::start(&around, &order_api_program(&around), 1).await?;
    let mut warm = Vec::new();
    for wish in Wish::ALL {
        for _ in 0..WARM_UP {
            api.grant(wish).await?;
        }
        let mut handler = Vec::new();
        let mut calls = 0;
        for _ in 0..events {
            let granted = api.grant(wish).await?;
            calls = calls.max(granted.dynamodb_calls);
            handler.push(granted.in_handler());
        }
        warm.push((wish, calls, handler.into_iter().collect::<Sample>()));
    }
    placed.peak_memory = api.usage().await?.peak_memory;
    api.stop().await?;
    section = cold_rows(section, "order-api", &placed);
    for (wish, calls, handler) in &warm {
        let what = format!(
            "order-api, warm: {} ({calls} calls), p50 / p99",
            wish.name()
        );
        let [p50, p99] = [50, 99].map(|percent| handler.percentile(percent));
        let row = Row::new(what, format!("{} / {}", millis(p50), millis(p99)));
        section = section.row(row.held_to(Bar::AtMost(1.0), p99.as_secs_f64() * 1e3, "ms"));
    }

    let services = Services::start(Duration::ZERO).await?;
    let batch = vec![stream_consumer::batch().await?];
    let consumer = stream_consumer::program(&services);
    let measured = measure(&consumer, &batch, starts, events).await?;
    section = other_rows(section, "stream-consumer", "100 records", &measured);
    let orders = invoices::events(5, events)?;
    let messages: Vec<String> = orders.chunks(1).map(invoices::batch).collect();
    let worker = pdf_worker::program(&services);
    let measured = measure(&worker, &messages, starts, events).await?;
    Ok(other_rows(section, "pdf-worker", "one invoice", &measured))
}

/// Cold starts, each for the first event; then so many of the events in turn to one process.
async fn measure(
    program: &Program,
    events: &[String],
    starts: usize,
    count: usize,
) -> Result<Measured, BenchError> {
    let mut measured = Measured::default();
    for _ in 0..starts {
        let (mut instance, init) = Instance::start(program).await?;
        let first = stream_consumer::handle(&mut instance, &events[0]).await?;
        instance.rest().await?;
        measured.init.push(init);
        measured.cold.push(init + first);
        measured.processor.push(instance.usage().processor);
        instance.stop().await?;
    }
    let (mut instance, _) = Instance::start(program).await?;
    let mut rounds = events.iter().cycle();
    for event in rounds.by_ref().take(WARM_UP) {
        stream_consumer::handle(&mut instance, event).await?;
    }
    for event in rounds.take(count) {
        let time = stream_consumer::handle(&mut instance, event).await?;
        measured.warm.push(time);
    }
    measured.peak_memory = instance.usage().peak_memory;
    instance.stop().await?;
    Ok(measured)
}

fn cold_rows(section: Section, function: &str, measured: &Measured) -> Section {
    let sample = |times: &[Duration]| times.iter().copied().collect::<Sample>();
    let [init, cold, processor] =
        [&measured.init, &measured.cold, &measured.processor].map(|times| sample(times));
    section
        .row(Row::new(
            format!("{function}, cold: ready / first answer, p50"),
            format!(
                "{} / {}",
                millis(init.percentile(50)),
                millis(cold.percentile(50))
            ),
        ))
        .row(Row::new(
            format!("{function}, cold: first answer, p99"),
            millis(cold.percentile(99)),
        ))
        .row(Row::new(
            format!("{function}, cold: time of the processor, p50"),
            millis(processor.percentile(50)),
        ))
        .row(Row::new(
            format!("{function}, most memory that was ever resident"),
            mebibytes(measured.peak_memory),
        ))
}

fn other_rows(section: Section, function: &str, event: &str, measured: &Measured) -> Section {
    let warm: Sample = measured.warm.iter().copied().collect();
    let [p50, p99] = [50, 99].map(|percent| millis(warm.percentile(percent)));
    let what = format!("{function}, warm: {event}, p50 / p99");
    cold_rows(section, function, measured).row(Row::new(what, format!("{p50} / {p99}")))
}
