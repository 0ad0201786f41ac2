//! People with access: they replay dead letters in any order, and break things by hand.

use order_events::OrderStatusChanged;
use serde_json::{Value, json};

use crate::sim::{Signal, Stage};

/// Replays of one run.
const MOST_REPLAYS: usize = 12;

/// Sends dead letters again, some time after they got there, in any order.
pub(crate) async fn replay(stage: Stage) {
    for number in 0..MOST_REPLAYS {
        if stage.sim.world().services.dead_letters.messages.is_empty() {
            stage.sim.signal(Signal::DeadLetter).await;
        }
        let wait = stage.sim.world().rng.u64(1_000..1_200_000);
        stage.sim.sleep(wait).await;
        let mut world = stage.sim.world();
        let count = world.services.dead_letters.messages.len();
        if count == 0 {
            continue;
        }
        let place = world.rng.usize(..count);
        let message = world.services.dead_letters.messages[place].clone();
        let Ok(event) = serde_json::from_str::<OrderStatusChanged>(&message.body) else {
            continue;
        };
        let entry = json!({
            "MessageBody": message.body,
            "MessageGroupId": message.group,
            "MessageDeduplicationId": format!("replay-{number}"),
        });
        let now = world.now;
        world.note(None, || format!("an operator replays {}", event.event_id));
        world.history.replayed.insert(event.event_id);
        world.services.queue.send(&entry, now);
        // Who is interrupted in between leaves both.
        if !world.chance(0.2) {
            world.services.dead_letters.messages.remove(place);
        }
        world.raise(Signal::QueueChanged);
    }
}

/// Writes what no reader expects: rows that are no orders, messages that are no events, and the
/// removal of a row by its time to live.
pub(crate) async fn vandalise(stage: Stage) {
    for number in 0..3 {
        let wait = stage.sim.world().rng.u64(1_000..300_000);
        stage.sim.sleep(wait).await;
        let mut world = stage.sim.world();
        let now = world.now;
        match world.rng.usize(..4) {
            0 => {
                let row = json!({
                    "orderId": {"S": format!("garbage-{number}")},
                    "createdAt": {"S": "never"},
                    "status": {"S": "LOST"},
                });
                world
                    .services
                    .dynamodb
                    .record(None, Some(&row), now, &json!(null));
                let record = world.services.dynamodb.stream.last().expect("just written");
                let id = record["eventID"].as_str().unwrap_or_default().to_owned();
                world.history.garbage.insert(id);
                world.raise(Signal::StreamGrew);
            }
            1 => {
                let body = format!("garbage message {number}");
                let entry = json!({
                    "MessageBody": body,
                    "MessageGroupId": body,
                    "MessageDeduplicationId": body,
                });
                world.services.queue.send(&entry, now);
                world.history.garbage.insert(body);
                world.raise(Signal::QueueChanged);
            }
            2 => {
                let orders = world.services.dynamodb.orders();
                let Some(item) = orders.first().map(|item: &&Value| (*item).clone()) else {
                    continue;
                };
                let by = json!({"type": "Service", "principalId": "dynamodb.amazonaws.com"});
                world.services.dynamodb.record(Some(&item), None, now, &by);
                world.raise(Signal::StreamGrew);
            }
            _ => {}
        }
    }
}
