//! Orders as the API shows them.

use std::collections::HashMap;

use order_core::{ChangeKind, Order, with_kinds};
use order_events::{
    Currency, EventId, MinorUnits, OrderId, OrderSnapshot, OrderStatus, Timestamp, Version,
};
use order_store::Listing;
use schemars::JsonSchema;
use serde::Serialize;

use crate::documents::Trace;
use crate::permission::Actor;

/// An order as the events tell it, with what may be done next.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrderRepresentation {
    #[serde(flatten)]
    pub order: OrderSnapshot,
    /// The statuses that a transition by this caller may name now.
    pub next_statuses: Vec<OrderStatus>,
}

/// One page of orders.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrderList {
    /// Fewer than asked for does not mean that there are no more: `nextCursor` does.
    pub orders: Vec<ListedOrder>,
    /// Pass it as `cursor`, with the same filters, for what follows. Absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// What a list shows of an order.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListedOrder {
    pub order_id: OrderId,
    pub version: Version,
    pub status: OrderStatus,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub buyer_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purchase_order_reference: Option<String>,
    pub currency: Currency,
    /// With tax.
    pub gross_minor: MinorUnits,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_note_number: Option<String>,
    pub next_statuses: Vec<OrderStatus>,
}

/// Everything that happened to an order, oldest first.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrderHistory {
    pub events: Vec<HistoryEvent>,
}

/// One change of an order.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HistoryEvent {
    /// Of a status change: the id under which it was published.
    pub event_id: EventId,
    pub version: Version,
    #[serde(rename = "type")]
    pub kind: HistoryEventKind,
    /// The status after the change.
    pub status: OrderStatus,
    pub at: Timestamp,
    /// Who made it: the subject of the access token.
    pub by: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When it was read from the table's stream and queued, once it was processed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queued_at: Option<Timestamp>,
    /// When its document was kept, if it has one that is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_kept_at: Option<Timestamp>,
    /// The version of its document, for `?version=`; absent if a newer one took its place at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_version: Option<String>,
    /// When subscribers were told of it, if they were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notified_at: Option<Timestamp>,
}

/// What a change did.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum HistoryEventKind {
    Placed,
    Amended,
    StatusChanged,
}

impl OrderRepresentation {
    pub(crate) fn new(order: &Order, actor: &Actor) -> Self {
        Self {
            order: OrderSnapshot::from(order),
            next_statuses: actor.next_statuses(order.status),
        }
    }
}

impl ListedOrder {
    pub(crate) fn new(listing: Listing, actor: &Actor) -> Self {
        Self {
            order_id: listing.order_id,
            version: listing.version,
            status: listing.status,
            created_at: listing.order_id.created_at(),
            updated_at: listing.updated_at,
            buyer_name: listing.buyer_name,
            purchase_order_reference: listing.purchase_order_reference,
            currency: listing.currency,
            gross_minor: listing.gross,
            invoice_number: listing.invoice_number.map(|number| number.to_string()),
            credit_note_number: listing.credit_note_number.map(|number| number.to_string()),
            next_statuses: actor.next_statuses(listing.status),
        }
    }
}

impl OrderHistory {
    /// The history of `order`, with the traces that its processing left.
    pub(crate) fn new(order: &Order, mut traces: HashMap<Version, Trace>) -> Self {
        let events = with_kinds(&order.history).map(|(kind, change)| {
            let trace = traces.remove(&change.version).unwrap_or_default();
            let document = trace.document.unwrap_or_default();
            HistoryEvent {
                event_id: EventId {
                    order_id: order.id,
                    version: change.version,
                },
                version: change.version,
                kind: match kind {
                    ChangeKind::Placed => HistoryEventKind::Placed,
                    ChangeKind::Amended => HistoryEventKind::Amended,
                    ChangeKind::EnteredStatus => HistoryEventKind::StatusChanged,
                },
                status: change.status,
                at: change.at,
                by: change.by.as_str().to_owned(),
                reason: change.reason.clone(),
                queued_at: trace.queued_at,
                document_kept_at: document.kept_at,
                document_version: document.object_version,
                notified_at: trace.completed_at,
            }
        });
        Self {
            events: events.collect(),
        }
    }
}
