//! How the system behaves under load: measured here, computed for AWS.
//!
//! [`run`] sends requests as a schedule says and judges the answers; [`pipeline`] follows orders to
//! their invoices on the local stack; [`model`] computes what AWS would take; [`growth`] counts what
//! an operation costs in a table of any size; [`plan`] sizes the system for a rate, and simulates
//! it. All of them end in [`report`]'s sections.
//!
//! What is measured is never asserted: a slow machine breaks no test.

pub mod bench;
mod clock;
mod distribution;
mod error;
pub mod growth;
mod inputs;
pub mod model;
pub mod pipeline;
pub mod plan;
pub mod report;
pub mod run;
mod samples;

pub use error::LoadError;
pub use inputs::{Input, Inputs, Kind};

use indicatif::{ProgressBar, ProgressStyle};

/// A bar for `what`, whose length is set later.
///
/// # Panics
/// Never: the template is valid.
#[must_use]
pub fn progress(what: &'static str) -> ProgressBar {
    let style = "  {bar:30} {pos}/{len} {prefix}, {elapsed}";
    let style = ProgressStyle::with_template(style).expect("the template is valid");
    ProgressBar::new(0).with_style(style).with_prefix(what)
}
