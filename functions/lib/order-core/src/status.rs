//! The status machine: which change is allowed, and which document it issues.

use order_events::{DocumentKind, OrderStatus};

/// The statuses an order in `from` may enter next, in the order people expect them.
#[must_use]
pub fn next_statuses(from: OrderStatus) -> &'static [OrderStatus] {
    use OrderStatus::{Cancelled, Confirmed, Delivered, Paid, Pending, Refunded, Shipped};
    match from {
        Pending => &[Confirmed, Cancelled],
        Confirmed => &[Paid, Cancelled],
        Paid => &[Shipped, Refunded],
        Shipped => &[Delivered, Refunded],
        Delivered => &[Refunded],
        Cancelled | Refunded => &[],
    }
}

/// The document that gets its number with an allowed change.
///
/// A cancelled order has a credit note only if it has an invoice, so not while pending.
#[must_use]
pub fn issues(from: OrderStatus, to: OrderStatus) -> Option<DocumentKind> {
    match (from, to) {
        (_, OrderStatus::Confirmed) => Some(DocumentKind::Invoice),
        (OrderStatus::Confirmed, OrderStatus::Cancelled) | (_, OrderStatus::Refunded) => {
            Some(DocumentKind::CreditNote)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matrix() {
        let rows: Vec<String> = OrderStatus::ALL
            .into_iter()
            .map(|from| {
                let next = next_statuses(from)
                    .iter()
                    .map(|to| match issues(from, *to) {
                        Some(kind) => format!("{to} ({kind:?})"),
                        None => to.to_string(),
                    });
                format!("{from} -> {}", next.collect::<Vec<_>>().join(", "))
            })
            .collect();
        insta::assert_snapshot!(rows.join("\n"), @r"
        PENDING -> CONFIRMED (Invoice), CANCELLED
        CONFIRMED -> PAID, CANCELLED (CreditNote)
        PAID -> SHIPPED, REFUNDED (CreditNote)
        SHIPPED -> DELIVERED, REFUNDED (CreditNote)
        DELIVERED -> REFUNDED (CreditNote)
        CANCELLED -> 
        REFUNDED -> 
        ");
    }
}
