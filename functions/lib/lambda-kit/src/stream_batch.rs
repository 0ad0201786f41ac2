//! Batches from a DynamoDB stream: in order, up to the first record that must come again.

use aws_lambda_events::dynamodb::EventRecord;
use aws_lambda_events::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};

/// A record came without the identifier by which its failure would be reported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("report record {index} of a batch: it has no sequence number")]
pub struct MissingSequenceNumber {
    index: usize,
}

/// The answer that has the batch delivered again from `first_failure` on, or not at all.
///
/// The identifier is the record's `SequenceNumber`, never its `eventID`: with any other value
/// Lambda takes the whole batch for failed ("Reporting batch item failures", AWS Lambda developer
/// guide).
///
/// # Errors
/// If that record has no sequence number; the batch then fails as a whole.
pub fn response(
    records: &[EventRecord],
    first_failure: Option<usize>,
) -> Result<DynamoDbEventResponse, MissingSequenceNumber> {
    let mut response = DynamoDbEventResponse::default();
    if let Some(index) = first_failure {
        let sequence_number = records
            .get(index)
            .and_then(|record| record.change.sequence_number.clone())
            .filter(|number| !number.is_empty())
            .ok_or(MissingSequenceNumber { index })?;
        let mut failure = DynamoDbBatchItemFailure::default();
        failure.item_identifier = Some(sequence_number);
        response.batch_item_failures.push(failure);
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(sequence_number: Option<&str>) -> EventRecord {
        let mut record = EventRecord::default();
        record.event_id = "not-this-one".into();
        record.change.sequence_number = sequence_number.map(str::to_owned);
        record
    }

    /// What is reported for the batch `records` of which `first_failure` failed.
    fn report(
        records: &[EventRecord],
        first_failure: Option<usize>,
    ) -> Result<Vec<Option<String>>, MissingSequenceNumber> {
        let response = response(records, first_failure)?;
        Ok(response
            .batch_item_failures
            .into_iter()
            .map(|item| item.item_identifier)
            .collect())
    }

    #[test]
    fn only_the_sequence_number_of_the_first_failure_is_reported() {
        let records = [
            record(Some("100")),
            record(Some("200")),
            record(Some("300")),
        ];
        assert_eq!(report(&records, None), Ok(vec![]));
        assert_eq!(report(&records, Some(1)), Ok(vec![Some("200".to_owned())]));
    }

    #[test]
    fn a_failure_that_cannot_be_named_fails_the_batch() {
        for number in [None, Some("")] {
            let error = report(&[record(number)], Some(0)).unwrap_err();
            assert_eq!(error, MissingSequenceNumber { index: 0 });
        }
    }
}
