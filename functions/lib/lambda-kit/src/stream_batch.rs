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
