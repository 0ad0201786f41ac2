//! Times that vary, drawn from a seeded source: the same seed, the same draws.

use fastrand::Rng;

/// How many standard deviations from the median draws may be; rarer ones are drawn in.
const FARTHEST: f64 = 3.1;

/// A time of which some percentiles are known. Between them, and a little beyond, the logarithm of
/// the time follows a normal distribution: with two percentiles it is log-normal.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Distribution {
    /// Standard score and natural logarithm of the time, in ascending order; at least one.
    points: Vec<(f64, f64)>,
}

impl Distribution {
    /// From `(share, time)` in ascending order, such as `(0.5, 28.1)`; `None` unless both ascend,
    /// and shares are between 0 and 1 and times positive.
    pub(crate) fn new(percentiles: &[(f64, f64)]) -> Option<Self> {
        let valid = |&(share, time): &(f64, f64)| share > 0.0 && share < 1.0 && time > 0.0;
        let ascends = |pair: &[(f64, f64)]| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1;
        let sound = !percentiles.is_empty()
            && percentiles.iter().all(valid)
            && percentiles.windows(2).all(ascends);
        let point = |&(share, time): &(f64, f64)| (standard_score(share), time.ln());
        sound.then(|| Self {
            points: percentiles.iter().map(point).collect(),
        })
    }

    /// The time at a standard score.
    pub(crate) fn at(&self, score: f64) -> f64 {
        let score = score.clamp(-FARTHEST, FARTHEST);
        let points = &self.points;
        if let [(_, only)] = points[..] {
            return only.exp();
        }
        let upper = points.partition_point(|(known, _)| *known < score);
        let upper = upper.clamp(1, points.len() - 1);
        let ((from, low), (to, high)) = (points[upper - 1], points[upper]);
        (low + (high - low) * (score - from) / (to - from)).exp()
    }

    pub(crate) fn draw(&self, rng: &mut Rng) -> f64 {
        self.at(normal(rng))
    }

    /// The mean, by the midpoints of 1,000 equal shares.
    pub(crate) fn mean(&self) -> f64 {
        let share = |step: u32| (f64::from(step) + 0.5) / 1_000.0;
        let sum: f64 = (0..1_000)
            .map(|step| self.at(standard_score(share(step))))
            .sum();
        sum / 1_000.0
    }
}

/// The time to the next of events that come at random, `rate` of them per unit of time.
pub(crate) fn exponential(rate: f64, rng: &mut Rng) -> f64 {
    // One minus it, since it may be 0 and never 1.
    -(1.0 - rng.f64()).ln() / rate
}

/// A standard normal draw, by Box and Muller's transformation.
fn normal(rng: &mut Rng) -> f64 {
    let radius = (-2.0 * (1.0 - rng.f64()).ln()).sqrt();
    radius * (std::f64::consts::TAU * rng.f64()).cos()
}

/// The standard score below which `share` of a normal distribution lies: the inverse of its
/// cumulative distribution, by bisection. Scores are computed once for each known percentile.
fn standard_score(share: f64) -> f64 {
    let (mut low, mut high) = (-8.0, 8.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if cumulative(middle) < share {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// The share of a normal distribution below `score` (Abramowitz and Stegun, 26.2.17; the error is
/// below 7.5e-8).
fn cumulative(score: f64) -> f64 {
    const COEFFICIENTS: [f64; 5] = [
        0.319_381_530,
        -0.356_563_782,
        1.781_477_937,
        -1.821_255_978,
        1.330_274_429,
    ];
    let t = 1.0 / (1.0 + 0.231_641_9 * score.abs());
    let polynomial = COEFFICIENTS.iter().rev().fold(0.0, |sum, c| (sum + c) * t);
    let density = (-score * score / 2.0).exp() / std::f64::consts::TAU.sqrt();
    let above = density * polynomial;
    if score < 0.0 { above } else { 1.0 - above }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64, tolerance: f64) {
        let distance = (found - expected).abs();
        assert!(
            distance <= tolerance * expected.abs(),
            "{found}, not {expected}"
        );
    }

    #[test]
    fn known_scores() {
        near(standard_score(0.9), 1.281_551_6, 1e-5);
        near(standard_score(0.99), 2.326_347_9, 1e-5);
        near(standard_score(0.1), -1.281_551_6, 1e-5);
    }

    #[test]
    fn a_distribution_has_the_percentiles_that_it_was_made_of() {
        let known = [(0.1, 21.9), (0.5, 28.1), (0.9, 61.2), (0.99, 645.0)];
        let distribution = Distribution::new(&known).unwrap();
        let mut rng = Rng::with_seed(1);
        let mut draws: Vec<f64> = (0..40_000).map(|_| distribution.draw(&mut rng)).collect();
        draws.sort_by(f64::total_cmp);
        for ((_, expected), rank) in known.iter().zip([4_000, 20_000, 36_000, 39_600]) {
            near(draws[rank], *expected, 0.06);
        }
    }

    #[test]
    fn a_log_normal_has_its_known_mean() {
        // ln X is normal with deviation s: the mean is e^(s²/2) medians.
        let (p50, p99) = (10.0_f64, 40.0_f64);
        let s = (p99 / p50).ln() / standard_score(0.99);
        let distribution = Distribution::new(&[(0.5, p50), (0.99, p99)]).unwrap();
        near(distribution.mean(), p50 * (s * s / 2.0).exp(), 0.01);
    }

    #[test]
    fn one_percentile_is_a_constant_and_nonsense_is_none() {
        let constant = Distribution::new(&[(0.5, 7.0)]).unwrap();
        near(constant.draw(&mut Rng::with_seed(3)), 7.0, 1e-9);
        for nonsense in [
            &[][..],
            &[(0.5, 0.0)],
            &[(1.0, 1.0)],
            &[(0.5, 2.0), (0.9, 1.0)],
        ] {
            assert_eq!(Distribution::new(nonsense), None);
        }
    }

    #[test]
    fn arrivals_at_random_have_their_rate() {
        let mut rng = Rng::with_seed(9);
        let sum: f64 = (0..20_000).map(|_| exponential(50.0, &mut rng)).sum();
        near(sum, 400.0, 0.03);
    }
}
