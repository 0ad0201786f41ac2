//! A replay as it is shown: what was asked for, and how far it is.

use order_events::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::marks::Counts;
use super::plan::Judged;
use super::progress::{Progress, Returned, Runner, State, StopCause};
use super::request::{Action, ReplayId, ReplayRequest, Request};
use crate::filter::Filter;
use crate::verdict::VerdictKind;

/// A replay as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Replay {
    pub replay_id: ReplayId,
    pub action: Action,
    pub state: State,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped_because: Option<StopCause>,
    pub reason: String,
    pub by: String,
    pub filter: Filter,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<VerdictKind>,
    pub rate: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canary: Option<usize>,
    pub breaker_percent: u8,
    pub force: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patch: Option<serde_json::Value>,
    pub started_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Timestamp>,
    /// Who carries it out, unless nobody does at the moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runner: Option<Runner>,
    pub counts: Counts,
    /// The letters by the verdict that they had when they were selected, if they were judged.
    #[serde(default)]
    pub verdicts: Vec<Judged>,
    /// Whether only some of the letters were looked at, since there was no time for more.
    #[serde(default)]
    pub is_partial: bool,
    /// Most first.
    pub returned: Vec<Returned>,
}

impl Replay {
    /// As it stands at `now`.
    pub(crate) fn new(request: &Request, progress: &Progress, now: Timestamp) -> Self {
        let ReplayRequest {
            action,
            filter,
            verdict,
            rate,
            canary,
            breaker_percent,
            patch,
            force,
            reason,
            ..
        } = request.ask.clone();
        Self {
            replay_id: request.replay_id.clone(),
            action,
            state: progress.state,
            stopped_because: progress.stopped_because,
            reason,
            by: request.by.clone(),
            filter,
            verdict,
            rate: rate.get(),
            canary: canary.map(std::num::NonZeroUsize::get),
            breaker_percent,
            force,
            patch,
            started_at: request.started_at,
            finished_at: progress.finished_at,
            runner: progress.runner(now).map(|(runner, _)| runner.clone()),
            counts: progress.marks.counts(),
            verdicts: progress.verdicts.clone(),
            is_partial: progress.is_partial,
            returned: progress.returned.clone(),
        }
    }
}
