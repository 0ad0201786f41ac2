//! The tables, and the stream of one of them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::expression::holds;
use super::{Answer, Request};

pub(crate) const ORDERS: &str = "orders";

#[derive(Debug, Default)]
pub(crate) struct DynamoDb {
    /// Items by table and key.
    pub(crate) items: BTreeMap<(String, String), Value>,
    /// Tokens of transactions that were committed.
    tokens: Vec<String>,
    /// The records of the `orders` table, as functions get them.
    pub(crate) stream: Vec<Value>,
}

impl DynamoDb {
    pub(super) fn serve(&mut self, request: &Request, now: u64) -> Answer {
        let body = request.json();
        match request.operation() {
            "GetItem" => {
                let item = self.items.get(&place(&body, "Key"));
                let item = item.map(|item| format!("\"Item\":{item}"));
                Answer::ok(format!("{{{}}}", item.unwrap_or_default()))
            }
            "PutItem" => self.put(&body, now),
            "TransactWriteItems" => self.transact(&body, now),
            operation => panic!("`{operation}` is not simulated"),
        }
    }

    fn put(&mut self, put: &Value, now: u64) -> Answer {
        let place = place(put, "Item");
        let stored = self.items.get(&place);
        if !condition_holds(put, stored) {
            let error = json!({
                "__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
                "message": "The conditional request failed",
                "Item": stored,
            });
            return Answer {
                status: 400,
                ..Answer::json(&error)
            };
        }
        self.write(place, &put["Item"], now);
        Answer::json(&json!({}))
    }

    fn transact(&mut self, body: &Value, now: u64) -> Answer {
        let token = body["ClientRequestToken"].as_str().unwrap_or_default();
        if self.tokens.iter().any(|known| known == token) {
            return Answer::json(&json!({}));
        }
        let writes = body["TransactItems"]
            .as_array()
            .expect("a transaction has items");
        let parts: Vec<(&Value, (String, String))> = writes.iter().map(write_and_place).collect();
        let holds = |(write, place): &(&Value, _)| condition_holds(write, self.items.get(place));
        let held: Vec<bool> = parts.iter().map(holds).collect();
        if held.contains(&false) {
            let reason = |held: &bool| match held {
                true => json!({"Code": "None"}),
                false => json!({"Code": "ConditionalCheckFailed", "Message": "no"}),
            };
            let error = json!({
                "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
                "message": "Transaction cancelled",
                "CancellationReasons": held.iter().map(reason).collect::<Vec<_>>(),
            });
            return Answer {
                status: 400,
                ..Answer::json(&error)
            };
        }
        for (write, place) in parts {
            let item = match write.get("Item") {
                Some(item) => item.clone(),
                None => updated(write, self.items.get(&place)),
            };
            self.write(place, &item, now);
        }
        self.tokens.push(token.to_owned());
        Answer::json(&json!({}))
    }

    fn write(&mut self, place: (String, String), item: &Value, now: u64) {
        let is_order = place.0 == ORDERS;
        let old = self.items.insert(place, item.clone());
        if is_order {
            self.record(old.as_ref(), Some(item), now, &json!(null));
        }
    }

    /// Adds a record to the stream.
    pub(crate) fn record(
        &mut self,
        old: Option<&Value>,
        new: Option<&Value>,
        now: u64,
        by: &Value,
    ) {
        let number = self.stream.len() + 1;
        let name = match (old, new) {
            (None, _) => "INSERT",
            (Some(_), Some(_)) => "MODIFY",
            (Some(_), None) => "REMOVE",
        };
        let item = new.or(old).expect("something happened to an item");
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of 2026 fit")]
        let seconds = now as f64 / 1_000.0;
        self.stream.push(json!({
            "eventID": format!("stream-event-{number}"),
            "eventName": name,
            "eventVersion": "1.1",
            "eventSource": "aws:dynamodb",
            "awsRegion": "us-east-1",
            "userIdentity": by,
            "dynamodb": {
                "ApproximateCreationDateTime": seconds,
                "Keys": {"orderId": item["orderId"], "createdAt": item["createdAt"]},
                "OldImage": old,
                "NewImage": new,
                "SequenceNumber": format!("{number:012}"),
                "SizeBytes": 1,
                "StreamViewType": "NEW_AND_OLD_IMAGES",
            },
        }));
    }
}

fn write_and_place(item: &Value) -> (&Value, (String, String)) {
    match (item.get("Put"), item.get("Update")) {
        (Some(put), _) => (put, place(put, "Item")),
        (None, Some(update)) => (update, place(update, "Key")),
        (None, None) => panic!("only puts and updates are simulated"),
    }
}

/// The table and the partition key of what `request` is about.
fn place(request: &Value, attributes: &str) -> (String, String) {
    let table = request["TableName"].as_str().expect("the table is named");
    let key = match table {
        ORDERS => "orderId",
        "invoice-series" => "series",
        "idempotency" => "requestKey",
        table => panic!("there is no table `{table}`"),
    };
    let value = request[attributes][key]["S"].as_str();
    (table.to_owned(), value.unwrap_or_default().to_owned())
}

fn condition_holds(write: &Value, stored: Option<&Value>) -> bool {
    let condition = write.get("ConditionExpression").and_then(Value::as_str);
    condition.is_none_or(|condition| holds(condition, &write["ExpressionAttributeValues"], stored))
}

/// The item after `SET name = :value`.
fn updated(update: &Value, stored: Option<&Value>) -> Value {
    let expression = update["UpdateExpression"].as_str().unwrap_or_default();
    let assignment = expression
        .strip_prefix("SET ")
        .and_then(|rest| rest.split_once(" = "));
    let (name, value) = assignment.expect("only one assignment is simulated");
    let mut item = stored.unwrap_or(&update["Key"]).clone();
    item[name] = update["ExpressionAttributeValues"][value].clone();
    item
}
