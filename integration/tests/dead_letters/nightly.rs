//! The nightly reconciliation, an hour from now.

use dlq_replay::reconcile::{self, Reconciliation, Window};
use integration::start_for_test;
use lambda_kit::clock;
use lambda_kit::deadline::Deadline;
use order_events::{EventId, Timestamp, Version};

use crate::{event, park, place, text, wait};

const HOUR: u64 = 60 * 60 * 1_000;

fn in_an_hour() -> Timestamp {
    Timestamp::from_unix_millis(clock::now().unix_millis() + HOUR).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_without_marker_is_queued_again_unless_it_is_parked() {
    let stack = start_for_test("nightly").await;
    let told = stack.subscribe().await.unwrap();
    let mut orders = Vec::new();
    for _ in 0..3 {
        let order = place(&stack).await;
        let order_id = text(&order["orderId"]).parse().unwrap();
        let event_id = EventId {
            order_id,
            version: Version(1),
        };
        wait(|| stack.marker(event_id)).await;
        orders.push((order, event_id));
    }
    while !told.take().await.unwrap().is_empty() {}

    // One is well, one was lost, and one is among the dead letters.
    let desk = stack.desk(in_an_hour).await.unwrap();
    for (_, lost) in &orders[1..] {
        let key = format!(
            "{}/events/{}.json",
            lost.order_id.object_prefix(),
            lost.version
        );
        let delete = desk.s3.delete_object().bucket(&desk.places.invoices_bucket);
        delete.key(key).send().await.unwrap();
    }
    park(
        &stack,
        &event(&orders[2].0, 1, "PENDING"),
        Some("render-failed"),
    )
    .await;
    let window = Window { days: 2 };
    let deadline = Deadline::at(in_an_hour().unix_millis() + HOUR);
    let found = reconcile::run(&desk, window, deadline).await.unwrap();

    let expected = Reconciliation {
        orders: 3,
        queued: 1,
        parked: 1,
        complete: true,
    };
    assert_eq!(found, expected);
    let lost = orders[1].1;
    wait(|| stack.marker(lost)).await;
    let heard = told.take().await.unwrap();
    assert_eq!(heard.len(), 1);
    assert_eq!(text(&heard[0]["eventId"]), lost.to_string());
    // A change of a minute ago is on its way, and none of its business.
    let desk = stack.desk(clock::now).await.unwrap();
    let found = reconcile::run(&desk, window, deadline).await.unwrap();
    assert_eq!((found.orders, found.queued, found.parked), (3, 0, 0));
}
