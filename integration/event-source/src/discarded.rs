//! What is given up on, as it is kept.

use serde_json::{Value, json};

use crate::Record;

/// Why records are given up on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    RetryAttemptsExhausted,
    RecordAgeExceeded,
}

/// Records that are given up on, at least one.
#[derive(Debug, Clone, Copy)]
pub struct Discarded<'a> {
    pub records: &'a [Record],
    pub reason: Reason,
    /// How often they were delivered.
    pub deliveries: u32,
}

impl Reason {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RetryAttemptsExhausted => "RetryAttemptsExhausted",
            Self::RecordAgeExceeded => "RecordAgeExceeded",
        }
    }
}

impl Discarded<'_> {
    /// The invocation record that Lambda writes into a bucket, with the whole event as its payload
    /// ("Retaining discarded batches for a DynamoDB event source", AWS Lambda developer guide).
    #[must_use]
    pub fn invocation_record(
        &self,
        request_id: &str,
        function: &str,
        stream: &str,
        now: &str,
    ) -> Value {
        let (first, last) = (self.records.first(), self.records.last());
        let number = |record: Option<&Record>| record.map(|record| record.sequence_number.clone());
        let events: Vec<&Value> = self.records.iter().map(|record| &record.event).collect();
        json!({
            "requestContext": {
                "requestId": request_id,
                "functionArn": function,
                "condition": self.reason.as_str(),
                "approximateInvokeCount": self.deliveries,
            },
            "version": "1.0",
            "timestamp": now,
            "DDBStreamBatchInfo": {
                "shardId": "shard-0",
                "startSequenceNumber": number(first),
                "endSequenceNumber": number(last),
                "batchSize": self.records.len(),
                "streamArn": stream,
            },
            "payload": json!({"Records": events}).to_string(),
        })
    }
}
