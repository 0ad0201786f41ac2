//! Patches: those that are given, and those that two payloads come to.

use std::fs;
use std::io;

use serde_json::{Map, Value};

/// Why there is no patch.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoPatch {
    #[error("read the patch `{0}`")]
    Read(String, #[source] io::Error),
    #[error(
        "read the patch: expected a JSON Merge Patch such as {{\"order\": {{\"notes\": null}}}}"
    )]
    Invalid(#[source] serde_json::Error),
}

/// The patch that `text` is, or, after an `@`, that the file of this name holds.
pub(crate) fn read(text: &str) -> Result<Value, NoPatch> {
    let content = match text.strip_prefix('@') {
        None => text.to_owned(),
        Some(path) => {
            fs::read_to_string(path).map_err(|error| NoPatch::Read(path.to_owned(), error))?
        }
    };
    serde_json::from_str(&content).map_err(NoPatch::Invalid)
}

/// The merge patch that makes `after` of `before`; `None` if they are equal.
pub(crate) fn difference(before: &Value, after: &Value) -> Option<Value> {
    if before == after {
        return None;
    }
    let (Value::Object(old), Value::Object(new)) = (before, after) else {
        return Some(after.clone());
    };
    let removed = old.keys().filter(|name| !new.contains_key(*name));
    let mut patch: Map<_, _> = removed.map(|name| (name.clone(), Value::Null)).collect();
    for (name, value) in new {
        let change = match old.get(name) {
            Some(known) => difference(known, value),
            None => Some(value.clone()),
        };
        patch.extend(change.map(|change| (name.clone(), change)));
    }
    Some(Value::Object(patch))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_difference_is_the_patch_that_makes_it() {
        let cases = [
            (
                json!({"a": 1, "b": {"c": 2, "d": 3}}),
                json!({"a": 1, "b": {"c": 4}, "e": [5]}),
            ),
            (json!({"a": [1, 2]}), json!({"a": [1]})),
            (json!({}), json!({"a": {"b": 1}})),
            (json!([1]), json!({"a": 1})),
        ];
        for (before, after) in cases {
            let mut patched = before.clone();
            json_patch::merge(&mut patched, &difference(&before, &after).unwrap());
            assert_eq!(patched, after);
        }
        assert_eq!(difference(&json!({"a": 1}), &json!({"a": 1})), None);
    }
}
