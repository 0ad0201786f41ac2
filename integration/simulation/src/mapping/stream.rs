//! The stream's mapping: the code that the local stack runs, on a simulated shard.

use std::cell::RefCell;
use std::convert::Infallible;
use std::future::{Future, pending};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use event_source::{Discarded, Invocation, Record, ResponseType, Settings, Shard};
use futures::future::{Either, select};
use serde_json::{Value, json};
use stream_consumer::{Consumer, Event};

use crate::bug::Bug;
use crate::function::invoke;
use crate::sim::{Signal, Stage};

/// Milliseconds that the consumer has.
const TIMEOUT: u64 = 30_000;

struct SimulatedShard {
    stage: Stage,
    consumer: Arc<Consumer>,
    /// Milliseconds in which records gather.
    batching_window: u64,
    checkpoint: RefCell<Option<String>>,
}

/// Reads the stream for ever. In a storm the mapping itself is moved now and then, and starts
/// again from its checkpoint while invocations of before go on.
pub(crate) async fn run(stage: Stage, consumer: Arc<Consumer>) {
    let settings = {
        let rng = &mut stage.sim.world().rng;
        Settings {
            batch_size: rng.usize(1..=20),
            parallelization_factor: rng.usize(1..=4),
            bisect_batch_on_function_error: true,
            function_response_types: vec![ResponseType::ReportBatchItemFailures],
            maximum_retry_attempts: 20,
            maximum_record_age_in_seconds: 6 * 60 * 60,
        }
    };
    let batching_window = {
        let mut world = stage.sim.world();
        let waits = world.chance(0.5);
        if waits { world.rng.u64(..5_000) } else { 0 }
    };
    let shard = SimulatedShard {
        batching_window,
        stage,
        consumer,
        checkpoint: RefCell::new(None),
    };
    loop {
        let position = shard.checkpoint.borrow().clone();
        let reading = pin!(event_source::run(&shard, &settings, position));
        match select(reading, pin!(shard.lifetime())).await {
            Either::Left((Ok(()), _)) => return,
            Either::Left((Err(error), _)) => match error {},
            Either::Right(((), _)) => {
                shard
                    .stage
                    .sim
                    .world()
                    .note(None, || "the stream's mapping is moved".to_owned());
            }
        }
    }
}

impl SimulatedShard {
    /// Until the mapping is moved.
    async fn lifetime(&self) {
        let lifetime = {
            let mut world = self.stage.sim.world();
            let storm = world.now < world.weather.storm_ends;
            storm.then(|| world.rng.u64(10_000..300_000))
        };
        match lifetime {
            Some(millis) => self.stage.sim.sleep(millis).await,
            None => pending().await,
        }
    }

    /// What the consumer said, as the bug makes it.
    fn heard(&self, batch: &[Record], mut answer: Value) -> Value {
        let mut world = self.stage.sim.world();
        let failures = answer["batchItemFailures"]
            .as_array_mut()
            .into_iter()
            .flatten();
        for failure in failures {
            if world.bug == Some(Bug::EventIdInsteadOfSequenceNumber) {
                failure["itemIdentifier"] = "stream-event-1".into();
            }
            let number = failure["itemIdentifier"].as_str();
            if !batch
                .iter()
                .any(|record| Some(record.sequence_number.as_str()) == number)
            {
                let what = format!("the consumer reports {number:?}, which names no record");
                world.violation(None, what);
            }
        }
        answer
    }
}

impl Shard for SimulatedShard {
    type Error = Infallible;

    async fn read(&self, position: Option<&str>, limit: usize) -> Result<Vec<Record>, Infallible> {
        self.stage.sim.sleep(self.batching_window).await;
        let done: usize = position.map_or(0, |number| number.parse().expect("ours"));
        loop {
            let next: Vec<Record> = {
                let world = self.stage.sim.world();
                let waiting = world.services.dynamodb.stream.iter().skip(done);
                waiting.take(limit).map(record).collect()
            };
            if let Some(last) = next.last() {
                if self.stage.sim.world().bug == Some(Bug::CheckpointBeforeDelivery) {
                    self.checkpoint(&last.sequence_number);
                }
                return Ok(next);
            }
            self.stage.sim.signal(Signal::StreamGrew).await;
        }
    }

    async fn invoke(&self, batch: &[Record]) -> Invocation {
        let records: Vec<&Value> = batch.iter().map(|record| &record.event).collect();
        let event: Event =
            serde_json::from_value(json!({ "Records": records })).expect("an event of records");
        let consumer = Arc::clone(&self.consumer);
        let invoked = invoke(
            &self.stage,
            "stream-consumer",
            TIMEOUT,
            |deadline| async move { consumer.handle(event, deadline).await },
        );
        match invoked.await.answer {
            Some(Ok(answer)) => {
                let answer = serde_json::to_value(answer).expect("an answer is JSON");
                Invocation::Answered(self.heard(batch, answer))
            }
            Some(Err(_)) | None => Invocation::Failed,
        }
    }

    async fn keep(&self, discarded: Discarded<'_>) -> Result<(), Infallible> {
        let mut world = self.stage.sim.world();
        let numbers: Vec<String> = discarded
            .records
            .iter()
            .map(|record| record.sequence_number.clone())
            .collect();
        world.note(None, || format!("given up: records {}", numbers.join(" ")));
        world.history.discarded.extend(numbers);
        Ok(())
    }

    fn pause(&self, duration: Duration) -> impl Future<Output = ()> {
        self.stage
            .sim
            .sleep(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX))
    }

    fn now(&self) -> u64 {
        self.stage.sim.world().now
    }

    fn checkpoint(&self, sequence_number: &str) {
        self.checkpoint.replace(Some(sequence_number.to_owned()));
    }
}

fn record(event: &Value) -> Record {
    let change = &event["dynamodb"];
    let number = change["SequenceNumber"].as_str().unwrap_or_default();
    let key = change["Keys"]["orderId"]["S"].as_str().unwrap_or_default();
    let seconds = change["ApproximateCreationDateTime"]
        .as_f64()
        .unwrap_or_default();
    Record {
        sequence_number: number.to_owned(),
        key: key.to_owned(),
        created_at: Duration::from_secs_f64(seconds)
            .as_millis()
            .try_into()
            .unwrap_or_default(),
        event: event.clone(),
    }
}
