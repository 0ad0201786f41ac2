//! How far a replay is, letter by letter.

use std::time::Duration;

use order_events::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::marks::{Counts, Marks};
use super::request::{Action, ReplayId, ReplayRequest, Request};
use super::select::Judged;
use crate::filter::Filter;
use crate::verdict::VerdictKind;

/// Who has not said for so long that it is there is gone.
const LEASE: Duration = Duration::from_secs(20);

/// Where a replay stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Its letters are being written down. Nothing was sent yet.
    Preparing,
    /// The first letters are sent, and their outcome is awaited.
    Canary,
    /// Letters are being sent.
    Running,
    /// All letters were sent, and the outcome of some is awaited.
    Waiting,
    Done,
    Stopped,
    /// What had not been processed was taken back.
    Undone,
}

/// Why a replay was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StopCause {
    /// Too many letters came back.
    Breaker,
    /// A canary came back, or nobody knows what became of it.
    Canary,
    /// Somebody asked for it.
    Operator,
    /// Something went wrong on the way.
    Failure,
}

/// Who carries a replay out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Runner {
    pub name: String,
    /// When it last said so.
    pub seen_at: Timestamp,
}

/// The progress of a replay, as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Progress {
    pub(crate) state: State,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) stopped_because: Option<StopCause>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) runner: Option<Runner>,
    /// Somebody wants it stopped.
    #[serde(default)]
    pub(crate) stop_requested: bool,
    /// One character for each letter of the selection.
    #[serde(default)]
    pub(crate) marks: Marks,
    /// The letters of the selection by the verdict that they had.
    #[serde(default)]
    pub(crate) verdicts: Vec<Judged>,
    /// There was no time to look at all letters for the selection.
    #[serde(default)]
    pub(crate) is_partial: bool,
    #[serde(default)]
    pub(crate) returned: Vec<Returned>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) last_sent_at: Option<Timestamp>,
    /// Since when letters are looked for in vain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) missed_since: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) finished_at: Option<Timestamp>,
}

/// Letters that came back with the same new code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Returned {
    pub code: String,
    pub count: usize,
    /// The id of one of them.
    pub sample: String,
}

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

impl State {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Preparing => "preparing",
            Self::Canary => "canary",
            Self::Running => "running",
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Stopped => "stopped",
            Self::Undone => "undone",
        }
    }

    /// Whether somebody has to go on with it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::Preparing | Self::Canary | Self::Running | Self::Waiting
        )
    }
}

impl StopCause {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Breaker => "breaker",
            Self::Canary => "canary",
            Self::Operator => "operator",
            Self::Failure => "failure",
        }
    }
}

impl Progress {
    /// Of a replay that has just been asked for.
    pub(crate) fn new() -> Self {
        Self {
            state: State::Preparing,
            stopped_because: None,
            runner: None,
            stop_requested: false,
            marks: Marks::default(),
            verdicts: Vec::new(),
            is_partial: false,
            returned: Vec::new(),
            last_sent_at: None,
            missed_since: None,
            finished_at: None,
        }
    }

    /// Who carries the replay out at `now`, and how long ago that was last heard.
    pub(crate) fn runner(&self, now: Timestamp) -> Option<(&Runner, Duration)> {
        let runner = self.runner.as_ref()?;
        let ago = now.since(runner.seen_at);
        (ago < LEASE).then_some((runner, ago))
    }

    /// Notes that a letter came back.
    pub(crate) fn came_back(&mut self, code: &str, id: &str) {
        let mut known = self.returned.iter_mut();
        if let Some(returned) = known.find(|returned| returned.code == code) {
            returned.count += 1;
        } else {
            self.returned.push(Returned {
                code: code.to_owned(),
                count: 1,
                sample: id.to_owned(),
            });
        }
        self.returned
            .sort_by_key(|returned| std::cmp::Reverse(returned.count));
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runner_that_is_silent_is_gone() {
        let at = |seconds: u64| Timestamp::from_unix_millis(seconds * 1_000).unwrap();
        let mut progress = Progress::new();
        assert_eq!(progress.runner(at(0)), None);
        progress.runner = Some(Runner {
            name: "somebody".to_owned(),
            seen_at: at(100),
        });
        assert!(progress.runner(at(119)).is_some());
        assert_eq!(progress.runner(at(120)), None);
    }

    #[test]
    fn what_comes_back_is_counted_by_its_code() {
        let mut progress = Progress::new();
        for (code, id) in [("a", "1"), ("b", "2"), ("b", "3")] {
            progress.came_back(code, id);
        }
        let returned: Vec<_> = progress
            .returned
            .iter()
            .map(|r| (&*r.code, r.count, &*r.sample))
            .collect();
        assert_eq!(returned, [("b", 2, "2"), ("a", 1, "1")]);
    }
}
