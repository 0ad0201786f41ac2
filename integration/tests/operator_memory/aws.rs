//! As much of AWS as `dlq` asks for, in memory: the emulator would take an hour for so many letters.
//!
//! What is sent to the queue of status changes counts as processed at once, unless it is idle.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;

const CONFIRMED: &str =
    include_str!("../../../schemas/examples/order-status-changed.v1/confirmed.json");
const ORDER: &str = "01a20c26-0d6b-7b42-9d1f-2f6d0c9a7e55";

/// The service, which ends with its last copy.
#[derive(Clone)]
pub(crate) struct Aws {
    pub(crate) url: String,
    world: Arc<Mutex<World>>,
}

#[derive(Default)]
struct World {
    url: String,
    /// How long each answer takes.
    latency: Duration,
    visible: VecDeque<u64>,
    /// Until when a letter is hidden, and by which receipt.
    hidden: HashMap<u64, (Instant, u64)>,
    receipts: u64,
    is_idle: bool,
    processed: HashSet<String>,
    /// When letters were sent, and about which orders.
    sent: Vec<(Instant, Vec<String>)>,
    objects: BTreeMap<String, (Bytes, u64)>,
    writes: u64,
}

impl Aws {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let world = World {
            url: url.clone(),
            ..World::default()
        };
        let aws = Self {
            url,
            world: Arc::new(Mutex::new(world)),
        };
        let app = Router::new().fallback(answer).with_state(aws.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        aws
    }

    /// Puts `count` letters, each about an order of its own, in the place of what was there.
    pub(crate) fn poison(&self, count: u64) {
        let mut world = self.world.lock().unwrap();
        world.visible = (0..count).collect();
        world.hidden.clear();
        world.processed.clear();
        world.sent.clear();
    }

    /// Has every answer take so long from now on.
    pub(crate) fn slow_down(&self, latency: Duration) {
        self.world.lock().unwrap().latency = latency;
    }

    /// Processes nothing from now on.
    pub(crate) fn fall_idle(&self) {
        self.world.lock().unwrap().is_idle = true;
    }

    /// Processes what is sent from now on.
    pub(crate) fn wake_up(&self) {
        self.world.lock().unwrap().is_idle = false;
    }

    /// Letters that are there, hidden or not.
    pub(crate) fn left(&self) -> usize {
        let world = self.world.lock().unwrap();
        world.visible.len() + world.hidden.len()
    }

    /// Letters that anybody would be given.
    pub(crate) fn visible(&self) -> usize {
        self.world.lock().unwrap().visible.len()
    }

    /// When letters were sent, and about which orders.
    pub(crate) fn sent(&self) -> Vec<(Instant, Vec<String>)> {
        self.world.lock().unwrap().sent.clone()
    }
}

/// The payload of a letter.
pub(crate) fn payload(index: u64) -> String {
    CONFIRMED.replace(ORDER, &order_id(index))
}

fn order_id(index: u64) -> String {
    format!("01a20c26-0d6b-7b42-9d1f-{index:012x}")
}

async fn answer(
    State(aws): State<Aws>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let latency = aws.world.lock().unwrap().latency;
    tokio::time::sleep(latency).await;
    let world = &mut *aws.world.lock().unwrap();
    let target = headers.get("x-amz-target").map(|it| it.to_str().unwrap());
    match target.and_then(|target| target.split_once('.')) {
        Some(("AmazonSQS", action)) => world.queue(action, &serde_json::from_slice(&body).unwrap()),
        // Nobody knows the orders: the letters are replayed by force.
        Some((_, "GetItem")) => axum::Json(json!({})).into_response(),
        Some((_, action)) => (StatusCode::NOT_IMPLEMENTED, action.to_owned()).into_response(),
        None if method == Method::POST => world.stack().into_response(),
        None => world.object(&method, &uri, &headers, body),
    }
}

impl World {
    fn queue(&mut self, action: &str, call: &Value) -> Response {
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
                let count = self.visible.len().min(10);
                let indices: Vec<u64> = self.visible.drain(..count).collect();
                let messages = indices.into_iter().map(|index| {
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
                        self.visible.push_back(index);
                    }
                    done.push(json!({"Id": entry["Id"]}));
                }
                json!({"Successful": done, "Failed": failed})
            }
            "SendMessageBatch" => {
                let (mut done, mut orders) = (Vec::new(), Vec::new());
                for entry in entries {
                    let order = entry["MessageGroupId"].as_str().unwrap();
                    if !self.is_idle {
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

    /// The outputs of the stack, which tell `dlq` where everything is.
    fn stack(&self) -> String {
        let url = &self.url;
        let outputs = [
            ("OrdersTableName", "orders".to_owned()),
            ("InvoicesBucketName", "invoices".to_owned()),
            ("StreamFailuresBucketName", "failures".to_owned()),
            ("ReplaysBucketName", "replays".to_owned()),
            ("StatusChangesQueueUrl", format!("{url}/1/changes")),
            ("DeadLetterQueueUrl", format!("{url}/1/dead")),
            ("SubscriptionDeadLetterQueueUrls", "none".to_owned()),
        ];
        let mut members = String::new();
        for (key, value) in outputs {
            write!(
                members,
                "<member><OutputKey>{key}</OutputKey><OutputValue>{value}</OutputValue></member>"
            )
            .unwrap();
        }
        format!(
            "<DescribeStacksResponse><DescribeStacksResult><Stacks><member>\
             <StackName>orders</StackName><StackStatus>CREATE_COMPLETE</StackStatus>\
             <CreationTime>2026-11-24T12:00:00Z</CreationTime><Outputs>{members}</Outputs>\
             </member></Stacks></DescribeStacksResult></DescribeStacksResponse>"
        )
    }

    fn object(&mut self, method: &Method, uri: &Uri, headers: &HeaderMap, body: Bytes) -> Response {
        let query = uri.query().unwrap_or_default();
        if query.contains("list-type=2") {
            return self.list(query).into_response();
        }
        let found = self.objects.get(uri.path());
        let etag = found.map(|(_, etag)| format!("\"{etag}\""));
        if *method == Method::GET {
            return match (found, etag) {
                (Some((body, _)), Some(etag)) => ([("etag", etag)], body.clone()).into_response(),
                _ => (
                    StatusCode::NOT_FOUND,
                    "<Error><Code>NoSuchKey</Code></Error>",
                )
                    .into_response(),
            };
        }
        let expected = headers.get("if-match").map(|it| it.to_str().unwrap());
        let is_new = headers.contains_key("if-none-match");
        if expected.is_some_and(|it| etag.as_deref() != Some(it)) || (is_new && etag.is_some()) {
            let code = "<Error><Code>PreconditionFailed</Code></Error>";
            return (StatusCode::PRECONDITION_FAILED, code).into_response();
        }
        self.writes += 1;
        self.objects
            .insert(uri.path().to_owned(), (body, self.writes));
        [("etag", format!("\"{}\"", self.writes))].into_response()
    }

    /// The markers of an order. The other lists are empty.
    fn list(&self, query: &str) -> String {
        let mut contents = String::new();
        let mut parts = query.split('&');
        let prefix = parts
            .find_map(|part| part.strip_prefix("prefix="))
            .unwrap_or_default()
            .replace("%2F", "/");
        let is_processed = prefix.split('/').any(|part| self.processed.contains(part));
        if is_processed {
            contents = format!("<Contents><Key>{prefix}2.json</Key></Contents>");
        }
        format!("<ListBucketResult><IsTruncated>false</IsTruncated>{contents}</ListBucketResult>")
    }
}

fn message(index: u64, receipt: u64) -> Value {
    json!({
        "MessageId": format!("5f0c8b9e-0000-4000-8000-{index:012x}"),
        // As long as those of SQS.
        "ReceiptHandle": format!("{:-<400}", format!("{index}/{receipt}")),
        "MD5OfBody": "",
        "Body": payload(index),
        "Attributes": {"SentTimestamp": "1795521600000", "ApproximateReceiveCount": "1"},
        "MessageAttributes": {
            "errorCode": {"DataType": "String", "StringValue": format!("cause-{}", index % 5)},
            "errorReason": {"DataType": "String", "StringValue": "the template is broken"},
        },
    })
}

/// The letter and the number of the receipt.
fn receipt(handle: &Value) -> (u64, u64) {
    let handle = handle.as_str().unwrap().trim_end_matches('-');
    let (index, receipt) = handle.split_once('/').unwrap();
    (index.parse().unwrap(), receipt.parse().unwrap())
}
