//! What a status change calls for.

use order_events::{IssuedDocument, OrderStatus, OrderStatusChanged};

use crate::document::DocumentKind;

/// The document of a status change, if it has one.
///
/// A paid order's invoice is rendered again, with the same number, marked paid.
pub(crate) fn document(event: &OrderStatusChanged) -> Option<(DocumentKind, &IssuedDocument)> {
    let kind = match event.order.status {
        OrderStatus::Confirmed | OrderStatus::Paid => DocumentKind::Invoice,
        // Cancelled while pending, there is no invoice to credit, and so no number either.
        OrderStatus::Cancelled | OrderStatus::Refunded => DocumentKind::CreditNote,
        OrderStatus::Pending | OrderStatus::Shipped | OrderStatus::Delivered => return None,
    };
    let issued = match kind {
        DocumentKind::Invoice => event.order.invoice.as_ref(),
        DocumentKind::CreditNote => event.order.credit_note.as_ref(),
    };
    issued.map(|issued| (kind, issued))
}

/// What people are told about a status change.
pub(crate) fn headline(event: &OrderStatusChanged) -> &'static str {
    match event.order.status {
        OrderStatus::Pending => "Order received",
        OrderStatus::Confirmed => "Invoice issued",
        OrderStatus::Paid => "Payment received",
        OrderStatus::Shipped => "Order shipped",
        OrderStatus::Delivered => "Order delivered",
        OrderStatus::Cancelled | OrderStatus::Refunded if document(event).is_some() => {
            "Credit note issued"
        }
        OrderStatus::Cancelled | OrderStatus::Refunded => "Order cancelled",
    }
}
