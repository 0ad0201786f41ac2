//! The wall clock, for whoever compares with what the functions wrote down.

use lambda_kit::clock;

/// Milliseconds since 1970.
pub(crate) fn unix_millis() -> u64 {
    clock::now().unix_millis()
}
