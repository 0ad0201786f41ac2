//! The figures of a run, and whether it kept to its thresholds.

use super::drive::{Outcome, Tally};
use super::scenario::Scenario;
use super::threshold::{Metric, Threshold};
use crate::report::{Row, Section, millis, number};
use crate::samples::Samples;

/// The figures as tables.
pub(crate) fn sections(scenario: &Scenario, outcome: &Outcome) -> Vec<Section> {
    vec![latencies(scenario, outcome), thresholds(scenario, outcome)]
}

fn latencies(scenario: &Scenario, outcome: &Outcome) -> Section {
    let mut section = Section::new(scenario.description.clone());
    for (name, tally) in &outcome.operations {
        section.row(Row::new(
            format!("{name}: from when it was due"),
            line(&tally.latency),
        ));
        section.row(Row::new(
            format!("{name}: meant, dropped, failed"),
            format!("{}, {}, {}", tally.meant, tally.dropped, tally.failures()),
        ));
        for (failed, count) in &tally.failed {
            section.row(Row::new(format!("{name}: {failed}"), count.to_string()));
        }
    }
    for (name, samples) in &outcome.requests {
        section.row(Row::new(
            format!("request {name}: from when it was sent"),
            line(samples),
        ));
    }
    let done: u64 = outcome
        .operations
        .values()
        .map(|tally| tally.latency.count())
        .sum();
    section.row(Row::new(
        "operations that ended well, a second",
        number(per_second(
            done,
            scenario.seconds().max(outcome.elapsed.as_secs_f64()),
        )),
    ));
    section.note(
        "Latency counts from when the schedule had an operation begin; a request's time from when \
         it was sent. Where they differ, operations had to wait for this program.",
    );
    section
}

fn thresholds(scenario: &Scenario, outcome: &Outcome) -> Section {
    let mut section = Section::new("Thresholds");
    for threshold in &scenario.thresholds {
        let figure = figure(threshold, outcome, scenario.seconds());
        let text = match threshold.metric.unit() {
            "ms" => millis(figure),
            unit => format!("{} {unit}", number(figure)),
        };
        let of = threshold.of.as_deref().unwrap_or("all");
        section.row(
            Row::new(format!("{of}: {}", threshold.metric), text)
                .bar(threshold.to_string(), threshold.holds(figure)),
        );
    }
    section
}

/// The figure that a threshold is about.
fn figure(threshold: &Threshold, outcome: &Outcome, seconds: f64) -> f64 {
    let wanted = threshold.of.as_deref();
    let tallies: Vec<&Tally> = outcome
        .operations
        .iter()
        .filter(|(name, _)| wanted.is_none_or(|wanted| wanted == **name))
        .map(|(_, tally)| tally)
        .collect();
    // A name may also be that of a request inside an operation.
    let request = wanted
        .filter(|_| tallies.is_empty())
        .and_then(|name| outcome.requests.get(name));
    let latency = match request {
        Some(samples) => samples.clone(),
        None => Samples::merged(tallies.iter().map(|tally| &tally.latency)),
    };
    let sum = |count: fn(&Tally) -> u64| tallies.iter().map(|tally| count(tally)).sum::<u64>();
    let (meant, dropped, failed) = (sum(|t| t.meant), sum(|t| t.dropped), sum(Tally::failures));
    let done = sum(|tally| tally.latency.count());
    match threshold.metric {
        Metric::Quantile(share) => latency.quantile(share),
        Metric::Mean => latency.mean(),
        Metric::Max => latency.max(),
        Metric::Errors => percent(failed, meant - dropped),
        Metric::Drops => percent(dropped, meant),
        Metric::Achieved => percent(done, meant),
        Metric::Rate => per_second(done, seconds.max(outcome.elapsed.as_secs_f64())),
    }
}

fn line(samples: &Samples) -> String {
    let [p50, p90, p99] = [0.5, 0.9, 0.99].map(|share| millis(samples.quantile(share)));
    let max = millis(samples.max());
    format!(
        "p50 {p50}, p90 {p90}, p99 {p99}, max {max} ({})",
        samples.count()
    )
}

#[expect(
    clippy::cast_precision_loss,
    reason = "there are at most a million operations"
)]
fn percent(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        return 0.0;
    }
    part as f64 * 100.0 / whole as f64
}

#[expect(
    clippy::cast_precision_loss,
    reason = "there are at most a million operations"
)]
fn per_second(count: u64, seconds: f64) -> f64 {
    count as f64 / seconds
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;
    use std::time::Duration;

    use super::super::client::Failed;
    use super::*;

    /// 100 orders meant in 10 s: 90 placed within 90 ms, 4 dropped, 6 refused.
    fn outcome() -> Outcome {
        let place = Tally {
            meant: 100,
            dropped: 4,
            latency: (1..=90).map(Duration::from_millis).collect(),
            failed: BTreeMap::from([(Failed::Status(503), 6)]),
        };
        Outcome {
            operations: BTreeMap::from([("place-and-confirm", place)]),
            requests: BTreeMap::from([(
                "confirm",
                [Duration::from_millis(7)].into_iter().collect(),
            )]),
            elapsed: Duration::from_secs(9),
        }
    }

    #[track_caller]
    fn check(text: &str, expected: f64, met: bool) {
        let threshold: Threshold = text.parse().unwrap();
        let figure = figure(&threshold, &outcome(), 10.0);
        assert!(
            (figure - expected).abs() < expected / 500.0 + 1e-9,
            "{text}: {figure}"
        );
        assert_eq!(threshold.holds(figure), met, "{text}");
    }

    #[test]
    fn thresholds_are_about_what_they_name() {
        check("p50 < 50 ms", 45.0, true);
        check("place-and-confirm: p99 < 90 ms", 90.0, false);
        check("max < 100 ms", 90.0, true);
        check("confirm: p99 < 8 ms", 7.0, true);
        check("errors < 6 %", 6.25, false);
        check("drops < 5 %", 4.0, true);
        check("achieved > 95 %", 90.0, false);
        check("rate > 8.5 /s", 9.0, true);
    }

    #[test]
    fn a_run_passes_only_if_all_thresholds_hold() {
        let scenario = |bound| {
            let text = format!(
                "description = \"A test.\"\nin-flight = 1\nthresholds = [\"p50 < {bound} ms\", \
                 \"drops < 5 %\"]\nstages = [{{seconds = 10, rate = 10}}]\n\
                 operations = [{{do = \"place-and-confirm\"}}]"
            );
            Scenario::parse(&text, Path::new("test.toml")).unwrap()
        };
        let passed = |bound| {
            let sections = sections(&scenario(bound), &outcome());
            sections.iter().all(Section::passed)
        };
        assert!(passed(50));
        assert!(!passed(40));
    }
}
