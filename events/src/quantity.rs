//! Exact decimals that multiply a price.

use std::fmt;
use std::str::FromStr;

/// How many of a thing: more than zero, at most 999,999,999, with at most four decimal places.
///
/// Counted in ten-thousandths, so that no float is ever involved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Quantity(u64);

/// The text is not a positive decimal within the range of [`Quantity`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a quantity above 0, up to 999999999, with at most 4 decimal places, found `{found}`"
)]
pub struct InvalidQuantity {
    found: String,
}

impl Quantity {
    /// Ten-thousandths in one whole.
    pub const SCALE: u64 = 10_000;

    /// The quantity in ten-thousandths: 15,000 for one and a half.
    #[must_use]
    pub fn ten_thousandths(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) = (self.0 / Self::SCALE, self.0 % Self::SCALE);
        if fraction == 0 {
            return whole.fmt(f);
        }
        let digits = format!("{fraction:04}");
        write!(f, "{whole}.{}", digits.trim_end_matches('0'))
    }
}

impl FromStr for Quantity {
    type Err = InvalidQuantity;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parse = || {
            let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
            let digits = |part: &str, longest: usize| {
                (1..=longest).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
            };
            if !digits(whole, 9) || !digits(fraction, 4) {
                return None;
            }
            let whole: u64 = whole.parse().ok()?;
            let fraction: u64 = format!("{fraction:0<4}").parse().ok()?;
            Some(whole * Self::SCALE + fraction).filter(|quantity| *quantity > 0)
        };
        parse().map(Self).ok_or_else(|| InvalidQuantity {
            found: text.to_owned(),
        })
    }
}

crate::text_on_the_wire!(Quantity, "Quantity", {
    "type": "string",
    "pattern": "^[0-9]{1,9}(\\.[0-9]{1,4})?$",
    "description": "Decimal text above 0 with at most 4 decimal places",
    "examples": ["2", "1.5"]
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_exact_and_has_no_trailing_zeros() {
        for (text, ten_thousandths, printed) in [
            ("1", 10_000, "1"),
            ("1.5", 15_000, "1.5"),
            ("0.0001", 1, "0.0001"),
            ("007.2500", 72_500, "7.25"),
            ("999999999.9999", 9_999_999_999_999, "999999999.9999"),
        ] {
            let quantity: Quantity = text.parse().unwrap();
            assert_eq!(quantity.ten_thousandths(), ten_thousandths);
            assert_eq!(quantity.to_string(), printed);
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "0",
            "0.0",
            "-1",
            "+1",
            "1.",
            ".5",
            "1.00001",
            "1e3",
            "1,5",
            "1000000000",
        ] {
            assert!(text.parse::<Quantity>().is_err(), "{text}");
        }
    }
}
