//! Identities: of an order, of its versions, of the event that a version causes.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Timestamp;

/// Identity of an order: a `UUIDv7` (RFC 9562 §5.7), so it also tells when the order was placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OrderId(Uuid);

/// The text is not a lowercase, hyphenated `UUIDv7`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a lowercase, hyphenated UUIDv7 as order id, found `{found}`")]
pub struct InvalidOrderId {
    found: String,
}

impl OrderId {
    /// The id of an order placed at `created_at`, made unique by 74 of the `random` bits.
    #[must_use]
    pub fn new(created_at: Timestamp, random: [u8; 10]) -> Self {
        let millis = created_at.unix_millis();
        Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// The instant inside the id. Together with the id it is the order's full table key.
    #[must_use]
    pub fn created_at(self) -> Timestamp {
        let millis = self.0.as_u128() >> 80;
        u64::try_from(millis)
            .ok()
            .and_then(Timestamp::from_unix_millis)
            .expect("an id is only built from a valid timestamp")
    }

    /// Last two hex digits: uniformly random, unlike the time-ordered head of the id.
    #[must_use]
    pub fn tail(self) -> String {
        format!("{:02x}", self.0.as_bytes()[15])
    }

    /// Where all objects of the order are kept. Time-ordered ids would heap on one prefix of the
    /// bucket, so their tail leads.
    #[must_use]
    pub fn object_prefix(self) -> String {
        format!("orders/{}/{self}", self.tail())
    }

    /// The id as a number, whose order is that of the texts.
    #[must_use]
    pub fn as_u128(self) -> u128 {
        self.0.as_u128()
    }

    /// A number that is uniformly random over orders; it picks shards and spreads retries.
    #[must_use]
    pub fn spread(self) -> u64 {
        self.0.as_u64_pair().1
    }
}

impl fmt::Display for OrderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl FromStr for OrderId {
    type Err = InvalidOrderId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidOrderId {
            found: text.to_owned(),
        };
        let uuid = Uuid::try_parse(text).map_err(|_| invalid())?;
        // One order, one text: ids are compared as keys, in links and in object names.
        Self::try_from(uuid.as_u128())
            .ok()
            .filter(|id| id.to_string() == text)
            .ok_or_else(invalid)
    }
}

impl TryFrom<u128> for OrderId {
    type Error = InvalidOrderId;

    /// The id whose [`OrderId::as_u128`] is `number`.
    fn try_from(number: u128) -> Result<Self, Self::Error> {
        let uuid = Uuid::from_u128(number);
        let millis = u64::try_from(number >> 80).ok();
        let valid = uuid.get_version_num() == 7
            && uuid.get_variant() == uuid::Variant::RFC4122
            && millis.and_then(Timestamp::from_unix_millis).is_some();
        valid.then_some(Self(uuid)).ok_or_else(|| InvalidOrderId {
            found: uuid.to_string(),
        })
    }
}

crate::text_on_the_wire!(OrderId, "OrderId", {
    "type": "string",
    "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
    "description": "UUIDv7",
    "examples": ["01999f3a-6c1e-7b42-9d1f-2f6d0c9a7e55"]
});

/// Counts an order's changes: 1 when placed, one more with each change.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct Version(#[schemars(range(min = 1))] pub u64);

impl Version {
    pub const FIRST: Self = Self(1);

    /// The version after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Identity of an event: the order and the version it tells of, so that a replayed change is
/// the same event. Subscribers deduplicate on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventId {
    pub order_id: OrderId,
    pub version: Version,
}

/// The text is not `<order id>.<version>`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected an event id `<order id>.<version>`, found `{found}`")]
pub struct InvalidEventId {
    found: String,
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.order_id, self.version)
    }
}

impl FromStr for EventId {
    type Err = InvalidEventId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parse = || {
            let (order_id, version) = text.split_once('.')?;
            let id = Self {
                order_id: order_id.parse().ok()?,
                version: Version(version.parse().ok().filter(|version| *version > 0)?),
            };
            (id.to_string() == text).then_some(id)
        };
        parse().ok_or_else(|| InvalidEventId {
            found: text.to_owned(),
        })
    }
}

crate::text_on_the_wire!(EventId, "EventId", {
    "type": "string",
    "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\\.[1-9][0-9]*$",
    "description": "<order id>.<version>; the same change has the same id, however often it is sent",
    "examples": ["01999f3a-6c1e-7b42-9d1f-2f6d0c9a7e55.2"]
});

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01999f3a-6c1e-7b42-9d1f-2f6d0c9a7e55";

    #[test]
    fn an_id_tells_when_the_order_was_placed() {
        let at: Timestamp = "2026-11-24T06:02:30.123Z".parse().unwrap();
        let id = OrderId::new(at, [0xAB; 10]);
        assert_eq!(id.created_at(), at);
        assert_eq!(id.tail(), "ab");
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn only_lowercase_hyphenated_version_7_is_an_order_id() {
        assert!(ID.parse::<OrderId>().is_ok());
        for text in [
            "",
            "not-an-id",
            "01999f3a-6c1e-4b42-9d1f-2f6d0c9a7e55",
            "01999f3a-6c1e-7b42-1d1f-2f6d0c9a7e55",
            "01999F3A-6C1E-7B42-9D1F-2F6D0C9A7E55",
            "01999f3a6c1e7b429d1f2f6d0c9a7e55",
            "ffffffff-ffff-7b42-9d1f-2f6d0c9a7e55",
        ] {
            assert!(text.parse::<OrderId>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_event_id_names_order_and_version() {
        let id = EventId {
            order_id: ID.parse().unwrap(),
            version: Version(12),
        };
        assert_eq!(id.to_string(), format!("{ID}.12"));
        assert_eq!(id.to_string().parse(), Ok(id));
        for text in [
            ID.to_owned(),
            format!("{ID}.0"),
            format!("{ID}.01"),
            format!("{ID}.-1"),
        ] {
            assert!(text.parse::<EventId>().is_err(), "{text}");
        }
    }
}
