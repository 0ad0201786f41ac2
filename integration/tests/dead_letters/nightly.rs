//! The nightly reconciliation, an hour from now.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use aws_sdk_sqs::types::QueueAttributeName;
use dlq_replay::Desk;
use dlq_replay::api::Jobs;
use dlq_replay::reconcile::{Found, Reconciliation, Report, State, Window};
use integration::{Stack, start_for_test};
use lambda_kit::clock;
use lambda_kit::deadline::Deadline;
use order_core::{Advanced, Order};
use order_events::{EventId, OrderId, Timestamp, Version};
use order_store::{Claim, ListQuery, OrderStore, Page, Remembered, RequestKey, StoreError};
use serde_json::{Value, json};

use crate::{event, park, place, text, wait};

const HOUR: u64 = 60 * 60 * 1_000;
const WINDOW: Window = Window { days: 2 };

fn in_an_hour() -> Timestamp {
    Timestamp::from_unix_millis(clock::now().unix_millis() + HOUR).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_without_marker_is_queued_again_unless_it_is_parked() {
    let stack = start_for_test("nightly").await;
    let told = stack.subscribe().await.unwrap();
    let orders = place_and_handle(&stack, 3).await;
    while !told.take().await.unwrap().is_empty() {}

    // One is well, one was lost, and one is among the dead letters.
    let desk = stack.desk(in_an_hour).await.unwrap();
    for (_, lost) in &orders[1..] {
        forget(&desk, *lost).await;
    }
    park(
        &stack,
        &event(&orders[2].0, 1, "PENDING"),
        Some("render-failed"),
    )
    .await;
    let jobs = jobs(&desk, "nightly").await;
    let deadline = Deadline::at(in_an_hour().unix_millis() + HOUR);
    let whole = Reconciliation::begin(WINDOW, in_an_hour());
    let report = whole.carry_on(&desk, &jobs, deadline).await.unwrap();

    let expected = Report {
        found: Found {
            orders: 3,
            queued: 1,
            parked: 1,
        },
        state: State::Complete,
    };
    assert_eq!(report, expected);
    let lost = orders[1].1;
    wait(|| stack.marker(lost)).await;
    let heard = told.take().await.unwrap();
    assert_eq!(heard.len(), 1);
    assert_eq!(text(&heard[0]["eventId"]), lost.to_string());
    // A change of a minute ago is on its way, and none of its business.
    let desk = stack.desk(clock::now).await.unwrap();
    let whole = Reconciliation::begin(WINDOW, clock::now());
    let found = whole.carry_on(&desk, &jobs, deadline).await.unwrap().found;
    assert_eq!((found.orders, found.queued, found.parked), (3, 0, 0));
}

/// An hour after it was first asked, and then no later: so it is known how much time is left.
fn night() -> Timestamp {
    static NIGHT: OnceLock<Timestamp> = OnceLock::new();
    *NIGHT.get_or_init(in_an_hour)
}

/// What an invocation has that began at night: time for one page and what is missing there, or for
/// all.
fn time_for_one_page() -> Deadline {
    Deadline::at(night().unix_millis() + 9_000)
}

fn time_for_all() -> Deadline {
    Deadline::at(night().unix_millis() + HOUR)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_night_longer_than_an_invocation_is_handed_on_to_its_end() {
    let stack = start_for_test("long-night").await;
    let told = stack.subscribe().await.unwrap();
    let orders = place_and_handle(&stack, 5).await;
    while !told.take().await.unwrap().is_empty() {}
    let mut desk = stack.desk(night).await.unwrap();
    desk.orders = Box::new(OneByOne::of(desk.orders, &[2, 7, 9]));
    let jobs = jobs(&desk, "long-night").await;
    // Looked at last, since the newest comes first.
    let lost = orders[0].1;
    forget(&desk, lost).await;

    let whole = Reconciliation::begin(WINDOW, night());
    let report = whole.carry_on(&desk, &jobs, time_for_one_page()).await;
    let expected = Report {
        found: Found {
            orders: 1,
            ..Found::default()
        },
        state: State::HandedOn,
    };
    assert_eq!(report.unwrap(), expected);

    let (first, from) = next(&jobs).await.unwrap();
    // One that fails at once comes again. It hands on once, however often it comes and however far.
    assert_eq!(failures(&desk, &jobs, &first, time_for_one_page()).await, 1);
    assert!(next(&jobs).await.is_none(), "nothing was done");
    for deadline in [time_for_one_page(), time_for_all()] {
        assert_eq!(failures(&desk, &jobs, &first, deadline).await, 0);
    }
    // One that fails later hands on what is left, though it had time.
    let (second, after_two) = next(&jobs).await.unwrap();
    assert_eq!(failures(&desk, &jobs, &second, time_for_all()).await, 0);
    let (third, after_three) = next(&jobs).await.unwrap();
    assert_eq!(failures(&desk, &jobs, &third, time_for_one_page()).await, 0);
    let (fourth, after_four) = next(&jobs).await.unwrap();
    assert_eq!(
        failures(&desk, &jobs, &fourth, time_for_one_page()).await,
        0
    );
    assert!(next(&jobs).await.is_none(), "all orders were seen");
    let seen = [from, after_two, after_three, after_four].map(|job| {
        assert_eq!(job["to"], night().to_string());
        (job["after"].clone(), job["found"]["orders"].clone())
    });
    let newest_first = orders.iter().rev().take(4).map(|(_, id)| id.order_id);
    let expected = newest_first
        .zip(1..)
        .map(|(id, count)| (json!(id), json!(count)));
    assert_eq!(seen.to_vec(), expected.collect::<Vec<_>>());
    wait(|| stack.marker(lost)).await;
    let heard = told.take().await.unwrap();
    assert_eq!(heard.len(), 1);
    assert_eq!(text(&heard[0]["eventId"]), lost.to_string());

    // And so it goes on with the function that is deployed, from the queue that it reads.
    let lost = orders[1].1;
    forget(&desk, lost).await;
    let deployed = Jobs {
        queue_url: stack.outputs().replay_jobs_queue_url.clone(),
        ..jobs
    };
    let whole = Reconciliation::begin(WINDOW, night());
    let report = whole.carry_on(&desk, &deployed, time_for_one_page()).await;
    assert_eq!(report.unwrap().state, State::HandedOn);
    wait(|| stack.marker(lost)).await;
}

/// Orders that were placed one after the other, each with its first event, which was handled.
async fn place_and_handle(stack: &Stack, count: usize) -> Vec<(Value, EventId)> {
    let mut orders = Vec::new();
    for _ in 0..count {
        let order = place(stack).await;
        let event_id = EventId {
            order_id: text(&order["orderId"]).parse().unwrap(),
            version: Version(1),
        };
        wait(|| stack.marker(event_id)).await;
        orders.push((order, event_id));
    }
    orders
}

/// Makes it so that nobody handled the event.
async fn forget(desk: &Desk, event: EventId) {
    let prefix = event.order_id.object_prefix();
    let key = format!("{prefix}/events/{}.json", event.version);
    let delete = desk.s3.delete_object().bucket(&desk.places.invoices_bucket);
    delete.key(key).send().await.unwrap();
}

/// A queue of jobs that nobody reads but this test.
async fn jobs(desk: &Desk, name: &str) -> Jobs {
    let create = desk.sqs.create_queue().queue_name(format!("{name}.fifo"));
    let fifo = (QueueAttributeName::FifoQueue, "true");
    let queue = create.attributes(fifo.0, fifo.1).send().await.unwrap();
    Jobs {
        sqs: desk.sqs.clone(),
        queue_url: queue.queue_url.unwrap(),
    }
}

/// The next job, as the function is told of it, and what it says about the reconciliation.
async fn next(jobs: &Jobs) -> Option<(SqsEvent, Value)> {
    let receive = jobs.sqs.receive_message().queue_url(&jobs.queue_url);
    let received = receive.send().await.unwrap();
    let message = received.messages?.into_iter().next()?;
    let delete = jobs.sqs.delete_message().queue_url(&jobs.queue_url);
    let delete = delete.receipt_handle(message.receipt_handle.unwrap());
    delete.send().await.unwrap();
    let body = message.body.unwrap();
    let event = json!({"Records": [{
        "messageId": message.message_id,
        "body": body,
        "attributes": {"MessageGroupId": "reconciliation"},
        "messageAttributes": {},
    }]});
    let job: Value = serde_json::from_str(&body).unwrap();
    Some((
        serde_json::from_value(event).unwrap(),
        job["reconcile"].clone(),
    ))
}

/// How many messages come again.
async fn failures(desk: &Desk, jobs: &Jobs, event: &SqsEvent, deadline: Deadline) -> usize {
    let answer: SqsBatchResponse = jobs.handle(desk, event.clone(), deadline).await.unwrap();
    answer.batch_item_failures.len()
}

/// A store with one order to a page, that is out of order for some of them.
#[derive(Debug)]
struct OneByOne {
    store: Box<dyn OrderStore>,
    pages: AtomicUsize,
    outages: &'static [usize],
}

impl OneByOne {
    fn of(store: Box<dyn OrderStore>, outages: &'static [usize]) -> Self {
        Self {
            store,
            pages: AtomicUsize::new(0),
            outages,
        }
    }
}

#[async_trait]
impl OrderStore for OneByOne {
    async fn get(&self, id: OrderId) -> Result<Option<Order>, StoreError> {
        self.store.get(id).await
    }

    async fn save(&self, next: Advanced, claim: Option<Claim<'_>>) -> Result<Order, StoreError> {
        self.store.save(next, claim).await
    }

    async fn recall(
        &self,
        key: &RequestKey,
        now: Timestamp,
    ) -> Result<Option<Remembered>, StoreError> {
        self.store.recall(key, now).await
    }

    async fn list(&self, query: &ListQuery) -> Result<Page, StoreError> {
        let page = self.pages.fetch_add(1, Ordering::Relaxed) + 1;
        if self.outages.contains(&page) {
            return Err(StoreError::CorruptRequest);
        }
        let one = ListQuery {
            limit: 1,
            ..query.clone()
        };
        self.store.list(&one).await
    }
}
