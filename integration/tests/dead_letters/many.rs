//! A thousand dead letters of five causes, and everything that goes wrong on the way.

use std::collections::HashMap;
use std::time::Duration;

use futures::stream::{self, StreamExt};
use integration::{Notifications, Stack, start_for_test};
use serde_json::{Value, json};

use crate::{Operator, event, latest, park, place, text, wait};

const OF_EACH: usize = 200;

/// A cause: the code of its letters, and what is wrong with them.
type Cause = (Option<&'static str>, fn(&mut Value));

const CAUSES: [Cause; 5] = [
    (Some("retries-exhausted"), |_| {}),
    (Some("worker-panicked"), |_| {}),
    // Whoever received it never answered.
    (None, |_| {}),
    // Nobody can read it before it is mended.
    (Some("unreadable-event"), |event| {
        event["order"]["currency"] = "euro".into();
    }),
    // It can be read, and comes back as long as nothing is done about it.
    (Some("missing-number"), |event| {
        event["order"]["status"] = "CONFIRMED".into();
    }),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_letters_of_five_causes_are_processed_once_each() {
    let mut stack = start_for_test("dlq-many").await;
    let operator = &Operator::of(&mut stack);
    let told = stack.subscribe().await.unwrap();
    let events = poison(&stack).await;
    let found = operator.dlq(0, &["list"]);
    let counts = found["groups"].as_array().unwrap().iter();
    let counts: Vec<_> = counts
        .map(|group| group["count"].as_u64().unwrap())
        .collect();
    assert_eq!(counts, [OF_EACH as u64; 5]);

    // A canary that comes back keeps the rest where it is.
    let still_broken = [
        "replay",
        "--code",
        "missing-number",
        "--reason",
        "hope",
        "--apply",
    ];
    let canary = operator.dlq(3, &[&still_broken[..], &["--canary", "3"]].concat());
    assert_eq!(
        (&canary["state"], &canary["stoppedBecause"]),
        (&json!("stopped"), &json!("canary"))
    );
    assert_eq!(
        canary["returned"],
        json!([{"code": "missing-number", "count": 3, "sample": canary["returned"][0]["sample"]}])
    );
    assert_eq!(canary["counts"]["waiting"], OF_EACH - 3);
    // And so does the breaker, without one, however fast it may be. Whoever resumes tries ten more.
    let breaker = operator.dlq(3, &[&still_broken[..], &["--rate", "1000"]].concat());
    assert_eq!(breaker["stoppedBecause"], "breaker");
    assert_eq!(breaker["counts"]["waiting"], OF_EACH - 10, "{breaker}");
    let resumed = operator.dlq(3, &["resume", text(&breaker["replayId"])]);
    assert_eq!(resumed["stoppedBecause"], "breaker");
    assert_eq!(resumed["counts"]["waiting"], OF_EACH - 20, "{resumed}");

    // Killed in the middle, taken up again.
    let mut child = operator.start(&[
        "replay",
        "--code",
        "retries-exhausted",
        "--reason",
        "fixed",
        "--rate",
        "20",
        "--apply",
    ]);
    wait(|| async {
        let sent = latest(operator)["counts"]["waiting"].as_u64();
        Ok(sent.filter(|waiting| (1..=150).contains(waiting)))
    })
    .await;
    child.kill().unwrap();
    child.wait().unwrap();
    let id = text(&latest(operator)["replayId"]).to_owned();
    let resumed = operator.dlq(0, &["resume", &id]);
    assert_eq!(
        (&resumed["state"], &resumed["counts"]["processed"]),
        (&json!("done"), &json!(OF_EACH))
    );

    // The rest, each cause in its own way.
    let canary = [
        "--canary", "5", "--rate", "200", "--apply", "--reason", "fixed",
    ];
    let number = "--edit={\"order\":{\"invoice\":{\"number\":\"INV-2026-0-000001\",\"issuedAt\":\"2026-11-24T12:00:00.000Z\"}}}";
    for replay in [
        &["replay", "--code", "worker-panicked"][..],
        &["replay", "--code", "unfinished"],
        &[
            "replay",
            "--code",
            "unreadable-event",
            "--edit={\"order\":{\"currency\":\"EUR\"}}",
        ],
        &["replay", "--code", "missing-number", number],
    ] {
        let done = operator.dlq(0, &[replay, &canary].concat());
        assert_eq!(
            (&done["state"], &done["counts"]["processed"]),
            (&json!("done"), &json!(OF_EACH)),
            "{done}"
        );
    }

    assert_eq!(stack.dead_letters().await.unwrap(), 0);
    let told = hear(&told, &events).await;
    let more: Vec<_> = told.iter().filter(|(_, count)| **count != 1).collect();
    assert!(more.is_empty(), "told more than once: {more:?}");
    assert_eq!(told.len(), 5 * OF_EACH);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_processed_yet_can_be_taken_back() {
    let mut stack = start_for_test("dlq-undo").await;
    let operator = &Operator::of(&mut stack);
    let orders = place_some(&stack, 120).await;
    let number = json!({"number": "INV-2026-0-000001", "issuedAt": "2026-11-24T12:00:00.000Z"});
    let events = orders.iter().map(|order| {
        let mut event = event(order, 2, "CONFIRMED");
        event["order"]["invoice"] = number.clone();
        // Long enough to set that sending is faster.
        let line = event["order"]["lines"][0].clone();
        event["order"]["lines"] = vec![line; 300].into();
        event
    });
    for event in events {
        park(&stack, &event, Some("render-failed")).await;
    }

    let mut child = operator.start(&[
        "replay",
        "--reason",
        "wrong ones",
        "--rate",
        "1000",
        "--breaker",
        "100",
        "--apply",
    ]);
    wait(|| async {
        let counts = latest(operator)["counts"].clone();
        let sent = [&counts["selected"], &counts["waiting"]].map(Value::as_u64);
        Ok(matches!(sent, [Some(all), Some(waiting)] if all > waiting + 10).then_some(()))
    })
    .await;
    let id = text(&latest(operator)["replayId"]).to_owned();
    operator.dlq(0, &["stop", &id]);
    tokio::task::block_in_place(|| child.wait()).unwrap();
    let undone = operator.dlq(0, &["undo", &id]);
    assert_eq!(undone["state"], "undone");
    assert!(undone["counts"]["undone"].as_u64().unwrap() > 0, "{undone}");
    // Nothing is lost: each was processed, or is a dead letter again.
    wait(|| async {
        let processed = stack.keys_ending("/events/2.json").await?.len();
        let waiting = stack.dead_letters().await?;
        Ok((processed + waiting == orders.len()).then_some(()))
    })
    .await;
}

/// A letter for each of a thousand orders. Returns how many causes each event has: one.
async fn poison(stack: &Stack) -> Vec<String> {
    let orders = place_some(stack, 5 * OF_EACH).await;
    let letters = orders.iter().enumerate().map(|(index, order)| {
        let (code, break_it) = CAUSES[index % CAUSES.len()];
        let mut event = event(order, 2, "SHIPPED");
        break_it(&mut event);
        (event, code)
    });
    let letters: Vec<_> = letters.collect();
    let parked = letters
        .iter()
        .map(|(event, code)| park(stack, event, *code));
    stream::iter(parked)
        .buffer_unordered(8)
        .collect::<Vec<()>>()
        .await;
    letters
        .iter()
        .map(|(event, _)| text(&event["eventId"]).to_owned())
        .collect()
}

pub(crate) async fn place_some(stack: &Stack, count: usize) -> Vec<Value> {
    let orders = (0..count).map(|_| place(stack));
    stream::iter(orders).buffer_unordered(8).collect().await
}

/// How often subscribers were told of each of `events`.
async fn hear(told: &Notifications, events: &[String]) -> HashMap<String, usize> {
    let mut heard: HashMap<String, usize> = HashMap::new();
    let mut silent = 0;
    while silent < 3 {
        let notifications = told.take().await.unwrap();
        silent = if notifications.is_empty() {
            silent + 1
        } else {
            0
        };
        for notification in notifications {
            *heard
                .entry(text(&notification["eventId"]).to_owned())
                .or_default() += 1;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    heard.retain(|event, _| events.contains(event));
    heard
}
