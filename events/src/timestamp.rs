//! Instants with the precision that keys, ids and documents share.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// An instant in UTC, to the millisecond, as in a `UUIDv7`.
///
/// Its text is RFC 3339 of fixed width (`2026-11-24T06:02:30.123Z`), so text order is time order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(jiff::Timestamp);

/// The text is not an RFC 3339 instant between the years 1970 and 9999.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected an RFC 3339 instant such as `2026-11-24T06:02:30.123Z`, found `{found}`")]
pub struct InvalidTimestamp {
    found: String,
}

impl Timestamp {
    /// The beginning of 1970.
    pub const EPOCH: Self = Self(jiff::Timestamp::UNIX_EPOCH);

    /// Milliseconds since the Unix epoch; `None` past the year 9999.
    #[must_use]
    pub fn from_unix_millis(millis: u64) -> Option<Self> {
        let millis = i64::try_from(millis).ok()?;
        jiff::Timestamp::from_millisecond(millis).ok().map(Self)
    }

    /// Milliseconds since the Unix epoch.
    #[must_use]
    pub fn unix_millis(self) -> u64 {
        u64::try_from(self.0.as_millisecond()).unwrap_or(0)
    }

    /// How long it is since `earlier`: nothing, if that is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.unix_millis().saturating_sub(earlier.unix_millis()))
    }

    /// So much later; the same instant, if that would be past the year 9999.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        let millis = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        let later = self.unix_millis().saturating_add(millis);
        Self::from_unix_millis(later).unwrap_or(self)
    }

    /// The calendar year in UTC, which names a series of document numbers.
    #[must_use]
    pub fn year(self) -> u16 {
        self.date().0
    }

    /// The calendar date in UTC as `(year, month, day)`.
    #[must_use]
    pub fn date(self) -> (u16, u8, u8) {
        let date = jiff::tz::Offset::UTC.to_datetime(self.0).date();
        (
            date.year().unsigned_abs(),
            date.month().unsigned_abs(),
            date.day().unsigned_abs(),
        )
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.0)
    }
}

impl FromStr for Timestamp {
    type Err = InvalidTimestamp;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidTimestamp {
            found: text.to_owned(),
        };
        let instant: jiff::Timestamp = text.parse().map_err(|_| invalid())?;
        u64::try_from(instant.as_millisecond())
            .ok()
            .and_then(Self::from_unix_millis)
            .ok_or_else(invalid)
    }
}

crate::text_on_the_wire!(Timestamp, "Timestamp", {
    "type": "string",
    "format": "date-time",
    "description": "RFC 3339, UTC, milliseconds",
    "examples": ["2026-11-24T06:02:30.123Z"]
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_fixed_width_and_keeps_milliseconds() {
        for (millis, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (1_795_500_150_120, "2026-11-24T06:02:30.120Z"),
            (253_402_207_199_999, "9999-12-30T21:59:59.999Z"),
        ] {
            let timestamp = Timestamp::from_unix_millis(millis).unwrap();
            assert_eq!(timestamp.to_string(), text);
            assert_eq!(text.parse(), Ok(timestamp));
            assert_eq!(timestamp.unix_millis(), millis);
        }
    }

    #[test]
    fn finer_text_is_cut_to_the_millisecond_and_other_text_refused() {
        let cut: Timestamp = "2026-11-24T06:02:30.123999Z".parse().unwrap();
        assert_eq!(cut.to_string(), "2026-11-24T06:02:30.123Z");
        for text in ["", "2026-11-24", "1969-12-31T23:59:59Z", "yesterday"] {
            assert!(text.parse::<Timestamp>().is_err(), "{text}");
        }
        assert_eq!(Timestamp::from_unix_millis(u64::MAX), None);
    }

    #[test]
    fn time_goes_forward_and_has_an_end() {
        let now = Timestamp::from_unix_millis(1_000).unwrap();
        let later = now.plus(Duration::from_millis(500));
        assert_eq!(later.since(now), Duration::from_millis(500));
        assert_eq!(now.since(later), Duration::ZERO);
        assert_eq!(now.plus(Duration::MAX), now);
    }
}
