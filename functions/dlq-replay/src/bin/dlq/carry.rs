//! Carrying a replay out in front of an operator.

use std::time::Duration;

use dlq_replay::replay::{self, Action, Limit, Replay, ReplayId, Run, State};
use dlq_replay::{Desk, DlqError};
use indicatif::{ProgressBar, ProgressStyle};
use lambda_kit::clock;

use crate::{print, show};

/// How often a replay that somebody else is at is asked for.
const ASK_AGAIN: Duration = Duration::from_secs(1);
/// How often it is asked for before it counts as somebody else's: longer than one that was killed
/// seems to be there.
const PATIENCE: u32 = 30;
/// For how long a status follows a replay that nobody is at.
const GLANCE: Duration = Duration::from_secs(5);

/// How a command ended that did what it was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Well,
    /// A replay was stopped, letters came back, or some are still on their way.
    NotAll,
}

/// Who carries replays out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Carrier<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) json: bool,
}

impl Carrier<'_> {
    /// Carries the replay out, and awaits its outcome for up to `wait` after the last letter was
    /// sent.
    pub(crate) async fn carry(&self, id: &ReplayId, wait: Duration) -> Result<Outcome, DlqError> {
        let mut run = self.take_up(id).await?;
        let bar = bar();
        let mut watch = |replay: &Replay| show_on(&bar, replay);
        run.go(Limit::Awaiting(wait), &mut watch).await?;
        bar.finish_and_clear();
        Ok(self.show(&run.replay()))
    }

    /// Shows how far the replay is. If nobody is at it, a glance at what became of its letters
    /// comes first.
    pub(crate) async fn status(&self, id: &ReplayId) -> Result<Outcome, DlqError> {
        let mut replay = replay::find(self.desk, id).await?;
        let is_open = matches!(replay.state, State::Waiting | State::Stopped);
        if is_open && replay.counts.sent > 0 {
            let until = clock::now().plus(GLANCE);
            match Run::take_up(self.desk, id, &runner()).await {
                Ok(mut run) => {
                    if replay.state == State::Stopped {
                        run.look_after(until).await?;
                    } else {
                        run.go(Limit::At(until), &mut |_| {}).await?;
                    }
                    replay = run.replay();
                }
                Err(DlqError::Busy { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(self.show(&replay))
    }

    fn show(&self, replay: &Replay) -> Outcome {
        print(self.json, replay, show::replay);
        let counts = replay.counts;
        if replay.state == State::Done && counts.returned + counts.missing == 0 {
            Outcome::Well
        } else {
            Outcome::NotAll
        }
    }

    /// Takes the replay up as soon as nobody else is at it.
    async fn take_up(&self, id: &ReplayId) -> Result<Run<'_>, DlqError> {
        for asked in 0.. {
            match Run::take_up(self.desk, id, &runner()).await {
                Err(DlqError::Busy { runner, .. }) if asked < PATIENCE => {
                    if asked == 0 {
                        eprintln!(
                            "{runner} was here a moment ago, waiting until it is surely gone …"
                        );
                    }
                    tokio::time::sleep(ASK_AGAIN).await;
                }
                other => return other,
            }
        }
        unreachable!("patience has an end")
    }
}

/// Who we are, to others who want the same replay.
fn runner() -> String {
    format!("dlq, process {}", std::process::id())
}

/// A bar without an end, for a look.
pub(crate) fn counter(what: &'static str) -> ProgressBar {
    let bar = ProgressBar::no_length();
    bar.set_style(template("{spinner} {pos} {msg} ({per_sec})"));
    bar.set_message(what);
    bar
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::no_length();
    bar.set_style(template("{spinner} {msg} ({elapsed})"));
    bar
}

fn template(text: &str) -> ProgressStyle {
    ProgressStyle::with_template(text).expect("the template is sound")
}

fn show_on(bar: &ProgressBar, replay: &Replay) {
    let counts = replay.counts;
    if replay.state == State::Preparing {
        bar.set_message(format!("choosing the letters: {} so far", counts.selected));
        return;
    }
    let ended = match replay.action {
        Action::Replay => counts.processed + counts.returned + counts.missing,
        Action::Discard => counts.discarded + counts.missing,
    };
    if bar.length().is_none() {
        bar.set_style(template("{bar:30} {pos}/{len} {msg} ({elapsed})"));
    }
    bar.set_length(counts.selected as u64);
    bar.set_position(ended as u64);
    let state = replay.state.as_str();
    bar.set_message(format!("{state}: {}", show::counts(&counts)));
}
