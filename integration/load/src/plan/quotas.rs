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
    for Quota {
        what,
        asked,
        allowed,
        remedy,
    } in quotas(inputs, load, sized)?
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

fn quotas(inputs: &Inputs, load: Load, sized: &[Sized]) -> Result<Vec<Quota>, LoadError> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "there are at most 100,000 of anything"
    )]
    let planned = |wanted: Part| {
        let mut all = sized.iter().filter(|sized| sized.part == wanted);
        all.next().map_or(0.0, |sized| sized.planned as f64)
    };
    // At most: as many as there are lanes. The stream has a shard for each partition of its table.
    let shards = planned(Part::StreamShards).max(planned(Part::TablePartitions));
    let consumers = shards * inputs.value("lanes_per_shard")?;
    let (api, worker) = (planned(Part::OrderApi), planned(Part::PdfWorker));
    let quota = |what, asked, allowed, remedy| Quota {
        what,
        asked,
        allowed,
        remedy,
    };
    Ok(vec![
        quota(
            "API Gateway, requests a second in the account",
            load.requests,
            "gateway_rate",
            "raise `Throttle rate` of API Gateway",
        ),
        quota(
            "our stage, requests a second",
            load.requests,
            "stage_rate",
            "raise `rateLimit` and `burstLimit` in order-rest-api.ts",
        ),
        quota(
            "Lambda, invocations at once in the account",
            api + consumers + worker,
            "concurrency",
            "raise `Concurrent executions` of Lambda",
        ),
        quota(
            "order-api at once, reserved",
            api,
            "reserved_api",
            "raise `reservedConcurrency` in environments.ts",
        ),
        quota(
            "stream-consumer at once, reserved",
            consumers,
            "reserved_consumer",
            "raise `reservedConcurrency` in environments.ts",
        ),
        quota(
            "pdf-worker at once, reserved",
            worker,
            "reserved_worker",
            "raise `reservedConcurrency` in environments.ts",
        ),
        quota(
            "pdf-worker at once, by its event source mapping",
            worker,
            "mapping_concurrency",
            "ask AWS to raise the mapping's concurrency, or use provisioned pollers",
        ),
        quota(
            "series of invoice numbers",
            planned(Part::Series),
            "most_series",
            "more than 64 need a longer number; or make confirmations fewer: confirm later, in order",
        ),
        quota(
            "shards of a status in StatusIndex",
            planned(Part::StatusShards),
            "status_shards",
            "raise STATUS_SHARDS in order-store, and write old rows again",
        ),
        quota(
            "DynamoDB, write units a second of the table of orders",
            load.table_writes,
            "table_writes",
            "raise `Table-level write throughput` of DynamoDB",
        ),
        quota(
            "DynamoDB, write units a second from the first minute on",
            load.table_writes,
            "table_warm_writes",
            "set `warmThroughput` of the table and its indexes before the day",
        ),
        quota(
            "SQS FIFO, calls a second of one kind, if no batch held two messages",
            load.changes,
            "queue_calls",
            "raise the quota of high-throughput FIFO queues",
        ),
        quota(
            "SNS, publications a second",
            load.changes,
            "topic_publishes",
            "raise `Messages published per second` of SNS",
        ),
        quota(
            "SNS, e-mails a second to one subscriber",
            load.changes,
            "emails",
            "cannot be raised: subscribe a queue, and send mail from there",
        ),
        quota(
            "S3, prefixes that documents need to be spread over",
            planned(Part::BucketPrefixes).max(load.bucket_reads / inputs.value("bucket_reads")?),
            "bucket_prefixes",
            "use more digits of the order id in the keys",
        ),
    ])
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
