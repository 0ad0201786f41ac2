//! The stream's event source mapping. The emulator's own neither retries nor bisects, and skips
//! what a function reports as failed; so it is deployed disabled, and this reads the stream.

use std::cell::RefCell;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use event_source::{Discarded, Invocation, Record, Settings, Shard};
use order_events::Timestamp;
use serde_json::{Value, json};
use tokio::sync::oneshot;
use tokio::time::sleep;

use crate::error::StackError;

/// Between two looks at a stream in which nothing happens.
const POLL: Duration = Duration::from_millis(100);
/// Before the stream is read again from the last checkpoint.
const RECOVERY: Duration = Duration::from_secs(1);

/// Where the mapping reads, and whom it tells.
#[derive(Debug, Clone)]
pub(crate) struct Mapping {
    pub(crate) endpoint: String,
    pub(crate) stream_arn: String,
    pub(crate) function: String,
    pub(crate) failures_bucket: String,
    pub(crate) settings: Settings,
}

/// A mapping at work. Dropping it ends it; what is under way is then delivered again by nobody.
#[derive(Debug)]
pub(crate) struct Running {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

struct LocalShard {
    mapping: Mapping,
    http: reqwest::Client,
    s3: aws_sdk_s3::Client,
    checkpoint: RefCell<Option<String>>,
    /// The iterator that goes on behind a position.
    cursor: RefCell<Option<(Option<String>, String)>>,
}

impl Mapping {
    /// Starts reading, on a thread of its own.
    pub(crate) fn start(self, s3: aws_sdk_s3::Client) -> Running {
        let (stop, stopped) = oneshot::channel();
        let shard = LocalShard {
            mapping: self,
            http: reqwest::Client::new(),
            s3,
            checkpoint: RefCell::new(None),
            cursor: RefCell::new(None),
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a thread's runtime needs nothing but memory");
        let thread = thread::spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    // Its sender was dropped: that too is the end.
                    _ = stopped => {}
                    () = shard.read_for_ever() => {}
                }
            });
        });
        Running {
            stop: Some(stop),
            thread: Some(thread),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.stop.take());
        if self
            .thread
            .take()
            .is_some_and(|thread| thread.join().is_err())
        {
            eprintln!("warning: reading the stream of orders panicked");
        }
    }
}

impl LocalShard {
    async fn read_for_ever(&self) {
        loop {
            let position = self.checkpoint.borrow().clone();
            if let Err(error) = event_source::run(self, &self.mapping.settings, position).await {
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                eprintln!(
                    "warning: reading the stream of orders: {error} ({})",
                    cause.unwrap_or_default()
                );
                self.cursor.take();
                sleep(RECOVERY).await;
            }
        }
    }

    /// An operation of DynamoDB Streams. Its records are those of a function's event already.
    async fn stream(&self, operation: &str, body: Value) -> Result<Value, StackError> {
        let request = self.http.post(&self.mapping.endpoint).json(&body);
        let target = format!("DynamoDBStreams_20120810.{operation}");
        let request = request.header("x-amz-target", target);
        let answer = request
            .send()
            .await
            .and_then(reqwest::Response::error_for_status);
        let answer = answer.map_err(StackError::aws("DynamoDB Streams"))?;
        answer
            .json()
            .await
            .map_err(StackError::aws("DynamoDB Streams"))
    }

    /// An iterator that begins behind `position`.
    async fn iterator(&self, position: Option<&str>) -> Result<String, StackError> {
        let cursor = self.cursor.borrow().clone();
        if let Some((behind, iterator)) = cursor
            && behind.as_deref() == position
        {
            return Ok(iterator);
        }
        let arn = &self.mapping.stream_arn;
        let stream = self
            .stream("DescribeStream", json!({"StreamArn": arn}))
            .await?;
        let shard = &stream["StreamDescription"]["Shards"][0]["ShardId"];
        let request = match position {
            None => {
                json!({"StreamArn": arn, "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON"})
            }
            Some(number) => json!({
                "StreamArn": arn,
                "ShardId": shard,
                "ShardIteratorType": "AFTER_SEQUENCE_NUMBER",
                "SequenceNumber": number,
            }),
        };
        let answer = self.stream("GetShardIterator", request).await?;
        Ok(answer["ShardIterator"]
            .as_str()
            .unwrap_or_default()
            .to_owned())
    }
}

impl Shard for LocalShard {
    type Error = StackError;

    async fn read(&self, position: Option<&str>, limit: usize) -> Result<Vec<Record>, StackError> {
        loop {
            let iterator = self.iterator(position).await?;
            let request = json!({"ShardIterator": iterator, "Limit": limit});
            let mut answer = self.stream("GetRecords", request).await?;
            let records = match answer["Records"].take() {
                Value::Array(records) => records.into_iter().map(record).collect(),
                _ => Vec::new(),
            };
            let behind = records
                .last()
                .map(|record: &Record| record.sequence_number.clone());
            let behind = behind.or_else(|| position.map(str::to_owned));
            let next = answer["NextShardIterator"].as_str();
            self.cursor
                .replace(next.map(|next| (behind, next.to_owned())));
            if !records.is_empty() {
                return Ok(records);
            }
            sleep(POLL).await;
        }
    }

    async fn invoke(&self, batch: &[Record]) -> Invocation {
        let Mapping {
            endpoint, function, ..
        } = &self.mapping;
        let events: Vec<&Value> = batch.iter().map(|record| &record.event).collect();
        let url = format!("{endpoint}/2015-03-31/functions/{function}/invocations?Qualifier=live");
        let request = self.http.post(url).json(&json!({"Records": events}));
        let answer = match request
            .send()
            .await
            .and_then(reqwest::Response::error_for_status)
        {
            Ok(answer) if !answer.headers().contains_key("x-amz-function-error") => answer,
            _ => return Invocation::Failed,
        };
        answer
            .json()
            .await
            .map_or(Invocation::Failed, Invocation::Answered)
    }

    async fn keep(&self, discarded: Discarded<'_>) -> Result<(), StackError> {
        let Mapping {
            stream_arn,
            function,
            failures_bucket,
            ..
        } = &self.mapping;
        let id = uuid::Uuid::new_v4().to_string();
        let now = Timestamp::from_unix_millis(self.now()).map(|now| now.to_string());
        let now = now.unwrap_or_default();
        let kept = discarded.invocation_record(&id, function, stream_arn, &now);
        let day = now.get(..10).unwrap_or_default().replace('-', "/");
        let put = self.s3.put_object().bucket(failures_bucket);
        let put = put.key(format!("aws/lambda/orders-stream/shard-0/{day}/{now}-{id}"));
        let put = put.body(kept.to_string().into_bytes().into()).send().await;
        put.map(drop).map_err(StackError::aws("S3"))
    }

    async fn pause(&self, duration: Duration) {
        sleep(duration).await;
    }

    fn now(&self) -> u64 {
        #[expect(
            clippy::disallowed_methods,
            reason = "the mapping is an edge, with no one above it"
        )]
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        since.map_or(0, |since| {
            u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
        })
    }

    fn checkpoint(&self, sequence_number: &str) {
        self.checkpoint.replace(Some(sequence_number.to_owned()));
    }
}

fn record(event: Value) -> Record {
    let change = &event["dynamodb"];
    let seconds = change["ApproximateCreationDateTime"]
        .as_f64()
        .unwrap_or_default();
    let created_at = Duration::try_from_secs_f64(seconds).unwrap_or_default();
    Record {
        sequence_number: change["SequenceNumber"]
            .as_str()
            .unwrap_or_default()
            .to_owned(),
        key: change["Keys"].to_string(),
        created_at: u64::try_from(created_at.as_millis()).unwrap_or_default(),
        event,
    }
}
