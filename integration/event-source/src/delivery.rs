//! One batch, until each of its records is done or given up.

use std::time::Duration;

use crate::answer::first_failure;
use crate::discarded::{Discarded, Reason};
use crate::{Invocation, Record, ResponseType, Settings, Shard};

const SHORTEST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// A part of the batch that is still to be delivered.
#[derive(Clone, Copy)]
struct Part<'a> {
    records: &'a [Record],
    /// Failed deliveries of just these records. Cutting a batch in two does not count.
    retries: u32,
    deliveries: u32,
}

/// Delivers the records in their order, again and again if need be.
pub(crate) async fn deliver<S: Shard>(
    shard: &S,
    settings: &Settings,
    batch: &[Record],
) -> Result<(), S::Error> {
    // The last is the next one.
    let mut parts = vec![Part {
        records: batch,
        retries: 0,
        deliveries: 0,
    }];
    while let Some(part) = parts.pop() {
        let (expired, records) = part
            .records
            .split_at(expired(shard, settings, part.records));
        if !expired.is_empty() {
            give_up(shard, expired, Reason::RecordAgeExceeded, part.deliveries).await?;
        }
        if records.is_empty() {
            continue;
        }
        let Some(failed) = failure(shard.invoke(records).await, settings, records) else {
            continue;
        };
        let deliveries = part.deliveries + 1;
        let rest = &records[failed..];
        let middle = rest.len() / 2;
        if failed > 0 {
            // What is behind the failure is another batch than before.
            parts.push(Part {
                records: rest,
                retries: 0,
                deliveries,
            });
        } else if settings.bisect_batch_on_function_error && middle > 0 {
            let half = |records| Part {
                records,
                deliveries,
                ..part
            };
            parts.extend([half(&rest[middle..]), half(&rest[..middle])]);
        } else if part.retries == settings.maximum_retry_attempts {
            give_up(shard, rest, Reason::RetryAttemptsExhausted, deliveries).await?;
            continue;
        } else {
            parts.push(Part {
                records: rest,
                retries: part.retries + 1,
                deliveries,
            });
        }
        shard.pause(pause(part.retries)).await;
    }
    Ok(())
}

/// How many records in front are too old.
fn expired<S: Shard>(shard: &S, settings: &Settings, records: &[Record]) -> usize {
    let oldest = shard
        .now()
        .saturating_sub(settings.maximum_record_age_in_seconds * 1_000);
    let young = records
        .iter()
        .position(|record| record.created_at >= oldest);
    young.unwrap_or(records.len())
}

/// The index of the first record that failed, if one did.
fn failure(invocation: Invocation, settings: &Settings, records: &[Record]) -> Option<usize> {
    let reports = settings
        .function_response_types
        .contains(&ResponseType::ReportBatchItemFailures);
    match invocation {
        Invocation::Failed => Some(0),
        Invocation::Answered(answer) if reports => first_failure(&answer, records),
        Invocation::Answered(_) => None,
    }
}

async fn give_up<S: Shard>(
    shard: &S,
    records: &[Record],
    reason: Reason,
    deliveries: u32,
) -> Result<(), S::Error> {
    let discarded = Discarded {
        records,
        reason,
        deliveries,
    };
    shard.keep(discarded).await
}

/// AWS documents that retries back off exponentially, and no figures.
fn pause(retries: u32) -> Duration {
    SHORTEST_PAUSE
        .saturating_mul(1 << retries.min(16))
        .min(LONGEST_PAUSE)
}
