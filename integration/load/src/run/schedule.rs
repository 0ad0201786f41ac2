//! When operations are meant to begin. Nothing that the system does changes it.

use std::time::Duration;

use fastrand::Rng;
use serde::Deserialize;

use crate::distribution::exponential;

/// A stretch of time whose rate goes from one value to another in a straight line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stage {
    pub seconds: f64,
    /// Operations a second.
    pub from: f64,
    pub to: f64,
}

/// How operations are spread over a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Arrivals {
    /// At equal distances.
    #[default]
    Even,
    /// At random and independently, as those of many people are.
    Poisson,
}

impl Stage {
    #[must_use]
    pub fn constant(rate: f64, seconds: f64) -> Self {
        Self {
            seconds,
            from: rate,
            to: rate,
        }
    }

    /// Operations in the whole stage.
    #[must_use]
    pub fn operations(&self) -> f64 {
        f64::midpoint(self.from, self.to) * self.seconds
    }

    /// Seconds until `count` operations have begun: where the area under the rate is `count`.
    fn time_of(&self, count: f64) -> f64 {
        let slope = (self.to - self.from) / self.seconds;
        if slope.abs() < 1e-9 {
            return count / self.from;
        }
        let root = (self.from * self.from + 2.0 * slope * count)
            .max(0.0)
            .sqrt();
        (root - self.from) / slope
    }
}

/// The beginnings of all operations, counted from the start, in ascending order.
#[must_use]
pub fn beginnings(stages: &[Stage], arrivals: Arrivals, seed: u64) -> Vec<Duration> {
    let mut rng = Rng::with_seed(seed);
    let mut beginnings = Vec::new();
    let mut stage_start = 0.0;
    // What is left of the distance to the next operation, when a stage ends in between.
    let mut count = match arrivals {
        Arrivals::Even => 0.0,
        Arrivals::Poisson => exponential(1.0, &mut rng),
    };
    for stage in stages {
        while count < stage.operations() {
            beginnings.push(Duration::from_secs_f64(stage_start + stage.time_of(count)));
            count += match arrivals {
                Arrivals::Even => 1.0,
                Arrivals::Poisson => exponential(1.0, &mut rng),
            };
        }
        count -= stage.operations();
        stage_start += stage.seconds;
    }
    beginnings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(stages: &[Stage], arrivals: Arrivals) -> Vec<f64> {
        beginnings(stages, arrivals, 7)
            .iter()
            .map(Duration::as_secs_f64)
            .collect()
    }

    #[test]
    fn a_constant_rate_has_equal_distances() {
        let found = seconds(&[Stage::constant(4.0, 1.0)], Arrivals::Even);
        assert_eq!(found, [0.0, 0.25, 0.5, 0.75]);
    }

    #[test]
    fn a_ramp_begins_operations_ever_faster() {
        // The area under 0..20 in 10 s is t², so operation n begins at √n.
        let ramp = Stage {
            seconds: 10.0,
            from: 0.0,
            to: 20.0,
        };
        let found = seconds(&[ramp], Arrivals::Even);
        assert_eq!(found.len(), 100);
        for (count, at) in [(1, 1.0), (4, 2.0), (49, 7.0), (81, 9.0)] {
            assert!(
                (found[count] - at).abs() < 1e-6,
                "{count}: {}",
                found[count]
            );
        }
    }

    #[test]
    fn stages_follow_each_other_without_a_gap() {
        let stages = [
            Stage::constant(3.0, 0.5),
            Stage::constant(1.0, 2.0),
            Stage {
                seconds: 2.0,
                from: 2.0,
                to: 0.0,
            },
        ];
        let found = seconds(&stages, Arrivals::Even);
        // 1.5 + 2 + 2 operations' worth of area.
        assert_eq!(found.len(), 6);
        assert!(
            (found[2] - 1.0).abs() < 1e-9,
            "half of a distance is left at 0.5 s: {found:?}"
        );
        assert!(found.is_sorted());
    }

    #[test]
    fn random_arrivals_have_their_rate_and_are_the_same_for_a_seed() {
        let stages = [Stage::constant(200.0, 50.0)];
        let found = seconds(&stages, Arrivals::Poisson);
        // Ten thousand, give or take four standard deviations.
        assert!((9_600..=10_400).contains(&found.len()), "{}", found.len());
        assert!(found.is_sorted());
        assert_eq!(found, seconds(&stages, Arrivals::Poisson));
        assert_ne!(
            beginnings(&stages, Arrivals::Poisson, 8),
            beginnings(&stages, Arrivals::Poisson, 7)
        );
    }

    #[test]
    fn a_stage_without_operations_has_none() {
        assert_eq!(
            seconds(&[Stage::constant(0.0, 5.0)], Arrivals::Even),
            [0.0; 0]
        );
        assert_eq!(seconds(&[], Arrivals::Poisson), [0.0; 0]);
    }
}
