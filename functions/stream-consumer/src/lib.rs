//! Turns what happened to rows of the `orders` table into status changes on the queue.
//!
//! A record becomes one message or none. One that never can is parked in the dead-letter queue,
//! so that it does not hold up the shard. Anything else that goes wrong has the record delivered
//! again; since a message's deduplication id is its event id, sending twice is harmless.

mod change;
mod wave;

use aws_lambda_events::dynamodb;
use aws_lambda_events::dynamodb::EventRecord;
use aws_lambda_events::streams::DynamoDbEventResponse;
use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::BatchResultErrorEntry;
use lambda_kit::metrics::Metric;
use lambda_kit::parking::{DeadLetterQueue, Parked};
use lambda_kit::stream_batch::{self, MissingSequenceNumber};
use lambda_kit::telemetry;

use crate::change::{Meaning, meaning};
use crate::wave::Wave;

/// The consumer with all that it needs, built once per execution environment.
#[derive(Debug)]
pub struct Consumer {
    sqs: Client,
    queue_url: String,
    dead_letters: DeadLetterQueue,
}

/// The index of the first record that must be delivered again.
struct FailedAt(usize);

impl Consumer {
    /// Sends to the FIFO queue at `queue_url`, parks in `dead_letters`.
    #[must_use]
    pub fn new(sqs: Client, queue_url: String, dead_letters: DeadLetterQueue) -> Self {
        Self {
            sqs,
            queue_url,
            dead_letters,
        }
    }

    /// Handles a batch in its order, up to the first record that must come again.
    ///
    /// # Errors
    /// If that record can't be named, the batch fails as a whole.
    pub async fn handle(
        &self,
        event: dynamodb::Event,
    ) -> Result<DynamoDbEventResponse, MissingSequenceNumber> {
        let first_failure = self.send_all(&event.records).await.err();
        stream_batch::response(&event.records, first_failure.map(|FailedAt(index)| index))
    }

    async fn send_all(&self, records: &[EventRecord]) -> Result<(), FailedAt> {
        let (mut sent, mut skipped, mut parked) = (0, 0, 0);
        let mut wave = Wave::default();
        for (index, record) in records.iter().enumerate() {
            match meaning(record) {
                Meaning::Nothing => skipped += 1,
                Meaning::Message(message) => {
                    if !wave.takes(&message) {
                        self.send(std::mem::take(&mut wave)).await?;
                    }
                    wave.push(index, message);
                    sent += 1;
                }
                Meaning::Poison { code, reason } => {
                    // What came before goes out first: the failure reported must be the first.
                    self.send(std::mem::take(&mut wave)).await?;
                    self.park(index, record, code, &reason).await?;
                    parked += 1;
                }
            }
        }
        self.send(wave).await?;
        tracing::info!(
            sent,
            skipped,
            parked,
            "handled {} stream records",
            records.len()
        );
        Ok(())
    }

    async fn send(&self, wave: Wave) -> Result<(), FailedAt> {
        let Some(first) = wave.first() else {
            return Ok(());
        };
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
            let metric = Metric::once("StatusChanges");
            metric.of("Status", status.as_str()).record();
        }
        failed.map_or(Ok(()), |index| Err(FailedAt(index)))
    }

    async fn park(
        &self,
        index: usize,
        record: &EventRecord,
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
        let body = serde_json::to_string(record).map_err(|_| FailedAt(index))?;
        let parked = Parked {
            body: &body,
            group: event_id,
            delivery: event_id,
            code,
            reason,
        };
        self.dead_letters.park(parked).await.map_err(|error| {
            let error = telemetry::chain(&error);
            tracing::error!(error, "parking {event_id} failed, it will come again");
            FailedAt(index)
        })
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
