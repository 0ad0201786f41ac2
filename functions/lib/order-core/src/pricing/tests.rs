use order_events::{Address, Locale, Party};
use proptest::prelude::*;

use super::*;
use crate::discount::Worth;

fn tax(basis_points: u16) -> Tax {
    Tax::new(None, basis_points.try_into().unwrap(), None).unwrap()
}

fn exempt(category: TaxCategory, reason: Option<&str>) -> Tax {
    Tax::new(Some(category), BasisPoints::ZERO, reason.map(str::to_owned)).unwrap()
}

fn line(quantity: &str, unit_price: i64, tax: Tax) -> LineDraft {
    LineDraft {
        description: "thing".into(),
        sku: None,
        quantity: quantity.parse().unwrap(),
        unit_price: MinorUnits(unit_price),
        discount: None,
        tax,
    }
}

fn order(lines: Vec<LineDraft>) -> OrderDraft {
    let address = Address {
        line1: "Klanova 9/506".into(),
        line2: None,
        postal_code: None,
        city: "Prague".into(),
        region: None,
        country: "CZ".parse().unwrap(),
    };
    OrderDraft {
        buyer: Party {
            name: "František Wichterlová".into(),
            email: None,
            phone: None,
            tax_id: None,
            address,
        },
        ship_to: None,
        locale: Locale::En,
        purchase_order_reference: None,
        notes: None,
        currency: "EUR".parse().unwrap(),
        lines,
        discount: None,
        shipping: None,
    }
}

fn amount(amount: i64) -> Discount {
    Discount {
        worth: Worth::Amount(MinorUnits(amount)),
        reason: None,
    }
}

fn percent(basis_points: u16) -> Discount {
    Discount {
        worth: Worth::Percent(basis_points.try_into().unwrap()),
        reason: None,
    }
}

#[track_caller]
fn check(draft: OrderDraft, net: i64, tax: i64) {
    let totals = price(draft).unwrap().totals;
    assert_eq!(
        (totals.net.0, totals.tax.0, totals.gross.0),
        (net, tax, net + tax)
    );
}

#[test]
fn rounds_half_away_from_zero_where_the_rules_say() {
    check(order(vec![line("6", 99, tax(0))]), 594, 0);
    // Half a cent: each line rounds by itself.
    check(
        order(vec![line("0.5", 1, tax(0)), line("0.5", 1, tax(0))]),
        2,
        0,
    );
    // Tax rounds once per rate, not per line: 2 × 0.25 would round to nothing.
    check(
        order(vec![line("1", 250, tax(10)), line("1", 250, tax(10))]),
        500,
        1,
    );
    check(
        order(vec![
            line("1", 1_000, tax(2_100)),
            line("1", 1_000, tax(700)),
        ]),
        2_000,
        280,
    );
    check(order(vec![line("1.3333", 3, tax(0))]), 4, 0);
}

#[test]
fn discounts_and_shipping_change_what_is_taxed() {
    let mut discounted = line("3", 1_000, tax(2_000));
    discounted.discount = Some(percent(1_000));
    let mut draft = order(vec![discounted, line("1", 1_300, tax(1_000))]);
    // 27.00 at 20 % and 13.00 at 10 %, less 4.00 in proportion: 2.70 and 1.30; and 5.00 at 20 %.
    draft.discount = Some(amount(400));
    draft.shipping = Some(Shipping {
        amount: MinorUnits(500),
        tax: tax(2_000),
    });
    let content = price(draft).unwrap();
    assert_eq!(
        (content.lines[0].discount.0, content.lines[0].net.0),
        (300, 2_700)
    );
    let groups: Vec<_> = content
        .totals
        .groups
        .iter()
        .map(|group| {
            (
                group.tax.rate().get(),
                group.discount.0,
                group.net.0,
                group.amount.0,
            )
        })
        .collect();
    assert_eq!(groups, [(1_000, 130, 1_170, 117), (2_000, 270, 2_930, 586)]);
    let totals = content.totals;
    assert_eq!((totals.discount.0, totals.shipping.0), (400, 500));
    assert_eq!(
        (totals.net.0, totals.tax.0, totals.gross.0),
        (4_100, 703, 4_803)
    );
}

#[track_caller]
fn check_faults(draft: OrderDraft, expected: &[(Place, Rule)]) {
    let faults: Vec<_> = price(draft)
        .unwrap_err()
        .into_iter()
        .map(|fault| (fault.place, fault.rule))
        .collect();
    assert_eq!(faults, expected);
}

#[test]
fn an_amount_out_of_range_names_its_line() {
    let huge = || line("999999999", i64::MAX, tax(0));
    check_faults(
        order(vec![huge(), line("1", 1, tax(0)), huge()]),
        &[
            (Place::Line(0), Rule::AmountTooLarge),
            (Place::Line(2), Rule::AmountTooLarge),
        ],
    );
    let most = || line("1", i64::MAX, tax(0));
    check_faults(
        order(vec![most(), most()]),
        &[(Place::Lines, Rule::AmountTooLarge)],
    );
    // The net can be counted, the gross can't.
    check_faults(
        order(vec![line("1", i64::MAX, tax(1))]),
        &[(Place::Lines, Rule::AmountTooLarge)],
    );
    let mut draft = order(vec![most()]);
    draft.shipping = Some(Shipping {
        amount: MinorUnits(1),
        tax: tax(0),
    });
    check_faults(draft, &[(Place::Lines, Rule::AmountTooLarge)]);
}

#[test]
fn a_discount_above_its_amount_is_a_fault_where_it_stands() {
    let mut first = line("1", 100, tax(0));
    first.discount = Some(amount(101));
    let mut draft = order(vec![first, line("1", 100, tax(0))]);
    draft.discount = Some(amount(101));
    check_faults(
        draft,
        &[
            (Place::LineDiscount(0), Rule::DiscountTooLarge),
            (Place::Discount, Rule::DiscountTooLarge),
        ],
    );
}

#[test]
fn exemptions_need_what_the_rules_say() {
    let reverse = exempt(TaxCategory::ReverseCharge, None);
    let intra = exempt(TaxCategory::IntraCommunity, None);
    let draft = order(vec![line("1", 1, reverse), line("1", 1, intra)]);
    check_faults(
        draft,
        &[
            (
                Place::BuyerTaxId,
                Rule::BuyerTaxIdMissing(TaxCategory::ReverseCharge),
            ),
            (Place::ShipTo, Rule::ShipToMissing),
        ],
    );
    let education = exempt(TaxCategory::Exempt, Some("Education"));
    let health = exempt(TaxCategory::Exempt, Some("Health"));
    let mut draft = order(vec![
        line("1", 1, education.clone()),
        line("1", 1, education),
        line("1", 1, health.clone()),
    ]);
    draft.shipping = Some(Shipping {
        amount: MinorUnits(1),
        tax: health,
    });
    let differ = Rule::ReasonsDiffer(TaxCategory::Exempt);
    check_faults(
        draft,
        &[
            (Place::LineTax(2), differ.clone()),
            (Place::ShippingTax, differ),
        ],
    );
}

#[test]
fn categories_at_the_same_rate_are_groups_of_their_own() {
    let draft = order(vec![
        line("1", 50, tax(2_100)),
        line("1", 70, exempt(TaxCategory::Export, None)),
        line("1", 90, tax(0)),
    ]);
    let groups: Vec<_> = price(draft)
        .unwrap()
        .totals
        .groups
        .iter()
        .map(|group| (group.tax.category(), group.net.0))
        .collect();
    assert_eq!(
        groups,
        [
            (TaxCategory::ZeroRated, 90),
            (TaxCategory::Export, 70),
            (TaxCategory::Standard, 50)
        ]
    );
}

fn any_discount(most: i64) -> impl Strategy<Value = Option<Discount>> {
    prop_oneof![
        Just(None),
        (0..=most).prop_map(|most| Some(amount(most))),
        (0_u16..=10_000).prop_map(|share| Some(percent(share))),
    ]
}

fn any_line() -> impl Strategy<Value = LineDraft> {
    (1_u64..99_999_999, 0_i64..99_999_999, 0_u16..=10_000).prop_flat_map(|(units, price, rate)| {
        let quantity = format!("{}.{:04}", units / 10_000, units % 10_000);
        let full = i64::try_from(u128::from(units) * u128::from(price.unsigned_abs()) / 10_000);
        any_discount(full.unwrap()).prop_map(move |discount| LineDraft {
            discount,
            ..line(&quantity, price, tax(rate))
        })
    })
}

fn any_order() -> impl Strategy<Value = OrderDraft> {
    let shipping = prop::option::of((0_i64..99_999, 0_u16..=10_000));
    let lines = prop::collection::vec(any_line(), 1..30);
    (lines, shipping, prop::option::of(0_u16..=10_000)).prop_map(|(lines, shipping, share)| {
        let mut draft = order(lines);
        draft.discount = share.map(percent);
        draft.shipping = shipping.map(|(amount, rate)| Shipping {
            amount: MinorUnits(amount),
            tax: tax(rate),
        });
        draft
    })
}

proptest! {
    #[test]
    fn parts_add_up_whatever_the_order_of_lines(draft in any_order()) {
        let Content { lines, totals, .. } = price(draft.clone()).unwrap();
        let lines_net: i64 = lines.iter().map(|line| line.net.0).sum();
        let sum = |part: fn(&TaxGroup) -> MinorUnits| -> i64 {
            totals.groups.iter().map(|group| part(group).0).sum()
        };
        prop_assert_eq!(totals.net.0, lines_net - totals.discount.0 + totals.shipping.0);
        prop_assert_eq!(totals.net.0, sum(|group| group.net));
        prop_assert_eq!(totals.discount.0, sum(|group| group.discount));
        prop_assert_eq!(totals.tax.0, sum(|group| group.amount));
        prop_assert_eq!(totals.gross.0, totals.net.0 + totals.tax.0);
        prop_assert!(totals.groups.iter().all(|group| group.net.0 >= 0));

        let mut reversed = draft;
        reversed.lines.reverse();
        prop_assert_eq!(price(reversed).unwrap().totals, totals);
    }

    #[test]
    fn a_net_is_within_half_a_unit_of_the_exact_product(draft in any_line()) {
        let draft = LineDraft { discount: None, ..draft };
        let exact = i128::from(draft.quantity.ten_thousandths()) * i128::from(draft.unit_price.0);
        let content = price(order(vec![draft])).unwrap();
        let rounded = i128::from(content.lines[0].net.0) * i128::from(Quantity::SCALE);
        prop_assert!((exact - rounded).abs() <= i128::from(Quantity::SCALE / 2));
    }
}
