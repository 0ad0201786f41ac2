//! What a status change calls for.

use order_events::{OrderStatus, OrderStatusChanged};

use crate::document::DocumentKind;

/// The document that a status change calls for, if it does.
///
/// A paid order's invoice is rendered again, with the same number, marked paid. An order that is
/// cancelled while pending has no invoice to credit.
pub(crate) fn document(event: &OrderStatusChanged) -> Option<DocumentKind> {
    match (event.previous_status, event.order.status) {
        (_, OrderStatus::Confirmed | OrderStatus::Paid) => Some(DocumentKind::Invoice),
        (Some(OrderStatus::Pending), OrderStatus::Cancelled)
        | (_, OrderStatus::Pending | OrderStatus::Shipped | OrderStatus::Delivered) => None,
        (_, OrderStatus::Cancelled | OrderStatus::Refunded) => Some(DocumentKind::CreditNote),
    }
}

/// The number of that document, if the order has one.
pub(crate) fn number(event: &OrderStatusChanged, kind: DocumentKind) -> Option<&str> {
    let issued = match kind {
        DocumentKind::Invoice => event.order.invoice.as_ref(),
        DocumentKind::CreditNote => event.order.credit_note.as_ref(),
    };
    issued.map(|issued| issued.number.as_str())
}

/// What people are told about a status change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Headline {
    OrderReceived,
    InvoiceIssued,
    PaymentReceived,
    OrderShipped,
    OrderDelivered,
    CreditNoteIssued,
    OrderCancelled,
}

pub(crate) fn headline(event: &OrderStatusChanged) -> Headline {
    match (event.order.status, document(event)) {
        (OrderStatus::Pending, _) => Headline::OrderReceived,
        (OrderStatus::Confirmed, _) => Headline::InvoiceIssued,
        (OrderStatus::Paid, _) => Headline::PaymentReceived,
        (OrderStatus::Shipped, _) => Headline::OrderShipped,
        (OrderStatus::Delivered, _) => Headline::OrderDelivered,
        (OrderStatus::Cancelled | OrderStatus::Refunded, Some(_)) => Headline::CreditNoteIssued,
        (OrderStatus::Cancelled | OrderStatus::Refunded, None) => Headline::OrderCancelled,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table() {
        use OrderStatus::{Cancelled, Confirmed, Delivered, Paid, Pending, Refunded, Shipped};
        let example =
            include_str!("../../../schemas/examples/order-status-changed.v1/confirmed.json");
        let mut event: OrderStatusChanged = serde_json::from_str(example).unwrap();
        let changes = [
            (None, Pending),
            (Some(Pending), Confirmed),
            (Some(Confirmed), Paid),
            (Some(Paid), Shipped),
            (Some(Shipped), Delivered),
            (Some(Pending), Cancelled),
            (Some(Confirmed), Cancelled),
            (Some(Delivered), Refunded),
        ];
        let rows = changes.map(|(from, to)| {
            event.previous_status = from;
            event.order.status = to;
            let from = from.map_or("-", OrderStatus::as_str);
            format!(
                "{from} -> {to}: {:?}, {:?}",
                document(&event),
                headline(&event)
            )
        });
        insta::assert_snapshot!(rows.join("\n"), @r"
        - -> PENDING: None, OrderReceived
        PENDING -> CONFIRMED: Some(Invoice), InvoiceIssued
        CONFIRMED -> PAID: Some(Invoice), PaymentReceived
        PAID -> SHIPPED: None, OrderShipped
        SHIPPED -> DELIVERED: None, OrderDelivered
        PENDING -> CANCELLED: None, OrderCancelled
        CONFIRMED -> CANCELLED: Some(CreditNote), CreditNoteIssued
        DELIVERED -> REFUNDED: Some(CreditNote), CreditNoteIssued
        ");
    }
}
