//! As much of AWS as `dlq` asks for, in memory: the emulator would take an hour for so many letters.
//!
//! What is sent to the queue of status changes counts as processed at once, unless it is idle.

mod bucket;
mod queue;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::Notify;

const CONFIRMED: &str =
    include_str!("../../../../schemas/examples/order-status-changed.v1/confirmed.json");
const ORDER: &str = "01a20c26-0d6b-7b42-9d1f-2f6d0c9a7e55";

/// The service, which ends with its last copy.
#[derive(Clone)]
pub(crate) struct Aws {
    pub(crate) url: String,
    world: Arc<Mutex<World>>,
    died: Arc<Notify>,
}

/// When the caller dies: with its call of this number, which is done by then or is not.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Death {
    pub(crate) call: u64,
    pub(crate) is_done: bool,
}

#[derive(Default)]
struct World {
    url: String,
    /// How long each answer takes.
    latency: Duration,
    /// The first of them goes first.
    visible: BTreeSet<u64>,
    /// Until when a letter is hidden, and by which receipt.
    hidden: HashMap<u64, (Instant, u64)>,
    receipts: u64,
    is_idle: bool,
    calls: u64,
    death: Option<Death>,
    /// How many callers have died.
    dead: u64,
    processed: HashSet<String>,
    /// The deduplication ids of what was sent.
    messages: HashSet<String>,
    /// What is to be carried on.
    jobs: Vec<String>,
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
            died: Arc::default(),
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

    /// Puts an object into the bucket of stream failures, of so many records that nobody can read.
    pub(crate) fn give_up_on(&self, records: usize) {
        let record = json!({
            "requestContext": {"condition": "RetryAttemptsExhausted", "approximateInvokeCount": 21},
            "timestamp": "2026-11-24T12:00:00.000Z",
            "payload": json!({"Records": vec![json!({"eventID": "1"}); records]}).to_string(),
        });
        let mut world = self.world.lock().unwrap();
        let object = (record.to_string().into(), 0);
        world.objects.insert("/failures/one".to_owned(), object);
    }

    /// Objects in the bucket of stream failures.
    pub(crate) fn given_up_on(&self) -> usize {
        self.world.lock().unwrap().failures().count()
    }

    /// Processes nothing from now on.
    pub(crate) fn fall_idle(&self) {
        self.world.lock().unwrap().is_idle = true;
    }

    /// Processes what is sent from now on.
    pub(crate) fn wake_up(&self) {
        self.world.lock().unwrap().is_idle = false;
    }

    /// Processes all that was sent while nothing was.
    pub(crate) fn catch_up(&self) {
        let world = &mut *self.world.lock().unwrap();
        let sent = world.sent.iter().flat_map(|(_, orders)| orders);
        world.processed.extend(sent.cloned());
    }

    /// Has whoever calls die of it: from that call on there are no answers.
    pub(crate) fn kill_at(&self, death: Death) {
        let mut world = self.world.lock().unwrap();
        (world.calls, world.death) = (0, Some(death));
    }

    /// Waits for the death of the caller.
    pub(crate) async fn death(&self) {
        self.died.notified().await;
    }

    /// Answers again, and nobody hides letters any more.
    pub(crate) fn outlive(&self) {
        let world = &mut *self.world.lock().unwrap();
        world.death = None;
        world.dead += 1;
        world
            .visible
            .extend(world.hidden.drain().map(|(index, _)| index));
    }

    /// Calls since [`Self::kill_at`].
    pub(crate) fn calls(&self) -> u64 {
        self.world.lock().unwrap().calls
    }

    /// Messages that were sent, those that SQS takes for the same counted once.
    pub(crate) fn messages(&self) -> usize {
        self.world.lock().unwrap().messages.len()
    }

    /// The next job that is to be carried on.
    pub(crate) fn take_job(&self) -> Option<String> {
        self.world.lock().unwrap().jobs.pop()
    }

    async fn die(&self) -> Response {
        self.died.notify_one();
        std::future::pending().await
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

/// The letter that is about this order.
fn index_of(order_id: &str) -> u64 {
    let (_, index) = order_id.rsplit_once('-').unwrap();
    u64::from_str_radix(index, 16).unwrap()
}

async fn answer(
    State(aws): State<Aws>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let (latency, dead) = {
        let world = aws.world.lock().unwrap();
        (world.latency, world.dead)
    };
    tokio::time::sleep(latency).await;
    let is_lost = aws.world.lock().unwrap().next_call_is_lost(dead);
    if is_lost {
        return aws.die().await;
    }
    let (answer, was_the_last) = {
        let world = &mut *aws.world.lock().unwrap();
        let answer = world.answer(&method, &uri, &headers, body);
        (
            answer,
            world.death.is_some_and(|death| world.calls >= death.call),
        )
    };
    if was_the_last {
        return aws.die().await;
    }
    answer
}

impl World {
    /// Whether a call has no effect that began when so many callers had died.
    fn next_call_is_lost(&mut self, dead: u64) -> bool {
        self.calls += 1;
        dead < self.dead
            || self
                .death
                .is_some_and(|death| match self.calls.cmp(&death.call) {
                    Ordering::Less => false,
                    Ordering::Equal => !death.is_done,
                    Ordering::Greater => true,
                })
    }

    fn answer(&mut self, method: &Method, uri: &Uri, headers: &HeaderMap, body: Bytes) -> Response {
        let target = headers.get("x-amz-target").map(|it| it.to_str().unwrap());
        match target.and_then(|target| target.split_once('.')) {
            Some(("AmazonSQS", action)) => {
                self.queue(action, &serde_json::from_slice(&body).unwrap())
            }
            // Nobody knows the orders: the letters are replayed by force.
            Some((_, "GetItem")) => axum::Json(json!({})).into_response(),
            Some((_, action)) => (StatusCode::NOT_IMPLEMENTED, action.to_owned()).into_response(),
            None if *method == Method::POST => self.stack().into_response(),
            None => self.object(method, uri, headers, body),
        }
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
}
