//! A discount, as it was asked for, in a row.

use order_core::{Discount, Worth};
use order_events::{BasisPoints, MinorUnits};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::row) struct DiscountRow {
    worth: WorthRow,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum WorthRow {
    AmountMinor(MinorUnits),
    PercentBasisPoints(BasisPoints),
}

impl From<&Discount> for DiscountRow {
    fn from(discount: &Discount) -> Self {
        Self {
            worth: match discount.worth {
                Worth::Amount(amount) => WorthRow::AmountMinor(amount),
                Worth::Percent(share) => WorthRow::PercentBasisPoints(share),
            },
            reason: discount.reason.clone(),
        }
    }
}

impl From<DiscountRow> for Discount {
    fn from(row: DiscountRow) -> Self {
        Self {
            worth: match row.worth {
                WorthRow::AmountMinor(amount) => Worth::Amount(amount),
                WorthRow::PercentBasisPoints(share) => Worth::Percent(share),
            },
            reason: row.reason,
        }
    }
}
