//! Batches from a DynamoDB stream: in order, up to the first record that must come again.
//!
//! Of a record's earlier image only what matters is read; its text is kept as it came, for the
//! dead-letter queue. `aws_lambda_events` would build both images as maps, and `lambda_runtime` note
//! the path to each of their values: together, most of the function's time.

use std::time::Duration;

use aws_lambda_events::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use order_store::EarlierImage;
use serde::Deserialize;
use serde_json::value::RawValue;

/// An event of Lambda's event source mapping of a stream, its records unread ("Using AWS Lambda
/// with Amazon DynamoDB", AWS Lambda developer guide).
#[derive(Debug, Deserialize)]
pub struct Event {
    #[serde(rename = "Records")]
    records: Vec<Box<RawValue>>,
}

/// A batch can't be handled in parts. It fails as a whole, before any work.
#[derive(Debug, thiserror::Error)]
pub enum UnreadableBatch {
    #[error("read record {index} of a batch")]
    Record {
        index: usize,
        source: serde_json::Error,
    },
    /// A failure could not be reported.
    #[error("read a batch: record {index} has no sequence number")]
    NoSequenceNumber { index: usize },
}

/// A record of the batch at hand. There is no other way to get one than from an [`Event`].
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) event_id: String,
    pub(crate) sequence_number: String,
    /// About when the row changed, in milliseconds since 1970.
    pub(crate) created_at: u64,
    pub(crate) images: Images,
    /// The record as it came.
    pub(crate) text: Box<RawValue>,
}

/// A record of a stream, as far as it matters ("Record", Amazon DynamoDB API reference).
#[derive(Debug, Deserialize)]
pub struct StreamRecord {
    #[serde(rename = "eventID", default)]
    event_id: String,
    #[serde(rename = "dynamodb")]
    change: Change,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Change {
    #[serde(default)]
    sequence_number: String,
    /// Seconds since 1970.
    #[serde(default)]
    approximate_creation_date_time: f64,
    old_image: Option<EarlierImage>,
    new_image: Option<Box<RawValue>>,
}

/// A row before and after a change.
#[derive(Debug, Default)]
pub struct Images {
    /// None of a new row.
    pub(crate) old: Option<EarlierImage>,
    /// None of a removed row.
    pub(crate) new: Option<Box<RawValue>>,
}

impl Event {
    /// The records, all of which can be reported.
    pub(crate) fn read(self) -> Result<Vec<Record>, UnreadableBatch> {
        let records = self.records.into_iter().enumerate();
        let records = records.map(|(index, text)| Record::read(index, text));
        records.collect()
    }
}

impl Record {
    fn read(index: usize, text: Box<RawValue>) -> Result<Self, UnreadableBatch> {
        let record: StreamRecord = serde_json::from_str(text.get())
            .map_err(|source| UnreadableBatch::Record { index, source })?;
        if record.change.sequence_number.is_empty() {
            return Err(UnreadableBatch::NoSequenceNumber { index });
        }
        let created_at = Duration::try_from_secs_f64(record.change.approximate_creation_date_time);
        let created_at = created_at.unwrap_or_default().as_millis();
        Ok(Self {
            created_at: created_at.try_into().unwrap_or_default(),
            text,
            event_id: record.event_id,
            sequence_number: record.change.sequence_number,
            images: Images {
                old: record.change.old_image,
                new: record.change.new_image,
            },
        })
    }

    /// The X-Ray tracing header of the request that wrote the row, even if nothing else of it can be
    /// read.
    pub(crate) fn trace_header(&self) -> Option<String> {
        // The image is gone once it was read.
        let record: StreamRecord = serde_json::from_str(self.text.get()).ok()?;
        order_store::trace_header(record.change.new_image?.get())
    }
}

/// Of a record that is not in a batch any more.
impl From<StreamRecord> for Images {
    fn from(StreamRecord { change, .. }: StreamRecord) -> Self {
        Self {
            old: change.old_image,
            new: change.new_image,
        }
    }
}

/// The answer that has the batch delivered again from `first_failure` on, or not at all.
///
/// The identifier is the record's `SequenceNumber`, never its `eventID`: with any other value
/// Lambda takes the whole batch for failed ("Reporting batch item failures", AWS Lambda developer
/// guide).
pub(crate) fn answer(first_failure: Option<&Record>) -> DynamoDbEventResponse {
    let mut response = DynamoDbEventResponse::default();
    if let Some(record) = first_failure {
        let mut failure = DynamoDbBatchItemFailure::default();
        failure.item_identifier = Some(record.sequence_number.clone());
        response.batch_item_failures.push(failure);
    }
    response
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(records: &[Value]) -> Result<Vec<Record>, UnreadableBatch> {
        let event = json!({ "Records": records });
        serde_json::from_value::<Event>(event).unwrap().read()
    }

    fn record(sequence_number: &str) -> Value {
        json!({
            "eventID": "not-this-one",
            "eventSourceARN": "arn:aws:dynamodb:eu-central-1:123456789012:table/orders/stream/1",
            "dynamodb": {
                "ApproximateCreationDateTime": 1_795_500_150.25,
                "Keys": {"orderId": {"S": "1"}},
                "NewImage": {"status": {"S": "PENDING"}, "traceHeader": {"S": "Root=1-1"}},
                "SequenceNumber": sequence_number,
            },
        })
    }

    /// What is reported when record `failed` of the batch fails.
    fn report(failed: Option<usize>) -> Vec<Option<String>> {
        let records = read(&["100", "200", "300"].map(record)).unwrap();
        let failures = answer(failed.map(|index| &records[index])).batch_item_failures;
        let failures = failures.into_iter();
        failures.map(|item| item.item_identifier).collect()
    }

    #[test]
    fn only_the_sequence_number_of_the_first_failure_is_reported() {
        assert_eq!(report(None), []);
        assert_eq!(report(Some(1)), [Some("200".to_owned())]);
    }

    #[test]
    fn a_record_is_read_and_keeps_its_text() {
        let records = read(&[record("100")]).unwrap();
        assert_eq!(records[0].created_at, 1_795_500_150_250);
        assert!(records[0].images.old.is_none());
        let image = records[0].images.new.as_ref().unwrap();
        let image: Value = serde_json::from_str(image.get()).unwrap();
        assert_eq!(image, record("100")["dynamodb"]["NewImage"]);
        assert_eq!(records[0].trace_header().as_deref(), Some("Root=1-1"));
        let text: Value = serde_json::from_str(records[0].text.get()).unwrap();
        assert_eq!(text, record("100"));
    }

    #[test]
    fn what_cannot_be_reported_or_read_is_no_batch() {
        let mut missing = record("200");
        let change = missing["dynamodb"].as_object_mut().unwrap();
        change.remove("SequenceNumber");
        for bad in [missing, record("")] {
            let error = read(&[record("100"), bad]).unwrap_err();
            assert!(
                matches!(error, UnreadableBatch::NoSequenceNumber { index: 1 }),
                "{error}"
            );
        }
        let error = read(&[json!({})]).unwrap_err();
        assert_eq!(error.to_string(), "read record 0 of a batch");
    }
}
