//! Business metrics: lines in the log that `CloudWatch` reads as metrics (`CloudWatch` User Guide,
//! "Specification: Embedded metric format"). They cost no call and no time.
//!
//! Names, dimensions and units are a contract with the alarms and the dashboard in `infra-cdk`. The
//! namespace is of the environment: two of them in one account must not count for each other.

use std::sync::OnceLock;

use serde_json::{Value, json};

use crate::clock;

/// Where the figures belong, once somebody reads standard output as a log.
static NAMESPACE: OnceLock<String> = OnceLock::new();

pub(crate) fn start(namespace: Option<String>) {
    NAMESPACE.get_or_init(|| namespace.unwrap_or_else(|| "OrderPipeline".to_owned()));
}

/// A figure at this moment.
#[derive(Debug, Clone, Copy)]
#[must_use = "it counts once it is recorded"]
pub struct Metric<'a> {
    name: &'static str,
    unit: &'static str,
    value: u64,
    dimension: Option<(&'static str, &'a str)>,
}

impl<'a> Metric<'a> {
    /// It happened once.
    pub fn once(name: &'static str) -> Self {
        Self::count(name, 1)
    }

    /// It happened so often.
    pub fn count(name: &'static str, value: u64) -> Self {
        Self {
            name,
            unit: "Count",
            value,
            dimension: None,
        }
    }

    /// It took so long.
    pub fn millis(name: &'static str, value: u64) -> Self {
        Self {
            name,
            unit: "Milliseconds",
            value,
            dimension: None,
        }
    }

    /// Of this kind; its name must be one of few.
    pub fn of(self, dimension: &'static str, kind: &'a str) -> Self {
        Self {
            dimension: Some((dimension, kind)),
            ..self
        }
    }

    /// Writes it into the log, if there is one: see [`crate::telemetry::init`].
    pub fn record(self) {
        if let Some(namespace) = NAMESPACE.get() {
            println!("{}", self.line(namespace, clock::now().unix_millis()));
        }
    }

    fn line(self, namespace: &str, unix_millis: u64) -> Value {
        let dimensions: Vec<&str> = self.dimension.iter().map(|(name, _)| *name).collect();
        let mut line = json!({
            "_aws": {
                "Timestamp": unix_millis,
                "CloudWatchMetrics": [{
                    "Namespace": namespace,
                    "Dimensions": [dimensions],
                    "Metrics": [{"Name": self.name, "Unit": self.unit}],
                }],
            },
            self.name: self.value,
        });
        if let Some((name, kind)) = self.dimension {
            line[name] = kind.into();
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_cloudwatch_wants_to_know() {
        let metric = Metric::once("ParkedMessages").of("ParkedBy", "pdf-worker");
        let expected = json!({
            "_aws": {
                "Timestamp": 1_795_500_150_120_u64,
                "CloudWatchMetrics": [{
                    "Namespace": "OrderPipeline/prod",
                    "Dimensions": [["ParkedBy"]],
                    "Metrics": [{"Name": "ParkedMessages", "Unit": "Count"}],
                }],
            },
            "ParkedMessages": 1,
            "ParkedBy": "pdf-worker",
        });
        assert_eq!(
            metric.line("OrderPipeline/prod", 1_795_500_150_120),
            expected
        );

        let line = Metric::millis("TimeToInvoice", 850).line("OrderPipeline/prod", 0);
        let directive = &line["_aws"]["CloudWatchMetrics"][0];
        assert_eq!(directive["Dimensions"], json!([[]]));
        assert_eq!(directive["Metrics"][0]["Unit"], "Milliseconds");
        assert_eq!(line["TimeToInvoice"], 850);
    }
}
