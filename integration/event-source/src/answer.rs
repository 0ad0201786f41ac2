//! What a function's answer says about a batch.

use serde_json::Value;

use crate::Record;

/// The index of the first record to be delivered again; `None` if all are done.
///
/// What can't be understood fails the whole batch ("Reporting batch item failures", AWS Lambda
/// developer guide): an empty or missing identifier, or one of no record of the batch.
pub(crate) fn first_failure(answer: &Value, batch: &[Record]) -> Option<usize> {
    let failures = match answer.get("batchItemFailures") {
        None | Some(Value::Null) => return None,
        Some(Value::Array(failures)) => failures,
        Some(_) => return Some(0),
    };
    let place = |failure: &Value| {
        let number = failure.get("itemIdentifier").and_then(Value::as_str);
        let place = batch
            .iter()
            .position(|record| Some(record.sequence_number.as_str()) == number);
        place.unwrap_or(0)
    };
    failures.iter().map(place).min()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::tests::record;

    #[test]
    fn table() {
        let batch = ["10", "20", "30"].map(|number| record(number, "a"));
        let failure = |number: Value| json!({"batchItemFailures": [{"itemIdentifier": number}]});
        let cases = [
            (Value::Null, None),
            (json!({}), None),
            (json!({"batchItemFailures": null}), None),
            (json!({"batchItemFailures": []}), None),
            (failure("20".into()), Some(1)),
            (
                json!({"batchItemFailures": [{"itemIdentifier": "30"}, {"itemIdentifier": "20"}]}),
                Some(1),
            ),
            (failure("".into()), Some(0)),
            (failure(Value::Null), Some(0)),
            (failure("an event id".into()), Some(0)),
            (json!({"batchItemFailures": [{"itemId": "20"}]}), Some(0)),
            (json!({"batchItemFailures": "20"}), Some(0)),
        ];
        for (answer, expected) in cases {
            assert_eq!(first_failure(&answer, &batch), expected, "{answer}");
        }
    }
}
