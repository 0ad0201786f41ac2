//! The event: an order entered a status.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Currency, EventId, MinorUnits, OrderId, OrderStatus, Party, Quantity, TaxRate, Timestamp,
    Version,
};

/// An order entered a status; `previousStatus` is absent when it was just placed.
///
/// Carries the whole order as it was at that version. Readers ignore fields they don't know;
/// a change that would break them gets a new `type`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrderStatusChanged {
    #[serde(rename = "type")]
    pub event_type: EventType,
    pub event_id: EventId,
    pub occurred_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_status: Option<OrderStatus>,
    pub order: OrderSnapshot,
}

impl OrderStatusChanged {
    /// The event that `order` entered its present status, coming from `previous_status`.
    #[must_use]
    pub fn new(previous_status: Option<OrderStatus>, order: OrderSnapshot) -> Self {
        Self {
            event_type: EventType::V1,
            event_id: EventId {
                order_id: order.order_id,
                version: order.version,
            },
            occurred_at: order.updated_at,
            previous_status,
            order,
        }
    }
}

/// Name and version of the event. An unknown one is refused, never guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum EventType {
    #[serde(rename = "order-status-changed.v1")]
    V1,
}

/// An order at one of its versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrderSnapshot {
    pub order_id: OrderId,
    pub version: Version,
    pub status: OrderStatus,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub buyer: Party,
    /// The buyer's own reference, printed on the documents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purchase_order_reference: Option<String>,
    pub currency: Currency,
    pub lines: Vec<OrderLine>,
    pub totals: Totals,
    /// Present from the confirmation on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice: Option<IssuedDocument>,
    /// Present once a confirmed order was cancelled or a paid one refunded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_note: Option<IssuedDocument>,
}

/// One thing that was ordered. Prices are without tax.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrderLine {
    pub description: String,
    /// The seller's article number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    pub quantity: Quantity,
    pub unit_price_minor: MinorUnits,
    pub tax_rate_basis_points: TaxRate,
    /// Quantity times unit price, rounded half away from zero.
    pub net_minor: MinorUnits,
}

/// What the lines add up to, in the order's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    pub net_minor: MinorUnits,
    pub tax_minor: MinorUnits,
    pub gross_minor: MinorUnits,
    /// One entry for each rate, lowest first.
    pub tax_subtotals: Vec<TaxSubtotal>,
}

/// The tax at one rate (EN 16931 BG-23).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TaxSubtotal {
    pub tax_rate_basis_points: TaxRate,
    pub net_minor: MinorUnits,
    /// Rounded half away from zero on the summed net.
    pub tax_minor: MinorUnits,
}

/// A document with its number, which is gapless within its series and year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct IssuedDocument {
    pub number: String,
    pub issued_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_type_is_refused() {
        let error = serde_json::from_str::<EventType>(r#""order-status-changed.v2""#).unwrap_err();
        assert!(
            error.to_string().contains("order-status-changed.v1"),
            "{error}"
        );
    }
}
