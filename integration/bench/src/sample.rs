//! Percentiles of what was measured.

use std::time::Duration;

/// Durations in ascending order.
#[derive(Debug, Clone)]
pub(crate) struct Sample(Vec<Duration>);

impl FromIterator<Duration> for Sample {
    fn from_iter<I: IntoIterator<Item = Duration>>(durations: I) -> Self {
        let mut durations: Vec<_> = durations.into_iter().collect();
        durations.sort_unstable();
        Self(durations)
    }
}

impl Sample {
    /// By nearest rank: the shortest duration that `percent` of all do not exceed. Zero if nothing
    /// was measured.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.0.len() * percent).div_ceil(100);
        let found = self.0.get(rank.saturating_sub(1));
        found.copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(millis: impl IntoIterator<Item = u64>) -> Sample {
        millis.into_iter().map(Duration::from_millis).collect()
    }

    #[test]
    fn percentiles_are_durations_that_were_measured() {
        let found = |sample: &Sample| {
            [1, 50, 90, 99, 100].map(|percent| sample.percentile(percent).as_millis())
        };
        assert_eq!(found(&sample((1..=100).rev())), [1, 50, 90, 99, 100]);
        assert_eq!(found(&sample(1..=50)), [1, 25, 45, 50, 50]);
        assert_eq!(found(&sample([3, 1, 2])), [1, 2, 3, 3, 3]);
        assert_eq!(found(&sample([7])), [7; 5]);
        assert_eq!(found(&sample([])), [0; 5]);
    }
}
