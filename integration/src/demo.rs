//! Real orders through the whole system, and a close look at what comes out.

mod dataset;
mod notified;
mod report;
mod submit;
mod verify;

use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use local_issuer::Role;
use order_events::EventId;
use tokio::sync::watch;

pub use dataset::{Case, DatasetError, Expectation, chinook, read};
pub use report::Report;

use crate::error::StackError;
use crate::stack::Stack;

/// The demo could not be run to its end.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error(transparent)]
    Dataset(#[from] DatasetError),
    #[error(transparent)]
    Stack(#[from] StackError),
}

/// How a demo is run.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Requests under way at once.
    pub concurrency: usize,
    /// How long nothing may happen before what is missing counts as lost. Longer than it takes for
    /// a message to be delivered again after its worker died.
    pub patience: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            concurrency: 8,
            patience: Duration::from_secs(90),
        }
    }
}

/// Places and confirms every order, waits for its notifications, and verifies its invoice.
///
/// # Errors
/// If the stack fails; whatever is wrong with its results is in the report.
pub async fn run(stack: &Stack, cases: &[Case], options: Options) -> Result<Report, DemoError> {
    let customer = stack.client(Role::Customer, None).await?;
    let subscription = stack.subscribe().await?;
    // Orders are still being submitted while the first notifications arrive.
    let bars = MultiProgress::new();
    let submitting = progress(&bars, "Submitted", cases.len());
    let (announce, expected) = watch::channel(None);
    let placing = async {
        let submitted = submit::all(&customer, cases, options.concurrency, &submitting).await;
        let events: Vec<EventId> = submitted
            .iter()
            .flatten()
            .flat_map(submit::Submitted::events)
            .collect();
        // Nobody listens any more only if listening failed, and that error is returned below.
        announce.send_replace(Some(events));
        submitted
    };
    let bar = progress(&bars, "Notified ", cases.len() * 2);
    let listening = notified::listen(&subscription, expected, options.patience, &bar);
    let (submitted, heard) = tokio::join!(placing, listening);
    bar.finish();
    let heard = heard?;

    let verified = verify::all(
        stack,
        cases,
        &submitted,
        options,
        &progress(&bars, "Verified ", cases.len()),
    )
    .await?;
    let dead_letters = stack.dead_letters().await?;
    let mut faults = verified.faults;
    faults.extend(
        heard
            .missing
            .iter()
            .map(|event| format!("no notification of event {event}")),
    );
    if dead_letters > 0 {
        faults.push(format!(
            "{dead_letters} dead letter(s): see the emulator's log for reasons"
        ));
    }
    Ok(Report {
        orders: submitted.iter().flatten().count(),
        invoices: verified.invoices,
        notifications: heard.events,
        repeated: heard.repeated,
        dead_letters,
        totals: verified.totals,
        order_to_pdf: verified.order_to_pdf,
        faults,
    })
}

fn progress(bars: &MultiProgress, name: &'static str, length: usize) -> ProgressBar {
    let style = "  {prefix} {bar:40} {pos}/{len} ({elapsed})";
    let style = ProgressStyle::with_template(style).expect("the template is valid");
    let bar = ProgressBar::new(u64::try_from(length).unwrap_or(u64::MAX));
    bars.add(bar.with_style(style).with_prefix(name))
}
