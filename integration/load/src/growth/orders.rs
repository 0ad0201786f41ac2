//! Orders for the table: alike in size, spread over owners and statuses.

use order_core::{Advanced, LineDraft, Order, OrderDraft, Subject, Tax, Transition};
use order_events::{
    Address, BasisPoints, Locale, MinorUnits, OrderId, OrderStatus, Party, Timestamp, Version,
};

/// Orders of one owner, so that there are more owners the more orders there are.
const PER_OWNER: u64 = 100;

/// Milliseconds between one order and the next.
const APART: u64 = 1_000;

/// When the first one was placed: the beginning of 2026.
const FIRST: u64 = 1_767_225_600_000;

/// The order number `index`, just placed.
pub(crate) fn placed(index: u64) -> Order {
    let id = id(index);
    Order::place(id, owner(index / PER_OWNER), draft(index)).expect("the draft breaks no rule")
}

/// As [`placed`], and in the status that most orders of that age have: nine of ten are delivered.
pub(crate) fn settled(index: u64) -> Order {
    let mut order = placed(index);
    if !index.is_multiple_of(10) {
        order.status = OrderStatus::Delivered;
    }
    order.version = Version::FIRST;
    order
}

/// Its confirmation, which needs a number.
pub(crate) fn confirmed(order: Order) -> Advanced {
    let at = at(order.id.created_at().unix_millis() + 500);
    let transition = Transition {
        to: OrderStatus::Confirmed,
        reason: None,
    };
    let by = order.owner.clone();
    order
        .advance(transition, by, at)
        .expect("the order is pending")
}

pub(crate) fn owner(index: u64) -> Subject {
    Subject::new(format!("customer-{index:08}"))
}

fn id(index: u64) -> OrderId {
    let mut random = [0; 10];
    let spread = index.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    random[2..].copy_from_slice(&spread.to_be_bytes());
    OrderId::new(at(FIRST + index * APART), random)
}

fn at(millis: u64) -> Timestamp {
    Timestamp::from_unix_millis(millis).expect("it is in this century")
}

fn draft(index: u64) -> OrderDraft {
    let rate: BasisPoints = 1_900.try_into().expect("19 % is a rate");
    let tax = Tax::new(None, rate, None).expect("19 % needs no reason");
    let line = |number: u64| LineDraft {
        description: format!("Chair of beech, oiled, number {number:02}"),
        sku: Some(format!("C-{number:04}")),
        quantity: "2".parse().expect("it is a quantity"),
        unit_price: MinorUnits(4_999),
        discount: None,
        tax: tax.clone(),
    };
    OrderDraft {
        buyer: Party {
            name: format!("Leonie Köhler {index:08}"),
            email: Some("leonie@example.com".into()),
            phone: None,
            tax_id: None,
            address: Address {
                line1: "Theodor-Heuss-Straße 34".into(),
                line2: None,
                postal_code: Some("70174".into()),
                city: "Stuttgart".into(),
                region: None,
                country: "DE".parse().expect("it is a country"),
            },
        },
        ship_to: None,
        locale: Locale::De,
        purchase_order_reference: Some(format!("PO {index:08}")),
        notes: None,
        currency: "EUR".parse().expect("it is a currency"),
        lines: (0..5).map(line).collect(),
        discount: None,
        shipping: None,
    }
}
