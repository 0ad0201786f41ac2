//! What replaying a dead letter would do. A pure decision: it looks nothing up.

use std::fmt;
use std::str::FromStr;

use order_events::Version;
use rest::Fault;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::content::Content;
use crate::ledger::Standing;
use crate::letter::Source;

/// The verdict in one word.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum VerdictKind {
    /// It will be processed as if it had never failed.
    Replayable,
    /// It was processed, or there is nothing to process: it can be discarded.
    AlreadyDone,
    /// A later change of the same order was processed: this one would be told too late.
    Superseded,
    /// The functions can't read it: it needs an edit.
    Invalid,
    /// The order is not in the table (any more).
    UnknownOrder,
    /// It lies behind a subscription, and no replay reaches one subscriber alone.
    NotReplayable,
}

/// What replaying a letter would do, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    pub kind: VerdictKind,
    /// The same in words, with what to do about it.
    pub detail: String,
    /// The latest version that was processed instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub superseded_by: Option<Version>,
    /// What is wrong with the payload.
    pub errors: Vec<Fault>,
}

/// No verdict has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a verdict such as `already-done`, found `{found}`")]
pub struct UnknownVerdict {
    found: String,
}

impl VerdictKind {
    pub const ALL: [Self; 6] = [
        Self::Replayable,
        Self::AlreadyDone,
        Self::Superseded,
        Self::Invalid,
        Self::UnknownOrder,
        Self::NotReplayable,
    ];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Replayable => "replayable",
            Self::AlreadyDone => "already-done",
            Self::Superseded => "superseded",
            Self::Invalid => "invalid",
            Self::UnknownOrder => "unknown-order",
            Self::NotReplayable => "not-replayable",
        }
    }

    /// Whether it may be replayed; `forced` lets the stale ones through too. What can't be read
    /// or was done already is never sent, since nobody would do anything with it; nor is what was
    /// meant for one subscriber.
    #[must_use]
    pub const fn allows(self, forced: bool) -> bool {
        match self {
            Self::Replayable => true,
            Self::Superseded | Self::UnknownOrder => forced,
            Self::AlreadyDone | Self::Invalid | Self::NotReplayable => false,
        }
    }
}

impl fmt::Display for VerdictKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for VerdictKind {
    type Err = UnknownVerdict;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.into_iter();
        all.find(|kind| kind.as_str() == text)
            .ok_or_else(|| UnknownVerdict {
                found: text.to_owned(),
            })
    }
}

/// The verdict on `content` from `source`. `standing` is that of the order of an event.
#[must_use]
pub fn verdict(source: Source, content: &Content, standing: Option<&Standing>) -> Verdict {
    let verdict = |kind, detail: String| Verdict {
        kind,
        detail,
        superseded_by: None,
        errors: Vec::new(),
    };
    if source == Source::Subscription {
        let detail = "SNS publishes to all subscribers or to none: publishing it again would tell \
                      the others twice. Mend why this one did not accept it, tell it in another \
                      way, then discard the letter";
        return verdict(VerdictKind::NotReplayable, detail.to_owned());
    }
    let event = match content {
        Content::Event(event) => event,
        Content::Nothing => {
            let detail = "the record tells of no status change: discard it".to_owned();
            return verdict(VerdictKind::AlreadyDone, detail);
        }
        Content::Unreadable(faults) => {
            let detail = "no function can read it: mend it with an edit, or discard it".to_owned();
            return Verdict {
                errors: faults.clone(),
                ..verdict(VerdictKind::Invalid, detail)
            };
        }
    };
    let version = event.event_id.version;
    let nothing = Standing::default();
    let standing = standing.unwrap_or(&nothing);
    if standing.processed.contains(&version) {
        let detail = format!("version {version} of the order was processed: discard it");
        return verdict(VerdictKind::AlreadyDone, detail);
    }
    if let Some(later) = standing.processed.last().filter(|&&last| last > version) {
        let detail = format!(
            "version {later} of the order was processed already: forced, its documents stay as \
             they are, and subscribers are told of the older change now"
        );
        return Verdict {
            superseded_by: Some(*later),
            ..verdict(VerdictKind::Superseded, detail)
        };
    }
    match standing.order {
        None => {
            let detail = "there is no such order: if it was removed on purpose, discard the letter";
            verdict(VerdictKind::UnknownOrder, detail.to_owned())
        }
        Some(order) if order.version > version => {
            let detail = format!(
                "it will be processed; the order is at version {} by now, which is not processed \
                 either",
                order.version
            );
            verdict(VerdictKind::Replayable, detail)
        }
        Some(_) => verdict(VerdictKind::Replayable, "it will be processed".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use order_events::OrderStatus;

    use super::*;
    use crate::ledger::TheOrder;
    use crate::testing;

    fn check(processed: &[u64], order: Option<u64>) -> VerdictKind {
        let letter = testing::letter("render-failed", "2026-11-24T11:00:00.000Z");
        let content = crate::ContentReader::default().read(&letter.payload);
        let standing = Standing {
            order: order.map(|version| TheOrder {
                version: Version(version),
                status: OrderStatus::Confirmed,
            }),
            processed: processed.iter().copied().map(Version).collect(),
        };
        verdict(Source::StatusChanges, &content, Some(&standing)).kind
    }

    #[test]
    fn an_event_is_judged_by_what_was_processed_of_its_order() {
        use VerdictKind::{AlreadyDone, Replayable, Superseded, UnknownOrder};
        // The letter tells of version 2.
        let table: [(&[u64], Option<u64>, VerdictKind); 8] = [
            (&[], Some(2), Replayable),
            (&[1], Some(2), Replayable),
            (&[1], Some(4), Replayable),
            (&[], Some(1), Replayable),
            (&[1, 2], Some(2), AlreadyDone),
            (&[1, 2, 3], Some(3), AlreadyDone),
            (&[1, 3], Some(3), Superseded),
            (&[1], None, UnknownOrder),
        ];
        for (processed, order, expected) in table {
            assert_eq!(check(processed, order), expected, "{processed:?} {order:?}");
        }
    }

    #[test]
    fn force_lets_through_what_is_late_and_not_what_is_useless() {
        let allowed = |forced| {
            let all = VerdictKind::ALL.into_iter();
            all.filter(|kind| kind.allows(forced))
                .map(VerdictKind::as_str)
                .collect::<Vec<_>>()
        };
        assert_eq!(allowed(false), ["replayable"]);
        assert_eq!(allowed(true), ["replayable", "superseded", "unknown-order"]);
    }

    #[test]
    fn what_nobody_can_send_says_why() {
        let unreadable = Content::Unreadable(Vec::new());
        let kind = verdict(Source::StatusChanges, &unreadable, None).kind;
        assert_eq!(kind, VerdictKind::Invalid);
        let kind = verdict(Source::StreamFailures, &Content::Nothing, None).kind;
        assert_eq!(kind, VerdictKind::AlreadyDone);
        let kind = verdict(Source::Subscription, &Content::Nothing, None).kind;
        assert_eq!(kind, VerdictKind::NotReplayable);
    }
}
