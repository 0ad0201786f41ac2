//! What is wrong with an order as a whole.

use order_events::TaxCategory;

use crate::tax;

/// One fault of an order that was asked for, and where it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{rule}")]
pub struct OrderFault {
    pub place: Place,
    pub rule: Rule,
}

/// A part of an order; lines are counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Lines,
    Line(usize),
    LineDiscount(usize),
    LineTax(usize),
    Discount,
    ShippingTax,
    BuyerTaxId,
    ShipTo,
}

/// The rule that an order breaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rule {
    #[error("the amount is too large to be counted in minor units")]
    AmountTooLarge,
    #[error("expected at most the amount that it is taken from")]
    DiscountTooLarge,
    #[error(
        "expected the same reason for all that is in one tax category \
         (EN 16931 BR-{}-1)", tax::code(*.0)
    )]
    ReasonsDiffer(TaxCategory),
    #[error(
        "expected the buyer's tax id, since the order has a tax category that needs it \
         (EN 16931 BR-{}-2)", tax::code(*.0)
    )]
    BuyerTaxIdMissing(TaxCategory),
    #[error(
        "expected a VAT number, which begins with its country and has no spaces, since the order \
         has a tax category that needs it (EN 16931 BR-{}-2)", tax::code(*.0)
    )]
    BuyerVatIdMissing(TaxCategory),
    #[error("expected where the goods go, since they leave the country (EN 16931 BR-IC-12)")]
    ShipToMissing,
}
