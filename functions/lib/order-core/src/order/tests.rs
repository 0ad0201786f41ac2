use order_events::{Address, Locale, MinorUnits, Party};
use proptest::prelude::*;

use super::*;
use crate::{ChangeKind, LineDraft, SeriesCount, Tax, with_kinds};

fn draft() -> OrderDraft {
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
        discount: None,
        tax: Tax::new(None, 2_300.try_into().unwrap(), None).unwrap(),
    };
    OrderDraft {
        buyer,
        ship_to: None,
        locale: Locale::Pt,
        purchase_order_reference: None,
        notes: None,
        currency: "EUR".parse().unwrap(),
        lines: vec![line],
        discount: None,
        shipping: None,
    }
}

fn placed() -> Order {
    let id = OrderId::new("2026-11-24T06:02:30.123Z".parse().unwrap(), [7; 10]);
    Order::place(id, owner(), draft()).unwrap()
}

fn owner() -> Subject {
    Subject::new("joao")
}

fn staff() -> Subject {
    Subject::new("staff")
}

fn later() -> Timestamp {
    "2026-11-25T00:00:00Z".parse().unwrap()
}

fn enter(order: Order, to: OrderStatus) -> Result<Advanced, TransitionRefused> {
    let transition = Transition {
        to,
        reason: Some("because".into()),
    };
    order.advance(transition, staff(), later())
}

/// The order after the change, with the next number of a series that starts anew.
fn complete(advanced: Advanced) -> Order {
    match advanced {
        Advanced::Ready(order) => order,
        Advanced::NeedsNumber(unnumbered) => {
            let (kind, id, at) = (
                unnumbered.kind(),
                unnumbered.order_id(),
                unnumbered.issued_at(),
            );
            let series = SeriesCount::ONE.series(kind, id, at);
            unnumbered.numbered(DocumentNumber {
                series,
                sequence: 1,
            })
        }
    }
}

#[test]
fn confirming_waits_for_an_invoice_number() {
    let order = placed();
    let Advanced::NeedsNumber(unnumbered) = enter(order.clone(), OrderStatus::Confirmed).unwrap()
    else {
        panic!("a confirmation issues an invoice");
    };
    assert_eq!(unnumbered.kind(), DocumentKind::Invoice);
    let confirmed = complete(Advanced::NeedsNumber(unnumbered));
    let invoice = confirmed.invoice.unwrap();
    assert_eq!(invoice.number.to_string(), "INV-2026-000001");
    assert_eq!((invoice.at, confirmed.updated_at), (later(), later()));
    assert_eq!(confirmed.version, order.version.next());
}

#[test]
fn cancelling_a_pending_order_issues_nothing() {
    let Advanced::Ready(order) = enter(placed(), OrderStatus::Cancelled).unwrap() else {
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
    let error = enter(order.clone(), OrderStatus::Shipped).unwrap_err();
    let expected = format!(
        "order `{}` is `PENDING` and cannot become `SHIPPED`",
        order.id
    );
    assert_eq!(error.to_string(), expected);
}

#[test]
fn every_change_is_in_the_history() {
    let order = placed();
    let mut other = draft();
    other.lines[0].unit_price = MinorUnits(100);
    let content = price(other).unwrap();
    order.check_amendable().unwrap();
    let order = order.amend(content, owner(), later());
    let order = complete(enter(order, OrderStatus::Confirmed).unwrap());
    assert_eq!(order.content.totals.net, MinorUnits(100));
    let history: Vec<_> = with_kinds(&order.history)
        .map(|(kind, change)| {
            let by = change.by.as_str();
            (change.version.0, kind, change.status.as_str(), by)
        })
        .collect();
    assert_eq!(
        history,
        [
            (1, ChangeKind::Placed, "PENDING", "joao"),
            (2, ChangeKind::Amended, "PENDING", "joao"),
            (3, ChangeKind::EnteredStatus, "CONFIRMED", "staff"),
        ]
    );
    assert_eq!(order.last_reason(), Some("because"));
    let error = order.check_amendable().unwrap_err();
    assert!(error.to_string().contains("`CONFIRMED`"), "{error}");
}

#[test]
fn a_pending_order_is_not_amended_for_ever() {
    let mut order = placed();
    order.version = Version(Order::MOST_VERSIONS);
    assert!(matches!(
        order.check_amendable(),
        Err(AmendRefused::TooOften { .. })
    ));
}

proptest! {
    /// Whatever is asked for, in any order: the version counts the changes that were made, a
    /// document is there from the change that issues it on, and a final status stays.
    #[test]
    fn any_walk_keeps_the_promises_of_the_machine(
        wishes in prop::collection::vec(prop::sample::select(OrderStatus::ALL.to_vec()), 0..40),
    ) {
        let mut order = placed();
        for to in wishes {
            let before = order.clone();
            let allowed = next_statuses(before.status).contains(&to);
            match enter(order, to) {
                Err(refused) => {
                    prop_assert!(!allowed);
                    prop_assert_eq!((refused.from, refused.to), (before.status, to));
                    order = before;
                }
                Ok(advanced) => {
                    prop_assert!(allowed);
                    order = complete(advanced);
                    prop_assert_eq!(order.status, to);
                    prop_assert_eq!(order.version, before.version.next());
                    prop_assert_eq!(order.invoice.is_some(),
                        before.invoice.is_some() || to == OrderStatus::Confirmed);
                    prop_assert!(before.invoice.is_none() || order.invoice == before.invoice);
                    let takes_back = matches!(to, OrderStatus::Cancelled | OrderStatus::Refunded);
                    prop_assert_eq!(order.credit_note.is_some(),
                        takes_back && before.invoice.is_some());
                }
            }
            prop_assert_eq!(u64::try_from(order.history.len()).unwrap(), order.version.0);
        }
    }
}
