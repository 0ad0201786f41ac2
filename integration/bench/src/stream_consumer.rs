//! The part `stream-consumer`: how many records of the stream a core turns into messages.

use std::num::NonZeroU32;
use std::time::Duration;

use serde_json::{Value, json};

use crate::dynamodb::Stream;
use crate::error::BenchError;
use crate::functions::{OrderApi, Surroundings, order_api_program};
use crate::lambda::{Instance, Program};
use crate::part::{Effort, build};
use crate::section::{Bar, Row, Section, grouped, millis, ratio};
use crate::services::Services;
use xtask::Step;

/// Orders that are placed, and then confirmed: together, as many records as the function gets at
/// most (`BatchSize` of its event source).
const ORDERS: u32 = 50;

pub(crate) async fn run(effort: Effort) -> Result<Vec<Section>, BenchError> {
    for function in ["order-api", "stream-consumer"] {
        build(function)?;
    }
    let services = Services::start(Duration::ZERO).await?;
    let event = batch().await?;
    let batches: u32 = effort.choose(50, 500);
    let step = Step::start(format!("Sending {batches} batches of stream records"));
    let (mut instance, _) = Instance::start(&program(&services)).await?;
    for _ in 0..20 {
        handle(&mut instance, &event).await?;
    }
    services.take_calls();
    instance.rest().await?;
    let before = instance.usage();
    let mut elapsed = Duration::ZERO;
    for _ in 0..batches {
        elapsed += handle(&mut instance, &event).await?;
    }
    instance.rest().await?;
    let processor = instance.usage().processor_since(before);
    let calls = services.take_calls();
    instance.stop().await?;
    step.done();
    Ok(vec![section(batches, elapsed, processor, calls)])
}

fn section(batches: u32, elapsed: Duration, processor: Duration, calls: usize) -> Section {
    let records = f64::from(batches * ORDERS * 2);
    let rate = ratio(records, processor.as_secs_f64());
    let batches = NonZeroU32::new(batches).map_or(1, NonZeroU32::get);
    Section::new("stream-consumer")
        .note(format!(
            "The real binary under a host of the Runtime API, with batches of {} records as \
             DynamoDB wrote them for orders of two lines: all placed, then all confirmed, so that \
             each record becomes a message. By time of the processor of its process, which includes \
             reading the batch, the SDK with its signatures, and its side of the loopback ({calls} \
             calls of a stub of SQS).",
            ORDERS * 2
        ))
        .row(
            Row::new("records a second and core", grouped(rate)).held_to(
                Bar::AtLeast(20_000.0),
                rate,
                "",
            ),
        )
        .row(Row::new(
            format!("a batch of {} from event to answer, on average", ORDERS * 2),
            millis(elapsed / batches),
        ))
}

/// The function, with SQS at these services.
pub(crate) fn program(services: &Services) -> Program {
    let variables = vec![
        (
            "STATUS_CHANGES_QUEUE_URL",
            format!("{}/123/changes.fifo", services.url()),
        ),
        (
            "DEAD_LETTER_QUEUE_URL",
            format!("{}/123/dead.fifo", services.url()),
        ),
        ("AWS_ENDPOINT_URL", services.url()),
        ("LOG_LEVEL", "info".to_owned()),
    ];
    Program::ours("stream-consumer", 256, variables)
}

/// Sends the batch, all of which must be handled; the time it took.
pub(crate) async fn handle(instance: &mut Instance, event: &str) -> Result<Duration, BenchError> {
    let answer = instance.invoke(event.to_owned()).await?;
    let found: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    match found["batchItemFailures"].as_array() {
        Some(failures) if failures.is_empty() => Ok(answer.time),
        _ => Err(BenchError::Unhandled {
            found: String::from_utf8_lossy(&answer.body).into_owned(),
        }),
    }
}

/// A batch of records, as an event source hands it to the function ("Using AWS Lambda with Amazon
/// DynamoDB", AWS Lambda developer guide).
pub(crate) async fn batch() -> Result<String, BenchError> {
    let around = Surroundings::start(Stream::On).await?;
    let (mut api, _) = OrderApi::start(&around, &order_api_program(&around), 0).await?;
    let mut orders = Vec::new();
    for _ in 0..ORDERS {
        orders.push(api.fresh_order().await?);
    }
    for order in &orders {
        api.confirm(order).await?;
    }
    api.stop().await?;
    let mut records = around.stream_records()?;
    for record in &mut records {
        record["eventSourceARN"] = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders/stream\
             /2026-11-24T00:00:00.000"
            .into();
    }
    Ok(json!({ "Records": records }).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_by_time_of_the_processor() {
        let (elapsed, processor) = (Duration::from_secs(2), Duration::from_millis(500));
        let section = section(100, elapsed, processor, 1_000);
        let [rate, batch] = &section.rows[..] else {
            panic!("{section:?}");
        };
        assert_eq!((&*rate.figure, rate.met), ("20,000", Some(true)));
        assert_eq!(rate.bar.as_deref(), Some("≥ 20,000"));
        assert_eq!(batch.figure, "20 ms");
    }
}
