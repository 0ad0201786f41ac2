//! The one place of this program that reads the calendar; how long things take is told by
//! `Instant`.

use std::time::SystemTime;

use order_events::Timestamp;

/// The present instant.
pub(crate) fn now() -> Timestamp {
    #[expect(
        clippy::disallowed_methods,
        reason = "a program on its own is the edge that knows the time"
    )]
    let now = SystemTime::now();
    now.duration_since(SystemTime::UNIX_EPOCH)
        .ok()
        .and_then(|since| u64::try_from(since.as_millis()).ok())
        .and_then(Timestamp::from_unix_millis)
        .expect("the clock stands between 1970 and 9999")
}
