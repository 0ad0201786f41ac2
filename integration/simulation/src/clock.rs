//! The time as the functions see it, which may be wrong.

use std::cell::Cell;

use order_events::Timestamp;

/// When every run begins: 2026-11-24T06:00:00Z.
pub(crate) const START: u64 = 1_795_500_000_000;

thread_local! {
    static NOW: Cell<u64> = const { Cell::new(START) };
}

/// The clock of every function shows `now` and `skew` milliseconds.
pub(crate) fn set(now: u64, skew: i64) {
    NOW.set(now.saturating_add_signed(skew));
}

pub(crate) fn now() -> Timestamp {
    Timestamp::from_unix_millis(NOW.get()).expect("the year is 2026")
}
