//! What callers are told when something is wrong on our side.

use async_trait::async_trait;
use order_core::{Advanced, Order};
use order_events::{OrderId, Timestamp};
use order_store::{Claim, ListQuery, OrderStore, Page, Remembered, RequestKey, StoreError};

use crate::test_api::{NOBODYS, TestApi, order, request};

/// A store that can't be read, and is too busy to be written.
#[derive(Debug)]
struct Broken;

#[async_trait]
impl OrderStore for Broken {
    async fn get(&self, _: OrderId) -> Result<Option<Order>, StoreError> {
        Err(StoreError::CorruptRequest)
    }

    async fn save(&self, next: Advanced, _: Option<Claim<'_>>) -> Result<Order, StoreError> {
        match next {
            Advanced::Ready(order) => Err(StoreError::Contended { id: order.id }),
            Advanced::NeedsNumber(_) => Err(StoreError::CorruptRequest),
        }
    }

    async fn recall(&self, _: &RequestKey, _: Timestamp) -> Result<Option<Remembered>, StoreError> {
        Err(StoreError::CorruptRequest)
    }

    async fn list(&self, _: &ListQuery) -> Result<Page, StoreError> {
        Err(StoreError::CorruptRequest)
    }
}

#[tokio::test]
async fn a_fault_of_ours_is_told_without_detail() {
    let api = TestApi::with(Broken).await;
    for path in ["/orders".to_owned(), format!("/orders/{NOBODYS}")] {
        let answer = api.send(request("GET", path)).await;
        answer.is_problem(500, "internal");
        let text = answer.body.to_string();
        assert!(!text.contains("request"), "{text}");
    }
}

#[tokio::test]
async fn too_busy_is_told_with_the_time_to_come_back() {
    let api = TestApi::with(Broken).await;
    let answer = api.send(request("POST", "/orders").body(&order())).await;
    answer.is_problem(503, "busy");
    assert_eq!(answer.header("retry-after"), Some("1"));
}
