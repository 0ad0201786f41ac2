//! A dead letter, wherever it was found.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use order_events::{EventId, OrderId, OrderStatus, Timestamp, Version};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Where dead letters are found.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// The dead-letter queue behind the queue of status changes.
    StatusChanges,
    /// The bucket of stream records that stream-consumer never got done with.
    StreamFailures,
    /// The dead-letter queue behind a subscription to the notifications.
    Subscription,
}

/// No source has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected `status-changes`, `stream-failures` or `subscription`, found `{found}`")]
pub struct UnknownSource {
    found: String,
}

impl Source {
    pub const ALL: [Self; 3] = [
        Self::StatusChanges,
        Self::StreamFailures,
        Self::Subscription,
    ];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::StatusChanges => "status-changes",
            Self::StreamFailures => "stream-failures",
            Self::Subscription => "subscription",
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Source {
    type Err = UnknownSource;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.into_iter();
        all.find(|source| source.as_str() == text)
            .ok_or_else(|| UnknownSource {
                found: text.to_owned(),
            })
    }
}

/// What can be told of a dead letter without its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeadLetter {
    /// Names the letter for as long as it lies there.
    pub id: String,
    pub source: Source,
    /// The queue or bucket that it lies in.
    pub queue: String,
    /// Why it is there: stable, one for each cause. `unfinished` if nobody said why.
    pub code: String,
    /// The same, for people to read.
    pub reason: String,
    /// The function that put it there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parked_by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    /// The version of the order that it tells of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<OrderStatus>,
    /// The event that it tells of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_id: Option<EventId>,
    /// The X-Ray trace of the request behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace_id: Option<String>,
    /// Since when it has been waiting.
    pub sent_at: Timestamp,
    /// How often it was received, this look included.
    pub receive_count: u32,
}

/// A dead letter with its content, which is personal data and not for logs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Letter {
    #[serde(flatten)]
    pub about: DeadLetter,
    /// The content as it was received.
    pub payload: String,
    pub attributes: BTreeMap<String, String>,
    /// The X-Ray tracing header that it came with, and goes on with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace_header: Option<String>,
}

impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Letter")
            .field("about", &self.about)
            .finish_non_exhaustive()
    }
}

/// Of whom a payload tells, as far as that can be seen from outside.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Subject {
    pub(crate) order_id: Option<OrderId>,
    pub(crate) version: Option<Version>,
    pub(crate) status: Option<OrderStatus>,
}

impl Subject {
    /// What an event, a notification or a stream record says of itself, valid or not.
    pub(crate) fn of(payload: &str) -> Self {
        let payload: Value = serde_json::from_str(payload).unwrap_or_default();
        let first = |pointers: &[&str]| {
            let mut found = pointers
                .iter()
                .filter_map(|pointer| payload.pointer(pointer));
            found.find(|value| !value.is_null()).cloned()
        };
        let text = |pointers: &[&str]| Some(first(pointers)?.as_str()?.to_owned());
        let event: Option<EventId> = text(&["/eventId"]).and_then(|id| id.parse().ok());
        let order_id = text(&["/order/orderId", "/orderId", "/dynamodb/Keys/orderId/S"]);
        let version = first(&["/order/version", "/version", "/dynamodb/NewImage/version/N"]);
        let version = version.and_then(|version| match version {
            Value::Number(number) => number.as_u64(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        });
        let status = text(&["/order/status", "/status", "/dynamodb/NewImage/status/S"]);
        Self {
            order_id: order_id
                .and_then(|id| id.parse().ok())
                .or(event.map(|event| event.order_id)),
            version: version.map(Version).or(event.map(|event| event.version)),
            status: status.and_then(|status| status.parse().ok()),
        }
    }

    pub(crate) fn event_id(self) -> Option<EventId> {
        Some(EventId {
            order_id: self.order_id?,
            version: self.version?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01999f3a-6c1e-7b42-9d1f-2f6d0c9a7e55";

    #[test]
    fn a_payload_tells_of_whom_it_is_even_if_it_is_not_valid() {
        let event =
            format!(r#"{{"order": {{"orderId": "{ID}", "version": 3, "status": "PAID"}}}}"#);
        let record = format!(
            r#"{{"dynamodb": {{"Keys": {{"orderId": {{"S": "{ID}"}}}},
                "NewImage": {{"version": {{"N": "3"}}, "status": {{"S": "PAID"}}}}}}}}"#
        );
        let notification = format!(r#"{{"eventId": "{ID}.3", "status": "PAID"}}"#);
        for payload in [event, record, notification] {
            let subject = Subject::of(&payload);
            assert_eq!(
                subject.event_id().map(|id| id.to_string()),
                Some(format!("{ID}.3"))
            );
            assert_eq!(subject.status, Some(OrderStatus::Paid), "{payload}");
        }
        for payload in [
            "",
            "no JSON",
            "[]",
            r#"{"order": {"orderId": 7, "version": "x"}}"#,
        ] {
            assert_eq!(Subject::of(payload), Subject::default(), "{payload}");
        }
    }
}
