//! An order and its life.

use order_events::{Currency, OrderId, OrderStatus, Party, Timestamp, Version};

use crate::pricing::{Line, LineDraft, PricingError, Totals, price};
use crate::status::{issues, next_statuses};
use crate::{DocumentKind, DocumentNumber, Issued};

/// An order as it stands at one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub id: OrderId,
    pub version: Version,
    pub status: OrderStatus,
    pub updated_at: Timestamp,
    pub buyer: Party,
    pub purchase_order_reference: Option<String>,
    pub currency: Currency,
    pub lines: Vec<Line>,
    pub totals: Totals,
    pub invoice: Option<Issued>,
    pub credit_note: Option<Issued>,
}

/// An order as it was asked for; every value is valid, nothing is priced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderDraft {
    pub buyer: Party,
    pub purchase_order_reference: Option<String>,
    pub currency: Currency,
    pub lines: Vec<LineDraft>,
}

/// The next version of an order: complete, or waiting for the number of the document that the
/// change issues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Advanced {
    Ready(Order),
    NeedsNumber(Unnumbered),
}

/// An order that becomes whole when its document has a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unnumbered {
    kind: DocumentKind,
    order: Order,
}

/// The status machine allows no such change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("order `{id}` is `{from}` and cannot become `{to}`")]
pub struct TransitionRefused {
    pub id: OrderId,
    pub from: OrderStatus,
    pub to: OrderStatus,
}

impl Order {
    /// A new order, priced, at its first version.
    ///
    /// # Errors
    /// When the amounts are too large to be counted.
    pub fn place(id: OrderId, draft: OrderDraft) -> Result<Self, PricingError> {
        let (lines, totals) = price(draft.lines)?;
        Ok(Self {
            id,
            version: Version::FIRST,
            status: OrderStatus::Pending,
            updated_at: id.created_at(),
            buyer: draft.buyer,
            purchase_order_reference: draft.purchase_order_reference,
            currency: draft.currency,
            lines,
            totals,
            invoice: None,
            credit_note: None,
        })
    }

    /// The order after entering `to` at the time `at`.
    ///
    /// # Errors
    /// [`TransitionRefused`] unless [`next_statuses`] has `to`.
    pub fn advance(
        mut self,
        to: OrderStatus,
        at: Timestamp,
    ) -> Result<Advanced, TransitionRefused> {
        let from = self.status;
        if !next_statuses(from).contains(&to) {
            return Err(TransitionRefused {
                id: self.id,
                from,
                to,
            });
        }
        self.version = self.version.next();
        self.status = to;
        self.updated_at = at;
        Ok(match issues(from, to) {
            Some(kind) => Advanced::NeedsNumber(Unnumbered { kind, order: self }),
            None => Advanced::Ready(self),
        })
    }
}

impl Unnumbered {
    /// What has to be numbered.
    #[must_use]
    pub fn kind(&self) -> DocumentKind {
        self.kind
    }

    #[must_use]
    pub fn order_id(&self) -> OrderId {
        self.order.id
    }

    /// When it is issued.
    #[must_use]
    pub fn issued_at(&self) -> Timestamp {
        self.order.updated_at
    }

    /// The order with `number` on its new document.
    #[must_use]
    pub fn numbered(&self, number: DocumentNumber) -> Order {
        let mut order = self.order.clone();
        let issued = Some(Issued {
            number,
            at: order.updated_at,
        });
        match self.kind {
            DocumentKind::Invoice => order.invoice = issued,
            DocumentKind::CreditNote => order.credit_note = issued,
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use order_events::{Address, MinorUnits};

    use super::*;
    use crate::Series;

    fn placed() -> Order {
        let id = OrderId::new("2026-11-24T06:02:30.123Z".parse().unwrap(), [7; 10]);
        let address = Address {
            line1: "Rua Augusta 1".into(),
            line2: None,
            postal_code: None,
            city: "Lisboa".into(),
            region: None,
            country: "PT".parse().unwrap(),
        };
        let buyer = Party {
            name: "João Gonçalves".into(),
            email: None,
            phone: None,
            tax_id: None,
            address,
        };
        let line = LineDraft {
            description: "Song".into(),
            sku: None,
            quantity: "1".parse().unwrap(),
            unit_price: MinorUnits(99),
            tax_rate: 2_300.try_into().unwrap(),
        };
        let draft = OrderDraft {
            buyer,
            purchase_order_reference: None,
            currency: "EUR".parse().unwrap(),
            lines: vec![line],
        };
        Order::place(id, draft).unwrap()
    }

    fn later() -> Timestamp {
        "2026-11-25T00:00:00Z".parse().unwrap()
    }

    #[test]
    fn confirming_waits_for_an_invoice_number() {
        let order = placed();
        let Advanced::NeedsNumber(unnumbered) = order
            .clone()
            .advance(OrderStatus::Confirmed, later())
            .unwrap()
        else {
            panic!("a confirmation issues an invoice");
        };
        assert_eq!(unnumbered.kind(), DocumentKind::Invoice);
        let series = Series::of(unnumbered.kind(), unnumbered.issued_at());
        let number = DocumentNumber {
            series,
            sequence: 1,
        };
        let confirmed = unnumbered.numbered(number);
        assert_eq!(
            confirmed.invoice,
            Some(Issued {
                number,
                at: later()
            })
        );
        assert_eq!(confirmed.version, order.version.next());
        assert_eq!(confirmed.updated_at, later());
    }

    #[test]
    fn cancelling_a_pending_order_issues_nothing() {
        let advanced = placed().advance(OrderStatus::Cancelled, later()).unwrap();
        let Advanced::Ready(order) = advanced else {
            panic!("a pending order has no invoice to credit");
        };
        assert_eq!(
            (order.status, order.credit_note),
            (OrderStatus::Cancelled, None)
        );
    }

    #[test]
    fn a_refusal_names_where_the_order_is_and_what_was_tried() {
        let order = placed();
        let error = order
            .clone()
            .advance(OrderStatus::Shipped, later())
            .unwrap_err();
        let expected = format!(
            "order `{}` is `PENDING` and cannot become `SHIPPED`",
            order.id
        );
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn every_change_outside_the_matrix_is_refused() {
        for from in OrderStatus::ALL {
            for to in OrderStatus::ALL {
                let order = Order {
                    status: from,
                    ..placed()
                };
                let allowed = next_statuses(from).contains(&to);
                assert_eq!(
                    order.advance(to, later()).is_ok(),
                    allowed,
                    "{from} -> {to}"
                );
            }
        }
    }
}
