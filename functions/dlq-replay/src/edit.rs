//! Mending a payload with a JSON Merge Patch (RFC 7396).

use serde_json::Value;

use crate::content::{Content, ContentReader};
use crate::letter::{Letter, Subject};
use rest::Fault;

/// A letter's payload with the patch on it, and what it means now.
#[derive(Debug)]
pub struct Edited {
    pub payload: String,
    pub content: Content,
}

/// The payload of `letter` with `patch` on it. What can't be patched stays as it is.
///
/// An edit mends what an event says; it never makes another event of it: processing is remembered
/// by the event's id.
#[must_use]
pub fn edit(letter: &Letter, patch: Option<&Value>, contents: &ContentReader) -> Edited {
    let unchanged = |payload: &str| Edited {
        payload: payload.to_owned(),
        content: contents.read(payload),
    };
    let Some(patch) = patch else {
        return unchanged(&letter.payload);
    };
    let Ok(mut value) = serde_json::from_str::<Value>(&letter.payload) else {
        return unchanged(&letter.payload);
    };
    json_patch::merge(&mut value, patch);
    let payload = value.to_string();
    let before = Subject::of(&letter.payload).event_id();
    let content = match contents.read(&payload) {
        Content::Event(event) if before.is_some_and(|before| before != event.event_id) => {
            let detail = "an edit must not make another event of it".to_owned();
            Content::Unreadable(vec![Fault::at("/eventId".to_owned(), detail)])
        }
        content => content,
    };
    Edited { payload, content }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing;

    fn check(patch: &Value) -> String {
        let letter = testing::letter("render-failed", "2026-11-24T11:00:00.000Z");
        match edit(&letter, Some(patch), &ContentReader::default()).content {
            Content::Event(event) => event.order.buyer.name,
            Content::Nothing => "nothing".to_owned(),
            Content::Unreadable(faults) => faults[0].to_string(),
        }
    }

    #[test]
    fn a_patch_mends_an_event_and_never_makes_another_of_it() {
        assert_eq!(check(&json!({"order": {"buyer": {"name": "Eva"}}})), "Eva");
        let fault = check(&json!({"order": {"buyer": {"name": null}}}));
        assert_eq!(fault, "/order/buyer/name: this field is required");
        let other = "01a20c26-0d6b-7b42-9d1f-2f6d0c9a7e55.3";
        let fault = check(&json!({"eventId": other, "order": {"version": 3}}));
        assert_eq!(fault, "/eventId: an edit must not make another event of it");
    }

    #[test]
    fn what_is_no_json_stays_as_it_is() {
        let mut letter = testing::letter("unreadable-event", "2026-11-24T11:00:00.000Z");
        letter.payload = "{".to_owned();
        let edited = edit(&letter, Some(&json!({"a": 1})), &ContentReader::default());
        assert_eq!(edited.payload, "{");
        assert!(matches!(edited.content, Content::Unreadable(_)));
    }
}
