//! How one order's values are written: lines, adjustments, taxes and notes, in its language.

use order_events::{
    Discount, MinorUnits, Money, OrderLine, OrderSnapshot, TaxCategory, TaxSubtotal, Timestamp,
};
use serde::Serialize;

use super::super::text::{printable, printable_if_any};
use super::super::words::Words;
use crate::figures::Figures;

/// A line of the totals before the net.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Adjustment {
    name: String,
    amount: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Line {
    description: String,
    sku: Option<String>,
    /// What is taken off, and why.
    discount: Option<String>,
    pub(super) quantity: String,
    pub(super) unit_price: String,
    tax_rate: String,
    pub(super) net: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct TaxRow {
    /// Category and rate, up to the amount that is taxed.
    name: String,
    pub(super) net: String,
    tax: String,
}

/// How one order's values are written.
#[derive(Clone, Copy)]
pub(super) struct Writer<'a> {
    pub(super) order: &'a OrderSnapshot,
    pub(super) words: &'static Words,
    pub(super) figures: &'static Figures,
}

impl Writer<'_> {
    pub(super) fn line(self, line: &OrderLine) -> Line {
        Line {
            description: printable(&line.description),
            sku: printable_if_any(line.sku.as_ref()),
            discount: line
                .discount
                .as_ref()
                .map(|discount| self.discount_line(discount)),
            quantity: self.figures.quantity(line.quantity),
            unit_price: self.decimal(line.unit_price_minor),
            tax_rate: self.figures.percent(line.tax_rate_basis_points),
            net: self.decimal(line.net_minor),
        }
    }

    /// `Discount 10% (spring sale) −5.00`, as one line of text.
    fn discount_line(self, discount: &Discount) -> String {
        let amount = self.decimal(discount.amount_minor);
        format!("{} −{amount}", self.discount_name(discount))
    }

    fn discount_name(self, discount: &Discount) -> String {
        let share = discount.percent_basis_points;
        let share = share.map(|share| self.figures.percent(share));
        let reason = printable_if_any(discount.reason.as_ref());
        let reason = reason.map(|reason| format!("({reason}{})", mark_after(&reason)));
        let parts = [Some(self.words.discount.to_owned()), share, reason];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    pub(super) fn adjustments(self) -> Vec<Adjustment> {
        let order = self.order;
        let discount = order.discount.as_ref().map(|discount| Adjustment {
            name: self.discount_name(discount),
            amount: format!("−{}", self.decimal(discount.amount_minor)),
        });
        let shipping = order.shipping.as_ref().map(|shipping| Adjustment {
            name: self.words.shipping.to_owned(),
            amount: self.decimal(shipping.amount_minor),
        });
        if discount.is_none() && shipping.is_none() {
            return Vec::new();
        }
        let totals = &order.totals;
        let before = totals.net_minor.0 - totals.shipping_minor.0 + totals.discount_minor.0;
        let sum = Adjustment {
            name: self.words.sum_of_lines.to_owned(),
            amount: self.decimal(MinorUnits(before)),
        };
        [Some(sum), discount, shipping]
            .into_iter()
            .flatten()
            .collect()
    }

    pub(super) fn tax_rows(self) -> Vec<TaxRow> {
        let row = |subtotal: &TaxSubtotal| {
            let name = (self.words.tax)(category(subtotal));
            let rate = match category(subtotal) {
                TaxCategory::Standard | TaxCategory::ZeroRated => {
                    Some(self.figures.percent(subtotal.tax_rate_basis_points))
                }
                // These names say that the rate is zero.
                TaxCategory::Exempt
                | TaxCategory::ReverseCharge
                | TaxCategory::IntraCommunity
                | TaxCategory::Export => None,
            };
            let parts = [Some(name), rate.as_deref(), Some(self.words.of_amount)];
            TaxRow {
                name: parts.into_iter().flatten().collect::<Vec<_>>().join(" "),
                net: self.decimal(subtotal.net_minor),
                tax: self.decimal(subtotal.tax_minor),
            }
        };
        self.order.totals.tax_subtotals.iter().map(row).collect()
    }

    pub(super) fn notes(self) -> Vec<String> {
        let mut notes = Vec::new();
        for subtotal in &self.order.totals.tax_subtotals {
            let category = category(subtotal);
            notes.extend((self.words.no_tax)(category).map(str::to_owned));
            let reason = subtotal.tax_exemption_reason.as_ref();
            let reason = reason.filter(|reason| Some(reason.as_str()) != usual_reason(category));
            notes.extend(printable_if_any(reason));
        }
        notes.extend(printable_if_any(self.order.notes.as_ref()));
        notes
    }

    pub(super) fn date(self, at: Timestamp) -> String {
        let (year, month, day) = at.date();
        let month = self.words.months[usize::from(month - 1)];
        (self.words.date)(day, month, year)
    }

    pub(super) fn decimal(self, amount: MinorUnits) -> String {
        self.figures.decimal(self.money(amount))
    }

    pub(super) fn money(self, amount: MinorUnits) -> Money {
        Money {
            amount,
            currency: self.order.currency,
        }
    }
}

/// As for events of old, in which the category is absent.
fn category(subtotal: &TaxSubtotal) -> TaxCategory {
    let by_rate = if subtotal.tax_rate_basis_points.get() == 0 {
        TaxCategory::ZeroRated
    } else {
        TaxCategory::Standard
    };
    subtotal.tax_category.unwrap_or(by_rate)
}

/// What an order says, in English, where nobody gave a reason. Each language has a phrase of its
/// own for it.
fn usual_reason(category: TaxCategory) -> Option<&'static str> {
    match category {
        TaxCategory::Standard | TaxCategory::ZeroRated | TaxCategory::Exempt => None,
        TaxCategory::ReverseCharge => Some("Reverse charge"),
        TaxCategory::IntraCommunity => Some("Intra-community supply"),
        TaxCategory::Export => Some("Export outside the EU"),
    }
}

/// A left-to-right mark after text from right to left: without it, an amount that follows would be
/// drawn on the other side of that text, with its sign behind it.
fn mark_after(text: &str) -> &'static str {
    let is_right_to_left = |c| {
        matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'
            | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
    };
    if text.contains(is_right_to_left) {
        "\u{200E}"
    } else {
        ""
    }
}
