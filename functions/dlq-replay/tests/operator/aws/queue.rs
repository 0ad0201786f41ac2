//! SQS: the dead letters, and the queue of status changes.

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::{World, index_of, payload};

impl World {
    pub(super) fn queue(&mut self, action: &str, call: &Value) -> Response {
        let is_dead_letters = call["QueueUrl"].as_str().unwrap().ends_with("/dead");
        let entries = call["Entries"].as_array().into_iter().flatten();
        let answer = match action {
            "GetQueueAttributes" if is_dead_letters => json!({"Attributes": {
                "ApproximateNumberOfMessages": self.visible.len().to_string(),
                "ApproximateNumberOfMessagesNotVisible": self.hidden.len().to_string(),
            }}),
            "GetQueueAttributes" => json!({"Attributes": {}}),
            "ReceiveMessage" => {
                self.show_again();
                let seconds = call["VisibilityTimeout"].as_u64().unwrap();
                let until = Instant::now() + Duration::from_secs(seconds);
                let indices: Vec<u64> = self.visible.iter().take(10).copied().collect();
                let messages = indices.into_iter().map(|index| {
                    self.visible.remove(&index);
                    self.receipts += 1;
                    self.hidden.insert(index, (until, self.receipts));
                    message(index, self.receipts)
                });
                json!({"Messages": messages.collect::<Vec<_>>()})
            }
            "ChangeMessageVisibilityBatch" | "DeleteMessageBatch" => {
                self.show_again();
                let (mut done, mut failed) = (Vec::new(), Vec::new());
                for entry in entries {
                    let (index, receipt) = receipt(&entry["ReceiptHandle"]);
                    let known = self.hidden.get(&index).map(|(_, receipt)| *receipt);
                    if known != Some(receipt) {
                        let code = "ReceiptHandleIsInvalid";
                        failed.push(json!({"Id": entry["Id"], "Code": code, "SenderFault": true}));
                        continue;
                    }
                    self.hidden.remove(&index);
                    if action.starts_with("Change") {
                        self.visible.insert(index);
                    }
                    done.push(json!({"Id": entry["Id"]}));
                }
                json!({"Successful": done, "Failed": failed})
            }
            "SendMessageBatch" => {
                let (mut done, mut orders) = (Vec::new(), Vec::new());
                for entry in entries {
                    let order = entry["MessageGroupId"].as_str().unwrap();
                    let message = entry["MessageDeduplicationId"].as_str().unwrap();
                    let is_new = self.messages.insert(message.to_owned());
                    if is_new && is_dead_letters {
                        self.visible.insert(index_of(order));
                    } else if is_new && !self.is_idle {
                        self.processed.insert(order.to_owned());
                    }
                    orders.push(order.to_owned());
                    done.push(json!({
                        "Id": entry["Id"],
                        "MessageId": "5f0c8b9e-0000-4000-8000-000000000001",
                        "MD5OfMessageBody": "",
                    }));
                }
                self.sent.push((Instant::now(), orders));
                json!({"Successful": done, "Failed": []})
            }
            "SendMessage" => {
                let job = call["MessageBody"].as_str().unwrap();
                self.jobs.push(job.to_owned());
                json!({"MessageId": "5f0c8b9e-0000-4000-8000-000000000002", "MD5OfMessageBody": ""})
            }
            _ => return (StatusCode::NOT_IMPLEMENTED, action.to_owned()).into_response(),
        };
        axum::Json(answer).into_response()
    }

    /// Makes visible what was hidden for its time.
    fn show_again(&mut self) {
        let now = Instant::now();
        let over = self.hidden.extract_if(|_, (until, _)| *until <= now);
        self.visible.extend(over.map(|(index, _)| index));
    }
}

fn message(index: u64, receipt: u64) -> Value {
    json!({
        "MessageId": format!("5f0c8b9e-0000-4000-8000-{index:012x}"),
        // As long as those of SQS.
        "ReceiptHandle": format!("{:-<400}", format!("{index}/{receipt}")),
        "MD5OfBody": "",
        "Body": payload(index),
        "Attributes": {"SentTimestamp": sent_at(), "ApproximateReceiveCount": "1"},
        "MessageAttributes": {
            "errorCode": {"DataType": "String", "StringValue": format!("cause-{}", index % 5)},
            "errorReason": {"DataType": "String", "StringValue": "the template is broken"},
        },
    })
}

/// Three minutes ago.
fn sent_at() -> String {
    let now = lambda_kit::clock::now().unix_millis();
    (now - 3 * 60 * 1_000).to_string()
}

/// The letter and the number of the receipt.
fn receipt(handle: &Value) -> (u64, u64) {
    let handle = handle.as_str().unwrap().trim_end_matches('-');
    let (index, receipt) = handle.split_once('/').unwrap();
    (index.parse().unwrap(), receipt.parse().unwrap())
}
