//! The published pricing cases, which the console checks itself against too: the totals that people
//! see while they type are those that the server computes.
#![expect(
    clippy::unwrap_used,
    reason = "in a test, what should be there and is not is a failure"
)]

use std::fs;
use std::path::Path;

use order_core::{
    Content, Discount, LineDraft, OrderDraft, OrderFault, Place, Rule, Shipping, Tax, Worth, price,
};
use order_events::{Address, BasisPoints, Locale, MinorUnits, Party, ShipTo, TaxCategory};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Vectors {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    order: AskedOrder,
    expected: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AskedOrder {
    currency: String,
    lines: Vec<AskedLine>,
    discount: Option<AskedDiscount>,
    shipping: Option<AskedShipping>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AskedLine {
    quantity: Value,
    unit_price_minor: i64,
    tax_rate_basis_points: BasisPoints,
    tax_category: Option<TaxCategory>,
    tax_exemption_reason: Option<String>,
    discount: Option<AskedDiscount>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AskedShipping {
    amount_minor: i64,
    tax_rate_basis_points: BasisPoints,
    tax_category: Option<TaxCategory>,
    tax_exemption_reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum AskedDiscount {
    PercentBasisPoints(BasisPoints),
    AmountMinor(i64),
}

#[test]
fn every_case_costs_what_it_should() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../schemas/examples/pricing/vectors.json");
    let vectors: Vectors = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    assert!(vectors.cases.len() >= 40, "{} cases", vectors.cases.len());
    for Case {
        name,
        order,
        expected,
    } in vectors.cases
    {
        let found = match price(order.draft()) {
            Ok(content) => priced(&content),
            Err(faults) => json!({ "faults": faults.iter().map(fault).collect::<Vec<_>>() }),
        };
        assert_eq!(found, expected, "{name}");
    }
}

impl AskedOrder {
    fn draft(self) -> OrderDraft {
        let address = Address {
            line1: "1 Main Street".to_owned(),
            line2: None,
            postal_code: None,
            city: "Springfield".to_owned(),
            region: None,
            country: "DE".parse().unwrap(),
        };
        OrderDraft {
            // Complete enough for every tax category.
            buyer: Party {
                name: "Ada".to_owned(),
                email: None,
                phone: None,
                tax_id: Some("DE123456789".to_owned()),
                address: address.clone(),
            },
            ship_to: Some(ShipTo {
                name: None,
                address,
            }),
            locale: Locale::En,
            purchase_order_reference: None,
            notes: None,
            currency: self.currency.parse().unwrap(),
            lines: self.lines.into_iter().map(AskedLine::draft).collect(),
            discount: self.discount.map(AskedDiscount::discount),
            shipping: self.shipping.map(|asked| Shipping {
                amount: MinorUnits(asked.amount_minor),
                tax: Tax::new(
                    asked.tax_category,
                    asked.tax_rate_basis_points,
                    asked.tax_exemption_reason,
                )
                .unwrap(),
            }),
        }
    }
}

impl AskedLine {
    fn draft(self) -> LineDraft {
        let quantity = match &self.quantity {
            Value::String(text) => text.parse(),
            other => other.to_string().parse(),
        };
        LineDraft {
            description: "Thing".to_owned(),
            sku: None,
            quantity: quantity.unwrap(),
            unit_price: MinorUnits(self.unit_price_minor),
            discount: self.discount.map(AskedDiscount::discount),
            tax: Tax::new(
                self.tax_category,
                self.tax_rate_basis_points,
                self.tax_exemption_reason,
            )
            .unwrap(),
        }
    }
}

impl AskedDiscount {
    fn discount(self) -> Discount {
        let worth = match self {
            Self::PercentBasisPoints(share) => Worth::Percent(share),
            Self::AmountMinor(amount) => Worth::Amount(MinorUnits(amount)),
        };
        Discount {
            worth,
            reason: None,
        }
    }
}

fn priced(content: &Content) -> Value {
    let lines = content
        .lines
        .iter()
        .map(|line| json!({ "discountMinor": text(line.discount), "netMinor": text(line.net) }));
    let totals = &content.totals;
    let groups = totals.groups.iter().map(|group| {
        json!({
            "taxCategory": group.tax.category(),
            "taxRateBasisPoints": group.tax.rate(),
            "discountMinor": text(group.discount),
            "netMinor": text(group.net),
            "taxMinor": text(group.amount),
        })
    });
    json!({
        "lines": lines.collect::<Vec<_>>(),
        "totals": {
            "discountMinor": text(totals.discount),
            "shippingMinor": text(totals.shipping),
            "netMinor": text(totals.net),
            "taxMinor": text(totals.tax),
            "grossMinor": text(totals.gross),
            "taxSubtotals": groups.collect::<Vec<_>>(),
        },
    })
}

fn fault(fault: &OrderFault) -> Value {
    let pointer = match fault.place {
        Place::Lines => "/lines".to_owned(),
        Place::Line(index) => format!("/lines/{index}"),
        Place::LineDiscount(index) => format!("/lines/{index}/discount"),
        Place::Discount => "/discount".to_owned(),
        other => panic!("{other:?} has no bearing on a price"),
    };
    let rule = match fault.rule {
        Rule::AmountTooLarge => "AMOUNT_TOO_LARGE",
        Rule::DiscountTooLarge => "DISCOUNT_TOO_LARGE",
        _ => panic!("{fault} has no bearing on a price"),
    };
    json!({ "pointer": pointer, "rule": rule })
}

fn text(amount: MinorUnits) -> String {
    amount.0.to_string()
}
