//! Which tax a line or a charge bears, and the rules that make it valid on an invoice.
//!
//! The rules are those of EN 16931 for each category of VAT; their ids are in the errors, so that
//! whoever meets one can look it up.

use order_events::{BasisPoints, TaxCategory};

/// The tax on an amount: category, rate and reason agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tax {
    category: TaxCategory,
    rate: BasisPoints,
    exemption_reason: Option<String>,
}

/// Category, rate and reason don't agree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidTax {
    #[error("expected a rate above 0 for the category STANDARD (EN 16931 BR-S-5)")]
    RateMissing,
    #[error("expected the rate 0 for this category (EN 16931 BR-{0}-5)")]
    RateUnexpected(&'static str),
    #[error("expected a reason for the exemption (EN 16931 BR-E-10)")]
    ReasonMissing,
    #[error("expected no reason: what is taxed is not exempt (EN 16931 BR-{0}-10)")]
    ReasonUnexpected(&'static str),
}

impl InvalidTax {
    /// Whether the reason is at fault, and not the rate.
    #[must_use]
    pub fn concerns_reason(&self) -> bool {
        matches!(self, Self::ReasonMissing | Self::ReasonUnexpected(_))
    }
}

impl Tax {
    /// A tax of `category`; without one, STANDARD above a rate of zero and `ZERO_RATED` at zero.
    /// Where the law knows just one reason, it need not be given.
    ///
    /// # Errors
    /// [`InvalidTax`] names the rule that is broken.
    pub fn new(
        category: Option<TaxCategory>,
        rate: BasisPoints,
        reason: Option<String>,
    ) -> Result<Self, InvalidTax> {
        let category = category.unwrap_or(if rate == BasisPoints::ZERO {
            TaxCategory::ZeroRated
        } else {
            TaxCategory::Standard
        });
        let code = code(category);
        match (category, rate) {
            (TaxCategory::Standard, BasisPoints::ZERO) => return Err(InvalidTax::RateMissing),
            (TaxCategory::Standard, _) | (_, BasisPoints::ZERO) => {}
            _ => return Err(InvalidTax::RateUnexpected(code)),
        }
        let usual = match category {
            TaxCategory::Standard | TaxCategory::ZeroRated => {
                if reason.is_some() {
                    return Err(InvalidTax::ReasonUnexpected(code));
                }
                None
            }
            TaxCategory::Exempt if reason.is_none() => return Err(InvalidTax::ReasonMissing),
            TaxCategory::Exempt => None,
            TaxCategory::ReverseCharge => Some("Reverse charge"),
            TaxCategory::IntraCommunity => Some("Intra-community supply"),
            TaxCategory::Export => Some("Export outside the EU"),
        };
        let exemption_reason = reason.or_else(|| usual.map(str::to_owned));
        Ok(Self {
            category,
            rate,
            exemption_reason,
        })
    }

    #[must_use]
    pub fn category(&self) -> TaxCategory {
        self.category
    }

    #[must_use]
    pub fn rate(&self) -> BasisPoints {
        self.rate
    }

    /// Why no tax is due, where the category needs a reason.
    #[must_use]
    pub fn exemption_reason(&self) -> Option<&str> {
        self.exemption_reason.as_deref()
    }
}

/// The part of a rule's id that stands for the category.
pub(crate) fn code(category: TaxCategory) -> &'static str {
    match category {
        TaxCategory::Standard => "S",
        TaxCategory::ZeroRated => "Z",
        TaxCategory::Exempt => "E",
        TaxCategory::ReverseCharge => "AE",
        TaxCategory::IntraCommunity => "IC",
        TaxCategory::Export => "G",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(category: Option<TaxCategory>, rate: u16, reason: Option<&str>, expected: &str) {
        let tax = Tax::new(
            category,
            rate.try_into().unwrap(),
            reason.map(str::to_owned),
        );
        let text = match tax {
            Ok(tax) => format!(
                "{:?} {}",
                tax.category(),
                tax.exemption_reason().unwrap_or("-")
            ),
            Err(error) => error.to_string(),
        };
        assert!(text.contains(expected), "{text}");
    }

    #[test]
    fn category_rate_and_reason_agree() {
        use TaxCategory::{Exempt, Export, IntraCommunity, ReverseCharge, Standard, ZeroRated};
        check(None, 1_900, None, "Standard -");
        check(None, 0, None, "ZeroRated -");
        check(Some(Standard), 0, None, "BR-S-5");
        check(None, 1_900, Some("books"), "BR-S-10");
        check(None, 0, Some("books"), "BR-Z-10");
        check(Some(ZeroRated), 1, None, "BR-Z-5");
        check(Some(Exempt), 0, None, "BR-E-10");
        check(Some(Exempt), 700, Some("Article 132"), "BR-E-5");
        check(Some(Exempt), 0, Some("Article 132"), "Exempt Article 132");
        check(Some(ReverseCharge), 0, None, "ReverseCharge Reverse charge");
        check(Some(ReverseCharge), 1_900, None, "BR-AE-5");
        check(Some(IntraCommunity), 0, Some("Article 138"), "Article 138");
        check(Some(Export), 0, None, "Export outside the EU");
    }
}
