//! How fast a replay is on the real stack, beside how fast it was asked to be.

use integration::start_for_test;
use order_events::Timestamp;

use crate::many::place_some;
use crate::{Operator, event, id_of, park, text};

const LETTERS: usize = 200;
const RATE: usize = 20;

#[tokio::test(flavor = "multi_thread")]
async fn letters_are_processed_as_fast_as_they_were_asked_to_be_sent() {
    let mut stack = start_for_test("dlq-rate").await;
    let operator = &Operator::of(&mut stack);
    let mut events = Vec::new();
    for order in place_some(&stack, LETTERS).await {
        let event = event(&order, 2, "SHIPPED");
        park(&stack, &event, Some("retries-exhausted")).await;
        events.push(event);
    }
    let rate = RATE.to_string();
    let replay = ["replay", "--reason", "fixed", "--apply", "--rate", &rate];
    let done = operator.dlq(0, &replay);
    assert_eq!(done["counts"]["processed"], LETTERS);

    let mut processed: Vec<Timestamp> = Vec::new();
    for event in &events {
        let marker = stack.marker(id_of(event)).await.unwrap().unwrap();
        processed.push(text(&marker["completedAt"]).parse().unwrap());
    }
    processed.sort_unstable();
    let took = processed[LETTERS - 1].since(processed[0]);
    let found = f64::from(u32::try_from(LETTERS - 1).unwrap()) / took.as_secs_f64();
    println!("{RATE} a second were asked for, {found:.1} were processed");
}
