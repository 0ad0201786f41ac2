//! What is ordered: as it was asked for, and with its price.

use order_events::{Currency, Locale, MinorUnits, Party, Quantity, ShipTo};

use crate::discount::Discount;
use crate::pricing::Totals;
use crate::tax::Tax;

/// An order as it was asked for; every value is valid by itself, nothing is priced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderDraft {
    pub buyer: Party,
    pub ship_to: Option<ShipTo>,
    pub locale: Locale,
    pub purchase_order_reference: Option<String>,
    pub notes: Option<String>,
    pub currency: Currency,
    pub lines: Vec<LineDraft>,
    /// On the sum of all lines.
    pub discount: Option<Discount>,
    pub shipping: Option<Shipping>,
}

/// A line as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineDraft {
    pub description: String,
    pub sku: Option<String>,
    pub quantity: Quantity,
    /// Price of one, without tax.
    pub unit_price: MinorUnits,
    /// On quantity times unit price.
    pub discount: Option<Discount>,
    pub tax: Tax,
}

/// What the delivery costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shipping {
    /// Without tax.
    pub amount: MinorUnits,
    pub tax: Tax,
}

/// What is ordered, with its price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    pub buyer: Party,
    pub ship_to: Option<ShipTo>,
    pub locale: Locale,
    pub purchase_order_reference: Option<String>,
    pub notes: Option<String>,
    pub currency: Currency,
    pub lines: Vec<Line>,
    /// As it was asked for; its amount is among the totals.
    pub discount: Option<Discount>,
    pub shipping: Option<Shipping>,
    pub totals: Totals,
}

/// A line with its price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub draft: LineDraft,
    /// What the line's own discount takes off.
    pub discount: MinorUnits,
    /// Quantity times unit price, less the discount.
    pub net: MinorUnits,
}
