//! Shares of an amount, and why a tax is what it is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A share in basis points, at most the whole: 2100 is 21 %.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "u16")]
#[schemars(!try_from)]
pub struct BasisPoints(#[schemars(range(max = 10_000))] u16);

/// The share is above 100 %.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected 0 to 10000 basis points, found `{found}`")]
pub struct InvalidBasisPoints {
    found: u16,
}

impl BasisPoints {
    pub const ZERO: Self = Self(0);

    /// Basis points in 100 %.
    pub const SCALE: u16 = 10_000;

    /// The number of basis points.
    #[must_use]
    pub fn get(self) -> u16 {
        self.0
    }
}

impl TryFrom<u16> for BasisPoints {
    type Error = InvalidBasisPoints;

    fn try_from(found: u16) -> Result<Self, Self::Error> {
        if found > Self::SCALE {
            Err(InvalidBasisPoints { found })
        } else {
            Ok(Self(found))
        }
    }
}

/// Why a tax is what it is: the VAT categories of EN 16931 (BT-151, UNTDID 5305) that a sale of
/// goods or services can be in.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TaxCategory {
    /// Taxed at a rate above zero (S).
    Standard,
    /// Taxed, at the rate zero (Z).
    ZeroRated,
    /// Exempt by law (E).
    Exempt,
    /// The buyer owes the tax (AE).
    ReverseCharge,
    /// Supplied to a business in another member state of the EU (K).
    IntraCommunity,
    /// Supplied to a country outside of the EU (G).
    Export,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_at_most_the_whole() {
        assert_eq!(BasisPoints::try_from(10_000).unwrap().get(), 10_000);
        assert!(BasisPoints::try_from(10_001).is_err());
        assert!(serde_json::from_str::<BasisPoints>("10001").is_err());
    }
}
