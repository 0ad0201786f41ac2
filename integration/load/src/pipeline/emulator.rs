//! What the emulator can do by itself, in the same run: the ceiling of everything above it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures::future::join_all;
use http::{Method, Request};
use http_body_util::{BodyExt, Full};
use serde_json::{Value, json};

use crate::error::LoadError;
use crate::report::{Row, Section, millis, number};
use crate::run::{Connections, http};
use crate::samples::Samples;

/// For how long each kind of call is repeated.
const EACH: Duration = Duration::from_secs(3);
/// Clients at once.
const CLIENTS: usize = 8;
/// The size of an invoice, in bytes.
const DOCUMENT: usize = 50_000;

/// What the least that an order needs is made of: two requests, one batch for each of the other
/// functions, and their calls.
const INVOCATIONS: f64 = 4.0;
const TABLE_CALLS: f64 = 4.0;
const MESSAGES: f64 = 2.0;
const BUCKET_CALLS: f64 = 6.0;

/// The emulator, called directly.
#[derive(Debug, Clone)]
pub(crate) struct Emulator {
    pub(crate) http: Connections,
    pub(crate) endpoint: String,
    /// A function that has nothing to do for an event without records.
    pub(crate) idle_function: String,
}

/// Its own figures, a second.
#[derive(Debug, Clone)]
pub(crate) struct Figures {
    puts: f64,
    messages: f64,
    documents: f64,
    invocations: f64,
    /// One after the other.
    invocation: Samples,
}

impl Emulator {
    pub(crate) fn new(endpoint: String, idle_function: String) -> Result<Self, LoadError> {
        Ok(Self {
            http: http()?,
            endpoint,
            idle_function,
        })
    }

    /// Measures each kind of call for a few seconds, with nothing else going on.
    pub(crate) async fn measure(&self) -> Result<Figures, LoadError> {
        let table = json!({
            "TableName": "load-figures",
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        });
        self.json("DynamoDB_20120810.CreateTable", table).await?;
        let queue = self
            .json(
                "AmazonSQS.CreateQueue",
                json!({"QueueName": "load-figures"}),
            )
            .await?;
        let queue = queue["QueueUrl"].as_str().unwrap_or_default().to_owned();
        self.call(Method::PUT, "/load-figures", &[], Vec::new())
            .await?;

        let mut invocation = Samples::default();
        for _ in 0..30 {
            let started = Instant::now();
            self.invoke().await?;
            invocation.add(started.elapsed());
        }
        let puts = self
            .rate(|emulator, index| async move { emulator.put(index).await })
            .await?;
        let messages = self
            .rate(|emulator, _| {
                let queue = queue.clone();
                async move { emulator.message(&queue).await }
            })
            .await?;
        let documents = self
            .rate(|emulator, index| async move { emulator.document(index).await })
            .await?;
        let invocations = self
            .rate(|emulator, _| async move { emulator.invoke().await })
            .await?;
        Ok(Figures {
            puts,
            messages,
            documents,
            invocations,
            invocation,
        })
    }

    /// How often a second several clients get something done.
    async fn rate<F, T>(&self, work: F) -> Result<f64, LoadError>
    where
        F: Fn(Self, u64) -> T,
        T: Future<Output = Result<(), LoadError>>,
    {
        let done = Arc::new(AtomicU64::new(0));
        let started = Instant::now();
        let clients = (0..CLIENTS).map(|_| async {
            while started.elapsed() < EACH {
                work(self.clone(), done.fetch_add(1, Ordering::Relaxed)).await?;
            }
            Ok::<_, LoadError>(())
        });
        join_all(clients)
            .await
            .into_iter()
            .collect::<Result<(), _>>()?;
        #[expect(clippy::cast_precision_loss, reason = "there are few calls")]
        let count = done.load(Ordering::Relaxed) as f64;
        Ok(count / started.elapsed().as_secs_f64())
    }

    async fn put(&self, index: u64) -> Result<(), LoadError> {
        let item = json!({"id": {"S": index.to_string()}, "body": {"S": "x".repeat(1_500)}});
        let request = json!({"TableName": "load-figures", "Item": item});
        self.json("DynamoDB_20120810.PutItem", request)
            .await
            .map(drop)
    }

    async fn message(&self, queue: &str) -> Result<(), LoadError> {
        let message = json!({"QueueUrl": queue, "MessageBody": "x".repeat(1_500)});
        self.json("AmazonSQS.SendMessage", message).await?;
        let received = self
            .json("AmazonSQS.ReceiveMessage", json!({"QueueUrl": queue}))
            .await?;
        for message in received["Messages"].as_array().into_iter().flatten() {
            let receipt = json!({"QueueUrl": queue, "ReceiptHandle": message["ReceiptHandle"]});
            self.json("AmazonSQS.DeleteMessage", receipt).await?;
        }
        Ok(())
    }

    async fn document(&self, index: u64) -> Result<(), LoadError> {
        let path = format!("/load-figures/{index}.pdf");
        self.call(Method::PUT, &path, &[], vec![b'x'; DOCUMENT])
            .await
            .map(drop)
    }

    async fn invoke(&self) -> Result<(), LoadError> {
        let path = format!(
            "/2015-03-31/functions/{}/invocations?Qualifier=live",
            self.idle_function
        );
        let event = json!({"Records": []}).to_string().into_bytes();
        self.call(Method::POST, &path, &[], event).await.map(drop)
    }

    async fn json(&self, target: &str, body: Value) -> Result<Value, LoadError> {
        let headers = [
            ("x-amz-target", target),
            ("content-type", "application/x-amz-json-1.0"),
        ];
        let answer = self
            .call(Method::POST, "/", &headers, body.to_string().into_bytes())
            .await?;
        serde_json::from_slice(&answer).map_err(|error| LoadError::Emulator(error.to_string()))
    }

    async fn call(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Result<Bytes, LoadError> {
        let failed =
            |error: &dyn std::fmt::Display| LoadError::Emulator(format!("{path}: {error}"));
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.endpoint));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request
            .body(Full::from(body))
            .map_err(|error| failed(&error))?;
        let answer = self
            .http
            .request(request)
            .await
            .map_err(|error| failed(&error))?;
        let status = answer.status();
        let body = answer
            .into_body()
            .collect()
            .await
            .map_err(|error| failed(&error))?
            .to_bytes();
        if !status.is_success() {
            return Err(failed(&format!(
                "{status}: {}",
                String::from_utf8_lossy(&body)
            )));
        }
        Ok(body)
    }
}

impl Figures {
    /// Orders a second, if the emulator did nothing but the least that each needs, one call after
    /// the other.
    pub(crate) fn ceiling(&self) -> f64 {
        let each = INVOCATIONS / self.invocations
            + TABLE_CALLS / self.puts
            + MESSAGES / self.messages
            + BUCKET_CALLS / self.documents;
        1.0 / each
    }

    pub(crate) fn section(&self) -> Section {
        let mut section = Section::new("The emulator by itself, in the same run");
        let median = millis(self.invocation.quantile(0.5));
        section.row(Row::new(
            "invocation of a function with nothing to do, median",
            median,
        ));
        for (what, rate) in [
            ("such invocations a second", self.invocations),
            ("DynamoDB PutItem a second", self.puts),
            ("SQS send, receive and delete a second", self.messages),
            ("S3 PUT of 50 kB a second", self.documents),
            ("orders a second, if that were all", self.ceiling()),
        ] {
            section.row(Row::new(what, number(rate)));
        }
        section.note(format!(
            "{CLIENTS} clients at once. An order needs at least {INVOCATIONS} invocations, {TABLE_CALLS} \
             table calls, {MESSAGES} messages and {BUCKET_CALLS} bucket calls; the emulator is one \
             Python process, in which they wait for each other."
        ));
        section
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ceiling_is_what_one_call_after_the_other_allows() {
        let figures = Figures {
            puts: 400.0,
            messages: 200.0,
            documents: 600.0,
            invocations: 100.0,
            invocation: Samples::default(),
        };
        // 40 ms + 10 ms + 10 ms + 10 ms.
        assert!((figures.ceiling() - 1.0 / 0.07).abs() < 1e-9);
    }
}
