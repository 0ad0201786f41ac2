//! Logs: one JSON object a line on standard output, where `CloudWatch` picks them up.

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::prelude::*;

use crate::{config, metrics};

/// Starts logging, metrics included. `LOG_LEVEL` sets the level of our own crates: `error`, `warn`
/// or, by default, `info`; a release build has nothing below. Libraries speak up only to warn.
/// `METRICS_NAMESPACE` is where the metrics belong.
pub fn init() {
    #[expect(
        clippy::disallowed_methods,
        reason = "logging starts before anything can fail"
    )]
    let level = std::env::var("LOG_LEVEL").unwrap_or_default();
    let level = level.parse().unwrap_or(tracing::Level::INFO);
    let ours = [
        "access",
        "dlq_replay",
        "lambda_kit",
        "order_api",
        "order_store",
        "pdf_worker",
        "rest",
        "stream_consumer",
    ];
    let filter = Targets::new()
        .with_default(LevelFilter::WARN)
        .with_targets(ours.map(|name| (name, level)));
    let lines = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(false);
    tracing_subscriber::registry()
        .with(lines.with_filter(filter))
        .init();
    metrics::start(config::optional("METRICS_NAMESPACE"));
}

/// An error and its causes in one line, for a log field. Public text only: our errors never hold
/// personal data.
#[must_use]
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
