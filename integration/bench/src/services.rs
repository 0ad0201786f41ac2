//! SQS, S3 and SNS, taken by a stub that says yes to all that the measured functions ask for, after
//! as long as a real service would take, if that is asked for. It keeps nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde::Deserialize;
use serde_json::json;

use crate::error::BenchError;
use crate::http::{Connection, Request, Response, Server};

/// A running stub.
#[derive(Debug)]
pub(crate) struct Services {
    server: Server,
    calls: Arc<AtomicUsize>,
}

/// A call, as far as its answer depends on it.
#[derive(Debug, PartialEq, Eq)]
enum Call {
    SendMessageBatch { ids: Vec<String> },
    Publish,
    ListObjects,
    PutObject,
}

/// What is told apart of the body of `SendMessageBatch`.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Batch {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Entry {
    id: String,
}

impl Services {
    /// Starts a stub that answers each call after `latency`.
    pub(crate) async fn start(latency: Duration) -> Result<Self, BenchError> {
        let calls = Arc::<AtomicUsize>::default();
        let shared = Arc::clone(&calls);
        let serve = move |connection| serve(connection, latency, Arc::clone(&shared));
        let server = Server::start(serve).await.map_err(BenchError::Listen)?;
        Ok(Self { server, calls })
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.server.address())
    }

    /// How often it was called since it was asked last.
    pub(crate) fn take_calls(&self) -> usize {
        self.calls.swap(0, Ordering::Relaxed)
    }
}

async fn serve(mut connection: Connection, latency: Duration, calls: Arc<AtomicUsize>) {
    while let Some((request, _)) = connection.next().await {
        calls.fetch_add(1, Ordering::Relaxed);
        if !latency.is_zero() {
            tokio::time::sleep(latency).await;
        }
        let Some(call) = Call::of(&request) else {
            let response = Response {
                status: "501 Not Implemented",
                headers: &[],
                body: b"",
            };
            if connection.answer(&response).await.is_err() {
                return;
            }
            continue;
        };
        let body = call.answer();
        let response = Response {
            status: "200 OK",
            headers: call.headers(),
            body: body.as_bytes(),
        };
        if connection.answer(&response).await.is_err() {
            return;
        }
    }
}

impl Call {
    fn of(request: &Request) -> Option<Self> {
        match (&*request.method, request.header("x-amz-target")) {
            ("POST", Some("AmazonSQS.SendMessageBatch")) => {
                let batch: Batch = serde_json::from_slice(&request.body).ok()?;
                let ids = batch.entries.into_iter().map(|entry| entry.id);
                Some(Self::SendMessageBatch { ids: ids.collect() })
            }
            ("POST", None) if request.body.starts_with(b"Action=Publish&") => Some(Self::Publish),
            ("GET", None) if request.path.contains("list-type=2") => Some(Self::ListObjects),
            ("PUT", None) => Some(Self::PutObject),
            _ => None,
        }
    }

    fn answer(&self) -> String {
        match self {
            Self::SendMessageBatch { ids } => {
                let entry = |id: &String| {
                    json!({
                        "Id": id,
                        "MessageId": "5fea7756-0ea4-451a-a703-a558b933e274",
                        "MD5OfMessageBody": "fafb00f5732ab283681e124bf8747ed1",
                        "SequenceNumber": "18849496460467696128",
                    })
                };
                let successful: Vec<_> = ids.iter().map(entry).collect();
                json!({ "Successful": successful }).to_string()
            }
            Self::Publish => "<PublishResponse \
                 xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><PublishResult><MessageId>\
                 567910cd-659e-55d4-8ccb-5aaf14679dc0</MessageId></PublishResult>\
                 <ResponseMetadata><RequestId>d74b8436-ae13-5ab4-a9ff-ce54dfea72a0</RequestId>\
                 </ResponseMetadata></PublishResponse>"
                .to_owned(),
            Self::ListObjects => "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult \
                 xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>invoices</Name>\
                 <KeyCount>0</KeyCount><MaxKeys>1</MaxKeys><IsTruncated>false</IsTruncated>\
                 </ListBucketResult>"
                .to_owned(),
            Self::PutObject => String::new(),
        }
    }

    fn headers(&self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::SendMessageBatch { .. } => &[("content-type", "application/x-amz-json-1.0")],
            Self::Publish => &[("content-type", "text/xml")],
            Self::ListObjects => &[("content-type", "application/xml")],
            Self::PutObject => &[
                ("etag", "\"9b2cf535f27731c974343645a3985328\""),
                ("x-amz-version-id", "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrH"),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_entry_of_a_batch_is_taken() {
        let body = r#"{"QueueUrl": "q", "Entries": [{"Id": "4", "MessageBody": "{}"}]}"#;
        let batch: Batch = serde_json::from_str(body).unwrap();
        let ids = batch.entries.into_iter().map(|entry| entry.id).collect();
        let answer = Call::SendMessageBatch { ids }.answer();
        let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(answer["Successful"][0]["Id"], "4");
    }
}
