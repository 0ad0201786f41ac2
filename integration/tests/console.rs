//! The console in a real browser, on the real stack.
#![expect(
    clippy::unwrap_used,
    reason = "in a test, what should be there and is not is a failure"
)]

use std::process::Command;

use integration::{Stack, start_with_console};
use local_issuer::Role;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn people_order_get_their_invoice_and_replay_dead_letters_in_a_browser() {
    let (stack, console) = start_with_console("console").await;
    // One is replayed with a mouse, one without.
    for _ in 0..2 {
        park_a_message(&stack).await;
    }
    let mut npm = Command::new("npm");
    npm.args(["run", "--silent", "e2e"])
        .current_dir(xtask::root().join("frontend"))
        .env("CONSOLE_URL", console.url())
        .env("OPS", "1")
        .env(
            "CHROMIUM",
            xtask::browser().unwrap_or_else(|missing| panic!("{missing}")),
        );
    let status = tokio::task::block_in_place(|| npm.status());
    let status = status.expect("npm runs");
    assert!(status.success(), "what failed is above");
}

/// An operator finds the shipment of somebody's order among the dead letters.
async fn park_a_message(stack: &Stack) {
    let order = json!({
        "buyer": {
            "name": "Dead Letter & Co.",
            "address": {"line1": "Straße 1", "postalCode": "10115", "city": "Berlin", "country": "DE"},
        },
        "currency": "EUR",
        "lines": [{"description": "Chair", "quantity": 2, "unitPriceMinor": 4_999, "taxRateBasisPoints": 1_900}],
    });
    let seller = stack.client(Role::Admin, None).await.unwrap();
    let mut order = seller.place(order.to_string()).await.unwrap().body;
    let id = order["orderId"].as_str().unwrap().to_owned();
    let fields = order.as_object_mut().unwrap();
    fields.remove("nextStatuses");
    fields.insert("version".to_owned(), 2.into());
    fields.insert("status".to_owned(), "SHIPPED".into());
    let event: Value = json!({
        "type": "order-status-changed.v1",
        "eventId": format!("{id}.2"),
        "occurredAt": order["updatedAt"],
        "previousStatus": "PENDING",
        "order": order,
    });
    let body = event.to_string();
    let parked = stack.put_dead_letter(&id, &body, Some("render-failed"));
    parked.await.unwrap();
}
