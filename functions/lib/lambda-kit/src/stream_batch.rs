//! Batches from a DynamoDB stream: in order, up to the first record that must come again.

use std::ops::Deref;

use aws_lambda_events::dynamodb::{Event, EventRecord};
use aws_lambda_events::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};

/// A record came without the identifier by which its failure would be reported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("read a batch: record {index} has no sequence number")]
pub struct MissingSequenceNumber {
    index: usize,
}

/// A batch of which every record can be reported.
#[derive(Debug)]
pub struct Batch {
    records: Vec<Record>,
}

/// A record of the batch at hand. There is no other way to get one than from a [`Batch`].
#[derive(Debug)]
pub struct Record {
    record: EventRecord,
    sequence_number: String,
}

impl Batch {
    /// # Errors
    /// [`MissingSequenceNumber`] fails the batch as a whole, before any work: a failure could not
    /// be reported.
    pub fn new(event: Event) -> Result<Self, MissingSequenceNumber> {
        let records = event.records.into_iter().enumerate();
        let records = records.map(|(index, record)| Record::new(index, record));
        Ok(Self {
            records: records.collect::<Result<_, _>>()?,
        })
    }

    #[must_use]
    pub fn records(&self) -> &[Record] {
        &self.records
    }
}

impl Record {
    fn new(index: usize, record: EventRecord) -> Result<Self, MissingSequenceNumber> {
        let number = record.change.sequence_number.clone();
        let sequence_number = number
            .filter(|number| !number.is_empty())
            .ok_or(MissingSequenceNumber { index })?;
        Ok(Self {
            record,
            sequence_number,
        })
    }
}

impl Deref for Record {
    type Target = EventRecord;

    fn deref(&self) -> &EventRecord {
        &self.record
    }
}

/// The answer that has the batch delivered again from `first_failure` on, or not at all.
///
/// The identifier is the record's `SequenceNumber`, never its `eventID`: with any other value
/// Lambda takes the whole batch for failed ("Reporting batch item failures", AWS Lambda developer
/// guide).
#[must_use]
pub fn answer(first_failure: Option<&Record>) -> DynamoDbEventResponse {
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
    use super::*;

    fn batch(sequence_numbers: &[Option<&str>]) -> Result<Batch, MissingSequenceNumber> {
        let record = |number: Option<&str>| {
            let mut record = EventRecord::default();
            record.event_id = "not-this-one".into();
            record.change.sequence_number = number.map(str::to_owned);
            record
        };
        let mut event = Event::default();
        event.records = sequence_numbers.iter().copied().map(record).collect();
        Batch::new(event)
    }

    /// What is reported when record `failed` of the batch fails.
    fn report(failed: Option<usize>) -> Vec<Option<String>> {
        let batch = batch(&[Some("100"), Some("200"), Some("300")]).unwrap();
        let failed = failed.map(|index| &batch.records()[index]);
        let failures = answer(failed).batch_item_failures.into_iter();
        failures.map(|item| item.item_identifier).collect()
    }

    #[test]
    fn only_the_sequence_number_of_the_first_failure_is_reported() {
        assert_eq!(report(None), []);
        assert_eq!(report(Some(1)), [Some("200".to_owned())]);
    }

    #[test]
    fn what_cannot_be_reported_is_no_batch() {
        for number in [None, Some("")] {
            let error = batch(&[Some("100"), number]).unwrap_err();
            assert_eq!(error, MissingSequenceNumber { index: 1 });
        }
    }
}
