//! The bucket of stream failures: each object holds a batch of records that stream-consumer never
//! got done with, and why ("Retaining discarded batches for a DynamoDB event source", AWS Lambda
//! developer guide).

use std::collections::BTreeMap;

use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::DateTime;
use lambda_kit::trace;
use order_events::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use crate::error::DlqError;
use crate::letter::{DeadLetter, Letter, Source, Subject};

/// The bucket.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StreamFailures<'a> {
    pub(crate) s3: &'a Client,
    pub(crate) bucket: &'a str,
}

/// An invocation record, as Lambda writes it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct InvocationRecord {
    request_context: RequestContext,
    timestamp: String,
    /// The event of the function, as JSON in a text.
    payload: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RequestContext {
    condition: String,
    approximate_invoke_count: u32,
}

#[derive(Deserialize)]
struct Payload {
    #[serde(rename = "Records")]
    records: Vec<Value>,
}

impl StreamFailures<'_> {
    /// The keys of all objects, oldest first: their names begin with the date.
    pub(crate) async fn keys(self) -> Result<Vec<String>, DlqError> {
        let list = self.s3.list_objects_v2().bucket(self.bucket);
        let mut pages = list.into_paginator().send();
        let mut keys = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(DlqError::s3("list the stream failures"))?;
            let objects = page.contents.unwrap_or_default().into_iter();
            keys.extend(objects.filter_map(|object| object.key));
        }
        Ok(keys)
    }

    /// One letter for each record of the object `key`; one for all, if it can't be read.
    pub(crate) async fn letters(self, key: &str) -> Result<Vec<Letter>, DlqError> {
        let doing = "read a stream failure";
        let object = self.s3.get_object().bucket(self.bucket).key(key);
        let object = object.send().await.map_err(DlqError::s3(doing))?;
        let written = object.last_modified().map_or(0, DateTime::secs);
        let written = u64::try_from(written).unwrap_or_default() * 1_000;
        let written = Timestamp::from_unix_millis(written).unwrap_or(Timestamp::EPOCH);
        let body = object.body.collect().await.map_err(DlqError::body(doing))?;
        Ok(read(self.bucket, key, &body.into_bytes(), written))
    }

    /// Deletes the object, for good: what was in it is in the snapshot of the replay.
    pub(crate) async fn delete(self, key: &str) -> Result<(), DlqError> {
        let delete = self.s3.delete_object().bucket(self.bucket).key(key);
        let deleted = delete.send().await;
        deleted
            .map(drop)
            .map_err(DlqError::s3("delete a stream failure"))
    }
}

/// The id of the letter that a record of the object `key` is.
pub(crate) fn record_id(key: &str, index: usize) -> String {
    format!("{}.{index}", key.rsplit('/').next().unwrap_or(key))
}

fn read(bucket: &str, key: &str, body: &[u8], written: Timestamp) -> Vec<Letter> {
    let letter = |index: usize, code: &str, reason: String, payload: String, count: u32, at| {
        let subject = Subject::of(&payload);
        let trace_header = trace_header(&payload);
        Letter {
            about: DeadLetter {
                id: record_id(key, index),
                source: Source::StreamFailures,
                queue: bucket.to_owned(),
                code: code.to_owned(),
                reason,
                parked_by: None,
                order_id: subject.order_id,
                version: subject.version,
                status: subject.status,
                event_id: subject.event_id(),
                trace_id: trace_header
                    .as_deref()
                    .and_then(trace::id)
                    .map(str::to_owned),
                sent_at: at,
                receive_count: count,
            },
            payload,
            attributes: BTreeMap::from([("key".to_owned(), key.to_owned())]),
            trace_header,
        }
    };
    let text = String::from_utf8_lossy(body);
    let parsed = serde_json::from_str::<InvocationRecord>(&text).and_then(|record| {
        let payload: Payload = serde_json::from_str(&record.payload)?;
        Ok((record.request_context, record.timestamp, payload.records))
    });
    match parsed {
        Err(error) => {
            let reason = format!("expected an invocation record of Lambda: {error}");
            let text = text.into_owned();
            vec![letter(0, "unreadable-record", reason, text, 1, written)]
        }
        Ok((context, timestamp, records)) => {
            let at = timestamp.parse().unwrap_or(written);
            let (code, why) = match &*context.condition {
                "RetryAttemptsExhausted" => ("stream-retries-exhausted", "all attempts failed"),
                "RecordAgeExceeded" => ("stream-record-expired", "the record grew too old"),
                _ => ("stream-failure", &*context.condition),
            };
            let count = context.approximate_invoke_count;
            let reason = format!("{why}, after {count} deliveries: see the log of stream-consumer");
            let letters = records.into_iter().enumerate();
            letters
                .map(|(index, record)| {
                    letter(index, code, reason.clone(), record.to_string(), count, at)
                })
                .collect()
        }
    }
}

/// The X-Ray tracing header of the request that wrote the row of which the record tells.
fn trace_header(record: &str) -> Option<String> {
    let record: Value = serde_json::from_str(record).ok()?;
    let header = record
        .pointer("/dynamodb/NewImage/traceHeader/S")?
        .as_str()?;
    trace::is_valid(header).then(|| header.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_record_of_a_batch_is_a_letter() {
        let payload = serde_json::json!({"Records": [
            {"eventID": "a", "dynamodb": {"NewImage": {
                "status": {"S": "PAID"},
                "traceHeader": {"S": "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1"},
            }}},
            {"eventID": "b", "dynamodb": {}},
        ]});
        let record = serde_json::json!({
            "requestContext": {"condition": "RetryAttemptsExhausted", "approximateInvokeCount": 21},
            "timestamp": "2026-11-24T12:00:00.000Z",
            "payload": payload.to_string(),
        });
        let letters = read(
            "failures",
            "aws/lambda/x/2026/one",
            record.to_string().as_bytes(),
            Timestamp::EPOCH,
        );
        let ids: Vec<_> = letters.iter().map(|letter| &*letter.about.id).collect();
        assert_eq!(ids, ["one.0", "one.1"]);
        let about = &letters[0].about;
        assert_eq!(about.code, "stream-retries-exhausted");
        assert_eq!(
            (about.receive_count, about.sent_at.to_string()),
            (21, "2026-11-24T12:00:00.000Z".to_owned())
        );
        assert_eq!(
            about.status.map(order_events::OrderStatus::as_str),
            Some("PAID")
        );
        assert_eq!(
            about.trace_id.as_deref(),
            Some("1-5759e988-bd862e3fe1be46a994272793")
        );
    }

    #[test]
    fn what_is_no_invocation_record_is_a_letter_too() {
        let letters = read("failures", "odd", b"what?", Timestamp::EPOCH);
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].about.code, "unreadable-record");
        assert_eq!(letters[0].payload, "what?");
    }
}
