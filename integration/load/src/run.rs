//! `cargo load run`: a scenario against an order API, this machine's or one on AWS.
//!
//! The code that begins operations is our own. Of the libraries that are alive, goose (0.19) lets
//! simulated users wait for each answer, and rlt (0.5) lets workers; both are closed models, where
//! a slow system is asked less. An open one is 100 lines, with `hdrhistogram` for the figures.

mod client;
mod drive;
mod operation;
mod outcome;
mod scenario;
mod schedule;
mod threshold;

use std::path::PathBuf;
use std::time::Duration;

use fastrand::Rng;
use futures::{StreamExt, TryStreamExt, stream};
use indicatif::{ProgressBar, ProgressStyle};
use integration::{Place, Stack, default_folder, demo, token};
use serde_json::Value;

use crate::error::LoadError;
use crate::report::Section;

pub(crate) use client::{Client, Connections, Failed, http, order_id};
pub(crate) use drive::drive;
pub(crate) use operation::{Step, timed};
pub use scenario::{Operation, Scenario, Share, Who};
pub use schedule::{Arrivals, Stage, beginnings};
pub use threshold::{Metric, NoThreshold, Relation, Threshold};

/// Orders that are placed at once before the clock starts.
const PREPARED_AT_ONCE: usize = 4;

/// An order API and somebody who may use it.
#[derive(Debug, Clone)]
pub struct Target {
    pub api_url: String,
    pub token: String,
}

/// The local stack as a target. It runs for as long as this is kept.
#[derive(Debug)]
pub struct Local {
    stack: Stack,
}

impl Local {
    /// Joins the stack that `cargo local` runs, or starts one at `port`.
    ///
    /// # Errors
    /// If it does not start.
    pub async fn open(port: u16) -> Result<Self, LoadError> {
        let folder = default_folder();
        let stack = match Stack::join(&folder).await {
            Some(stack) => stack,
            None => Stack::start(&Place::new(port, folder)).await?,
        };
        Ok(Self { stack })
    }

    /// The API of a stack, for `who`.
    ///
    /// # Errors
    /// If the stack's issuer gives no token.
    pub async fn target(&self, who: Who) -> Result<Target, LoadError> {
        target(&self.stack, who).await
    }
}

/// The API of `stack`, for `who`.
///
/// # Errors
/// If the stack's issuer gives no token.
pub async fn target(stack: &Stack, who: Who) -> Result<Target, LoadError> {
    let outputs = stack.outputs();
    Ok(Target {
        api_url: outputs.api_url.clone(),
        token: token(&outputs.token_issuer, who.role(), None).await?,
    })
}

/// Runs `scenario` against `target`; the figures, and the thresholds with their verdicts.
///
/// # Errors
/// If nothing could be sent. Operations that fail are figures.
pub async fn run(scenario: &Scenario, target: &Target) -> Result<Vec<Section>, LoadError> {
    let timeout = Duration::from_secs_f64(scenario.timeout_seconds);
    let client = Client::new(&target.api_url, &target.token, timeout)?;
    let material = std::sync::Arc::new(operation::Material::new(client, bodies()?));
    prepare(&material, scenario).await?;
    let beginnings = scenario.beginnings();
    let outcome = drive(
        &beginnings,
        &scenario.operations,
        scenario.in_flight,
        scenario.seed,
        &progress("operations", beginnings.len()),
        |operation, choice| {
            let material = std::sync::Arc::clone(&material);
            async move { material.perform(operation, choice).await }
        },
    )
    .await;
    Ok(outcome::sections(scenario, &outcome))
}

/// Places the orders that the scenario reads.
async fn prepare(material: &operation::Material, scenario: &Scenario) -> Result<(), LoadError> {
    let bar = progress("orders prepared", scenario.prepare);
    let placing = stream::iter(0..scenario.prepare).map(|index| {
        let bar = bar.clone();
        async move {
            let mut rng = Rng::with_seed(u64::try_from(index).unwrap_or_default());
            let placed = material.place(&mut rng, &mut Vec::new()).await;
            bar.inc(1);
            placed.map(drop)
        }
    });
    let placed = placing
        .buffer_unordered(PREPARED_AT_ONCE)
        .try_collect::<()>()
        .await;
    bar.finish_and_clear();
    placed.map_err(|failed| LoadError::Preparation {
        reason: failed.to_string(),
    })
}

/// The orders of the demo, to be placed again and again.
pub(crate) fn bodies() -> Result<Vec<Value>, LoadError> {
    let cases = demo::read(&demo::chinook(), None)?;
    Ok(cases.into_iter().map(|case| case.order).collect())
}

pub(crate) fn progress(what: &'static str, length: usize) -> ProgressBar {
    let style = "  {bar:30} {pos}/{len} {prefix}, {eta} left";
    let style = ProgressStyle::with_template(style).expect("the template is valid");
    let bar = ProgressBar::new(u64::try_from(length).unwrap_or(u64::MAX));
    bar.with_style(style).with_prefix(what)
}

/// The file of a scenario: a path, or the name of one that comes along.
#[must_use]
pub fn scenario_file(name: &str) -> PathBuf {
    let path = PathBuf::from(name);
    if path.exists() {
        return path;
    }
    let folder = xtask::root().join("integration/load/scenarios");
    folder.join(name).with_extension("toml")
}
