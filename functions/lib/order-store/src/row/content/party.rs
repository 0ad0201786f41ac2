//! Who buys and who receives, in a row.

use order_events::{Address, CountryCode, Party, ShipTo};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::row) struct PartyRow {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_id: Option<String>,
    address: AddressRow,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::row) struct ShipToRow {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    address: AddressRow,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AddressRow {
    line1: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    line2: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    postal_code: Option<String>,
    city: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    country: CountryCode,
}

impl From<&Party> for PartyRow {
    fn from(party: &Party) -> Self {
        Self {
            name: party.name.clone(),
            email: party.email.clone(),
            phone: party.phone.clone(),
            tax_id: party.tax_id.clone(),
            address: AddressRow::from(&party.address),
        }
    }
}

impl From<PartyRow> for Party {
    fn from(row: PartyRow) -> Self {
        Self {
            name: row.name,
            email: row.email,
            phone: row.phone,
            tax_id: row.tax_id,
            address: row.address.into(),
        }
    }
}

impl From<&ShipTo> for ShipToRow {
    fn from(ship_to: &ShipTo) -> Self {
        Self {
            name: ship_to.name.clone(),
            address: AddressRow::from(&ship_to.address),
        }
    }
}

impl From<ShipToRow> for ShipTo {
    fn from(row: ShipToRow) -> Self {
        Self {
            name: row.name,
            address: row.address.into(),
        }
    }
}

impl From<&Address> for AddressRow {
    fn from(address: &Address) -> Self {
        let Address {
            line1,
            line2,
            postal_code,
            city,
            region,
            country,
        } = address.clone();
        Self {
            line1,
            line2,
            postal_code,
            city,
            region,
            country,
        }
    }
}

impl From<AddressRow> for Address {
    fn from(row: AddressRow) -> Self {
        let AddressRow {
            line1,
            line2,
            postal_code,
            city,
            region,
            country,
        } = row;
        Self {
            line1,
            line2,
            postal_code,
            city,
            region,
            country,
        }
    }
}
