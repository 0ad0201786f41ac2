//! What is asked for: which letters, what to do with them, how fast, and why.

use std::fmt;
use std::num::{NonZeroU32, NonZeroUsize};
use std::str::FromStr;

use order_events::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::filter::Filter;
use crate::verdict::VerdictKind;

/// Letters a second, if nothing else is asked for.
const USUAL_RATE: NonZeroU32 = NonZeroU32::new(50).expect("50 is not 0");
/// How many of a hundred may come back, if nothing else is asked for.
const USUAL_BREAKER: u8 = 20;

/// Names a replay. Later ones sort behind earlier ones.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
pub struct ReplayId(#[schemars(regex(pattern = r"^[0-9]{8}-[0-9]{6}-[0-9a-f]{4}$"))] String);

/// The text names no replay.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected the id of a replay such as `20261124-172805-3f9a`, found `{found}`")]
pub struct InvalidReplayId {
    found: String,
}

/// What to do with the letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Send them again.
    Replay,
    /// Take them away, and keep them in the bucket of replays.
    Discard,
}

/// Which letters to replay or to discard, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReplayRequest {
    pub action: Action,
    #[serde(default)]
    pub filter: Filter,
    /// Only letters with this verdict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<VerdictKind>,
    /// At most so many letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<NonZeroUsize>,
    /// Letters a second that a replay sends. Discarding knows no limit.
    #[serde(default = "usual_rate")]
    pub rate: NonZeroU32,
    /// Send so many first, and the rest only once it is known what became of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canary: Option<NonZeroUsize>,
    /// Stop when more than so many of a hundred come back. Ten go first, unless it is 100.
    #[serde(default = "usual_breaker")]
    #[schemars(range(min = 0, max = 100))]
    pub breaker_percent: u8,
    /// A JSON Merge Patch (RFC 7396) on each payload.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patch: Option<Value>,
    /// Replay the stale ones too: those whose order was changed and processed since, or is gone.
    #[serde(default)]
    pub force: bool,
    /// Why, for the history.
    #[schemars(length(max = 500), regex(pattern = r"\S"))]
    pub reason: String,
    /// Without it, nothing happens but a look at what would.
    #[serde(default)]
    pub apply: bool,
}

/// A request that is carried out, as the history keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    pub replay_id: ReplayId,
    /// Who asked for it.
    pub by: String,
    pub started_at: Timestamp,
    #[serde(flatten)]
    pub ask: ReplayRequest,
}

impl ReplayRequest {
    /// The request to do `action`, with everything else as usual.
    #[must_use]
    pub fn new(action: Action, filter: Filter, reason: String) -> Self {
        Self {
            action,
            filter,
            verdict: None,
            limit: None,
            rate: USUAL_RATE,
            canary: None,
            breaker_percent: USUAL_BREAKER,
            patch: None,
            force: false,
            reason,
            apply: false,
        }
    }
}

fn usual_rate() -> NonZeroU32 {
    USUAL_RATE
}

fn usual_breaker() -> u8 {
    USUAL_BREAKER
}

impl ReplayId {
    /// The id of a replay that is asked for at `now`; `random` tells it from others of that second.
    #[must_use]
    pub fn new(now: Timestamp, random: u16) -> Self {
        let text = now.to_string();
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let (day, time) = (&digits[..8], &digits[8..14]);
        Self(format!("{day}-{time}-{random:04x}"))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ReplayId {
    type Err = InvalidReplayId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let shape = |c: char| match c {
            '0'..='9' => '0',
            'a'..='f' => 'a',
            other => other,
        };
        let valid = text.len() == 20
            && text
                .chars()
                .take(16)
                .map(shape)
                .eq("00000000-000000-".chars())
            && text.chars().skip(16).all(|c| matches!(shape(c), '0' | 'a'));
        let invalid = || InvalidReplayId {
            found: text.chars().take(40).collect(),
        };
        valid.then(|| Self(text.to_owned())).ok_or_else(invalid)
    }
}

impl TryFrom<String> for ReplayId {
    type Error = InvalidReplayId;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<ReplayId> for String {
    fn from(id: ReplayId) -> Self {
        id.0
    }
}

impl fmt::Display for ReplayId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_tells_when_and_is_read_back() {
        let now = "2026-11-24T17:28:05.123Z".parse().unwrap();
        let id = ReplayId::new(now, 0x3f9a);
        assert_eq!(id.as_str(), "20261124-172805-3f9a");
        assert_eq!(id.as_str().parse(), Ok(id));
        for text in [
            "",
            "20261124-172805-3F9A",
            "../../20261124-1728",
            "20261124-172805-3f9",
        ] {
            assert!(text.parse::<ReplayId>().is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_not_said_is_as_usual() {
        let request: ReplayRequest =
            serde_json::from_str(r#"{"action": "replay", "reason": "mended"}"#).unwrap();
        let usual = ReplayRequest::new(Action::Replay, Filter::default(), "mended".to_owned());
        assert_eq!(request, usual);
    }
}
