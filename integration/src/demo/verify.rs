//! A close look at what came out: each invoice's text, its time, and the run of numbers.

use std::collections::BTreeMap;
use std::time::Duration;

use futures::{StreamExt, TryStreamExt, stream};
use indicatif::ProgressBar;
use order_core::{DocumentNumber, Series};
use order_events::{DocumentKind, EventId, MinorUnits, Money, OrderId, Timestamp, Version};
use serde_json::Value;

use super::submit::{NotSubmitted, Submitted};
use super::{Case, Options};
use crate::error::StackError;
use crate::stack::Stack;
use crate::wait::until;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Verified {
    pub(super) invoices: usize,
    pub(super) totals: BTreeMap<String, String>,
    pub(super) order_to_pdf: Vec<Duration>,
    pub(super) faults: Vec<String>,
}

/// Looks at every order's invoice, several at a time, and at all numbers ever drawn.
pub(super) async fn all(
    stack: &Stack,
    cases: &[Case],
    submitted: &[Result<Submitted, NotSubmitted>],
    options: Options,
    bar: &ProgressBar,
) -> Result<Verified, StackError> {
    let looking = stream::iter(cases.iter().zip(submitted).enumerate())
        .map(|(index, (case, submitted))| async move {
            let found = match submitted {
                Ok(order) => invoice(stack, case, order, options.patience).await?,
                Err(error) => Err(error.to_string()),
            };
            bar.inc(1);
            Ok::<_, StackError>(found.map_err(|fault| format!("order {}: {fault}", index + 1)))
        })
        .buffered(options.concurrency);
    let found: Vec<Result<Duration, String>> = looking.try_collect().await?;
    bar.finish();

    let mut verified = Verified {
        totals: totals(submitted),
        ..Verified::default()
    };
    for found in found {
        match found {
            Ok(order_to_pdf) => {
                verified.invoices += 1;
                verified.order_to_pdf.push(order_to_pdf);
            }
            Err(fault) => verified.faults.push(fault),
        }
    }
    verified.order_to_pdf.sort_unstable();
    verified
        .faults
        .extend(number_faults(stack, submitted).await?);
    Ok(verified)
}

/// How long the invoice took, or what is wrong with it.
async fn invoice(
    stack: &Stack,
    case: &Case,
    order: &Submitted,
    patience: Duration,
) -> Result<Result<Duration, String>, StackError> {
    let Some(pdf) = stack.invoice(order.id).await? else {
        return Ok(Err(format!("there is no invoice of order {}", order.id)));
    };
    let Some(text) = text_of(pdf).await else {
        return Ok(Err(format!(
            "the invoice of order {} can't be read",
            order.id
        )));
    };
    let shows = |wanted: &str| text.split_whitespace().any(|word| word == wanted);
    let number = order.invoice_number.to_string();
    if !shows(&number) {
        return Ok(Err(format!(
            "the invoice of order {} does not show {number}",
            order.id
        )));
    }
    if let Some(total) = case.expect.total.as_deref()
        && (total != gross(order) || !shows(total))
    {
        let gross = gross(order);
        return Ok(Err(format!(
            "{number} should come to {total}; the order came to {gross}"
        )));
    }
    let confirmed = EventId {
        order_id: order.id,
        version: Version::FIRST.next(),
    };
    // It is written after the notification, which is all that has been waited for.
    let marker = match until(patience, || stack.marker(confirmed)).await {
        Ok(marker) => marker,
        Err(StackError::TimedOut(_)) => {
            return Ok(Err(format!("event {confirmed} left no marker")));
        }
        Err(error) => return Err(error),
    };
    Ok(time_to_document(order.id, &marker)
        .ok_or_else(|| format!("the marker of event {confirmed} tells no time: {marker}")))
}

/// The text of a PDF. Reading one takes a while, so it has a thread of its own.
async fn text_of(pdf: Vec<u8>) -> Option<String> {
    let reading = tokio::task::spawn_blocking(move || pdf_extract::extract_text_from_mem(&pdf));
    reading.await.ok()?.ok()
}

fn time_to_document(id: OrderId, marker: &Value) -> Option<Duration> {
    let kept: Timestamp = marker["document"]["keptAt"].as_str()?.parse().ok()?;
    let millis = kept
        .unix_millis()
        .saturating_sub(id.created_at().unix_millis());
    Some(Duration::from_millis(millis))
}

fn gross(order: &Submitted) -> String {
    let amount = MinorUnits(order.gross_minor);
    order.currency.parse().map_or_else(
        |_| order.gross_minor.to_string(),
        |currency| Money { amount, currency }.decimal(),
    )
}

fn totals(submitted: &[Result<Submitted, NotSubmitted>]) -> BTreeMap<String, String> {
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    for order in submitted.iter().flatten() {
        *sums.entry(&order.currency).or_default() += order.gross_minor;
    }
    let text = |(currency, sum): (&str, i64)| {
        let amount = MinorUnits(sum);
        let sum = currency
            .parse()
            .map(|currency| Money { amount, currency }.decimal());
        (currency.to_owned(), sum.unwrap_or_default())
    };
    sums.into_iter().map(text).collect()
}

/// Gaps and repeats among the numbers of all invoices that the stack has ever issued.
async fn number_faults(
    stack: &Stack,
    submitted: &[Result<Submitted, NotSubmitted>],
) -> Result<Vec<String>, StackError> {
    let mut known: BTreeMap<String, DocumentNumber> = BTreeMap::new();
    for order in submitted.iter().flatten() {
        known.insert(
            DocumentKind::Invoice.object_key(order.id),
            order.invoice_number,
        );
    }
    let mut numbers: Vec<DocumentNumber> = known.values().copied().collect();
    for key in stack.keys_ending("/invoice.pdf").await? {
        if !known.contains_key(&key) {
            let number = stack.metadata(&key, "document-number").await?;
            numbers.extend(number.and_then(|number| number.parse::<DocumentNumber>().ok()));
        }
    }
    Ok(gaps_and_repeats(numbers))
}

fn gaps_and_repeats(numbers: Vec<DocumentNumber>) -> Vec<String> {
    let mut series: BTreeMap<String, (Series, Vec<u64>)> = BTreeMap::new();
    for number in numbers {
        let name = number.series.to_string();
        series
            .entry(name)
            .or_insert_with(|| (number.series, Vec::new()))
            .1
            .push(number.sequence);
    }
    let mut faults = Vec::new();
    for (series, mut sequences) in series.into_values() {
        sequences.sort_unstable();
        let mut expected = 1;
        for sequence in sequences {
            if sequence > expected {
                let last = DocumentNumber {
                    series,
                    sequence: sequence - 1,
                };
                let first = DocumentNumber {
                    series,
                    sequence: expected,
                };
                faults.push(format!("the numbers {first} to {last} are missing"));
            }
            if sequence < expected {
                let number = DocumentNumber { series, sequence };
                faults.push(format!("the number {number} was used twice"));
            }
            expected = sequence + 1;
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sequences: &[u64], expected: &[&str]) {
        let number = |sequence: &u64| format!("INV-2026-{sequence:06}").parse().unwrap();
        assert_eq!(
            gaps_and_repeats(sequences.iter().map(number).collect()),
            expected
        );
    }

    #[test]
    fn gaps_and_repeats_are_found() {
        check(&[], &[]);
        check(&[3, 1, 2], &[]);
        check(&[1, 2, 2], &["the number INV-2026-000002 was used twice"]);
        check(
            &[1, 5],
            &["the numbers INV-2026-000002 to INV-2026-000004 are missing"],
        );
        check(
            &[2],
            &["the numbers INV-2026-000001 to INV-2026-000001 are missing"],
        );
    }
}
