//! Who buys and who sells.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A person or a company on a document.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Party {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// VAT or other tax registration number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_id: Option<String>,
    pub address: Address,
}

impl Party {
    /// The tax id, if it is a VAT number: of the party's own country, or of any member state of the
    /// EU. It begins with that country's code, which is `EL` for Greece (EN 16931 BR-CO-9).
    #[must_use]
    pub fn vat_id(&self) -> Option<&str> {
        let id = self.tax_id.as_deref()?;
        let (prefix, rest) = id.split_at_checked(2)?;
        let is_number = !rest.is_empty() && rest.bytes().all(|c| c.is_ascii_alphanumeric());
        let country = self.address.country.to_string();
        let is_known = VAT_PREFIXES.contains(&prefix) || (prefix == country && prefix != "GR");
        (is_number && is_known).then_some(id)
    }
}

/// What the VAT numbers of the EU's member states begin with.
const VAT_PREFIXES: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IT",
    "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// A postal address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Address {
    pub line1: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line2: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    pub city: String,
    /// State, province or region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    pub country: CountryCode,
}

// Personal data must not reach a log by way of `{:?}`.
impl fmt::Debug for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Party").finish_non_exhaustive()
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Address")
            .field("country", &self.country)
            .finish_non_exhaustive()
    }
}

/// An ISO 3166-1 alpha-2 country code, two capital letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CountryCode([u8; 2]);

/// The text is not two capital letters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected an ISO 3166-1 alpha-2 country code such as `DE`, found `{found}`")]
pub struct InvalidCountryCode {
    found: String,
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|letter| write!(f, "{}", char::from(*letter)))
    }
}

impl FromStr for CountryCode {
    type Err = InvalidCountryCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        <[u8; 2]>::try_from(text.as_bytes())
            .ok()
            .filter(|letters| letters.iter().all(u8::is_ascii_uppercase))
            .map(Self)
            .ok_or_else(|| InvalidCountryCode {
                found: text.to_owned(),
            })
    }
}

crate::text_on_the_wire!(CountryCode, "CountryCode", {
    "type": "string",
    "pattern": "^[A-Z]{2}$",
    "description": "ISO 3166-1 alpha-2 code",
    "examples": ["DE", "US"]
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_text_holds_no_personal_data() {
        let party = Party {
            name: "Leonie Köhler".into(),
            email: Some("leonie@example.com".into()),
            phone: None,
            tax_id: None,
            address: Address {
                line1: "Theodor-Heuss-Straße 34".into(),
                line2: None,
                postal_code: Some("70174".into()),
                city: "Stuttgart".into(),
                region: None,
                country: "DE".parse().unwrap(),
            },
        };
        assert_eq!(format!("{party:?}"), "Party { .. }");
        assert!(!format!("{:?}", party.address).contains("Stuttgart"));
    }

    #[test]
    fn a_vat_id_begins_with_its_country() {
        let party = |country: &str, tax_id: &str| Party {
            name: "A".into(),
            email: None,
            phone: None,
            tax_id: Some(tax_id.into()),
            address: Address {
                line1: "B".into(),
                line2: None,
                postal_code: None,
                city: "C".into(),
                region: None,
                country: country.parse().unwrap(),
            },
        };
        for (country, id) in [
            ("DE", "DE123456789"),
            ("GR", "EL123456789"),
            ("US", "DE123456789"),
            ("CH", "CHE123456789"),
        ] {
            assert_eq!(party(country, id).vat_id(), Some(id));
        }
        for (country, id) in [
            ("DE", "CH123456789"),
            ("GR", "GR123456789"),
            ("DE", "DE 123 456 789"),
            ("DE", "DE"),
            ("US", "12-3456789"),
        ] {
            assert_eq!(party(country, id).vat_id(), None, "{id}");
        }
    }

    #[test]
    fn a_country_is_two_capital_letters() {
        assert_eq!("DE".parse::<CountryCode>().unwrap().to_string(), "DE");
        for text in ["", "D", "de", "DEU", "É"] {
            assert!(text.parse::<CountryCode>().is_err(), "{text}");
        }
    }
}
