//! Placing and confirming orders, as a shop would.

use std::time::Duration;

use futures::{StreamExt, stream};
use indicatif::ProgressBar;
use order_core::DocumentNumber;
use order_events::{EventId, OrderId, Version};
use serde_json::Value;

use super::Case;
use crate::error::StackError;
use crate::stack::{Answer, Client};

/// Requests that are sent again when the API is too busy.
const ATTEMPTS: usize = 5;

/// An order that was placed and confirmed.
#[derive(Debug, Clone)]
pub(super) struct Submitted {
    pub(super) id: OrderId,
    pub(super) invoice_number: DocumentNumber,
    pub(super) currency: String,
    pub(super) gross_minor: i64,
}

/// Why an order did not get that far; reads after "line 7: ".
#[derive(Debug, thiserror::Error)]
pub(super) enum NotSubmitted {
    #[error("{request} was answered {status}: {body}")]
    Refused {
        request: &'static str,
        status: u16,
        body: Value,
    },
    #[error("{request} was answered by something else than an order: {body}")]
    Strange { request: &'static str, body: Value },
    #[error("{request} was not answered: {source}")]
    Stack {
        request: &'static str,
        source: StackError,
    },
}

impl Submitted {
    /// The events that it caused: placed, and confirmed.
    pub(super) fn events(&self) -> [EventId; 2] {
        [Version::FIRST, Version::FIRST.next()].map(|version| EventId {
            order_id: self.id,
            version,
        })
    }
}

/// Submits all cases, `concurrency` at a time; results are in the order of the cases.
pub(super) async fn all(
    customer: &Client,
    cases: &[Case],
    concurrency: usize,
    bar: &ProgressBar,
) -> Vec<Result<Submitted, NotSubmitted>> {
    let submitting = stream::iter(cases).map(|case| async {
        let submitted = submit(customer, case).await;
        bar.inc(1);
        submitted
    });
    let submitted = submitting.buffered(concurrency).collect().await;
    bar.finish();
    submitted
}

async fn submit(customer: &Client, case: &Case) -> Result<Submitted, NotSubmitted> {
    let request = "placing the order";
    // Sent again, it is the same order.
    let key = uuid::Uuid::new_v4().to_string();
    let placed = insist(request, || customer.place_once(&key, &case.order)).await?;
    let id = placed["orderId"]
        .as_str()
        .and_then(|id| id.parse::<OrderId>().ok());
    let id = id.ok_or_else(|| NotSubmitted::Strange {
        request,
        body: placed.clone(),
    })?;

    let request = "confirming the order";
    let text = id.to_string();
    let confirmed = insist(request, || customer.transition(&text, "CONFIRMED")).await?;
    let read = || {
        Some(Submitted {
            id,
            invoice_number: confirmed["invoice"]["number"].as_str()?.parse().ok()?,
            currency: confirmed["currency"].as_str()?.to_owned(),
            gross_minor: confirmed["totals"]["grossMinor"].as_i64()?,
        })
    };
    read().ok_or_else(|| NotSubmitted::Strange {
        request,
        body: confirmed.clone(),
    })
}

/// Sends a request until it is answered by anything but "too busy".
async fn insist<F>(request: &'static str, send: impl Fn() -> F) -> Result<Value, NotSubmitted>
where
    F: Future<Output = Result<Answer, StackError>>,
{
    let mut attempt = 1;
    loop {
        let answer = send()
            .await
            .map_err(|source| NotSubmitted::Stack { request, source })?;
        match answer.status {
            200 | 201 => return Ok(answer.body),
            503 if attempt < ATTEMPTS => {
                attempt += 1;
                // As the answer's `Retry-After` asks.
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            status => {
                return Err(NotSubmitted::Refused {
                    request,
                    status,
                    body: answer.body,
                });
            }
        }
    }
}
