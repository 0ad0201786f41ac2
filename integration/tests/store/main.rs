//! What a store of orders promises, kept in memory and by DynamoDB alike.
#![expect(
    clippy::unwrap_used,
    reason = "in a test, what should be there and is not is a failure"
)]

mod contract;
mod orders;
mod requests;
mod throughput;

use integration::{Stack, start_for_test};
use order_core::SeriesCount;
use order_store::{DynamoDbStore, MemoryStore, Tables};

/// The orders of `stack`, numbered in `series` series.
fn dynamodb(stack: &Stack, client: aws_sdk_dynamodb::Client, series: SeriesCount) -> DynamoDbStore {
    let outputs = stack.outputs();
    let tables = Tables {
        orders: outputs.orders_table.clone(),
        invoice_series: outputs.invoice_series_table.clone(),
        idempotency: outputs.idempotency_table.clone(),
    };
    DynamoDbStore::new(client, tables, series)
}

#[tokio::test]
async fn memory_keeps_the_promises() {
    contract::check(&MemoryStore::new(SeriesCount::ONE)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dynamodb_keeps_the_promises() {
    let stack = start_for_test("store-contract").await;
    let store = dynamodb(&stack, stack.dynamodb().clone(), SeriesCount::ONE);
    contract::check(&store).await;
}
