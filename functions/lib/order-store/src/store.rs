//! Reads and writes of the `orders` and `invoice-series` tables.

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{AttributeValue, CancellationReason, Put, TransactWriteItem, Update};
use order_core::{Advanced, DocumentNumber, Order, Series, Unnumbered};
use order_events::{OrderId, Version};

use crate::backoff;
use crate::error::StoreError;
use crate::row::OrderRow;

type Attributes = HashMap<String, AttributeValue>;

/// Tries to draw a document number before the caller is told to come back later.
const NUMBER_ATTEMPTS: u32 = 40;

/// The names of the tables.
#[derive(Debug, Clone)]
pub struct Tables {
    pub orders: String,
    pub invoice_series: String,
}

/// Orders in DynamoDB.
#[derive(Debug, Clone)]
pub struct OrderStore {
    client: Client,
    tables: Tables,
}

impl OrderStore {
    #[must_use]
    pub fn new(client: Client, tables: Tables) -> Self {
        Self { client, tables }
    }

    /// Writes a new order: one write request.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the id is taken.
    pub async fn place(&self, order: &Order) -> Result<(), StoreError> {
        let result = self
            .client
            .put_item()
            .table_name(&self.tables.orders)
            .set_item(Some(attributes(order)?))
            .condition_expression("attribute_not_exists(orderId)")
            .send()
            .await;
        match result {
            Err(SdkError::ServiceError(error))
                if error.err().is_conditional_check_failed_exception() =>
            {
                Err(StoreError::Conflict { id: order.id })
            }
            result => result.map(drop).map_err(StoreError::from),
        }
    }

    /// The order as the last successful write left it, if there is one (a strongly consistent
    /// read).
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if the row can't be understood.
    pub async fn get(&self, id: OrderId) -> Result<Option<Order>, StoreError> {
        let output = self
            .client
            .get_item()
            .table_name(&self.tables.orders)
            .key("orderId", text(&id))
            .key("createdAt", text(&id.created_at()))
            .consistent_read(true)
            .send()
            .await?;
        let row = output
            .item
            .map(serde_dynamo::from_item::<_, OrderRow>)
            .transpose();
        let row = row.map_err(|source| StoreError::Corrupt { id, source })?;
        Ok(row.map(Order::from))
    }

    /// Replaces an order by its next version. A document that the change issues gets the next
    /// number of its series in the same transaction, so a number is never lost nor used twice.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] unless the stored version is the one before;
    /// [`StoreError::Contended`] if no number could be drawn.
    pub async fn save(&self, next: Advanced) -> Result<Order, StoreError> {
        match next {
            Advanced::Ready(order) => self.replace(order).await,
            Advanced::NeedsNumber(unnumbered) => self.number_and_replace(&unnumbered).await,
        }
    }

    async fn replace(&self, order: Order) -> Result<Order, StoreError> {
        let result = self
            .client
            .put_item()
            .table_name(&self.tables.orders)
            .set_item(Some(attributes(&order)?))
            .condition_expression("version = :before")
            .expression_attribute_values(":before", version_before(&order))
            .send()
            .await;
        match result {
            Err(SdkError::ServiceError(error))
                if error.err().is_conditional_check_failed_exception() =>
            {
                Err(StoreError::Conflict { id: order.id })
            }
            result => result.map(|_| order).map_err(StoreError::from),
        }
    }

    async fn number_and_replace(&self, unnumbered: &Unnumbered) -> Result<Order, StoreError> {
        let series = Series::of(unnumbered.kind(), unnumbered.issued_at());
        let id = unnumbered.order_id();
        for attempt in 0..NUMBER_ATTEMPTS {
            let last = self.last_sequence(series).await?;
            let order = unnumbered.numbered(DocumentNumber {
                series,
                sequence: last + 1,
            });
            let result = self
                .client
                .transact_write_items()
                .transact_items(
                    TransactWriteItem::builder()
                        .put(self.put_next(&order)?)
                        .build(),
                )
                .transact_items(
                    TransactWriteItem::builder()
                        .update(self.draw_number(series, last))
                        .build(),
                )
                .send()
                .await;
            match result {
                Ok(_) => return Ok(order),
                Err(error) => match Cancelled::from(&error) {
                    Cancelled::OrderChanged => return Err(StoreError::Conflict { id }),
                    Cancelled::NumberTaken => {}
                    Cancelled::No => return Err(error.into()),
                },
            }
            tokio::time::sleep(backoff::delay(id.spread(), attempt)).await;
        }
        Err(StoreError::Contended { id })
    }

    /// The last number drawn from `series`; 0 before the first.
    async fn last_sequence(&self, series: Series) -> Result<u64, StoreError> {
        let output = self
            .client
            .get_item()
            .table_name(&self.tables.invoice_series)
            .key("series", text(&series))
            .consistent_read(true)
            .send()
            .await?;
        let Some(counter) = output.item else {
            return Ok(0);
        };
        let last = counter
            .get("lastSequence")
            .and_then(|last| last.as_n().ok()?.parse().ok());
        last.ok_or(StoreError::CorruptSeries { series })
    }

    fn put_next(&self, order: &Order) -> Result<Put, StoreError> {
        let put = Put::builder()
            .table_name(&self.tables.orders)
            .set_item(Some(attributes(order)?))
            .condition_expression("version = :before")
            .expression_attribute_values(":before", version_before(order));
        Ok(put.build().expect("table and item are set"))
    }

    fn draw_number(&self, series: Series, last: u64) -> Update {
        let condition = if last == 0 {
            "attribute_not_exists(series)"
        } else {
            "lastSequence = :last"
        };
        let update = Update::builder()
            .table_name(&self.tables.invoice_series)
            .key("series", text(&series))
            .update_expression("SET lastSequence = :next")
            .condition_expression(condition)
            .expression_attribute_values(":next", AttributeValue::N((last + 1).to_string()));
        let update = if last == 0 {
            update
        } else {
            update.expression_attribute_values(":last", AttributeValue::N(last.to_string()))
        };
        update.build().expect("table, key and expression are set")
    }
}

/// Why a numbering transaction was cancelled.
enum Cancelled {
    /// The order is no longer at the version that the change started from.
    OrderChanged,
    /// Another order took the number, or both were written at the same moment: try the next.
    NumberTaken,
    /// The call failed for another reason.
    No,
}

impl<R> From<&SdkError<TransactWriteItemsError, R>> for Cancelled {
    fn from(error: &SdkError<TransactWriteItemsError, R>) -> Self {
        let reasons = match error.as_service_error() {
            Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => {
                cancelled.cancellation_reasons()
            }
            _ => return Self::No,
        };
        // In the order of the transaction's items: the order, then the series.
        let code = |index: usize| reasons.get(index).and_then(CancellationReason::code);
        match (code(0), code(1)) {
            (Some("ConditionalCheckFailed"), _) => Self::OrderChanged,
            (Some("TransactionConflict"), _)
            | (_, Some("ConditionalCheckFailed" | "TransactionConflict")) => Self::NumberTaken,
            _ => Self::No,
        }
    }
}

fn attributes(order: &Order) -> Result<Attributes, StoreError> {
    serde_dynamo::to_item(OrderRow::from(order)).map_err(|source| StoreError::Unwritable {
        id: order.id,
        source,
    })
}

fn version_before(order: &Order) -> AttributeValue {
    let Version(version) = order.version;
    AttributeValue::N((version - 1).to_string())
}

fn text(value: &impl ToString) -> AttributeValue {
    AttributeValue::S(value.to_string())
}
