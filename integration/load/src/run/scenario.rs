//! A scenario file: who does what, how often, and what has to hold.

use std::fs;
use std::path::Path;

use local_issuer::Role;
use serde::Deserialize;

use super::schedule::{Arrivals, Stage, beginnings};
use super::threshold::Threshold;
use crate::error::LoadError;

/// More operations than a run may mean: a slip in a rate should not fill a table on AWS.
const MOST_OPERATIONS: usize = 1_000_000;

/// What a scenario file says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Scenario {
    pub description: String,
    /// Whose token is used, where this program gets one by itself.
    #[serde(rename = "as", default)]
    pub who: Who,
    #[serde(default)]
    pub arrivals: Arrivals,
    #[serde(default)]
    pub seed: u64,
    /// Operations under way at once. One that is due when so many are is dropped, and counted.
    pub in_flight: usize,
    /// A request that takes longer has failed.
    #[serde(default = "half_a_minute")]
    pub timeout_seconds: f64,
    /// Orders that are placed before the clock starts, for operations that read.
    #[serde(default)]
    pub prepare: usize,
    pub stages: Vec<StageText>,
    pub operations: Vec<Share>,
    #[serde(default)]
    pub thresholds: Vec<Threshold>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Who {
    #[default]
    Customer,
    Admin,
}

/// `rate`, or `from` and `to`.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageText {
    seconds: f64,
    rate: Option<f64>,
    from: Option<f64>,
    to: Option<f64>,
}

/// An operation, and how often it is done among the others.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Share {
    #[serde(rename = "do")]
    pub operation: Operation,
    #[serde(default = "one")]
    pub weight: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Operation {
    Place,
    PlaceAndConfirm,
    Get,
    History,
    List,
    ListByStatus,
}

impl Operation {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::PlaceAndConfirm => "place-and-confirm",
            Self::Get => "get",
            Self::History => "history",
            Self::List => "list",
            Self::ListByStatus => "list-by-status",
        }
    }

    fn needs_orders(self) -> bool {
        matches!(self, Self::Get | Self::History)
    }
}

impl Who {
    #[must_use]
    pub fn role(self) -> Role {
        match self {
            Self::Customer => Role::Customer,
            Self::Admin => Role::Admin,
        }
    }
}

impl Scenario {
    /// Reads a scenario file.
    ///
    /// # Errors
    /// If it can't be read or makes no sense; the error says where.
    pub fn read(path: &Path) -> Result<Self, LoadError> {
        let text = fs::read_to_string(path).map_err(LoadError::unreadable(path))?;
        Self::parse(&text, path)
    }

    /// The scenario in `text`, which came from `path`.
    ///
    /// # Errors
    /// As [`Scenario::read`].
    pub fn parse(text: &str, path: &Path) -> Result<Self, LoadError> {
        let scenario: Self = toml::from_str(text).map_err(|source| LoadError::Malformed {
            path: path.to_owned(),
            source,
        })?;
        match scenario.fault() {
            None => Ok(scenario),
            Some(reason) => Err(LoadError::Senseless {
                path: path.to_owned(),
                reason,
            }),
        }
    }

    fn fault(&self) -> Option<String> {
        let steps = ["place", "confirm"];
        let operations = || self.operations.iter().map(|share| share.operation);
        let known =
            |name: &str| steps.contains(&name) || operations().any(|known| known.name() == name);
        let stages: Option<Vec<Stage>> = self.stages.iter().map(StageText::stage).collect();
        let Some(stages) = stages else {
            return Some(
                "a stage needs `seconds` above 0, and either `rate` or `from` and `to`, none below 0"
                    .into(),
            );
        };
        let meant: f64 = stages.iter().map(Stage::operations).sum();
        #[expect(clippy::cast_precision_loss, reason = "a million fits")]
        let most = MOST_OPERATIONS as f64;
        if meant < 1.0 || meant > most {
            return Some(format!(
                "the stages mean {meant:.0} operations: expected 1 to {most}"
            ));
        }
        if self.in_flight == 0 {
            return Some("with `in-flight = 0` nothing would be sent".into());
        }
        if self
            .operations
            .iter()
            .map(|share| share.weight)
            .sum::<u32>()
            == 0
        {
            return Some("no operation has a weight".into());
        }
        if self.prepare == 0 && operations().any(Operation::needs_orders) {
            return Some("`get` and `history` need orders: set `prepare`".into());
        }
        let mut unknown = self
            .thresholds
            .iter()
            .filter_map(|threshold| threshold.of.as_deref());
        let unknown = unknown.find(|name| !known(name))?;
        Some(format!(
            "a threshold is about `{unknown}`, which is no operation of this scenario"
        ))
    }

    /// When each operation is meant to begin.
    #[must_use]
    pub fn beginnings(&self) -> Vec<std::time::Duration> {
        let stages: Vec<Stage> = self.stages.iter().filter_map(StageText::stage).collect();
        beginnings(&stages, self.arrivals, self.seed)
    }

    /// How long the stages take, in seconds.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.stages.iter().map(|stage| stage.seconds).sum()
    }
}

impl StageText {
    fn stage(&self) -> Option<Stage> {
        let (from, to) = match (self.rate, self.from, self.to) {
            (Some(rate), None, None) => (rate, rate),
            (None, Some(from), Some(to)) => (from, to),
            _ => return None,
        };
        let sound = self.seconds > 0.0 && from >= 0.0 && to >= 0.0;
        sound.then_some(Stage {
            seconds: self.seconds,
            from,
            to,
        })
    }
}

fn half_a_minute() -> f64 {
    30.0
}

fn one() -> u32 {
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(change: impl Fn(&str) -> String) -> Result<Scenario, String> {
        let text = r#"
            description = "A test."
            in-flight = 8
            prepare = 3
            thresholds = ["get: p99 < 500 ms"]
            [[stages]]
            seconds = 2
            rate = 5
            [[operations]]
            do = "get"
        "#;
        Scenario::parse(&change(text), Path::new("test.toml")).map_err(|error| match error {
            LoadError::Senseless { reason, .. } => reason,
            other => std::error::Error::source(&other)
                .map(ToString::to_string)
                .unwrap_or_default(),
        })
    }

    #[test]
    fn the_scenarios_that_come_along_make_sense() {
        let folder = xtask::root().join("integration/load/scenarios");
        let mut count = 0;
        for entry in fs::read_dir(folder).unwrap() {
            let scenario = Scenario::read(&entry.unwrap().path()).unwrap();
            assert!(!scenario.thresholds.is_empty());
            assert!(!scenario.beginnings().is_empty());
            count += 1;
        }
        assert!(count >= 4);
    }

    #[test]
    fn what_makes_no_sense_is_refused_with_the_reason() {
        assert_eq!(parse(str::to_owned).unwrap().beginnings().len(), 10);
        for (from, to, reason) in [
            ("rate = 5", "rate = 5\nto = 6", "a stage needs"),
            ("rate = 5", "from = 5", "a stage needs"),
            ("seconds = 2", "seconds = 0", "a stage needs"),
            ("rate = 5", "rate = 0", "the stages mean 0 operations"),
            (
                "rate = 5",
                "rate = 5000000",
                "the stages mean 10000000 operations",
            ),
            ("in-flight = 8", "in-flight = 0", "with `in-flight = 0`"),
            ("prepare = 3", "", "`get` and `history` need orders"),
            ("get: p99", "list: p99", "a threshold is about `list`"),
            (
                "do = \"get\"",
                "do = \"get\"\nweight = 0",
                "no operation has a weight",
            ),
            ("p99 < 500 ms", "p99 < 500", "the unit"),
            (
                "do = \"get\"",
                "do = \"delete\"",
                "unknown variant `delete`",
            ),
        ] {
            let error = parse(|text| text.replace(from, to)).unwrap_err();
            assert!(error.contains(reason), "{from} -> {to}: {error}");
        }
    }
}
