//! Measured times, kept with three significant digits.

use std::time::Duration;

use hdrhistogram::Histogram;

/// The longest time that is told from a longer one, in microseconds: an hour.
const LONGEST: u64 = 3_600_000_000;

/// Times, in microseconds inside.
#[derive(Debug, Clone)]
pub(crate) struct Samples(Histogram<u64>);

impl Default for Samples {
    fn default() -> Self {
        Self(Histogram::new_with_bounds(1, LONGEST, 3).expect("the bounds are valid"))
    }
}

impl Samples {
    pub(crate) fn add(&mut self, time: Duration) {
        let micros = u64::try_from(time.as_micros()).unwrap_or(LONGEST);
        self.0.saturating_record(micros.max(1));
    }

    pub(crate) fn merged<'a>(all: impl Iterator<Item = &'a Self>) -> Self {
        let mut merged = Self::default();
        for Self(samples) in all {
            merged.0.add(samples).expect("all have the same bounds");
        }
        merged
    }

    pub(crate) fn count(&self) -> u64 {
        self.0.len()
    }

    /// In milliseconds, the time that `share` of all do not exceed: 0.5 is the median. Zero if
    /// nothing was measured.
    pub(crate) fn quantile(&self, share: f64) -> f64 {
        millis(self.0.value_at_quantile(share))
    }

    pub(crate) fn max(&self) -> f64 {
        millis(self.0.max())
    }

    pub(crate) fn mean(&self) -> f64 {
        self.0.mean() / 1_000.0
    }
}

impl FromIterator<Duration> for Samples {
    fn from_iter<I: IntoIterator<Item = Duration>>(times: I) -> Self {
        let mut samples = Self::default();
        times.into_iter().for_each(|time| samples.add(time));
        samples
    }
}

#[expect(clippy::cast_precision_loss, reason = "an hour of microseconds fits")]
fn millis(micros: u64) -> f64 {
    micros as f64 / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_kept_to_three_digits() {
        let samples: Samples = (1..=1_000).map(Duration::from_millis).collect();
        let near = |share: f64, expected: f64| {
            let found = samples.quantile(share);
            assert!(
                (found - expected).abs() <= expected / 1_000.0,
                "{found} {expected}"
            );
        };
        near(0.5, 500.0);
        near(0.99, 990.0);
        near(1.0, 1_000.0);
        assert_eq!(samples.count(), 1_000);
    }

    #[test]
    fn nothing_measured_is_zero_and_the_unmeasurable_is_kept() {
        let nothing = Samples::default();
        assert!(nothing.quantile(0.99).abs() < f64::EPSILON);
        let long: Samples = [Duration::from_hours(100)].into_iter().collect();
        assert_eq!(long.count(), 1);
        assert!(long.max() >= 3_599_000.0);
    }
}
