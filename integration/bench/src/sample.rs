//! Percentiles of what was measured.

use std::time::Duration;

use serde::{Serialize, Serializer};

/// Durations in ascending order.
#[derive(Debug, Clone)]
pub(crate) struct Sample(Vec<Duration>);

/// In milliseconds, to the microsecond.
#[derive(Debug, Serialize)]
struct Percentiles {
    p50: f64,
    p90: f64,
    p99: f64,
    max: f64,
}

impl FromIterator<Duration> for Sample {
    fn from_iter<I: IntoIterator<Item = Duration>>(durations: I) -> Self {
        let mut durations: Vec<_> = durations.into_iter().collect();
        durations.sort_unstable();
        Self(durations)
    }
}

impl Sample {
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// By nearest rank: the shortest duration that `percent` of all do not exceed. Zero if nothing
    /// was measured.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.0.len() * percent).div_ceil(100);
        let found = self.0.get(rank.saturating_sub(1));
        found.copied().unwrap_or_default()
    }
}

impl Serialize for Sample {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let percentiles = Percentiles {
            p50: milliseconds(self.percentile(50)),
            p90: milliseconds(self.percentile(90)),
            p99: milliseconds(self.percentile(99)),
            max: milliseconds(self.percentile(100)),
        };
        percentiles.serialize(serializer)
    }
}

fn milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1e6).round() / 1e3
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

    #[test]
    fn the_json_is_in_milliseconds() {
        let sample: Sample = [1_234_567, 2_000]
            .map(Duration::from_nanos)
            .into_iter()
            .collect();
        let json = serde_json::to_string(&sample).unwrap();
        assert_eq!(json, r#"{"p50":0.002,"p90":1.235,"p99":1.235,"max":1.235}"#);
    }
}
