//! Writes that belong together: an order, the number of its document, the request that asked.

use std::time::Duration;

use aws_sdk_dynamodb::config::AsyncSleep;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{Put, TransactWriteItem};
use order_core::{Advanced, Order};
use order_events::OrderId;

use super::{DynamoDbStore, Expected};
use crate::backoff;
use crate::error::StoreError;
use crate::store::Claim;

/// Tries before the caller is told to come back later.
const ATTEMPTS: u32 = 40;

/// One write of a transaction.
pub(super) struct Write {
    pub(super) part: Part,
    pub(super) item: TransactWriteItem,
}

/// What a write is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Request,
    Order,
    Number,
}

/// How a transaction ended that did not fail for good.
enum Outcome {
    Committed,
    /// Others wrote at the same moment, or drew the number: it can be tried again.
    Overtaken,
}

impl DynamoDbStore {
    /// Writes the next version of an order together with what belongs to it, or nothing.
    pub(super) async fn commit(
        &self,
        next: &Advanced,
        claim: Option<&Claim<'_>>,
    ) -> Result<Order, StoreError> {
        let id = match next {
            Advanced::Ready(order) => order.id,
            Advanced::NeedsNumber(unnumbered) => unnumbered.order_id(),
        };
        for attempt in 0..ATTEMPTS {
            let (order, number) = match next {
                Advanced::Ready(order) => (order.clone(), None),
                Advanced::NeedsNumber(unnumbered) => {
                    let (kind, at) = (unnumbered.kind(), unnumbered.issued_at());
                    let series = self.series.series(kind, id, at);
                    let number = self.next_number(series).await?;
                    (unnumbered.numbered(number), Some(number))
                }
            };
            let mut writes = vec![self.write_order(&order)?];
            writes.extend(number.map(|number| self.draw(number)));
            writes.extend(claim.map(|claim| self.remember(claim, &order)));
            match self.transact(id, writes).await? {
                Outcome::Committed => {
                    if let Some(number) = number {
                        self.own_draws.remember(number);
                    }
                    return Ok(order);
                }
                Outcome::Overtaken => {
                    if let Some(number) = number {
                        self.own_draws.forget(number.series);
                    }
                    self.wait(backoff::delay(id.spread(), attempt)).await;
                }
            }
        }
        Err(StoreError::Contended { id })
    }

    /// As the client waits between its own tries.
    async fn wait(&self, delay: Duration) {
        if let Some(sleep) = self.client.config().sleep_impl() {
            sleep.sleep(delay).await;
        }
    }

    fn write_order(&self, order: &Order) -> Result<Write, StoreError> {
        let expected = Expected::before(order);
        let put = Put::builder()
            .table_name(&self.tables.orders)
            .set_item(Some(self.attributes(order)?))
            .condition_expression(expected.condition)
            .set_expression_attribute_values(expected.values)
            .build()
            .expect("table and item are set");
        Ok(Write {
            part: Part::Order,
            item: TransactWriteItem::builder().put(put).build(),
        })
    }

    /// The SDK gives each call a token, so that its own retries of it count once.
    async fn transact(&self, id: OrderId, writes: Vec<Write>) -> Result<Outcome, StoreError> {
        let (parts, items): (Vec<Part>, Vec<_>) = writes
            .into_iter()
            .map(|write| (write.part, write.item))
            .unzip();
        let result = self
            .client
            .transact_write_items()
            .set_transact_items(Some(items))
            .send()
            .await;
        match result {
            Ok(_) => Ok(Outcome::Committed),
            Err(error) => outcome(id, &parts, error),
        }
    }
}

/// The meaning of a cancelled transaction, whose reasons are in the order of its writes.
fn outcome(
    id: OrderId,
    parts: &[Part],
    error: SdkError<TransactWriteItemsError>,
) -> Result<Outcome, StoreError> {
    let reasons = match error.as_service_error() {
        Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => {
            cancelled.cancellation_reasons()
        }
        _ => return Err(error.into()),
    };
    let codes: Vec<_> = parts
        .iter()
        .zip(reasons.iter().map(|reason| reason.code()))
        .collect();
    let refused = |part| codes.contains(&(&part, Some("ConditionalCheckFailed")));
    if refused(Part::Request) {
        return Err(StoreError::KeyTaken);
    }
    if refused(Part::Order) {
        return Err(StoreError::Conflict { id });
    }
    let conflict = codes
        .iter()
        .any(|(_, code)| *code == Some("TransactionConflict"));
    if conflict || refused(Part::Number) {
        return Ok(Outcome::Overtaken);
    }
    Err(error.into())
}
