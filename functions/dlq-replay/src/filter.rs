//! Which dead letters are meant.

use std::fmt;
use std::str::FromStr;

use order_events::{OrderId, OrderStatus, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::letter::{Letter, Source};

/// Those letters that agree with everything that is set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Filter {
    /// Only these letters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<OrderStatus>,
    /// Only what has been waiting at least so long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub older_than_seconds: Option<u64>,
    /// Only what has been waiting less than so long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newer_than_seconds: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_receive_count: Option<u32>,
    /// All of them must hold.
    #[serde(rename = "where", default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Condition>,
}

/// A place in the payload, and what stands there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// A JSON pointer (RFC 6901).
    #[schemars(regex(pattern = r"^(/.*)?$"))]
    pub pointer: String,
    /// A text as it is; anything else as JSON.
    pub value: String,
}

/// The text is no condition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected `/json/pointer=value` such as `/order/currency=EUR`, found `{found}`")]
pub struct InvalidCondition {
    found: String,
}

impl FromStr for Condition {
    type Err = InvalidCondition;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.split_once('=');
        let (pointer, value) = parts
            .filter(|(pointer, _)| pointer.starts_with('/'))
            .ok_or_else(|| InvalidCondition {
                found: text.to_owned(),
            })?;
        Ok(Self {
            pointer: pointer.to_owned(),
            value: value.to_owned(),
        })
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.pointer, self.value)
    }
}

impl fmt::Display for Filter {
    /// As one would type it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let option = |name: &str, value: Option<String>| Some(format!("--{name} {}", value?));
        let ids = self.ids.iter().map(|id| option("id", Some(id.clone())));
        let conditions = self.conditions.iter();
        let conditions = conditions.map(|it| option("where", Some(it.to_string())));
        let seconds = |seconds: u64| format!("{seconds}s");
        let words: Vec<String> = ids
            .chain([
                option("source", self.source.map(|it| it.to_string())),
                option("code", self.code.clone()),
                option("order", self.order_id.map(|it| it.to_string())),
                option("status", self.status.map(|it| it.to_string())),
                option("older-than", self.older_than_seconds.map(seconds)),
                option("newer-than", self.newer_than_seconds.map(seconds)),
                option(
                    "min-receives",
                    self.min_receive_count.map(|it| it.to_string()),
                ),
            ])
            .chain(conditions)
            .flatten()
            .collect();
        f.write_str(&words.join(" "))
    }
}

impl Filter {
    /// Whether `letter` is meant, at `now`.
    #[must_use]
    pub fn takes(&self, letter: &Letter, now: Timestamp) -> bool {
        let about = &letter.about;
        let age = now.since(about.sent_at).as_secs();
        (self.ids.is_empty() || self.ids.contains(&about.id))
            && self.source.is_none_or(|source| source == about.source)
            && self.code.as_ref().is_none_or(|code| *code == about.code)
            && self.order_id.is_none_or(|id| about.order_id == Some(id))
            && self
                .status
                .is_none_or(|status| about.status == Some(status))
            && self.older_than_seconds.is_none_or(|least| age >= least)
            && self.newer_than_seconds.is_none_or(|most| age < most)
            && self
                .min_receive_count
                .is_none_or(|least| about.receive_count >= least)
            && self.conditions_hold(&letter.payload)
    }

    fn conditions_hold(&self, payload: &str) -> bool {
        if self.conditions.is_empty() {
            return true;
        }
        let payload: Value = serde_json::from_str(payload).unwrap_or_default();
        let mut conditions = self.conditions.iter();
        conditions.all(
            |Condition { pointer, value }| match payload.pointer(pointer) {
                None => false,
                Some(Value::String(text)) => text == value,
                Some(other) => {
                    serde_json::from_str(value).is_ok_and(|value: Value| value == *other)
                }
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn now() -> Timestamp {
        "2026-11-24T12:00:00.000Z".parse().unwrap()
    }

    #[test]
    fn table() {
        let letter = testing::letter("render-failed", "2026-11-24T11:00:00.000Z");
        let id = letter.about.order_id.unwrap();
        let filter = |json: Value| serde_json::from_value::<Filter>(json).unwrap();
        let cases = [
            (serde_json::json!({}), true),
            (serde_json::json!({"code": "render-failed"}), true),
            (serde_json::json!({"code": "render"}), false),
            (serde_json::json!({"source": "status-changes"}), true),
            (serde_json::json!({"source": "subscription"}), false),
            (
                serde_json::json!({"orderId": id, "status": "CONFIRMED"}),
                true,
            ),
            (serde_json::json!({"status": "PAID"}), false),
            (serde_json::json!({"olderThanSeconds": 3600}), true),
            (serde_json::json!({"olderThanSeconds": 3601}), false),
            (serde_json::json!({"newerThanSeconds": 3600}), false),
            (serde_json::json!({"minReceiveCount": 2}), false),
            (serde_json::json!({"ids": [letter.about.id]}), true),
            (serde_json::json!({"ids": ["another"]}), false),
            (
                serde_json::json!({"where": [{"pointer": "/order/currency", "value": "USD"}]}),
                true,
            ),
            (
                serde_json::json!({"where": [{"pointer": "/order/version", "value": "2"}]}),
                true,
            ),
            (
                serde_json::json!({"where": [{"pointer": "/order/version", "value": "3"}]}),
                false,
            ),
            (
                serde_json::json!({"where": [{"pointer": "/nowhere", "value": ""}]}),
                false,
            ),
        ];
        for (json, expected) in cases {
            assert_eq!(
                filter(json.clone()).takes(&letter, now()),
                expected,
                "{json}"
            );
        }
    }

    #[test]
    fn it_is_told_as_one_would_type_it() {
        assert_eq!(Filter::default().to_string(), "");
        let filter = Filter {
            ids: vec!["1".to_owned()],
            code: Some("render-failed".to_owned()),
            older_than_seconds: Some(90),
            conditions: vec!["/order/currency=EUR".parse().unwrap()],
            ..Filter::default()
        };
        assert_eq!(
            filter.to_string(),
            "--id 1 --code render-failed --older-than 90s --where /order/currency=EUR"
        );
    }

    #[test]
    fn a_condition_is_a_pointer_and_a_value() {
        let condition: Condition = "/order/notes=a=b".parse().unwrap();
        assert_eq!(
            (&*condition.pointer, &*condition.value),
            ("/order/notes", "a=b")
        );
        for text in ["", "order=1", "/order"] {
            assert!(text.parse::<Condition>().is_err(), "{text}");
        }
    }
}
