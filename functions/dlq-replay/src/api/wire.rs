//! What the API shows.

use std::collections::BTreeMap;

use order_events::{Timestamp, Version};
use schemars::JsonSchema;
use serde::Serialize;

use crate::ledger::TheOrder;
use crate::letter::{DeadLetter, Source};
use crate::replay::Replay;
use crate::verdict::{Verdict, VerdictKind};

/// The dead letters of all sources at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeadLetterOverview {
    pub sources: Vec<SourceDepth>,
    /// The queues that are worked off.
    pub queues: Vec<QueueDepth>,
    /// Most first.
    pub groups: Vec<Group>,
    /// Letters that were looked at.
    pub scanned: usize,
    /// Whether those were all.
    pub complete: bool,
}

/// How much lies in one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SourceDepth {
    pub source: Source,
    /// The queue or bucket.
    pub name: String,
    /// Messages; of the bucket, objects, each of which holds a batch of records.
    pub approximate_count: u64,
}

/// How much waits in a queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct QueueDepth {
    pub name: String,
    pub waiting: u64,
    pub in_flight: u64,
}

/// Letters with the same cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    pub source: Source,
    pub code: String,
    /// That of the sample; details may differ within a group.
    pub reason: String,
    pub count: usize,
    pub oldest: Timestamp,
    pub newest: Timestamp,
    /// The id of one of them.
    pub sample: String,
}

/// Some dead letters, without their content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeadLetterList {
    pub messages: Vec<ListedLetter>,
    /// Letters that were looked at.
    pub scanned: usize,
    /// Whether those were all.
    pub complete: bool,
}

/// A dead letter of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ListedLetter {
    #[serde(flatten)]
    pub letter: DeadLetter,
    /// What replaying it would do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<VerdictKind>,
}

/// A dead letter with everything that is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeadLetterDetail {
    #[serde(flatten)]
    pub letter: DeadLetter,
    /// The content as it was received.
    pub payload: String,
    pub attributes: BTreeMap<String, String>,
    /// The order as it is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<TheOrder>,
    /// The versions of the order that were processed.
    pub processed_versions: Vec<Version>,
    pub verdict: Verdict,
}

/// The latest replays, the last first.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Replays {
    pub replays: Vec<Replay>,
}
