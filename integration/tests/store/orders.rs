//! Orders to be stored.

use order_core::{
    Advanced, Discount, LineDraft, Order, OrderDraft, Shipping, Subject, Tax, Transition, Worth,
};
use order_events::{
    Address, Locale, MinorUnits, OrderId, OrderStatus, Party, ShipTo, TaxCategory, Timestamp,
};

/// `millis` after the beginning of `year`.
pub(crate) fn at(year: u16, millis: u64) -> Timestamp {
    let start: Timestamp = format!("{year}-01-01T00:00:00Z").parse().unwrap();
    Timestamp::from_unix_millis(start.unix_millis() + millis).unwrap()
}

/// The order of `owner` that was placed at `placed_at`, with everything that an order can have.
pub(crate) fn order(owner: &str, placed_at: Timestamp) -> Order {
    let mut random = [0; 10];
    let spread = placed_at.unix_millis().wrapping_mul(0x9E37_79B9_7F4A_7C15);
    random[2..].copy_from_slice(&spread.to_be_bytes());
    let id = OrderId::new(placed_at, random);
    Order::place(id, Subject::new(owner), draft()).unwrap()
}

fn draft() -> OrderDraft {
    let address = |city: &str| Address {
        line1: "Theodor-Heuss-Straße 34".into(),
        line2: Some("Hof".into()),
        postal_code: Some("70174".into()),
        city: city.into(),
        region: Some("BW".into()),
        country: "DE".parse().unwrap(),
    };
    let line = |tax: Tax, discount: Option<Worth>| LineDraft {
        description: "Chair \u{1FA91}".into(),
        sku: Some("C-1".into()),
        quantity: "2.5".parse().unwrap(),
        unit_price: MinorUnits(4_999),
        discount: discount.map(|worth| Discount {
            worth,
            reason: Some("scratched".into()),
        }),
        tax,
    };
    let standard = Tax::new(None, 1_900.try_into().unwrap(), None).unwrap();
    let none = 0.try_into().unwrap();
    let exempt = Tax::new(Some(TaxCategory::Exempt), none, Some("Article 132".into())).unwrap();
    OrderDraft {
        buyer: Party {
            name: "Leonie Köhler".into(),
            email: Some("leonie@example.com".into()),
            phone: Some("+49 711 2842222".into()),
            tax_id: Some("DE123456789".into()),
            address: address("Stuttgart"),
        },
        ship_to: Some(ShipTo {
            name: Some("Lager".into()),
            address: address("Hamburg"),
        }),
        locale: Locale::De,
        purchase_order_reference: Some("PO 7".into()),
        notes: Some("Zweimal\nklingeln".into()),
        currency: "EUR".parse().unwrap(),
        lines: vec![
            line(standard.clone(), Some(Worth::Amount(MinorUnits(99)))),
            line(exempt, Some(Worth::Percent(1_000.try_into().unwrap()))),
        ],
        discount: Some(Discount {
            worth: Worth::Percent(250.try_into().unwrap()),
            reason: None,
        }),
        shipping: Some(Shipping {
            amount: MinorUnits(495),
            tax: standard,
        }),
    }
}

/// The order on its way to `to`.
pub(crate) fn enter(order: Order, to: OrderStatus, at: Timestamp) -> Advanced {
    let transition = Transition {
        to,
        reason: Some("as agreed".into()),
    };
    order
        .advance(transition, Subject::new("staff"), at)
        .unwrap()
}
