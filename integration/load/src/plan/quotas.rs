//! What AWS and our own settings allow, against what the plan asks.

use super::need::Load;
use super::{Part, Sized};
use crate::error::LoadError;
use crate::inputs::Inputs;
use crate::report::{Row, Section, number};

/// What is asked, what is allowed, and what to do if that is too little.
struct Quota {
    what: &'static str,
    asked: f64,
    /// The input that tells what is allowed.
    allowed: &'static str,
    remedy: &'static str,
}

/// Every limit, those that are too low with what to do.
pub(crate) fn section(inputs: &Inputs, load: Load, sized: &[Sized]) -> Result<Section, LoadError> {
    let mut section = Section::new("Quotas and settings");
    let all = of_functions(inputs, load, sized)?;
    let all = all.into_iter().chain(of_data(inputs, load, sized)?);
    for Quota {
        what,
        asked,
        allowed,
        remedy,
    } in all
    {
        let limit = inputs.value(allowed)?;
        let verdict = if asked <= limit { "enough" } else { remedy };
        section.row(Row {
            bar: format!("≤ {}", number(limit)),
            ..Row::new(what, number(asked))
                .against(verdict)
                .ratio(format!("{:.2}", asked / limit))
        });
    }
    section.note(
        "What is not enough is to be raised before that rate: by AWS, through Service Quotas, or \
         in our own settings, as the row says. One owner's orders share a partition of OwnerIndex: \
         one customer alone can have 1,000 changes a second.",
    );
    Ok(section)
}

/// How many of a part are planned.
fn planned(sized: &[Sized], wanted: Part) -> f64 {
    let mut all = sized.iter().filter(|sized| sized.part == wanted);
    #[expect(
        clippy::cast_precision_loss,
        reason = "there are at most 100,000 of anything"
    )]
    all.next().map_or(0.0, |sized| sized.planned as f64)
}

/// The gateway and the functions.
fn of_functions(inputs: &Inputs, load: Load, sized: &[Sized]) -> Result<Vec<Quota>, LoadError> {
    let planned = |part| planned(sized, part);
    // At most: as many as there are lanes. The stream has a shard for each partition of its table.
    let shards = planned(Part::StreamShards).max(planned(Part::TablePartitions));
    let consumers = shards * inputs.value("lanes_per_shard")?;
    let (api, worker) = (planned(Part::OrderApi), planned(Part::PdfWorker));
    Ok(vec![
        Quota::new(
            "API Gateway, requests a second in the account",
            load.requests,
            "gateway_rate",
            "raise `Throttle rate` of API Gateway",
        ),
        Quota::new(
            "our stage, requests a second",
            load.requests,
            "stage_rate",
            "raise `rateLimit` and `burstLimit` in order-rest-api.ts",
        ),
        Quota::new(
            "Lambda, invocations at once in the account",
            api + consumers + worker,
            "concurrency",
            "raise `Concurrent executions` of Lambda",
        ),
        Quota::new(
            "order-api at once, reserved",
            api,
            "reserved_api",
            "raise `reservedConcurrency` in environments.ts",
        ),
        Quota::new(
            "stream-consumer at once, reserved",
            consumers,
            "reserved_consumer",
            "raise `reservedConcurrency` in environments.ts",
        ),
        Quota::new(
            "pdf-worker at once, reserved",
            worker,
            "reserved_worker",
            "raise `reservedConcurrency` in environments.ts",
        ),
        Quota::new(
            "pdf-worker at once, by its event source mapping",
            worker,
            "mapping_concurrency",
            "ask AWS to raise the mapping's concurrency, or use provisioned pollers",
        ),
    ])
}

/// What keeps and carries the data.
fn of_data(inputs: &Inputs, load: Load, sized: &[Sized]) -> Result<Vec<Quota>, LoadError> {
    let planned = |part| planned(sized, part);
    Ok(vec![
        Quota::new(
            "series of invoice numbers",
            planned(Part::Series),
            "most_series",
            "more than 64 need a longer number; or make confirmations fewer: confirm later, in order",
        ),
        Quota::new(
            "shards of a status in StatusIndex",
            planned(Part::StatusShards),
            "status_shards",
            "raise STATUS_SHARDS in order-store, and write old rows again",
        ),
        Quota::new(
            "DynamoDB, write units a second of the table of orders",
            load.table_writes,
            "table_writes",
            "raise `Table-level write throughput` of DynamoDB",
        ),
        Quota::new(
            "DynamoDB, write units a second from the first minute on",
            load.table_writes,
            "table_warm_writes",
            "set `warmThroughput` of the table and its indexes before the day",
        ),
        Quota::new(
            "SQS FIFO, calls a second of one kind, if no batch held two messages",
            load.changes,
            "queue_calls",
            "raise the quota of high-throughput FIFO queues",
        ),
        Quota::new(
            "SNS, publications a second",
            load.changes,
            "topic_publishes",
            "raise `Messages published per second` of SNS",
        ),
        Quota::new(
            "SNS, e-mails a second to one subscriber",
            load.changes,
            "emails",
            "cannot be raised: subscribe a queue, and send mail from there",
        ),
        Quota::new(
            "S3, prefixes that documents need to be spread over",
            planned(Part::BucketPrefixes).max(load.bucket_reads / inputs.value("bucket_reads")?),
            "bucket_prefixes",
            "use more digits of the order id in the keys",
        ),
    ])
}

impl Quota {
    fn new(what: &'static str, asked: f64, allowed: &'static str, remedy: &'static str) -> Self {
        Self {
            what,
            asked,
            allowed,
            remedy,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows that are too low for a rate.
    fn missed(orders: f64, count: usize) -> Vec<String> {
        let inputs = Inputs::read(None).unwrap();
        let load = Load::new(&inputs, orders).unwrap();
        let sized: Vec<Sized> = Part::ALL
            .iter()
            .map(|part| Sized {
                part: *part,
                smallest: count,
                one_less: None,
                planned: count,
                keeps_up: true,
            })
            .collect();
        let section = section(&inputs, load, &sized).unwrap();
        let missed = section
            .rows
            .into_iter()
            .filter(|row| row.against != "enough");
        missed
            .map(|row| {
                assert!(!row.against.is_empty());
                row.what
            })
            .collect()
    }

    #[test]
    fn a_small_shop_needs_nothing_raised() {
        assert_eq!(missed(1.0, 1), [""; 0]);
    }

    #[test]
    fn what_a_large_one_needs_raised_is_named() {
        let missed = missed(1_000.0, 60);
        for wanted in [
            "API Gateway",
            "our stage",
            "pdf-worker at once, reserved",
            "write units a second from",
            "SNS, e-mails",
        ] {
            assert!(
                missed.iter().any(|what| what.contains(wanted)),
                "{wanted}: {missed:?}"
            );
        }
        assert!(
            !missed.iter().any(|what| what.contains("SQS")),
            "{missed:?}"
        );
    }
}
