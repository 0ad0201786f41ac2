//! Mending payloads: with a patch, or by hand in an editor.

use std::env;
use std::fs;
use std::io;
use std::process::Command;

use dlq_replay::Letter;
use serde_json::{Map, Value};

/// Why there is no patch.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoPatch {
    #[error("read the patch `{0}`")]
    Read(String, #[source] io::Error),
    #[error(
        "read the patch: expected a JSON Merge Patch such as {{\"order\": {{\"notes\": null}}}}"
    )]
    Patch(#[source] serde_json::Error),
    #[error("an editor mends one letter: name it with --id, or give --edit=PATCH for all")]
    ManyLetters,
    #[error(
        "the payload is no JSON, so there is nothing that a patch could hold on to: discard it"
    )]
    Payload(#[source] serde_json::Error),
    #[error(
        "open the payload in `{editor}`: set EDITOR to a program that waits until you are done"
    )]
    Editor { editor: String, source: io::Error },
    #[error("the editor gave up, nothing is changed")]
    GivenUp,
    #[error("read what the editor left: expected JSON")]
    Edited(#[source] serde_json::Error),
}

/// The patch that `text` is, or, after an `@`, that the file of this name holds.
pub(crate) fn patch(text: &str) -> Result<Value, NoPatch> {
    let content = match text.strip_prefix('@') {
        None => text.to_owned(),
        Some(path) => {
            fs::read_to_string(path).map_err(|error| NoPatch::Read(path.to_owned(), error))?
        }
    };
    serde_json::from_str(&content).map_err(NoPatch::Patch)
}

/// Has the operator edit the payload of `letter`, and returns the patch that does the same.
#[expect(
    clippy::disallowed_methods,
    reason = "which editor to use is the operator's to say, in the environment"
)]
pub(crate) fn by_hand(letter: &Letter) -> Result<Value, NoPatch> {
    let before: Value = serde_json::from_str(&letter.payload).map_err(NoPatch::Payload)?;
    let editor = env::var("EDITOR").unwrap_or_else(|_| "vi".to_owned());
    let failed = |source| NoPatch::Editor {
        editor: editor.clone(),
        source,
    };
    let path = env::temp_dir().join(format!(
        "dlq-{}-{}.json",
        std::process::id(),
        letter.about.id
    ));
    let text = serde_json::to_string_pretty(&before).expect("JSON was just read");
    fs::write(&path, text + "\n").map_err(failed)?;
    // An editor may come with options.
    let mut words = editor.split_whitespace();
    let status = Command::new(words.next().unwrap_or("vi"))
        .args(words)
        .arg(&path)
        .status();
    let edited = fs::read_to_string(&path);
    fs::remove_file(&path).map_err(failed)?;
    if !status.map_err(failed)?.success() {
        return Err(NoPatch::GivenUp);
    }
    let after: Value = serde_json::from_str(&edited.map_err(failed)?).map_err(NoPatch::Edited)?;
    Ok(difference(&before, &after).unwrap_or_else(|| Value::Object(Map::new())))
}

/// The merge patch that makes `after` of `before`; `None` if they are equal.
fn difference(before: &Value, after: &Value) -> Option<Value> {
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
