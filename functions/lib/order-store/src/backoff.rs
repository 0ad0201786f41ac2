//! How long to wait before another try, so that contenders do not meet again.

use std::time::Duration;

const BASE: Duration = Duration::from_millis(4);
const LONGEST: Duration = Duration::from_millis(200);

/// Exponential backoff with full jitter (AWS Builders' Library, "Timeouts, retries, and backoff
/// with jitter"). `seed` differs between contenders, so no random source is needed.
pub(crate) fn delay(seed: u64, attempt: u32) -> Duration {
    let ceiling = BASE.saturating_mul(1 << attempt.min(10)).min(LONGEST);
    let micros = u64::try_from(ceiling.as_micros())
        .unwrap_or(u64::MAX)
        .max(1);
    Duration::from_micros(mix(seed, attempt) % micros)
}

/// The finaliser of `SplitMix64`: every input bit changes about half of the output bits.
fn mix(seed: u64, attempt: u32) -> u64 {
    let mut z = seed.wrapping_add(u64::from(attempt + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn contenders_wait_differently_and_never_too_long() {
        for attempt in 0..40 {
            let delays: BTreeSet<_> = (0..64).map(|seed| delay(seed, attempt)).collect();
            assert!(
                delays.len() > 55,
                "attempt {attempt}: {} different delays",
                delays.len()
            );
            assert!(delays.iter().all(|delay| *delay < LONGEST));
        }
    }
}
