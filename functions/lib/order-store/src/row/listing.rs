//! The attribute `listing`: all that the indexes carry of an order besides its keys.

use order_core::{DocumentNumber, Order};
use order_events::{Currency, MinorUnits, OrderId, OrderStatus, Timestamp, Version};
use serde::{Deserialize, Serialize};

use crate::listing::Listing;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListingRow {
    version: Version,
    status: OrderStatus,
    updated_at: Timestamp,
    buyer_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    purchase_order_reference: Option<String>,
    currency: Currency,
    gross_minor: MinorUnits,
    #[serde(skip_serializing_if = "Option::is_none")]
    invoice_number: Option<NumberRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit_note_number: Option<NumberRow>,
}

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct NumberRow(#[serde(with = "super::text")] DocumentNumber);

impl From<&Order> for ListingRow {
    fn from(order: &Order) -> Self {
        let listing = Listing::from(order);
        Self {
            version: listing.version,
            status: listing.status,
            updated_at: listing.updated_at,
            buyer_name: listing.buyer_name,
            purchase_order_reference: listing.purchase_order_reference,
            currency: listing.currency,
            gross_minor: listing.gross,
            invoice_number: listing.invoice_number.map(NumberRow),
            credit_note_number: listing.credit_note_number.map(NumberRow),
        }
    }
}

impl ListingRow {
    pub(crate) fn of(self, order_id: OrderId) -> Listing {
        Listing {
            order_id,
            version: self.version,
            status: self.status,
            updated_at: self.updated_at,
            buyer_name: self.buyer_name,
            purchase_order_reference: self.purchase_order_reference,
            currency: self.currency,
            gross: self.gross_minor,
            invoice_number: self.invoice_number.map(|NumberRow(number)| number),
            credit_note_number: self.credit_note_number.map(|NumberRow(number)| number),
        }
    }
}
