//! Money as integers in minor units (cents), with an ISO 4217 currency.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An ISO 4217 currency whose minor unit has 0, 2 or 3 decimal places (JPY, EUR, KWD).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(iso_currency::Currency);

/// The text is not the code of a currency that money is paid in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected an ISO 4217 currency code such as `EUR`, found `{found}`")]
pub struct InvalidCurrency {
    found: String,
}

impl Currency {
    /// The three-letter code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// Decimal places of the minor unit.
    #[must_use]
    pub fn exponent(self) -> usize {
        usize::from(self.0.exponent().unwrap_or(0))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Currency {
    type Err = InvalidCurrency;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        iso_currency::Currency::from_code(text)
            .filter(|currency| matches!(currency.exponent(), Some(0 | 2 | 3)))
            .map(Self)
            .ok_or_else(|| InvalidCurrency {
                found: text.to_owned(),
            })
    }
}

crate::text_on_the_wire!(Currency, "Currency", {
    "type": "string",
    "pattern": "^[A-Z]{3}$",
    "description": "ISO 4217 code",
    "examples": ["EUR", "JPY", "KWD"]
});

/// An amount in the minor unit of the currency that stands beside it: 594 is 5.94 EUR.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(transparent)]
pub struct MinorUnits(pub i64);

impl MinorUnits {
    pub const ZERO: Self = Self(0);

    #[must_use]
    pub fn is_zero(&self) -> bool {
        *self == Self::ZERO
    }

    /// The sum, or `None` where it leaves the range of 64 bits.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }
}

/// An amount together with its currency; its text is what people read: `5.94 EUR`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    pub amount: MinorUnits,
    pub currency: Currency,
}

impl Money {
    /// The amount as a plain decimal with all the places of its currency: `5.94`, `594`, `0.594`.
    #[must_use]
    pub fn decimal(self) -> String {
        let places = self.currency.exponent();
        let sign = if self.amount.0 < 0 { "-" } else { "" };
        let digits = format!(
            "{:0>width$}",
            self.amount.0.unsigned_abs(),
            width = places + 1
        );
        let (whole, fraction) = digits.split_at(digits.len() - places);
        let point = if places == 0 { "" } else { "." };
        format!("{sign}{whole}{point}{fraction}")
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.decimal(), self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_follow_the_currency() {
        for (minor, code, text) in [
            (594, "EUR", "5.94 EUR"),
            (5, "EUR", "0.05 EUR"),
            (-5, "EUR", "-0.05 EUR"),
            (0, "USD", "0.00 USD"),
            (594, "JPY", "594 JPY"),
            (594, "KWD", "0.594 KWD"),
            (i64::MIN, "EUR", "-92233720368547758.08 EUR"),
        ] {
            let money = Money {
                amount: MinorUnits(minor),
                currency: code.parse().unwrap(),
            };
            assert_eq!(money.to_string(), text);
        }
    }

    #[test]
    fn only_spendable_currencies_are_accepted() {
        for code in ["", "eur", "EURO", "XXX", "XAU", "CLF"] {
            assert!(code.parse::<Currency>().is_err(), "{code}");
        }
    }
}
