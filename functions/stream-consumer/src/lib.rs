//! Turns what happened to rows of the `orders` table into status changes on the queue.
//!
//! A record becomes one message or none. One that never can is parked in the dead-letter queue,
//! so that it does not hold up the shard. Anything else that goes wrong has the record delivered
//! again; since a message's deduplication id is its event id, sending twice is harmless.

mod batch;
mod change;
mod wave;

use std::collections::BTreeMap;
use std::time::Duration;

use aws_lambda_events::streams::DynamoDbEventResponse;
use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::BatchResultErrorEntry;
use lambda_kit::deadline::Deadline;
use lambda_kit::metrics::Metric;
use lambda_kit::parking::{DeadLetterQueue, Parked};
use lambda_kit::telemetry;
use order_events::{OrderStatus, Timestamp};

use crate::batch::Record;
use crate::wave::Wave;

pub use crate::batch::{Event, StreamRecord, UnreadableBatch};
pub use crate::change::{Meaning, Message, meaning};

/// No more is sent or parked in what is left of an invocation than this.
const TIME_FOR_A_CALL: Duration = Duration::from_secs(2);

/// The consumer with all that it needs, built once per execution environment.
#[derive(Debug)]
pub struct Consumer {
    pub sqs: Client,
    /// The FIFO queue of status changes.
    pub queue_url: String,
    pub dead_letters: DeadLetterQueue,
    pub now: fn() -> Timestamp,
}

/// The index of the first record that must be delivered again.
struct FailedAt(usize);

/// What became of the records of a batch.
#[derive(Debug, Default)]
struct Count {
    /// Messages, by what their orders became.
    sent: BTreeMap<OrderStatus, u64>,
    skipped: usize,
    parked: usize,
}

impl Consumer {
    /// Handles a batch in its order, up to the first record that must come again.
    ///
    /// # Errors
    /// If a record could not be named in the answer, the batch fails as a whole.
    pub async fn handle(
        &self,
        event: Event,
        deadline: Deadline,
    ) -> Result<DynamoDbEventResponse, UnreadableBatch> {
        let records = event.read()?;
        let failed = self.send_all(&records, deadline).await.err();
        let first_failure = failed.map(|FailedAt(index)| &records[index]);
        Ok(batch::answer(first_failure))
    }

    async fn send_all(&self, records: &[Record], deadline: Deadline) -> Result<(), FailedAt> {
        let started = (self.now)();
        let mut count = Count::default();
        let result = self
            .send_up_to_a_failure(records, deadline, &mut count)
            .await;
        let again = result
            .as_ref()
            .map_or_else(|FailedAt(index)| records.len() - index, |()| 0);
        // Once for a batch: a line for each message would take longer than the message.
        for (status, &messages) in &count.sent {
            let metric = Metric::count("StatusChanges", messages);
            metric.of("Status", status.as_str()).record();
        }
        let sent: u64 = count.sent.values().sum();
        let (skipped, parked) = (count.skipped, count.parked);
        let duration_ms = (self.now)()
            .unix_millis()
            .saturating_sub(started.unix_millis());
        tracing::info!(
            sent,
            skipped,
            parked,
            again,
            duration_ms,
            "handled {} stream records",
            records.len()
        );
        if let Some(oldest) = records.first() {
            let lag = started.unix_millis().saturating_sub(oldest.created_at);
            Metric::millis("StreamLag", lag).record();
        }
        result
    }

    async fn send_up_to_a_failure(
        &self,
        records: &[Record],
        deadline: Deadline,
        count: &mut Count,
    ) -> Result<(), FailedAt> {
        let mut wave = Wave::default();
        for (index, record) in records.iter().enumerate() {
            match meaning(&record.content) {
                Meaning::Nothing => count.skipped += 1,
                Meaning::Message(message) => {
                    if !wave.takes(&message) {
                        self.send(std::mem::take(&mut wave), deadline, count)
                            .await?;
                    }
                    wave.push(index, message);
                }
                Meaning::Poison { code, reason } => {
                    // What came before goes out first: the failure reported must be the first.
                    self.send(std::mem::take(&mut wave), deadline, count)
                        .await?;
                    self.check_time(index, deadline)?;
                    self.park(index, record, code, &reason).await?;
                    count.parked += 1;
                }
            }
        }
        self.send(wave, deadline, count).await
    }

    /// Sends a wave, and counts its messages.
    async fn send(
        &self,
        wave: Wave,
        deadline: Deadline,
        count: &mut Count,
    ) -> Result<(), FailedAt> {
        let Some(first) = wave.first() else {
            return Ok(());
        };
        self.check_time(first, deadline)?;
        let result = self
            .sqs
            .send_message_batch()
            .queue_url(&self.queue_url)
            .set_entries(Some(wave.entries()))
            .send()
            .await;
        let output = result.map_err(|error| {
            let error = telemetry::chain(&aws_sdk_sqs::Error::from(error));
            tracing::warn!(error, "sending a wave failed, its records will come again");
            FailedAt(first)
        })?;
        // A call that succeeds may still have refused entries.
        let refused = output.failed().iter().inspect(|entry| warn_refused(entry));
        let failed = refused
            .map(|entry| wave.record_of(entry.id()).unwrap_or(first))
            .min();
        // What stands behind a failure comes again, and is counted then.
        for status in wave.statuses_before(failed.unwrap_or(usize::MAX)) {
            *count.sent.entry(status).or_default() += 1;
        }
        failed.map_or(Ok(()), |index| Err(FailedAt(index)))
    }

    async fn park(
        &self,
        index: usize,
        record: &Record,
        code: &'static str,
        reason: &str,
    ) -> Result<(), FailedAt> {
        let event_id = &record.event_id;
        // The reason may quote the payload, and so a name: it stays in the dead-letter queue.
        tracing::error!(
            code,
            stream.event_id = event_id,
            "parking stream record {event_id}"
        );
        let trace_header = record.trace_header();
        let body = serde_json::to_string(&record.content).expect("it came as JSON");
        let parked = Parked {
            body: &body,
            group: event_id,
            delivery: event_id,
            code,
            reason,
            trace_header: trace_header.as_deref(),
        };
        self.dead_letters.park(parked).await.map_err(|error| {
            let error = telemetry::chain(&error);
            tracing::error!(error, "parking {event_id} failed, it will come again");
            FailedAt(index)
        })
    }

    /// Whether there is time to do something about the record at `index`.
    fn check_time(&self, index: usize, deadline: Deadline) -> Result<(), FailedAt> {
        if deadline.leaves(TIME_FOR_A_CALL, (self.now)()) {
            return Ok(());
        }
        tracing::warn!("little time is left, the rest of the batch will come again");
        Err(FailedAt(index))
    }
}

fn warn_refused(entry: &BatchResultErrorEntry) {
    let (code, message) = (entry.code(), entry.message().unwrap_or_default());
    tracing::warn!(
        code,
        message,
        "SQS refused an entry, its record will come again"
    );
}
