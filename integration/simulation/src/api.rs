//! Requests to the order API, below REST: the same steps on the real store.

use std::sync::Arc;

use futures::future::join;
use order_core::{Advanced, Order, OrderDraft, Subject, Transition, next_statuses};
use order_events::{OrderId, OrderStatus, Timestamp};
use order_store::{Answer, Claim, DynamoDbStore, OrderStore, RequestKey, StoreError};

use crate::clock;

/// A request that may be sent again.
#[derive(Debug, Clone)]
pub(crate) struct Keyed {
    pub(crate) key: RequestKey,
    pub(crate) owner: Subject,
}

pub(crate) async fn place(
    store: Arc<DynamoDbStore>,
    request: Keyed,
    id: OrderId,
    draft: OrderDraft,
) -> Result<OrderId, StoreError> {
    let now = clock::now();
    let order = Order::place(id, request.owner.clone(), draft).expect("drafts are valid");
    match store
        .save(Advanced::Ready(order), Some(claim(&request, now)))
        .await
    {
        Ok(order) => Ok(order.id),
        Err(StoreError::KeyTaken) => {
            let remembered = store.recall(&request.key, now).await?;
            Ok(remembered.ok_or(StoreError::KeyTaken)?.order_id)
        }
        Err(error) => Err(error),
    }
}

/// Has an order enter the status that `choose` picks of those that it can enter, if there are any.
pub(crate) async fn move_on(
    store: Arc<DynamoDbStore>,
    request: Keyed,
    id: OrderId,
    choose: impl Fn(&[OrderStatus]) -> OrderStatus,
) -> Result<(), StoreError> {
    let now = clock::now();
    let (recalled, order) = join(store.recall(&request.key, now), store.get(id)).await;
    let order = order?.expect("it was placed");
    let next = next_statuses(order.status);
    if recalled?.is_some() || next.is_empty() {
        return Ok(());
    }
    let transition = Transition {
        to: choose(next),
        reason: None,
    };
    let at = now.max(order.updated_at);
    let next = order.advance(transition, request.owner.clone(), at);
    let next = next.expect("it was chosen of those that are allowed");
    match store.save(next, Some(claim(&request, now))).await {
        // Refused, if others were faster with another request: that is an answer too.
        Ok(_) | Err(StoreError::KeyTaken | StoreError::Conflict { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Changes a pending order without changing its status.
pub(crate) async fn amend(
    store: Arc<DynamoDbStore>,
    owner: Subject,
    id: OrderId,
) -> Result<(), StoreError> {
    let order = store.get(id).await?.expect("it was placed");
    if order.check_amendable().is_err() {
        return Ok(());
    }
    let mut content = order.content.clone();
    content.purchase_order_reference = Some(format!("PO {}", order.version));
    let at = clock::now().max(order.updated_at);
    let amended = order.amend(content, owner, at);
    match store.save(Advanced::Ready(amended), None).await {
        Ok(_) | Err(StoreError::Conflict { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

fn claim(request: &Keyed, now: Timestamp) -> Claim<'_> {
    const DAY: u64 = 24 * 60 * 60 * 1_000;
    let forgotten_at = Timestamp::from_unix_millis(now.unix_millis() + DAY);
    Claim {
        key: &request.key,
        request_hash: "the same request",
        now,
        forgotten_at: forgotten_at.expect("tomorrow is near"),
        answer: &|_| Answer {
            status: 200,
            body: String::new(),
        },
    }
}
