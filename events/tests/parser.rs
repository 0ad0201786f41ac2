//! The reader of events against everything that is not one: it refuses or reads, and never panics;
//! and what it reads, it writes so that it reads the same again.

#![expect(
    clippy::unwrap_used,
    reason = "in a test, what should be there and is not is a failure"
)]

use order_events::OrderStatusChanged;
use proptest::prelude::*;
use serde_json::{Value, json};

const EXAMPLES: [&str; 2] = [
    include_str!("../../schemas/examples/order-status-changed.v1/confirmed.json"),
    include_str!("../../schemas/examples/order-status-changed.v1/refunded.json"),
];

fn reads_or_refuses(text: &[u8]) -> Result<(), TestCaseError> {
    let Ok(event) = serde_json::from_slice::<OrderStatusChanged>(text) else {
        return Ok(());
    };
    let again: OrderStatusChanged =
        serde_json::from_value(serde_json::to_value(&event).unwrap()).unwrap();
    prop_assert_eq!(again, event);
    Ok(())
}

fn example() -> impl Strategy<Value = String> {
    prop::sample::select(EXAMPLES.map(str::to_owned).to_vec())
}

/// A JSON value that stands where another was expected.
fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        ".*".prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        prop::sample::select(vec![
            "CONFIRMED",
            "order-status-changed.v2",
            "0",
            "-1",
            "999999999999999999999",
            "1e9",
            "XXX",
            "2026-11-24T06:02:30.123Z",
            "9999-12-31T23:59:59Z",
            "0000-00-00T00:00:00Z",
            "01999f3a-6c1e-7b42-9d1f-2f6d0c9a7e55.18446744073709551616",
        ])
        .prop_map(Value::from),
    ]
}

/// All places in a value, the nested ones too.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                pointers(item, &format!("{at}/{index}"), found);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                pointers(field, &format!("{at}/{name}"), found);
            }
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        reads_or_refuses(&bytes)?;
    }

    #[test]
    fn an_event_with_bytes_changed(
        example in example(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut bytes = example.into_bytes();
        for (index, byte) in changes {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        reads_or_refuses(&bytes)?;
    }

    #[test]
    fn an_event_cut_short(example in example(), length in any::<prop::sample::Index>()) {
        let length = length.index(example.len());
        reads_or_refuses(&example.as_bytes()[..length])?;
    }

    #[test]
    fn an_event_with_a_value_replaced(
        example in example(),
        place in any::<prop::sample::Index>(),
        value in any_value(),
    ) {
        let mut event: Value = serde_json::from_str(&example).unwrap();
        let mut places = Vec::new();
        pointers(&event, "", &mut places);
        *event.pointer_mut(&places[place.index(places.len())]).unwrap() = value;
        reads_or_refuses(event.to_string().as_bytes())?;
    }
}
