//! What is assumed of AWS and measured of the functions: every value with its unit and its source.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::distribution::Distribution;
use crate::error::LoadError;

/// All inputs, by name.
#[derive(Debug, Clone)]
pub struct Inputs(BTreeMap<String, Input>);

/// One input: a single value, or a time of which percentiles are known.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// What it is, for people.
    pub what: String,
    pub unit: String,
    pub kind: Kind,
    /// The page or the command that tells it, or why it was guessed so.
    pub source: String,
    pub value: Option<f64>,
    pub p10: Option<f64>,
    pub p50: Option<f64>,
    pub p90: Option<f64>,
    pub p99: Option<f64>,
}

/// How well an input is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// AWS says so, or somebody who measured AWS.
    Published,
    /// Measured with this repository.
    Measured,
    /// Set in this repository.
    Configured,
    /// Nobody says so.
    Guess,
}

impl Kind {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Measured => "measured",
            Self::Configured => "configured",
            Self::Guess => "guess",
        }
    }
}

/// The file that comes with this crate.
fn aws() -> PathBuf {
    xtask::root().join("integration/load/inputs/aws.toml")
}

impl Inputs {
    /// Reads the inputs of `file`, or of the one that comes along.
    ///
    /// # Errors
    /// If the file can't be read, or an input in it makes no sense.
    pub fn read(file: Option<&Path>) -> Result<Self, LoadError> {
        let path = file.map_or_else(aws, Path::to_owned);
        let text = fs::read_to_string(&path).map_err(LoadError::unreadable(&path))?;
        let inputs: BTreeMap<String, Input> =
            toml::from_str(&text).map_err(|source| LoadError::Malformed {
                path: path.clone(),
                source,
            })?;
        for (name, input) in &inputs {
            let times = !input.percentiles().is_empty();
            if times == input.value.is_some() || times && input.distribution().is_none() {
                let reason = format!(
                    "`{name}` needs either a `value` or percentiles that ascend and are above 0"
                );
                return Err(LoadError::Senseless { path, reason });
            }
        }
        Ok(Self(inputs))
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Input)> {
        self.0.iter().map(|(name, input)| (name.as_str(), input))
    }

    pub(crate) fn input(&self, name: &str) -> Result<&Input, LoadError> {
        self.0.get(name).ok_or_else(|| LoadError::MissingInput {
            name: name.to_owned(),
            expected: "at all",
        })
    }

    pub(crate) fn value(&self, name: &str) -> Result<f64, LoadError> {
        self.input(name)?
            .value
            .ok_or_else(|| LoadError::MissingInput {
                name: name.to_owned(),
                expected: "with a single value",
            })
    }

    pub(crate) fn time(&self, name: &str) -> Result<Distribution, LoadError> {
        let distribution = self.input(name)?.distribution();
        distribution.ok_or_else(|| LoadError::MissingInput {
            name: name.to_owned(),
            expected: "with percentiles",
        })
    }

    /// The same inputs, with one of them `factor` times as large.
    #[must_use]
    pub(crate) fn scaled(&self, name: &str, factor: f64) -> Self {
        let mut scaled = self.clone();
        if let Some(input) = scaled.0.get_mut(name) {
            let parts = [
                &mut input.value,
                &mut input.p10,
                &mut input.p50,
                &mut input.p90,
                &mut input.p99,
            ];
            for part in parts.into_iter().flatten() {
                *part *= factor;
            }
        }
        scaled
    }
}

impl Input {
    fn percentiles(&self) -> Vec<(f64, f64)> {
        let known = [
            (0.1, self.p10),
            (0.5, self.p50),
            (0.9, self.p90),
            (0.99, self.p99),
        ];
        known
            .iter()
            .filter_map(|(share, time)| Some((*share, (*time)?)))
            .collect()
    }

    fn distribution(&self) -> Option<Distribution> {
        Distribution::new(&self.percentiles())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inputs_that_come_along_make_sense_and_say_where_they_are_from() {
        let inputs = Inputs::read(None).unwrap();
        for (name, input) in inputs.iter() {
            assert!(input.source.len() > 10, "{name} has no source");
            let link = input.source.contains("https://");
            assert!(
                link || input.kind != Kind::Published,
                "{name} is published nowhere"
            );
        }
    }

    #[test]
    fn one_input_is_scaled_and_no_other() {
        let inputs = Inputs::read(None).unwrap();
        let scaled = inputs.scaled("stream", 2.0);
        for (name, input) in inputs.iter() {
            let same = scaled.input(name).unwrap() == input;
            assert_eq!(same, name != "stream", "{name}");
        }
    }
}
