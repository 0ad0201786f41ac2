//! The published examples, which readers of the contract test themselves against. They are only
//! ever added to: one that can't be read any more is a broken promise.

use std::fs;
use std::path::Path;

use order_events::OrderStatusChanged;
use serde_json::Value;

#[test]
fn every_example_is_read_and_written_back_the_same() {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas/examples/order-status-changed.v1");
    let mut examples = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let example: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let event: OrderStatusChanged = serde_json::from_value(example.clone()).unwrap();
        assert_eq!(
            serde_json::to_value(&event).unwrap(),
            example,
            "{}",
            path.display()
        );
        assert_eq!(
            OrderStatusChanged::new(
                event.previous_status,
                event.reason.clone(),
                event.order.clone()
            ),
            event
        );
        examples += 1;
    }
    assert!(examples >= 2, "found {examples} examples");
}
