//! FIFO queues: groups, visibility, deduplication, redrive ("Amazon SQS FIFO queues", Amazon SQS
//! developer guide).

use std::collections::{BTreeMap, BTreeSet};

use order_events::OrderStatusChanged;
use serde_json::{Value, json};

use super::{Answer, Request};
use crate::bug::Bug;
use crate::sim::{Signal, TaskId, World};

/// How long a deduplication id is remembered.
const DEDUPLICATION: u64 = 5 * 60 * 1_000;

#[derive(Debug)]
pub(crate) struct Queue {
    name: &'static str,
    visibility: u64,
    max_receive_count: Option<u32>,
    pub(crate) messages: Vec<Message>,
    seen: BTreeMap<(String, String), u64>,
    sent: usize,
}

#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) id: String,
    pub(crate) body: String,
    pub(crate) group: String,
    deduplication: String,
    trace_header: Option<String>,
    pub(crate) attributes: BTreeMap<String, String>,
    sent_at: u64,
    receives: u32,
    visible_at: u64,
    receipt: String,
}

impl Queue {
    pub(super) fn new(name: &'static str, visibility: u64, max_receive_count: Option<u32>) -> Self {
        Self {
            name,
            visibility,
            max_receive_count,
            messages: Vec::new(),
            seen: BTreeMap::new(),
            sent: 0,
        }
    }

    /// Takes a message, unless it is a duplicate.
    pub(crate) fn send(&mut self, entry: &Value, now: u64) {
        let text = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
        let key = (text("MessageGroupId"), text("MessageDeduplicationId"));
        let known = self
            .seen
            .get(&key)
            .is_some_and(|at| now < at + DEDUPLICATION);
        if known {
            return;
        }
        self.seen.insert(key.clone(), now);
        self.sent += 1;
        let system = &entry["MessageSystemAttributes"];
        let trace_header = system["AWSTraceHeader"]["StringValue"].as_str();
        let attributes = entry["MessageAttributes"].as_object().into_iter().flatten();
        let attributes = attributes.map(|(name, value)| {
            (
                name.clone(),
                value["StringValue"].as_str().unwrap_or_default().to_owned(),
            )
        });
        self.messages.push(Message {
            id: format!("{}-{}", self.name, self.sent),
            body: text("MessageBody"),
            group: key.0,
            deduplication: key.1,
            trace_header: trace_header.map(str::to_owned),
            attributes: attributes.collect(),
            sent_at: now,
            receives: 0,
            visible_at: 0,
            receipt: String::new(),
        });
    }

    /// Up to ten messages of groups of which none is in flight, and those that were received too
    /// often: they leave the queue.
    pub(crate) fn receive(&mut self, now: u64) -> (Vec<Message>, Vec<Message>) {
        let in_flight = self
            .messages
            .iter()
            .filter(|message| message.visible_at > now);
        let blocked: BTreeSet<String> = in_flight.map(|message| message.group.clone()).collect();
        let (mut received, mut given_up) = (Vec::new(), Vec::new());
        let (visibility, most) = (self.visibility, self.max_receive_count);
        self.messages.retain_mut(|message| {
            if received.len() == 10 || blocked.contains(&message.group) {
                return true;
            }
            if most.is_some_and(|most| message.receives >= most) {
                given_up.push(message.clone());
                return false;
            }
            message.receives += 1;
            message.visible_at = now + visibility;
            message.receipt = format!("{}/{}", message.id, message.receives);
            received.push(message.clone());
            true
        });
        (received, given_up)
    }

    /// Deletes the messages with these receipts, if they are still held.
    pub(crate) fn delete(&mut self, receipts: &[String], now: u64) {
        let held =
            |message: &Message| message.visible_at > now && receipts.contains(&message.receipt);
        self.messages.retain(|message| !held(message));
    }

    /// When the next message that is in flight comes back.
    pub(crate) fn next_return(&self, now: u64) -> Option<u64> {
        let times = self.messages.iter().map(|message| message.visible_at);
        times.filter(|at| *at > now).min()
    }

    /// Puts a message in as it was in another queue.
    pub(crate) fn take_over(&mut self, message: Message, now: u64) {
        self.messages.push(Message {
            sent_at: now,
            receives: 0,
            visible_at: 0,
            ..message
        });
    }
}

impl Message {
    /// As a function gets it.
    pub(crate) fn record(&self) -> Value {
        json!({
            "messageId": self.id,
            "receiptHandle": self.receipt,
            "body": self.body,
            "attributes": {
                "MessageGroupId": self.group,
                "MessageDeduplicationId": self.deduplication,
                "ApproximateReceiveCount": self.receives.to_string(),
                "SentTimestamp": self.sent_at.to_string(),
                "AWSTraceHeader": self.trace_header.as_deref().unwrap_or_default(),
            },
            "eventSource": "aws:sqs",
        })
    }

    pub(crate) fn receipt(&self) -> &str {
        &self.receipt
    }
}

impl World {
    pub(super) fn sqs(
        &mut self,
        task: Option<TaskId>,
        request: &Request,
        refused: usize,
    ) -> Answer {
        let body = request.json();
        let to_dead_letters = body["QueueUrl"]
            .as_str()
            .is_some_and(|url| url.ends_with("dead-letters"));
        match request.operation() {
            "SendMessage" => {
                self.put_in(task, to_dead_letters, &body);
                Answer::json(&json!({"MessageId": "sent"}))
            }
            "SendMessageBatch" => {
                let entries = body["Entries"].as_array().expect("a batch has entries");
                let (mut successful, mut failed) = (Vec::new(), Vec::new());
                for (index, entry) in entries.iter().enumerate() {
                    let id = &entry["Id"];
                    if index + 1 == refused {
                        failed
                            .push(json!({"Id": id, "Code": "InternalError", "SenderFault": false}));
                    } else {
                        self.put_in(task, to_dead_letters, entry);
                        successful
                            .push(json!({"Id": id, "MessageId": "sent", "MD5OfMessageBody": ""}));
                    }
                }
                if self.bug == Some(Bug::RefusedEntriesAreIgnored) {
                    failed.clear();
                }
                Answer::json(&json!({"Successful": successful, "Failed": failed}))
            }
            operation => panic!("`{operation}` is not simulated"),
        }
    }

    fn put_in(&mut self, task: Option<TaskId>, dead_letters: bool, entry: &Value) {
        let now = self.now;
        if dead_letters {
            if self.bug != Some(Bug::ParkedMessagesAreLost) {
                self.services.dead_letters.send(entry, now);
            }
            self.raise(Signal::DeadLetter);
            return;
        }
        let event = entry["MessageBody"]
            .as_str()
            .and_then(|body| serde_json::from_str::<OrderStatusChanged>(body).ok());
        let expected = event.map(|event| event.event_id.to_string());
        if expected.as_deref() != entry["MessageDeduplicationId"].as_str() {
            let found = &entry["MessageDeduplicationId"];
            self.violation(
                task,
                format!("expected deduplication by {expected:?}, found {found}"),
            );
        }
        self.services.queue.send(entry, now);
        self.raise(Signal::QueueChanged);
    }
}

/// What a request is about, for the trace.
pub(super) fn what(request: &Request) -> String {
    let body = request.json();
    let id = |entry: &Value| {
        let id = entry["MessageDeduplicationId"].as_str().unwrap_or_default();
        id.to_owned()
    };
    let ids: Vec<String> = match body["Entries"].as_array() {
        Some(entries) => entries.iter().map(id).collect(),
        None => vec![id(&body)],
    };
    let queue = body["QueueUrl"].as_str().unwrap_or_default();
    let queue = queue.rsplit('/').next().unwrap_or_default();
    format!("{} {queue} {}", request.operation(), ids.join(" "))
}
