//! An order as the API shows it.

use order_core::{Order, next_statuses};
use order_events::{OrderSnapshot, OrderStatus};
use schemars::JsonSchema;
use serde::Serialize;

/// An order as the events tell it, with what may be done next.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrderRepresentation {
    #[serde(flatten)]
    pub order: OrderSnapshot,
    /// The statuses that a transition may name now.
    pub next_statuses: Vec<OrderStatus>,
}

impl From<&Order> for OrderRepresentation {
    fn from(order: &Order) -> Self {
        Self {
            order: OrderSnapshot::from(order),
            next_statuses: next_statuses(order.status).to_vec(),
        }
    }
}
