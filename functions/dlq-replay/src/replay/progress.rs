//! How far a replay is, letter by letter.

use std::collections::BTreeSet;
use std::time::Duration;

use order_events::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::breaker::Trial;
use super::marks::{Mark, Marks};
use super::plan::Judged;

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
    /// Too many letters came back, or nobody knows what became of them.
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
    /// What became of what was sent since the replay was begun or resumed.
    #[serde(default)]
    pub(crate) trial: Trial,
    /// Letters that were on their way when it was resumed: whatever becomes of them, it says nothing
    /// of what was mended since.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) earlier: BTreeSet<usize>,
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
            trial: Trial::default(),
            earlier: BTreeSet::new(),
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

    /// Goes on after a stop. The breaker starts anew: somebody has mended something.
    pub(crate) fn reopen(&mut self) {
        self.state = if self.marks.counts().selected == 0 {
            State::Preparing
        } else {
            State::Running
        };
        self.stop_requested = false;
        self.stopped_because = None;
        self.finished_at = None;
        self.trial = Trial::default();
        self.earlier = self.marks.with(Mark::Sent).collect();
    }

    /// Letters whose outcome the breaker waits for.
    pub(crate) fn on_trial(&self) -> usize {
        self.marks.counts().sent - self.earlier.len()
    }

    /// Notes that the letter at `index` was processed.
    pub(crate) fn was_processed(&mut self, index: usize) {
        self.marks.set(index, Mark::Processed);
        if !self.earlier.remove(&index) {
            self.trial.processed += 1;
        }
    }

    /// Notes that the letter at `index` came back, as the letter `id`.
    pub(crate) fn came_back(&mut self, index: usize, code: &str, id: &str) {
        self.marks.set(index, Mark::Returned);
        if !self.earlier.remove(&index) {
            self.trial.returned += 1;
        }
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
        progress.marks = Marks::waiting(3);
        for (index, (code, id)) in [("a", "1"), ("b", "2"), ("b", "3")].into_iter().enumerate() {
            progress.came_back(index, code, id);
        }
        let returned: Vec<_> = progress
            .returned
            .iter()
            .map(|r| (&*r.code, r.count, &*r.sample))
            .collect();
        assert_eq!(returned, [("b", 2, "2"), ("a", 1, "1")]);
    }

    #[test]
    fn whoever_resumes_is_tried_by_what_is_sent_from_then_on() {
        let mut progress = Progress::new();
        progress.marks = serde_json::from_str("\"sssww\"").unwrap();
        progress.came_back(0, "a", "1");
        assert_eq!((progress.trial.returned, progress.on_trial()), (1, 2));

        progress.reopen();
        assert_eq!((progress.trial, progress.on_trial()), (Trial::default(), 0));
        progress.marks.set(3, Mark::Sent);
        assert_eq!(progress.on_trial(), 1);
        // It is kept, for whoever goes on.
        let kept = serde_json::to_string(&progress).unwrap();
        let mut progress: Progress = serde_json::from_str(&kept).unwrap();
        progress.came_back(1, "a", "2");
        progress.was_processed(2);
        assert_eq!((progress.trial, progress.on_trial()), (Trial::default(), 1));
        progress.was_processed(3);
        assert_eq!((progress.trial.processed, progress.on_trial()), (1, 0));
    }
}
