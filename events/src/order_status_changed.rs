//! The event: an order entered a status.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Address, BasisPoints, Currency, EventId, Locale, MinorUnits, OrderId, OrderStatus, Party,
    Quantity, TaxCategory, Timestamp, Version,
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
    /// Why, in the words of whoever made the change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    pub order: OrderSnapshot,
}

impl OrderStatusChanged {
    /// The event that `order` entered its present status, coming from `previous_status`.
    #[must_use]
    pub fn new(
        previous_status: Option<OrderStatus>,
        reason: Option<String>,
        order: OrderSnapshot,
    ) -> Self {
        Self {
            event_type: EventType::V1,
            event_id: EventId {
                order_id: order.order_id,
                version: order.version,
            },
            occurred_at: order.updated_at,
            previous_status,
            reason,
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
    /// Who is billed.
    pub buyer: Party,
    /// Where the goods go, if not to the buyer's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_to: Option<ShipTo>,
    /// The language of documents and notifications.
    #[serde(default, skip_serializing_if = "Locale::is_default")]
    pub locale: Locale,
    /// The buyer's own reference, printed on the documents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purchase_order_reference: Option<String>,
    /// Free text, printed on the documents (EN 16931 BT-22).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    pub currency: Currency,
    pub lines: Vec<OrderLine>,
    /// Taken off the sum of the lines (EN 16931 BG-20).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
    /// What the delivery costs (EN 16931 BG-21).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping: Option<Shipping>,
    pub totals: Totals,
    /// Present from the confirmation on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice: Option<IssuedDocument>,
    /// Present once a confirmed order was cancelled or a paid one refunded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_note: Option<IssuedDocument>,
}

/// Where the goods go (EN 16931 BG-13).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ShipTo {
    /// Who receives them, if not the buyer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub address: Address,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
    pub tax_rate_basis_points: BasisPoints,
    /// Absent in events of old: STANDARD above a rate of zero, `ZERO_RATED` at zero.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_category: Option<TaxCategory>,
    /// Quantity times unit price, rounded half away from zero, less the discount.
    pub net_minor: MinorUnits,
}

/// What is taken off an amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Discount {
    /// Without tax.
    pub amount_minor: MinorUnits,
    /// The share of the amount it was computed from, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent_basis_points: Option<BasisPoints>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What the delivery costs, without tax.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Shipping {
    pub amount_minor: MinorUnits,
    pub tax_rate_basis_points: BasisPoints,
    pub tax_category: TaxCategory,
}

/// What everything adds up to, in the order's currency:
/// the nets of the lines − discount + shipping = net, and net + tax = gross.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    /// The discount on the whole order; absent if there is none.
    #[serde(default, skip_serializing_if = "MinorUnits::is_zero")]
    pub discount_minor: MinorUnits,
    /// Absent if there is none.
    #[serde(default, skip_serializing_if = "MinorUnits::is_zero")]
    pub shipping_minor: MinorUnits,
    pub net_minor: MinorUnits,
    pub tax_minor: MinorUnits,
    pub gross_minor: MinorUnits,
    /// One entry for each category and rate, lowest rate first.
    pub tax_subtotals: Vec<TaxSubtotal>,
}

/// The tax of one category at one rate (EN 16931 BG-23).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TaxSubtotal {
    pub tax_rate_basis_points: BasisPoints,
    /// Absent in events of old, as in a line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_category: Option<TaxCategory>,
    /// Why no tax is due, where that needs a reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_exemption_reason: Option<String>,
    /// The part of the order's discount that falls on this category and rate; absent if none.
    #[serde(default, skip_serializing_if = "MinorUnits::is_zero")]
    pub discount_minor: MinorUnits,
    /// What is taxed: lines − discount + shipping.
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
