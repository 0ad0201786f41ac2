//! The parts of a run.

use std::fmt;

use clap::ValueEnum;

use crate::error::BenchError;
use crate::section::Section;
use crate::{functions, load, pdf_worker, peers, stream_consumer};
use xtask::Step;

/// What can be measured on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Cold starts, warm requests, memory and sizes; order-api beside the same in Python
    Functions,
    /// Stream records a second
    StreamConsumer,
    /// Invoices a second, from the message to the notification
    PdfWorker,
    /// One invoice beside other makers of PDF
    Peers,
    /// The whole pipeline under load, and its growth
    Load,
}

/// How long a run may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effort {
    Quick,
    Full,
}

impl Part {
    pub(crate) async fn run(self, effort: Effort) -> Result<Vec<Section>, BenchError> {
        match self {
            Self::Functions => functions::run(effort).await,
            Self::StreamConsumer => stream_consumer::run(effort).await,
            Self::PdfWorker => pdf_worker::run(effort).await,
            Self::Peers => peers::run(),
            Self::Load => load::run(),
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.to_possible_value();
        f.write_str(value.as_ref().map_or("", |value| value.get_name()))
    }
}

impl Effort {
    pub(crate) fn choose<T>(self, quick: T, full: T) -> T {
        match self {
            Self::Quick => quick,
            Self::Full => full,
        }
    }
}

/// Builds a function as it is deployed: on its own, so that it gets no feature of a dependency that
/// only others need.
pub(crate) fn build(function: &str) -> Result<(), BenchError> {
    let step = Step::start(format!("Building {function} for release"));
    let mut cargo = xtask::cargo();
    cargo.args(["build", "--profile", xtask::profile(function)]);
    cargo.args(["--package", function, "--bin", function]);
    step.streams(&mut cargo).map_err(xtask::NotReady::from)?;
    Ok(())
}
