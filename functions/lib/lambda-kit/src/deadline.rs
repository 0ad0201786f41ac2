//! How long an invocation may go on.

use std::time::Duration;

use order_events::Timestamp;

/// When Lambda ends the invocation, whether it is done or not.
#[derive(Debug, Clone, Copy)]
pub struct Deadline {
    unix_millis: u64,
}

impl Deadline {
    /// `unix_millis` is the deadline of the invocation's context.
    #[must_use]
    pub fn at(unix_millis: u64) -> Self {
        Self { unix_millis }
    }

    /// Whether at `now` there is time for something that takes up to `need`. What is begun too
    /// late is cut off somewhere in the middle and done again; what is not begun only waits.
    #[must_use]
    pub fn leaves(self, need: Duration, now: Timestamp) -> bool {
        self.remaining(now) >= need
    }

    /// The time that is left at `now`.
    #[must_use]
    pub fn remaining(self, now: Timestamp) -> Duration {
        Duration::from_millis(self.unix_millis.saturating_sub(now.unix_millis()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_gets_less_and_never_negative() {
        let at = |millis| Timestamp::from_unix_millis(millis).unwrap();
        let deadline = Deadline::at(10_000);
        assert_eq!(deadline.remaining(at(4_000)), Duration::from_secs(6));
        assert_eq!(deadline.remaining(at(11_000)), Duration::ZERO);
        assert!(deadline.leaves(Duration::from_secs(6), at(4_000)));
        assert!(!deadline.leaves(Duration::from_secs(6), at(4_001)));
    }
}
