//! What an operation costs: the calls that DynamoDB gets.

use std::sync::{Arc, Mutex};

use aws_sdk_dynamodb::config::interceptors::BeforeTransmitInterceptorContextRef;
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use integration::start_for_test;
use order_core::{Advanced, Order, SeriesCount, Subject};
use order_events::OrderStatus;
use order_store::{Answer, Claim, ListQuery, OrderStore, RequestKey, Sort, Whose};

use crate::dynamodb;
use crate::orders::{at, enter, order};

/// Writes down the operation of each request that is sent.
#[derive(Debug, Clone, Default)]
struct Recorder(Arc<Mutex<Vec<String>>>);

impl Intercept for Recorder {
    fn name(&self) -> &'static str {
        "Recorder"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let target = context.request().headers().get("x-amz-target").unwrap();
        let (_, operation) = target.split_once('.').unwrap();
        self.0.lock().unwrap().push(operation.to_owned());
        Ok(())
    }
}

impl Recorder {
    /// The operations since the last call.
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

/// Places an order and confirms it; the number of its invoice.
async fn confirm_next(store: &dyn OrderStore, index: u64) -> String {
    let placed = order("eva", at(2026, index));
    store
        .save(Advanced::Ready(placed.clone()), None)
        .await
        .unwrap();
    let confirm = enter(placed, OrderStatus::Confirmed, at(2026, 100 + index));
    let confirmed = store.save(confirm, None).await.unwrap();
    confirmed.invoice.unwrap().number.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_operation_makes_the_calls_it_must_and_no_more() {
    let stack = start_for_test("store-requests").await;
    let recorder = Recorder::default();
    let config = stack.dynamodb().config().to_builder();
    let client = aws_sdk_dynamodb::Client::from_conf(config.interceptor(recorder.clone()).build());
    let store = dynamodb(&stack, client, SeriesCount::ONE);

    let placed = order("eva", at(2026, 0));
    store
        .save(Advanced::Ready(placed.clone()), None)
        .await
        .unwrap();
    assert_eq!(recorder.take(), ["PutItem"]);

    let key = RequestKey::new("key".to_owned());
    let answer = |_: &Order| Answer {
        status: 201,
        body: String::new(),
    };
    let claim = Claim {
        key: &key,
        request_hash: "hash",
        now: at(2026, 0),
        forgotten_at: at(2026, 1_000_000),
        answer: &answer,
    };
    let with_key = Advanced::Ready(order("eva", at(2026, 1)));
    store.save(with_key, Some(claim)).await.unwrap();
    assert_eq!(recorder.take(), ["TransactWriteItems"]);

    store.get(placed.id).await.unwrap();
    assert_eq!(recorder.take(), ["GetItem"]);
    let confirm = enter(placed.clone(), OrderStatus::Confirmed, at(2026, 2));
    let confirmed = store.save(confirm, None).await.unwrap();
    assert_eq!(recorder.take(), ["GetItem", "TransactWriteItems"]);
    let pay = enter(confirmed, OrderStatus::Paid, at(2026, 3));
    store.save(pay, None).await.unwrap();
    assert_eq!(recorder.take(), ["PutItem"]);

    // Who draws alone knows the next number without a look.
    for (index, calls) in [
        (10, vec!["GetItem", "TransactWriteItems"]),
        (11, vec!["TransactWriteItems"]),
        (12, vec!["TransactWriteItems"]),
    ] {
        confirm_next(&store, index).await;
        assert_eq!(recorder.take()[1..], calls);
    }
    // Somebody else draws: one try in vain, then a look.
    let other = dynamodb(&stack, stack.dynamodb().clone(), SeriesCount::ONE);
    confirm_next(&other, 13).await;
    assert_eq!(confirm_next(&store, 14).await, "INV-2026-000006");
    let in_vain = ["TransactWriteItems", "GetItem", "TransactWriteItems"];
    assert_eq!(recorder.take()[1..], in_vain);

    let own = ListQuery {
        whose: Whose::Owner(Subject::new("eva")),
        status: None,
        from: None,
        to: None,
        sort: Sort::NewestFirst,
        limit: 20,
        after: None,
    };
    store.list(&own).await.unwrap();
    assert_eq!(recorder.take(), ["Query"]);
    let paid = ListQuery {
        whose: Whose::Everybody,
        status: Some(OrderStatus::Paid),
        ..own.clone()
    };
    store.list(&paid).await.unwrap();
    // One for each partition of the status.
    assert_eq!(recorder.take(), ["Query"; 8]);
    // Before the first order of all time there is nothing to ask for.
    let never = ListQuery {
        to: Some("1970-01-01T00:00:00Z".parse().unwrap()),
        ..own
    };
    store.list(&never).await.unwrap();
    assert!(recorder.take().is_empty());
}
