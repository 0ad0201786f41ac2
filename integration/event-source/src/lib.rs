//! A DynamoDB stream as Lambda's event source mapping reads it: batches, partial failures,
//! bisecting, retries, giving up ("How Lambda processes records from stream and queue-based event
//! sources", AWS Lambda developer guide).
//!
//! What it reads, invokes and waits on is a [`Shard`]: the emulator's, or a simulated one. So the
//! simulation tests what the local stack runs.

mod answer;
mod delivery;
mod discarded;
mod lanes;

use std::future::{Future, pending};
use std::pin::pin;
use std::time::Duration;

use futures::future::{Either, select};
use futures::stream::{FuturesUnordered, StreamExt};
use serde::Deserialize;
use serde_json::Value;

pub use discarded::{Discarded, Reason};

use crate::lanes::Lanes;

/// Records that are read ahead of the slowest lane.
const READ_AHEAD: usize = 1_000;

/// The properties of an `AWS::Lambda::EventSourceMapping` for a stream, by their names there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Settings {
    pub batch_size: usize,
    /// Batches at once; those of one partition key never are.
    pub parallelization_factor: usize,
    pub bisect_batch_on_function_error: bool,
    pub function_response_types: Vec<ResponseType>,
    pub maximum_retry_attempts: u32,
    pub maximum_record_age_in_seconds: u64,
}

/// What the function's answer may tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum ResponseType {
    ReportBatchItemFailures,
}

/// A record of the stream.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    pub sequence_number: String,
    /// Identity of the item: what happened to one item is told in its order.
    pub key: String,
    /// When it happened, in milliseconds since 1970.
    pub created_at: u64,
    /// The record as it stands in a function's event.
    pub event: Value,
}

/// How an invocation of the function ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Invocation {
    /// With this answer.
    Answered(Value),
    /// With an error, a time-out, or not at all.
    Failed,
}

/// A shard of a stream, with the function that reads it and the place for what it gives up on.
pub trait Shard {
    /// Why the shard can't be read, or what is given up can't be kept.
    type Error;

    /// The next records behind `position`, at least one: it waits for them.
    fn read(
        &self,
        position: Option<&str>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Record>, Self::Error>>;

    /// Invokes the function.
    fn invoke(&self, batch: &[Record]) -> impl Future<Output = Invocation>;

    /// Keeps what is given up on.
    fn keep(&self, discarded: Discarded<'_>) -> impl Future<Output = Result<(), Self::Error>>;

    /// Lets time pass.
    fn pause(&self, duration: Duration) -> impl Future<Output = ()>;

    /// The time in milliseconds since 1970.
    fn now(&self) -> u64;

    /// Everything up to this sequence number is done: whoever starts again starts behind it.
    fn checkpoint(&self, sequence_number: &str);
}

/// Reads `shard` from behind `position` for as long as that goes well.
///
/// # Errors
/// The first error of the shard. Another run from the last checkpoint goes on.
pub async fn run<S: Shard>(
    shard: &S,
    settings: &Settings,
    position: Option<String>,
) -> Result<(), S::Error> {
    let mut lanes = Lanes::new(settings.parallelization_factor, settings.batch_size);
    let mut deliveries = FuturesUnordered::new();
    let mut read_up_to = position;
    loop {
        while let Some((lane, batch)) = lanes.next_batch() {
            deliveries.push(async move {
                let result = delivery::deliver(shard, settings, &batch).await;
                result.map(|()| lane)
            });
        }
        match next(shard, read_up_to.as_deref(), &lanes, &mut deliveries).await {
            Next::Read(records) => {
                let records = records?;
                if let Some(last) = records.last() {
                    read_up_to = Some(last.sequence_number.clone());
                }
                lanes.put(records);
            }
            Next::Delivered(lane) => {
                if let Some(done) = lanes.finish(lane?) {
                    shard.checkpoint(&done);
                }
            }
        }
    }
}

enum Next<E> {
    Read(Result<Vec<Record>, E>),
    /// The batch of this lane.
    Delivered(Result<usize, E>),
}

/// Whatever comes first: new records, if there is room for them, or the end of a delivery. A read
/// that is dropped has moved nothing.
async fn next<S: Shard>(
    shard: &S,
    read_up_to: Option<&str>,
    lanes: &Lanes,
    deliveries: &mut FuturesUnordered<impl Future<Output = Result<usize, S::Error>>>,
) -> Next<S::Error> {
    let room = READ_AHEAD.saturating_sub(lanes.unfinished());
    let read = pin!(async {
        match room {
            0 => pending().await,
            room => shard.read(read_up_to, room).await,
        }
    });
    let delivered = pin!(async {
        match deliveries.next().await {
            Some(lane) => lane,
            None => pending().await,
        }
    });
    match select(read, delivered).await {
        Either::Left((records, _)) => Next::Read(records),
        Either::Right((lane, _)) => Next::Delivered(lane),
    }
}

#[cfg(test)]
mod tests;
