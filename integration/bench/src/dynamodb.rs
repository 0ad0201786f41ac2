//! DynamoDB's place, taken by `dynoxide`, which keeps its promises: conditions, transactions and
//! their tokens (JSON 1.0 protocol).
//!
//! In memory, in this process. It has no indexes, and is made anew for each round of a measurement,
//! so that it never grows enough to slow down; its stream, which does so soonest, is off unless its
//! records are wanted.

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use dynoxide::{Database, DynoxideError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::error::BenchError;
use crate::http::{Connection, Response, Server};

/// The attributes that make the key of each table.
pub(crate) type Keys = &'static [(&'static str, &'static [&'static str])];

/// Whether changes are recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    Off,
    /// With the images before and after.
    On,
}

/// A running database.
pub(crate) struct DynamoDb {
    database: Database,
    server: Server,
    tally: Arc<Mutex<Tally>>,
}

/// What the database did since it was asked last.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Tally {
    pub(crate) calls: usize,
    /// From each request's last byte read to its answer's last byte written.
    pub(crate) time: Duration,
}

impl fmt::Debug for DynamoDb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynamoDb").finish_non_exhaustive()
    }
}

impl DynamoDb {
    /// Starts an empty database with tables that have these keys.
    pub(crate) async fn start(keys: Keys, stream: Stream) -> Result<Self, BenchError> {
        let database = with_tables(keys, stream).map_err(BenchError::Database)?;
        let tally = Arc::<Mutex<Tally>>::default();
        let shared = Arc::clone(&tally);
        let served = database.clone();
        let serve = move |connection| serve(connection, served.clone(), Arc::clone(&shared));
        let started: io::Result<Server> = Server::start(serve).await;
        Ok(Self {
            database,
            server: started.map_err(BenchError::Listen)?,
            tally,
        })
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.server.address())
    }

    pub(crate) fn take_tally(&self) -> Tally {
        std::mem::take(&mut lock(&self.tally))
    }

    /// The items of `table`, in no order; at most a megabyte of them.
    pub(crate) fn rows(&self, table: &str) -> Result<Vec<Value>, BenchError> {
        rows(&self.database, table).map_err(BenchError::Database)
    }

    /// What happened to the items of `table` so far, at most 1,000 changes.
    pub(crate) fn stream_records(&self, table: &str) -> Result<Vec<Value>, BenchError> {
        records(&self.database, table).map_err(BenchError::Database)
    }
}

fn rows(database: &Database, table: &str) -> Result<Vec<Value>, DynoxideError> {
    let request = json!({"TableName": table}).to_string();
    let found = as_json(&database.scan(read(request.as_bytes())?)?)?;
    Ok(found["Items"].as_array().cloned().unwrap_or_default())
}

fn records(database: &Database, table: &str) -> Result<Vec<Value>, DynoxideError> {
    let ask = |request: &Value| request.to_string().into_bytes();
    let listed = database.list_streams(read(&ask(&json!({"TableName": table})))?)?;
    let arn = &as_json(&listed)?["Streams"][0]["StreamArn"];
    let described = database.describe_stream(read(&ask(&json!({"StreamArn": arn})))?)?;
    let shard = &as_json(&described)?["StreamDescription"]["Shards"][0]["ShardId"];
    let start = json!({"StreamArn": arn, "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON"});
    let iterator = as_json(&database.get_shard_iterator(read(&ask(&start))?)?)?;
    let from = json!({"ShardIterator": iterator["ShardIterator"], "Limit": 1_000});
    let mut found = as_json(&database.get_records(read(&ask(&from))?)?)?;
    Ok(found["Records"]
        .as_array_mut()
        .map(std::mem::take)
        .unwrap_or_default())
}

fn with_tables(keys: Keys, stream: Stream) -> Result<Database, DynoxideError> {
    let database = Database::memory()?;
    for (table, attributes) in keys {
        let kinds = ["HASH", "RANGE"].into_iter().zip(*attributes);
        let schema: Vec<_> = kinds
            .map(|(kind, name)| json!({"AttributeName": name, "KeyType": kind}))
            .collect();
        let definitions: Vec<_> = attributes
            .iter()
            .map(|name| json!({"AttributeName": name, "AttributeType": "S"}))
            .collect();
        let mut request = json!({
            "TableName": table,
            "KeySchema": schema,
            "AttributeDefinitions": definitions,
            "BillingMode": "PAY_PER_REQUEST",
        });
        if stream == Stream::On {
            request["StreamSpecification"] =
                json!({"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"});
        }
        database.create_table(read(request.to_string().as_bytes())?)?;
    }
    Ok(database)
}

async fn serve(mut connection: Connection, database: Database, tally: Arc<Mutex<Tally>>) {
    while let Some((request, arrived)) = connection.next().await {
        let target = request.header("x-amz-target").unwrap_or_default();
        let operation = target.rsplit('.').next().unwrap_or_default();
        let (status, body) = match perform(&database, operation, &request.body) {
            Ok(answer) => ("200 OK", answer),
            Err(error) => ("400 Bad Request", error.to_json()),
        };
        let response = Response {
            status,
            headers: &[
                ("content-type", "application/x-amz-json-1.0"),
                (
                    "x-amzn-requestid",
                    "VVS7GBBHSL1B63CA3ODRFUEFARVV4KQNSO5AEMVJF66Q9ASUAAJG",
                ),
            ],
            body: body.as_bytes(),
        };
        if connection.answer(&response).await.is_err() {
            return;
        }
        let mut tally = lock(&tally);
        tally.calls += 1;
        tally.time += arrived.elapsed();
    }
}

/// Answers what the measured functions ask for.
fn perform(database: &Database, operation: &str, body: &[u8]) -> Result<String, DynoxideError> {
    match operation {
        "GetItem" => written(&database.get_item(read(body)?)?),
        "PutItem" => written(&database.put_item(read(body)?)?),
        "Query" => written(&database.query(read(body)?)?),
        "TransactWriteItems" => written(&database.transact_write_items(read(body)?)?),
        _ => Err(DynoxideError::ValidationException(format!(
            "no function under measurement calls {operation}"
        ))),
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, DynoxideError> {
    serde_json::from_slice(body)
        .map_err(|error| DynoxideError::SerializationException(error.to_string()))
}

fn written(answer: &impl Serialize) -> Result<String, DynoxideError> {
    serde_json::to_string(answer)
        .map_err(|error| DynoxideError::InternalServerError(error.to_string()))
}

fn as_json(answer: &impl Serialize) -> Result<Value, DynoxideError> {
    serde_json::to_value(answer)
        .map_err(|error| DynoxideError::InternalServerError(error.to_string()))
}

fn lock(tally: &Mutex<Tally>) -> MutexGuard<'_, Tally> {
    tally.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: Keys = &[("orders-of-test", &["id", "at"]), ("series", &["series"])];

    fn check(database: &Database, operation: &str, request: &Value, expected: Result<Value, &str>) {
        let answer = perform(database, operation, request.to_string().as_bytes());
        match (answer, expected) {
            (Ok(answer), Ok(expected)) => {
                assert_eq!(serde_json::from_str::<Value>(&answer).unwrap(), expected);
            }
            (Err(error), Err(expected)) => {
                assert!(error.to_json().contains(expected), "{}", error.to_json());
            }
            (answer, expected) => panic!("expected {expected:?}, found {answer:?}"),
        }
    }

    #[test]
    fn conditions_and_transactions_hold() {
        let database = with_tables(KEYS, Stream::Off).unwrap();
        let item = json!({"id": {"S": "a"}, "at": {"S": "b"}, "version": {"N": "1"}});
        let put = json!({
            "TableName": "orders-of-test",
            "Item": item,
            "ConditionExpression": "attribute_not_exists(id)",
        });
        let both = json!({"TransactItems": [
            {"Put": put},
            {"Put": {"TableName": "series", "Item": {"series": {"S": "s"}}}},
        ]});
        let get = json!({"TableName": "series", "Key": {"series": {"S": "s"}}});
        check(&database, "PutItem", &put, Ok(json!({})));
        let refused = Err("TransactionCanceledException");
        check(&database, "TransactWriteItems", &both, refused);
        check(&database, "GetItem", &get, Ok(json!({})));
    }

    #[test]
    fn what_no_function_asks_for_is_refused() {
        let database = with_tables(KEYS, Stream::Off).unwrap();
        let scan = json!({"TableName": "series"});
        check(&database, "Scan", &scan, Err("calls Scan"));
        check(
            &database,
            "GetItem",
            &json!({"TableName": "others"}),
            Err("Exception"),
        );
    }

    #[test]
    fn the_stream_tells_what_was_there_and_what_is() {
        let database = with_tables(KEYS, Stream::On).unwrap();
        for version in ["1", "2"] {
            let item = json!({"series": {"S": "s"}, "version": {"N": version}});
            let put = json!({"TableName": "series", "Item": item});
            check(&database, "PutItem", &put, Ok(json!({})));
        }
        let records = records(&database, "series").unwrap();
        let events: Vec<_> = records.iter().map(|record| &record["eventName"]).collect();
        assert_eq!(events, ["INSERT", "MODIFY"]);
        assert_eq!(
            records[1]["dynamodb"]["OldImage"]["version"],
            json!({"N": "1"})
        );
    }
}
