//! The whole of it on a shard that is over at its end.

use std::cell::RefCell;
use std::future::ready;

use futures::executor::block_on;
use futures::future::Either;
use serde_json::json;

use super::*;

pub(crate) fn record(sequence_number: &str, key: &str) -> Record {
    Record {
        sequence_number: sequence_number.into(),
        key: key.into(),
        created_at: 0,
        event: json!({"n": sequence_number}),
    }
}

/// A shard with a function that does not get over the records `bad`.
struct Script {
    records: Vec<Record>,
    bad: &'static [&'static str],
    reports: bool,
    now: RefCell<u64>,
    log: RefCell<Vec<String>>,
}

fn numbers(records: &[Record]) -> String {
    let numbers: Vec<&str> = records.iter().map(|r| r.sequence_number.as_str()).collect();
    numbers.join(" ")
}

impl Shard for Script {
    type Error = &'static str;

    fn read(
        &self,
        position: Option<&str>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Record>, Self::Error>> {
        let behind = |record: &&Record| position.is_none_or(|p| *record.sequence_number > *p);
        let next: Vec<_> = self
            .records
            .iter()
            .filter(behind)
            .take(limit)
            .cloned()
            .collect();
        if !next.is_empty() {
            return Either::Left(ready(Ok(next)));
        }
        // The end of the shard comes when all is done.
        let all_done = self
            .log
            .borrow()
            .iter()
            .any(|line| line.starts_with("checkpoint 9"));
        if all_done {
            Either::Left(ready(Err("the shard ended")))
        } else {
            Either::Right(pending())
        }
    }

    fn invoke(&self, batch: &[Record]) -> impl Future<Output = Invocation> {
        self.log
            .borrow_mut()
            .push(format!("invoke {}", numbers(batch)));
        let bad = batch
            .iter()
            .find(|record| self.bad.contains(&&*record.sequence_number));
        ready(match bad {
            None => Invocation::Answered(Value::Null),
            Some(record) if self.reports => {
                let number = &record.sequence_number;
                Invocation::Answered(json!({"batchItemFailures": [{"itemIdentifier": number}]}))
            }
            Some(_) => Invocation::Failed,
        })
    }

    fn keep(&self, discarded: Discarded<'_>) -> impl Future<Output = Result<(), Self::Error>> {
        let line = format!(
            "give up {} after {} because {}",
            numbers(discarded.records),
            discarded.deliveries,
            discarded.reason.as_str()
        );
        self.log.borrow_mut().push(line);
        ready(Ok(()))
    }

    fn pause(&self, duration: Duration) -> impl Future<Output = ()> {
        *self.now.borrow_mut() += u64::try_from(duration.as_millis()).unwrap();
        ready(())
    }

    fn now(&self) -> u64 {
        *self.now.borrow()
    }

    fn checkpoint(&self, sequence_number: &str) {
        self.log
            .borrow_mut()
            .push(format!("checkpoint {sequence_number}"));
    }
}

fn settings() -> Settings {
    Settings {
        batch_size: 10,
        parallelization_factor: 1,
        bisect_batch_on_function_error: true,
        function_response_types: vec![ResponseType::ReportBatchItemFailures],
        maximum_retry_attempts: 2,
        maximum_record_age_in_seconds: 60,
    }
}

#[track_caller]
fn check(bad: &'static [&'static str], reports: bool, settings: &Settings) -> String {
    let script = Script {
        records: ["1", "2", "3", "9"]
            .map(|number| record(number, "a"))
            .into(),
        bad,
        reports,
        now: RefCell::new(0),
        log: RefCell::default(),
    };
    assert_eq!(
        block_on(run(&script, settings, None)),
        Err("the shard ended")
    );
    script.log.into_inner().join("\n")
}

#[test]
fn what_was_done_before_a_reported_failure_is_not_done_again() {
    insta::assert_snapshot!(check(&["3"], true, &settings()), @r"
    invoke 1 2 3 9
    invoke 3 9
    invoke 3
    invoke 3
    invoke 3
    give up 3 after 5 because RetryAttemptsExhausted
    invoke 9
    checkpoint 9
    ");
}

#[test]
fn without_a_report_the_batch_is_cut_until_the_record_stands_alone() {
    insta::assert_snapshot!(check(&["3"], false, &settings()), @r"
    invoke 1 2 3 9
    invoke 1 2
    invoke 3 9
    invoke 3
    invoke 3
    invoke 3
    give up 3 after 5 because RetryAttemptsExhausted
    invoke 9
    checkpoint 9
    ");
}

#[test]
fn a_record_that_is_too_old_is_given_up() {
    let settings = Settings {
        maximum_retry_attempts: 1_000,
        maximum_record_age_in_seconds: 1,
        ..settings()
    };
    insta::assert_snapshot!(check(&["9"], true, &settings), @r"
    invoke 1 2 3 9
    invoke 9
    invoke 9
    invoke 9
    invoke 9
    give up 9 after 5 because RecordAgeExceeded
    checkpoint 9
    ");
}

#[test]
fn the_properties_of_a_mapping_are_read_by_their_names() {
    let properties = json!({
        "BatchSize": 10, "BisectBatchOnFunctionError": true, "Enabled": false,
        "FunctionResponseTypes": ["ReportBatchItemFailures"], "MaximumRecordAgeInSeconds": 60,
        "MaximumRetryAttempts": 2, "ParallelizationFactor": 1,
    });
    assert_eq!(
        serde_json::from_value::<Settings>(properties).unwrap(),
        settings()
    );
}

#[test]
fn what_is_given_up_is_kept_with_its_payload() {
    let records = ["1", "2"].map(|number| record(number, "a"));
    let discarded = Discarded {
        records: &records,
        reason: Reason::RetryAttemptsExhausted,
        deliveries: 3,
    };
    let kept = discarded.invocation_record("7", "function", "stream", "now");
    assert_eq!(
        kept["requestContext"]["condition"],
        "RetryAttemptsExhausted"
    );
    assert_eq!(kept["requestContext"]["approximateInvokeCount"], 3);
    assert_eq!(kept["DDBStreamBatchInfo"]["endSequenceNumber"], "2");
    assert_eq!(kept["payload"], r#"{"Records":[{"n":"1"},{"n":"2"}]}"#);
}
