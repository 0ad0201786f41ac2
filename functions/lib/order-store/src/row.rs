//! The row of an order: its attributes in the `orders` table, and the way to and from the domain.

mod content;
mod listing;
mod text;

use order_core::{Change, Content, DocumentNumber, Issued, Order, Subject};
use order_events::{Currency, Locale, OrderId, OrderStatus, Timestamp, Version};
use serde::{Deserialize, Serialize};

use content::{DiscountRow, LineRow, PartyRow, ShipToRow, ShippingRow, TotalsRow};
pub(crate) use listing::ListingRow;

/// How many partitions of `StatusIndex` share one status. A partition takes 1,000 writes a second
/// (DynamoDB Developer Guide, "Best practices for designing partition keys"), and a confirmed
/// order writes two of them.
pub(crate) const STATUS_SHARDS: u64 = 8;

/// One item of the `orders` table. `orderId` is its partition key, `createdAt` its sort key.
///
/// It is flat, since serde would read a flattened part by way of a copy of all attributes.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrderRow {
    order_id: OrderId,
    created_at: Timestamp,
    owner: String,
    updated_at: Timestamp,
    version: Version,
    status: OrderStatus,
    buyer: PartyRow,
    #[serde(skip_serializing_if = "Option::is_none")]
    ship_to: Option<ShipToRow>,
    locale: Locale,
    #[serde(skip_serializing_if = "Option::is_none")]
    purchase_order_reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<String>,
    currency: Currency,
    lines: Vec<LineRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    discount: Option<DiscountRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shipping: Option<ShippingRow>,
    totals: TotalsRow,
    #[serde(skip_serializing_if = "Option::is_none")]
    invoice: Option<IssuedRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit_note: Option<IssuedRow>,
    history: Vec<ChangeRow>,
    /// The X-Ray tracing header of the request that wrote this version.
    #[serde(skip_serializing_if = "Option::is_none")]
    trace_header: Option<String>,
    /// What the indexes need besides: written with each version, and read only through them.
    #[serde(skip_deserializing)]
    status_shard: Option<String>,
    #[serde(skip_deserializing)]
    listing: Option<ListingRow>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct IssuedRow {
    #[serde(with = "text")]
    number: DocumentNumber,
    at: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ChangeRow {
    version: Version,
    status: OrderStatus,
    at: Timestamp,
    by: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// The partition of `StatusIndex` that holds the order `id` while it is in `status`.
fn status_shard(status: OrderStatus, id: OrderId) -> String {
    shard_key(status, id.spread() % STATUS_SHARDS)
}

pub(crate) fn shard_key(status: OrderStatus, shard: u64) -> String {
    format!("{status}#{shard}")
}

impl OrderRow {
    pub(crate) fn new(order: &Order, trace_header: Option<String>) -> Self {
        let content = &order.content;
        Self {
            order_id: order.id,
            created_at: order.id.created_at(),
            owner: order.owner.as_str().to_owned(),
            updated_at: order.updated_at,
            version: order.version,
            status: order.status,
            buyer: PartyRow::from(&content.buyer),
            ship_to: content.ship_to.as_ref().map(ShipToRow::from),
            locale: content.locale,
            purchase_order_reference: content.purchase_order_reference.clone(),
            notes: content.notes.clone(),
            currency: content.currency,
            lines: content.lines.iter().map(LineRow::from).collect(),
            discount: content.discount.as_ref().map(DiscountRow::from),
            shipping: content.shipping.as_ref().map(ShippingRow::from),
            totals: TotalsRow::from(&content.totals),
            invoice: order.invoice.map(IssuedRow::from),
            credit_note: order.credit_note.map(IssuedRow::from),
            history: order.history.iter().map(ChangeRow::from).collect(),
            trace_header,
            status_shard: Some(status_shard(order.status, order.id)),
            listing: Some(ListingRow::from(order)),
        }
    }

    pub(crate) fn take_trace_header(&mut self) -> Option<String> {
        self.trace_header.take()
    }
}

impl From<OrderRow> for Order {
    fn from(row: OrderRow) -> Self {
        let content = Content {
            buyer: row.buyer.into(),
            ship_to: row.ship_to.map(Into::into),
            locale: row.locale,
            purchase_order_reference: row.purchase_order_reference,
            notes: row.notes,
            currency: row.currency,
            lines: row.lines.into_iter().map(Into::into).collect(),
            discount: row.discount.map(Into::into),
            shipping: row.shipping.map(Into::into),
            totals: row.totals.into(),
        };
        Self {
            id: row.order_id,
            owner: Subject::new(row.owner),
            version: row.version,
            status: row.status,
            updated_at: row.updated_at,
            content,
            invoice: row.invoice.map(Issued::from),
            credit_note: row.credit_note.map(Issued::from),
            history: row.history.into_iter().map(Change::from).collect(),
        }
    }
}

impl From<Issued> for IssuedRow {
    fn from(issued: Issued) -> Self {
        Self {
            number: issued.number,
            at: issued.at,
        }
    }
}

impl From<IssuedRow> for Issued {
    fn from(row: IssuedRow) -> Self {
        Self {
            number: row.number,
            at: row.at,
        }
    }
}

impl From<&Change> for ChangeRow {
    fn from(change: &Change) -> Self {
        Self {
            version: change.version,
            status: change.status,
            at: change.at,
            by: change.by.as_str().to_owned(),
            reason: change.reason.clone(),
        }
    }
}

impl From<ChangeRow> for Change {
    fn from(row: ChangeRow) -> Self {
        Self {
            version: row.version,
            status: row.status,
            at: row.at,
            by: Subject::new(row.by),
            reason: row.reason,
        }
    }
}
