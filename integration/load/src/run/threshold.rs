//! What a run has to keep to, as written in a scenario: `place: p99 < 500 ms`.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

/// A bound on one figure, of one operation or of all.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub struct Threshold {
    /// The name of an operation, or nothing for all together.
    pub of: Option<String>,
    pub metric: Metric,
    pub relation: Relation,
    /// In milliseconds, per cent or operations a second, as the metric has it.
    pub bound: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Metric {
    /// Latency: this share of all operations is at least as fast.
    Quantile(f64),
    Mean,
    Max,
    /// Operations that failed, in per cent of those that were sent.
    Errors,
    /// Operations that were not sent because too many were under way, in per cent of those meant.
    Drops,
    /// Operations that ended well, in per cent of those that were meant.
    Achieved,
    /// Operations that ended well, a second.
    Rate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    Below,
    Above,
}

/// The text is no threshold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` is no threshold: expected `[operation:] metric < bound`, such as `p99 < 500 ms`, \
     `place: errors < 1 %`, `achieved > 95 %`, `drops < 1 %` or `rate > 9 /s`; found {found}"
)]
pub struct NoThreshold {
    text: String,
    found: String,
}

impl Threshold {
    /// Whether `figure` keeps to it.
    #[must_use]
    pub fn holds(&self, figure: f64) -> bool {
        match self.relation {
            Relation::Below => figure < self.bound,
            Relation::Above => figure > self.bound,
        }
    }
}

impl Metric {
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Self::Quantile(_) | Self::Mean | Self::Max => "ms",
            Self::Errors | Self::Drops | Self::Achieved => "%",
            Self::Rate => "/s",
        }
    }
}

impl FromStr for Metric {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Ok(match text {
            "mean" => Self::Mean,
            "max" => Self::Max,
            "errors" => Self::Errors,
            "drops" => Self::Drops,
            "achieved" => Self::Achieved,
            "rate" => Self::Rate,
            _ => {
                let percent: f64 = text
                    .strip_prefix('p')
                    .and_then(|n| n.parse().ok())
                    .ok_or(())?;
                if !(percent > 0.0 && percent <= 100.0) {
                    return Err(());
                }
                Self::Quantile(percent / 100.0)
            }
        })
    }
}

impl FromStr for Threshold {
    type Err = NoThreshold;

    fn from_str(text: &str) -> Result<Self, NoThreshold> {
        let no = |found: String| NoThreshold {
            text: text.to_owned(),
            found,
        };
        let (of, rest) = match text.split_once(':') {
            Some((name, rest)) => (Some(name.trim().to_owned()), rest),
            None => (None, text),
        };
        let (metric, relation, bound) = if let Some((metric, bound)) = rest.split_once('<') {
            (metric, Relation::Below, bound)
        } else if let Some((metric, bound)) = rest.split_once('>') {
            (metric, Relation::Above, bound)
        } else {
            return Err(no("neither `<` nor `>`".into()));
        };
        let metric = metric.trim();
        let metric: Metric = metric
            .parse()
            .map_err(|()| no(format!("the metric `{metric}`")))?;
        let bound = bound.trim();
        let digits = bound
            .find(|c: char| !(c.is_ascii_digit() || c == '.'))
            .unwrap_or(bound.len());
        let (value, unit) = bound.split_at(digits);
        let value: f64 = value
            .parse()
            .map_err(|_| no(format!("the bound `{bound}`")))?;
        let factor = match (metric.unit(), unit.trim()) {
            (expected, unit) if expected == unit => 1.0,
            ("ms", "s") => 1_000.0,
            (expected, unit) => {
                return Err(no(format!("the unit `{unit}` instead of `{expected}`")));
            }
        };
        Ok(Self {
            of,
            metric,
            relation,
            bound: value * factor,
        })
    }
}

impl TryFrom<String> for Threshold {
    type Error = NoThreshold;

    fn try_from(text: String) -> Result<Self, NoThreshold> {
        text.parse()
    }
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // Rounded, since 99.9 / 100 × 100 is not quite 99.9.
            Self::Quantile(share) => write!(f, "p{}", (share * 100_000.0).round() / 1_000.0),
            Self::Mean => f.write_str("mean"),
            Self::Max => f.write_str("max"),
            Self::Errors => f.write_str("errors"),
            Self::Drops => f.write_str("drops"),
            Self::Achieved => f.write_str("achieved"),
            Self::Rate => f.write_str("rate"),
        }
    }
}

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            of,
            metric,
            relation,
            bound,
        } = self;
        if let Some(of) = of {
            write!(f, "{of}: ")?;
        }
        let sign = match relation {
            Relation::Below => '<',
            Relation::Above => '>',
        };
        write!(f, "{metric} {sign} {bound} {}", metric.unit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_are_read_and_written_alike() {
        for text in [
            "p99 < 500 ms",
            "place: p99.9 < 1.5 ms",
            "errors < 0.1 %",
            "confirm: achieved > 95 %",
            "rate > 9.5 /s",
            "drops < 1 %",
            "max < 1000 ms",
        ] {
            let threshold: Threshold = text.parse().unwrap();
            assert_eq!(threshold.to_string(), text);
        }
        let seconds: Threshold = "mean<2s".parse().unwrap();
        assert_eq!(seconds.to_string(), "mean < 2000 ms");
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, found) in [
            ("p99 500", "neither `<` nor `>`"),
            ("p101 < 5 ms", "the metric `p101`"),
            ("speed < 5 ms", "the metric `speed`"),
            ("p50 < fast", "the bound `fast`"),
            ("p50 < 5 %", "the unit `%` instead of `ms`"),
            ("errors < 5", "the unit `` instead of `%`"),
        ] {
            let error = text.parse::<Threshold>().unwrap_err();
            assert_eq!(error.found, found, "{text}");
        }
    }

    #[test]
    fn a_bound_itself_does_not_hold() {
        let below: Threshold = "p50 < 5 ms".parse().unwrap();
        let above: Threshold = "rate > 5 /s".parse().unwrap();
        assert_eq!([4.9, 5.0].map(|figure| below.holds(figure)), [true, false]);
        assert_eq!([5.1, 5.0].map(|figure| above.holds(figure)), [true, false]);
    }
}
