//! What is taken off an amount, and how a discount on the whole order falls on its taxes.

use order_events::{BasisPoints, MinorUnits};

use crate::pricing::divide_rounded;

/// A discount as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discount {
    pub worth: Worth,
    pub reason: Option<String>,
}

/// How much a discount is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worth {
    Amount(MinorUnits),
    Percent(BasisPoints),
}

impl Worth {
    /// What is taken off `base`, rounded half away from zero; `None` if it is more than `base`.
    pub(crate) fn of(self, base: MinorUnits) -> Option<MinorUnits> {
        let amount = match self {
            Self::Amount(amount) => amount,
            Self::Percent(share) => {
                let product = i128::from(base.0) * i128::from(share.get());
                divide_rounded(product, BasisPoints::SCALE.into())?
            }
        };
        (amount <= base).then_some(amount)
    }
}

/// Splits `discount` over `nets` in proportion to them, so that the parts add up to it exactly:
/// each part is rounded down, and the units that are left go to the largest remainders, the first
/// of equals first. No part is larger than its net.
///
/// `discount` must be at most the sum of `nets`, and none of them negative.
pub(crate) fn allocate(discount: MinorUnits, nets: &[MinorUnits]) -> Vec<MinorUnits> {
    let sum: i128 = nets.iter().map(|net| i128::from(net.0)).sum();
    if sum == 0 {
        return vec![MinorUnits::ZERO; nets.len()];
    }
    let products = nets
        .iter()
        .map(|net| i128::from(discount.0) * i128::from(net.0));
    let (mut parts, remainders): (Vec<i128>, Vec<i128>) = products
        .map(|product| (product / sum, product % sum))
        .unzip();
    let left = i128::from(discount.0) - parts.iter().sum::<i128>();
    let mut by_remainder: Vec<usize> = (0..nets.len()).collect();
    by_remainder.sort_by_key(|index| std::cmp::Reverse(remainders[*index]));
    for index in by_remainder
        .into_iter()
        .take(usize::try_from(left).unwrap_or_default())
    {
        parts[index] += 1;
    }
    parts
        .into_iter()
        .map(|part| MinorUnits(i64::try_from(part).expect("a part is at most its net")))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(discount: i64, nets: &[i64], expected: &[i64]) {
        let nets: Vec<_> = nets.iter().copied().map(MinorUnits).collect();
        let parts: Vec<_> = allocate(MinorUnits(discount), &nets)
            .iter()
            .map(|part| part.0)
            .collect();
        assert_eq!(parts, expected);
    }

    #[test]
    fn what_is_left_goes_to_the_largest_remainders() {
        check(0, &[], &[]);
        check(0, &[0, 0], &[0, 0]);
        check(10, &[100, 100], &[5, 5]);
        // 3.33 each: the first of equals gets the unit that is left.
        check(10, &[1_000, 1_000, 1_000], &[4, 3, 3]);
        check(10, &[100, 700], &[1, 9]);
        check(3, &[1, 0, 2], &[1, 0, 2]);
    }

    #[test]
    fn a_discount_is_at_most_what_it_is_taken_from() {
        let half = Worth::Percent(5_000.try_into().unwrap());
        assert_eq!(half.of(MinorUnits(5)), Some(MinorUnits(3)));
        assert_eq!(
            Worth::Amount(MinorUnits(5)).of(MinorUnits(5)),
            Some(MinorUnits(5))
        );
        assert_eq!(Worth::Amount(MinorUnits(6)).of(MinorUnits(5)), None);
    }

    proptest! {
        #[test]
        fn parts_add_up_and_none_exceeds_its_net(
            nets in prop::collection::vec(0_i64..=1_000_000_000_000_000, 1..20),
            share in 0_u32..=1_000_000,
        ) {
            let sum: i64 = nets.iter().sum();
            let discount = i64::try_from(i128::from(sum) * i128::from(share) / 1_000_000).unwrap();
            let nets: Vec<_> = nets.into_iter().map(MinorUnits).collect();
            let parts = allocate(MinorUnits(discount), &nets);
            prop_assert_eq!(parts.iter().map(|part| part.0).sum::<i64>(), discount);
            prop_assert!(parts.iter().zip(&nets).all(|(part, net)| part <= net));
        }
    }
}
