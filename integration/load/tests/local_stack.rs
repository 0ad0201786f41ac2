//! A scenario on the real local stack: what is sent arrives, and what is measured is all of it.
#![expect(
    clippy::unwrap_used,
    reason = "in a test, what should be there and is not is a failure"
)]

use std::path::Path;

use integration::start_for_test;
use load::report::Section;
use load::run::{Scenario, Who, run, target};

/// 20 orders, faster and faster. Its bounds hold on any machine that works at all.
const SCENARIO: &str = r#"
description = "A few orders are placed and confirmed."
arrivals = "poisson"
seed = 3
in-flight = 64
timeout-seconds = 120
prepare = 2
thresholds = ["errors < 1 %", "drops < 1 %", "place: p99 < 3600 s"]
stages = [{seconds = 3, from = 2, to = 8}]
operations = [{do = "place-and-confirm", weight = 3}, {do = "get", weight = 1}]
"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_scenario_runs_on_the_local_stack() {
    let stack = start_for_test("load").await;
    let scenario = Scenario::parse(SCENARIO, Path::new("test.toml")).unwrap();
    let meant = scenario.beginnings().len();
    assert!((5..=30).contains(&meant), "{meant}");
    let target = target(&stack, Who::Customer).await.unwrap();
    let sections = run(&scenario, &target).await.unwrap();
    assert!(sections.iter().all(Section::passed), "{sections:?}");

    // Every order that was counted is there: those of the scenario, and the two before it.
    let placed = placed(&sections[0]);
    assert!(placed > 0);
    assert_eq!(stack.count_orders().await.unwrap(), placed + 2);

    // A threshold that can't be kept is missed.
    let strict = SCENARIO.replace("3600 s", "0 ms");
    let strict = Scenario::parse(&strict, Path::new("test.toml")).unwrap();
    let sections = run(&strict, &target).await.unwrap();
    let missed = sections[1].rows.iter().filter(|row| row.met == Some(false));
    assert_eq!(missed.count(), 1, "{sections:?}");
}

/// How many orders were meant to be placed, by the row that counts them.
fn placed(section: &Section) -> usize {
    let row = section
        .rows
        .iter()
        .find(|row| row.what == "place-and-confirm: meant, dropped, failed");
    let counts = &row.unwrap().figure;
    counts.split(',').next().unwrap().parse().unwrap()
}
