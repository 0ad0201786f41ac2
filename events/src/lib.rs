//! The published contract: what other systems may rely on.
//!
//! [`OrderStatusChanged`] is the one event, carrying the whole order, so that its readers need
//! no access to our tables. The value types it is made of ([`OrderId`], [`Currency`],
//! [`MinorUnits`] …) are shared by every crate of the workspace: raw text becomes one of them
//! once, and is valid from then on.
//!
//! This crate decides nothing and reaches nothing: no AWS, no runtime, no clock, no randomness.

mod document;
mod ids;
mod locale;
mod money;
mod order_status_changed;
mod party;
mod quantity;
mod status;
mod tax;
mod timestamp;

pub use document::DocumentKind;
pub use ids::{EventId, InvalidEventId, InvalidOrderId, OrderId, Version};
pub use locale::Locale;
pub use money::{Currency, InvalidCurrency, MinorUnits, Money};
pub use order_status_changed::{
    Discount, EventType, IssuedDocument, OrderLine, OrderSnapshot, OrderStatusChanged, ShipTo,
    Shipping, TaxSubtotal, Totals,
};
pub use party::{Address, CountryCode, InvalidCountryCode, Party};
pub use quantity::{InvalidQuantity, Quantity};
pub use status::{InvalidStatus, OrderStatus};
pub use tax::{BasisPoints, InvalidBasisPoints, TaxCategory};
pub use timestamp::{InvalidTimestamp, Timestamp};

/// A text, borrowed from where it is read if it stands there as it is.
#[derive(serde::Deserialize)]
struct Text<'a>(#[serde(borrow)] std::borrow::Cow<'a, str>);

/// Implements serde and JSON Schema for a type whose wire form is its `Display` text.
///
/// The schema states the pattern, so a reader in another language can check it too.
macro_rules! text_on_the_wire {
    ($type:ty, $name:literal, $schema:tt) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let crate::Text(text) = serde::Deserialize::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!($schema)
            }
        }
    };
}
pub(crate) use text_on_the_wire;
