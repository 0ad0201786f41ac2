//! Who issues the documents: configuration, the same for every order.

mod brand;
mod e_invoices;
mod iban;

pub(crate) use brand::LogoFormat;
pub use brand::{Color, InvalidColor, InvalidLogo, Logo, Paper};
pub use e_invoices::{EInvoices, NoEInvoices};
pub use iban::{Iban, InvalidIban};
use order_events::Address;
use serde::{Deserialize, Deserializer, de::Error};

/// The company that sells, as printed on every document.
///
/// Unknown fields are refused: a misspelt `vatId` must stop a deployment, not vanish from
/// the invoices. So is a seller whose e-invoices the standard would not accept.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(remote = "Self", rename_all = "camelCase", deny_unknown_fields)]
pub struct Seller {
    pub name: String,
    pub address: Address,
    /// VAT identification number (EN 16931 BT-31).
    pub vat_id: Option<String>,
    /// Entry in a register of companies (BT-30).
    pub registration_id: Option<String>,
    pub email: Option<String>,
    /// Account that invoices are paid to (BT-84), with or without spaces.
    pub iban: Option<Iban>,
    pub bic: Option<String>,
    /// Days from the issue of an invoice to its due date.
    pub payment_term_days: u16,
    /// The one colour of the documents, as `#rrggbb`.
    pub accent_color: Option<Color>,
    /// Printed instead of the name at the top: an SVG or PNG as a data URI in base64.
    pub logo: Option<Logo>,
    #[serde(default)]
    pub paper: Paper,
    #[serde(default)]
    pub e_invoices: EInvoices,
}

impl<'de> Deserialize<'de> for Seller {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let seller = Self::deserialize(deserializer)?;
        e_invoices::check(&seller).map_err(D::Error::custom)?;
        Ok(seller)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_field_is_refused() {
        let json = r#"{"name":"A","address":{"line1":"B","city":"C","country":"DE"},
            "paymentTermDays":30,"vatID":"DE123456789"}"#;
        let error = serde_json::from_str::<Seller>(json).unwrap_err();
        assert!(error.to_string().contains("`vatID`"), "{error}");
        let seller: Seller = serde_json::from_str(&json.replace("vatID", "vatId")).unwrap();
        assert_eq!(seller.vat_id.as_deref(), Some("DE123456789"));
    }
}
