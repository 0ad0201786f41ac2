//! Orders in DynamoDB.

mod commit;
mod list;
mod request;
mod series;

use std::collections::HashMap;

use async_trait::async_trait;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValuesOnConditionCheckFailure};
use order_core::{Advanced, Order, SeriesCount};
use order_events::{OrderId, Timestamp, Version};

use self::series::OwnDraws;
use crate::error::StoreError;
use crate::listing::{ListQuery, Page};
use crate::row::OrderRow;
use crate::store::{Claim, OrderStore, Remembered, RequestKey};

type Attributes = HashMap<String, AttributeValue>;

/// The names of the tables.
#[derive(Debug, Clone)]
pub struct Tables {
    pub orders: String,
    pub invoice_series: String,
    pub idempotency: String,
}

/// Orders in DynamoDB.
#[derive(Debug, Clone)]
pub struct DynamoDbStore {
    client: Client,
    tables: Tables,
    series: SeriesCount,
    own_draws: OwnDraws,
    trace_header: fn() -> Option<String>,
}

impl DynamoDbStore {
    #[must_use]
    pub fn new(client: Client, tables: Tables, series: SeriesCount) -> Self {
        Self {
            client,
            tables,
            series,
            own_draws: OwnDraws::default(),
            trace_header: || None,
        }
    }

    /// A store for who only reads orders: the other tables it never asks for.
    #[must_use]
    pub fn reader(client: Client, orders: String) -> Self {
        let tables = Tables {
            orders,
            invoice_series: String::new(),
            idempotency: String::new(),
        };
        Self::new(client, tables, SeriesCount::ONE)
    }

    /// Keeps with each order the tracing header under which it was written: the stream tells
    /// nobody else.
    #[must_use]
    pub fn traced(self, trace_header: fn() -> Option<String>) -> Self {
        Self {
            trace_header,
            ..self
        }
    }
}

#[async_trait]
impl OrderStore for DynamoDbStore {
    async fn get(&self, id: OrderId) -> Result<Option<Order>, StoreError> {
        let output = self
            .client
            .get_item()
            .table_name(&self.tables.orders)
            .key("orderId", text(&id))
            .key("createdAt", text(&id.created_at()))
            .consistent_read(true)
            .send()
            .await?;
        output.item.map(|item| order(id, item)).transpose()
    }

    async fn save(&self, next: Advanced, claim: Option<Claim<'_>>) -> Result<Order, StoreError> {
        match (next, claim) {
            (Advanced::Ready(order), None) => self.put(order).await,
            (next, claim) => self.commit(&next, claim.as_ref()).await,
        }
    }

    async fn recall(
        &self,
        key: &RequestKey,
        now: Timestamp,
    ) -> Result<Option<Remembered>, StoreError> {
        self.remembered(key, now).await
    }

    async fn list(&self, query: &ListQuery) -> Result<Page, StoreError> {
        self.page(query).await
    }
}

impl DynamoDbStore {
    fn attributes(&self, order: &Order) -> Result<Attributes, StoreError> {
        let row = OrderRow::new(order, (self.trace_header)());
        serde_dynamo::to_item(row).map_err(|source| StoreError::Unwritable {
            id: order.id,
            source,
        })
    }

    /// Writes one order and nothing else: one write request.
    async fn put(&self, order: Order) -> Result<Order, StoreError> {
        let expected = Expected::before(&order);
        let result = self
            .client
            .put_item()
            .table_name(&self.tables.orders)
            .set_item(Some(self.attributes(&order)?))
            .condition_expression(expected.condition)
            .set_expression_attribute_values(expected.values)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .await;
        match result {
            Ok(_) => Ok(order),
            Err(error) => {
                let Some(PutItemError::ConditionalCheckFailedException(failed)) =
                    error.as_service_error()
                else {
                    return Err(error.into());
                };
                // If only the answer to the first try was lost, the second finds its own work.
                let found = failed.item().cloned();
                match found.map(|item| self::order(order.id, item)) {
                    Some(Ok(stored)) if stored == order => Ok(order),
                    _ => Err(StoreError::Conflict { id: order.id }),
                }
            }
        }
    }
}

/// What must be in the place of an order, for its next version to be written.
struct Expected {
    condition: &'static str,
    values: Option<Attributes>,
}

impl Expected {
    fn before(order: &Order) -> Self {
        match order.version {
            Version::FIRST => Self {
                condition: "attribute_not_exists(orderId)",
                values: None,
            },
            Version(version) => Self {
                condition: "version = :before",
                values: Some(HashMap::from([(":before".into(), number(version - 1))])),
            },
        }
    }
}

fn order(id: OrderId, item: Attributes) -> Result<Order, StoreError> {
    let row: OrderRow =
        serde_dynamo::from_item(item).map_err(|source| StoreError::Corrupt { id, source })?;
    Ok(Order::from(row))
}

fn text(value: &impl ToString) -> AttributeValue {
    AttributeValue::S(value.to_string())
}

fn number(value: u64) -> AttributeValue {
    AttributeValue::N(value.to_string())
}
