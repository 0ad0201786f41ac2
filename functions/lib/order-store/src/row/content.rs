//! What is ordered, as attributes of its row.

mod discount;
mod party;
mod tax;

use order_core::{Line, LineDraft, Shipping, Tax, TaxGroup, Totals};
use order_events::{MinorUnits, Quantity};
use serde::{Deserialize, Serialize};

pub(super) use discount::DiscountRow;
pub(super) use party::{PartyRow, ShipToRow};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LineRow {
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sku: Option<String>,
    quantity: Quantity,
    unit_price_minor: MinorUnits,
    #[serde(skip_serializing_if = "Option::is_none")]
    discount: Option<DiscountRow>,
    #[serde(with = "tax")]
    tax: Tax,
    discount_minor: MinorUnits,
    net_minor: MinorUnits,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ShippingRow {
    amount_minor: MinorUnits,
    #[serde(with = "tax")]
    tax: Tax,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TotalsRow {
    discount_minor: MinorUnits,
    shipping_minor: MinorUnits,
    net_minor: MinorUnits,
    tax_minor: MinorUnits,
    gross_minor: MinorUnits,
    tax_groups: Vec<TaxGroupRow>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct TaxGroupRow {
    #[serde(with = "tax")]
    tax: Tax,
    discount_minor: MinorUnits,
    net_minor: MinorUnits,
    tax_minor: MinorUnits,
}

impl From<&Line> for LineRow {
    fn from(line: &Line) -> Self {
        let LineDraft {
            description,
            sku,
            quantity,
            unit_price,
            discount,
            tax,
        } = line.draft.clone();
        Self {
            description,
            sku,
            quantity,
            unit_price_minor: unit_price,
            discount: discount.as_ref().map(DiscountRow::from),
            tax,
            discount_minor: line.discount,
            net_minor: line.net,
        }
    }
}

impl From<LineRow> for Line {
    fn from(row: LineRow) -> Self {
        let draft = LineDraft {
            description: row.description,
            sku: row.sku,
            quantity: row.quantity,
            unit_price: row.unit_price_minor,
            discount: row.discount.map(Into::into),
            tax: row.tax,
        };
        Self {
            draft,
            discount: row.discount_minor,
            net: row.net_minor,
        }
    }
}

impl From<&Shipping> for ShippingRow {
    fn from(shipping: &Shipping) -> Self {
        Self {
            amount_minor: shipping.amount,
            tax: shipping.tax.clone(),
        }
    }
}

impl From<ShippingRow> for Shipping {
    fn from(row: ShippingRow) -> Self {
        Self {
            amount: row.amount_minor,
            tax: row.tax,
        }
    }
}

impl From<&Totals> for TotalsRow {
    fn from(totals: &Totals) -> Self {
        let groups = totals.groups.iter().map(|group| TaxGroupRow {
            tax: group.tax.clone(),
            discount_minor: group.discount,
            net_minor: group.net,
            tax_minor: group.amount,
        });
        Self {
            discount_minor: totals.discount,
            shipping_minor: totals.shipping,
            net_minor: totals.net,
            tax_minor: totals.tax,
            gross_minor: totals.gross,
            tax_groups: groups.collect(),
        }
    }
}

impl From<TotalsRow> for Totals {
    fn from(row: TotalsRow) -> Self {
        let groups = row.tax_groups.into_iter().map(|group| TaxGroup {
            tax: group.tax,
            discount: group.discount_minor,
            net: group.net_minor,
            amount: group.tax_minor,
        });
        Self {
            discount: row.discount_minor,
            shipping: row.shipping_minor,
            net: row.net_minor,
            tax: row.tax_minor,
            gross: row.gross_minor,
            groups: groups.collect(),
        }
    }
}
