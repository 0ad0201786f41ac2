//! Batches from a DynamoDB stream: in order, up to the first record that must come again.
//!
//! A record's fields are left as they came, in one pass over the batch: the images are read when
//! their turn comes, and all of it goes into the dead-letter queue if it must. `aws_lambda_events`
//! would build the images as maps, and `lambda_runtime` note the path to each of their values:
//! together, most of the function's time.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use aws_lambda_events::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use serde::de::{DeserializeOwned, Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// An event of Lambda's event source mapping of a stream ("Using AWS Lambda with Amazon DynamoDB",
/// AWS Lambda developer guide).
#[derive(Debug, Deserialize)]
pub struct Event {
    #[serde(rename = "Records")]
    records: Vec<StreamRecord>,
}

/// A failure could not be reported, so the batch can't be handled in parts. It fails as a whole,
/// before any work.
#[derive(Debug, thiserror::Error)]
#[error("read a batch: record {index} has no sequence number")]
pub struct UnreadableBatch {
    index: usize,
}

/// A record of the batch at hand. There is no other way to get one than from an [`Event`].
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) event_id: String,
    pub(crate) sequence_number: String,
    /// About when the row changed, in milliseconds since 1970.
    pub(crate) created_at: u64,
    /// The record as it came.
    pub(crate) content: StreamRecord,
}

/// A record of a stream ("Record", Amazon DynamoDB API reference): what it says about itself, and
/// about the change of the row.
#[derive(Debug)]
pub struct StreamRecord {
    about: Fields,
    change: Fields,
}

/// Values as they came, by their names.
type Fields = BTreeMap<String, Box<RawValue>>;

const CHANGE: &str = "dynamodb";

impl Event {
    /// The records, all of which can be reported.
    pub(crate) fn read(self) -> Result<Vec<Record>, UnreadableBatch> {
        let records = self.records.into_iter().enumerate();
        let records =
            records.map(|(index, record)| Record::read(record).ok_or(UnreadableBatch { index }));
        records.collect()
    }
}

impl Record {
    fn read(content: StreamRecord) -> Option<Self> {
        let StreamRecord { about, change } = &content;
        let sequence_number: String = value(change, "SequenceNumber")?;
        if sequence_number.is_empty() {
            return None;
        }
        let event_id = value(about, "eventID").unwrap_or_default();
        // In seconds.
        let created_at = value(change, "ApproximateCreationDateTime").unwrap_or(0.0);
        let created_at = Duration::try_from_secs_f64(created_at).unwrap_or_default();
        Some(Self {
            event_id,
            sequence_number,
            created_at: created_at.as_millis().try_into().unwrap_or_default(),
            content,
        })
    }

    /// The X-Ray tracing header of the request that wrote the row, even if nothing else of it can be
    /// read.
    pub(crate) fn trace_header(&self) -> Option<String> {
        order_store::trace_header(self.content.new_image()?)
    }
}

impl StreamRecord {
    /// The row before the change; none of a new one.
    pub(crate) fn old_image(&self) -> Option<&str> {
        self.image("OldImage")
    }

    /// The row after the change; none of a removed one.
    pub(crate) fn new_image(&self) -> Option<&str> {
        self.image("NewImage")
    }

    /// None as well if it is `null`, as some emulators have it.
    fn image(&self, name: &str) -> Option<&str> {
        let image = self.change.get(name).map(|image| image.get());
        image.filter(|image| *image != "null")
    }
}

/// The value of this name, if there is one of this type.
fn value<T: DeserializeOwned>(fields: &Fields, name: &str) -> Option<T> {
    serde_json::from_str(fields.get(name)?.get()).ok()
}

impl<'de> Deserialize<'de> for StreamRecord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = StreamRecord;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a record of a stream")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<StreamRecord, A::Error> {
                let (mut about, mut change) = (Fields::new(), None);
                while let Some(name) = map.next_key::<String>()? {
                    if name == CHANGE {
                        change = Some(map.next_value()?);
                    } else {
                        about.insert(name, map.next_value()?);
                    }
                }
                let change = change.ok_or_else(|| A::Error::missing_field(CHANGE))?;
                Ok(StreamRecord { about, change })
            }
        }

        deserializer.deserialize_map(Reader)
    }
}

impl Serialize for StreamRecord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in &self.about {
            map.serialize_entry(name, value)?;
        }
        map.serialize_entry(CHANGE, &self.change)?;
        map.end()
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
    fn a_record_is_read_and_keeps_all_that_it_says() {
        let records = read(&[record("100")]).unwrap();
        assert_eq!(records[0].created_at, 1_795_500_150_250);
        let found = &records[0].content;
        assert!(found.old_image().is_none());
        let mut null = record("100");
        null["dynamodb"]["OldImage"] = Value::Null;
        assert!(read(&[null]).unwrap()[0].content.old_image().is_none());
        let image: Value = serde_json::from_str(found.new_image().unwrap()).unwrap();
        assert_eq!(image, record("100")["dynamodb"]["NewImage"]);
        assert_eq!(records[0].trace_header().as_deref(), Some("Root=1-1"));
        assert_eq!(serde_json::to_value(found).unwrap(), record("100"));
    }

    #[test]
    fn what_cannot_be_reported_or_read_is_no_batch() {
        let mut missing = record("200");
        let change = missing["dynamodb"].as_object_mut().unwrap();
        change.remove("SequenceNumber");
        for bad in [missing, record("")] {
            let error = read(&[record("100"), bad]).unwrap_err();
            assert_eq!(error.index, 1);
        }
        let nothing = serde_json::from_value::<Event>(json!({"Records": [{}]})).unwrap_err();
        assert_eq!(nothing.to_string(), "missing field `dynamodb`");
    }
}
