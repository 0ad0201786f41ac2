//! Serde for a tax: a map of category, rate and reason, whose rules are checked when it is read.

use order_core::Tax;
use order_events::{BasisPoints, TaxCategory};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct TaxRow {
    category: TaxCategory,
    rate_basis_points: BasisPoints,
    #[serde(skip_serializing_if = "Option::is_none")]
    exemption_reason: Option<String>,
}

pub(super) fn serialize<S: Serializer>(tax: &Tax, serializer: S) -> Result<S::Ok, S::Error> {
    let row = TaxRow {
        category: tax.category(),
        rate_basis_points: tax.rate(),
        exemption_reason: tax.exemption_reason().map(str::to_owned),
    };
    row.serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Tax, D::Error> {
    let row = TaxRow::deserialize(deserializer)?;
    Tax::new(
        Some(row.category),
        row.rate_basis_points,
        row.exemption_reason,
    )
    .map_err(serde::de::Error::custom)
}
