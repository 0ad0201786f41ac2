//! What an order costs, in integers.
//!
//! Rounding follows EN 16931: half away from zero, each line's net on its own (BT-131), the tax
//! once per rate on the net summed at that rate (BR-CO-17).

use std::collections::BTreeMap;

use order_events::{MinorUnits, Quantity, TaxRate};

/// A line as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineDraft {
    pub description: String,
    pub sku: Option<String>,
    pub quantity: Quantity,
    /// Price of one, without tax.
    pub unit_price: MinorUnits,
    pub tax_rate: TaxRate,
}

/// A line with its price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub draft: LineDraft,
    pub net: MinorUnits,
}

/// The net and the tax of all lines at one rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaxGroup {
    pub rate: TaxRate,
    pub net: MinorUnits,
    pub tax: MinorUnits,
}

/// What the lines add up to. `gross = net + tax`; groups are sorted by rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    pub net: MinorUnits,
    pub tax: MinorUnits,
    pub gross: MinorUnits,
    pub groups: Vec<TaxGroup>,
}

/// Why an order can't be priced.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PricingError {
    /// `line` counts from 0; `None` means the sum of all lines.
    #[error("the amount is too large to be counted in minor units")]
    TooLarge { line: Option<usize> },
}

/// Prices `drafts`.
///
/// # Errors
/// [`PricingError::TooLarge`] when a line or a sum leaves the range of 64-bit minor units.
pub fn price(drafts: Vec<LineDraft>) -> Result<(Vec<Line>, Totals), PricingError> {
    let lines: Vec<Line> = drafts
        .into_iter()
        .enumerate()
        .map(|(index, draft)| {
            let net = line_net(&draft).ok_or(PricingError::TooLarge { line: Some(index) })?;
            Ok(Line { draft, net })
        })
        .collect::<Result<_, _>>()?;
    let totals = totals(&lines).ok_or(PricingError::TooLarge { line: None })?;
    Ok((lines, totals))
}

fn line_net(line: &LineDraft) -> Option<MinorUnits> {
    let quantity = line.quantity.ten_thousandths();
    divide_rounded(
        i128::from(quantity) * i128::from(line.unit_price.0),
        Quantity::SCALE.into(),
    )
}

fn totals(lines: &[Line]) -> Option<Totals> {
    let mut net_by_rate: BTreeMap<TaxRate, MinorUnits> = BTreeMap::new();
    for line in lines {
        let net = net_by_rate.entry(line.draft.tax_rate).or_default();
        *net = net.checked_add(line.net)?;
    }
    let groups: Vec<TaxGroup> = net_by_rate
        .into_iter()
        .map(|(rate, net)| {
            let product = i128::from(net.0) * i128::from(rate.basis_points());
            let tax = divide_rounded(product, TaxRate::SCALE.into())?;
            Some(TaxGroup { rate, net, tax })
        })
        .collect::<Option<_>>()?;
    let sum = |part: fn(&TaxGroup) -> MinorUnits| {
        groups
            .iter()
            .map(part)
            .try_fold(MinorUnits::ZERO, MinorUnits::checked_add)
    };
    let (net, tax) = (sum(|group| group.net)?, sum(|group| group.tax)?);
    Some(Totals {
        net,
        tax,
        gross: net.checked_add(tax)?,
        groups,
    })
}

/// `dividend / divisor`, half away from zero, for a positive divisor.
fn divide_rounded(dividend: i128, divisor: i128) -> Option<MinorUnits> {
    let half = divisor / 2 * dividend.signum();
    i64::try_from((dividend + half) / divisor)
        .ok()
        .map(MinorUnits)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(quantity: &str, unit_price: i64, basis_points: u16) -> LineDraft {
        LineDraft {
            description: "thing".into(),
            sku: None,
            quantity: quantity.parse().unwrap(),
            unit_price: MinorUnits(unit_price),
            tax_rate: basis_points.try_into().unwrap(),
        }
    }

    #[track_caller]
    fn check(drafts: &[LineDraft], net: i64, tax: i64, gross: i64) {
        let (_, totals) = price(drafts.to_vec()).unwrap();
        assert_eq!(
            (totals.net.0, totals.tax.0, totals.gross.0),
            (net, tax, gross)
        );
    }

    #[test]
    fn rounds_half_away_from_zero_where_the_rules_say() {
        check(&[line("6", 99, 0)], 594, 0, 594);
        // Half a cent: each line rounds by itself.
        check(&[line("0.5", 1, 0), line("0.5", 1, 0)], 2, 0, 2);
        // Tax rounds once per rate, not per line: 3 × 0.1 % would round to nothing.
        check(&[line("1", 250, 10), line("1", 250, 10)], 500, 1, 501);
        check(
            &[line("1", 1_000, 2_100), line("1", 1_000, 700)],
            2_000,
            280,
            2_280,
        );
        check(&[line("1.3333", 3, 0)], 4, 0, 4);
    }

    #[test]
    fn groups_are_sorted_and_sum_up() {
        let (_, totals) = price(vec![line("1", 50, 2_100), line("1", 70, 0)]).unwrap();
        let rates: Vec<u16> = totals
            .groups
            .iter()
            .map(|group| group.rate.basis_points())
            .collect();
        assert_eq!(rates, [0, 2_100]);
    }

    #[test]
    fn an_amount_out_of_range_names_its_line() {
        let huge = line("999999999", i64::MAX, 0);
        let error = price(vec![line("1", 1, 0), huge]).unwrap_err();
        assert_eq!(error, PricingError::TooLarge { line: Some(1) });
        let error = price(vec![line("1", i64::MAX, 0), line("1", 1, 0)]).unwrap_err();
        assert_eq!(error, PricingError::TooLarge { line: None });
    }

    fn any_line() -> impl Strategy<Value = LineDraft> {
        (1_u64..99_999_999, 0_i64..99_999_999, 0_u16..=10_000).prop_map(|(units, price, rate)| {
            line(
                &format!("{}.{:04}", units / 10_000, units % 10_000),
                price,
                rate,
            )
        })
    }

    proptest! {
        #[test]
        fn parts_add_up_whatever_the_order_of_lines(
            mut drafts in prop::collection::vec(any_line(), 1..30),
        ) {
            let (lines, totals) = price(drafts.clone()).unwrap();
            let net: i64 = lines.iter().map(|line| line.net.0).sum();
            let tax: i64 = totals.groups.iter().map(|group| group.tax.0).sum();
            prop_assert_eq!((totals.net.0, totals.tax.0), (net, tax));
            prop_assert_eq!(totals.gross.0, net + tax);
            drafts.reverse();
            prop_assert_eq!(price(drafts).unwrap().1, totals);
        }

        #[test]
        fn a_net_is_within_half_a_unit_of_the_exact_product(draft in any_line()) {
            let (lines, _) = price(vec![draft.clone()]).unwrap();
            let exact = i128::from(draft.quantity.ten_thousandths()) * i128::from(draft.unit_price.0);
            let rounded = i128::from(lines[0].net.0) * i128::from(Quantity::SCALE);
            prop_assert!((exact - rounded).abs() <= i128::from(Quantity::SCALE / 2));
        }
    }
}
