//! The one place that reads the clock and makes ids; everything else takes them as arguments.
#![expect(
    clippy::disallowed_methods,
    reason = "this is where the house rule sends everyone"
)]

use order_events::{OrderId, Timestamp};

/// The present instant.
///
/// # Panics
/// If the clock stands before 1970 or after 9999.
#[must_use]
pub fn now() -> Timestamp {
    u64::try_from(jiff::Timestamp::now().as_millisecond())
        .ok()
        .and_then(Timestamp::from_unix_millis)
        .expect("the clock stands between 1970 and 9999")
}

/// A fresh order id, made at the present instant.
///
/// # Panics
/// As [`now`].
#[must_use]
pub fn new_order_id() -> OrderId {
    let uuid = uuid::Uuid::now_v7();
    uuid.to_string()
        .parse()
        .expect("the clock stands between 1970 and 9999")
}

/// A few bits that nobody foresees.
#[must_use]
pub fn random() -> u16 {
    let (_, low) = uuid::Uuid::now_v7().as_u64_pair();
    u16::try_from(low & 0xffff).unwrap_or_default()
}
