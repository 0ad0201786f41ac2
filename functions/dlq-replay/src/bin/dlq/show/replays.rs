//! Replays: what one would do, how far one is, and those that were.

use console::style;
use dlq_replay::replay::{
    self, Action, Counts, Preview, Replay, ReplayPlan, ReplayRequest, State, StopCause,
};
use dlq_replay::verdict::VerdictKind;
use similar::{ChangeTag, TextDiff};

use super::{change, many, meant, order, pretty, table, verdict};

pub(crate) fn plan(plan: &ReplayPlan, ask: &ReplayRequest) {
    for preview in &plan.previews {
        edit(preview);
    }
    let doing = match ask.action {
        Action::Replay => "replayed",
        Action::Discard => "discarded",
    };
    println!(
        "{} of {} would be {doing}: {}",
        style(plan.selected).bold(),
        many(plan.scanned, "letter"),
        meant(&ask.filter, ask.verdict)
    );
    for judged in &plan.verdicts {
        println!("{:>6} {}", judged.count, verdict(judged.verdict));
    }
    for refused in &plan.refused {
        println!(
            "{:>6} {}, and would stay (such as {}): {}",
            refused.count,
            verdict(refused.verdict),
            refused.sample,
            otherwise(refused.verdict)
        );
    }
    if !plan.complete && ask.limit.is_some_and(|limit| plan.selected >= limit.get()) {
        println!("There may be more: --limit was reached.");
    }
    if plan.selected == 0 {
        eprintln!("\nThere is nothing to apply.");
    } else if ask.reason.is_empty() {
        eprintln!("\nNothing was changed: the same with --apply and --reason does it.");
    } else {
        eprintln!("\nNothing was changed: the same with --apply does it.");
    }
}

/// What one can do about letters that are not replayed.
const fn otherwise(verdict: VerdictKind) -> &'static str {
    match verdict {
        VerdictKind::Superseded | VerdictKind::UnknownOrder => "--force sends them all the same",
        VerdictKind::Invalid => "--edit mends them",
        VerdictKind::AlreadyDone | VerdictKind::NotReplayable => "`dlq discard` takes them away",
        // Those are not refused.
        VerdictKind::Replayable => "",
    }
}

/// A payload before and after, line by line.
fn edit(preview: &Preview) {
    println!("{}", style(&preview.id).bold());
    let difference = difference(&preview.before, &preview.after);
    if difference.is_empty() {
        println!("  the edit changes nothing");
    }
    print!("{difference}");
    for error in &preview.errors {
        println!("{}", style(format!("! {error}")).red().bold());
    }
    println!();
}

/// Two payloads, line by line, where they differ.
pub(crate) fn difference(before: &str, after: &str) -> String {
    let (before, after) = (pretty(before), pretty(after));
    let difference = TextDiff::from_lines(&before, &after);
    let mut lines = String::new();
    for hunk in difference.unified_diff().context_radius(2).iter_hunks() {
        for change in hunk.iter_changes() {
            let line = change.to_string_lossy();
            let line = line.trim_end_matches('\n');
            let line = match change.tag() {
                ChangeTag::Delete => style(format!("- {line}")).red().to_string(),
                ChangeTag::Insert => style(format!("+ {line}")).green().to_string(),
                ChangeTag::Equal => format!("  {line}"),
            };
            lines.push_str(&line);
            lines.push('\n');
        }
    }
    lines
}

pub(crate) fn replay(replay: &Replay) {
    let id = &replay.replay_id;
    let state = match (replay.state, replay.stopped_because) {
        (State::Done, _) => style(state(replay)).green(),
        (State::Stopped, Some(cause)) => style(format!("stopped by {}", by(cause))).red(),
        _ => style(state(replay)).cyan(),
    };
    println!("Replay {}: {state}", style(id).bold());
    let doing = match replay.action {
        Action::Replay => "replaying",
        Action::Discard => "discarding",
    };
    let what = meant(&replay.filter, replay.verdict);
    println!(
        "       {doing} {what}, for {}: {}",
        replay.by, replay.reason
    );
    if replay.counts.selected == 0 && !replay.state.is_open() {
        println!("       no letters were chosen: the same without --apply says why");
    } else {
        let letters = many(replay.counts.selected, "letter");
        println!("       {letters}: {}", counts(&replay.counts));
    }
    for returned in &replay.returned {
        let code = style(&returned.code).yellow();
        println!(
            "       {} came back with {code} (such as {})",
            returned.count, returned.sample
        );
    }
    let judged = replay.verdicts.iter();
    let judged = judged.map(|it| format!("{} {}", it.count, verdict(it.verdict)));
    let judged: Vec<String> = judged.collect();
    if !judged.is_empty() {
        println!("       verdicts at that time: {}", judged.join(", "));
    }
    if replay.is_partial {
        println!("There may be more: there was no time to look at all letters.");
    }
    eprintln!("\n{}", next(replay));
}

/// What one would do about a replay.
fn next(replay: &Replay) -> String {
    let id = &replay.replay_id;
    match replay.state {
        State::Done | State::Undone => format!("Next: `dlq status {id} --letters` lists them."),
        State::Stopped => format!(
            "Next: mend what keeps them coming back, then `dlq resume {id}`; or `dlq undo {id}`."
        ),
        _ if replay.runner.is_none() => format!("Next: `dlq resume {id}` goes on."),
        _ => format!("Next: `dlq status {id}` again, or `dlq stop {id}`."),
    }
}

/// The state in words. What should go on and has nobody who does it was cut off, or its next job
/// has not begun.
fn state(replay: &Replay) -> String {
    let state = replay.state.as_str();
    match (&replay.runner, replay.stopped_because) {
        (None, None) if replay.state.is_open() => format!("{state}, nobody is at it"),
        (_, Some(cause)) if replay.state == State::Stopped => {
            format!("{state}: {}", cause.as_str())
        }
        _ => state.to_owned(),
    }
}

fn by(cause: StopCause) -> &'static str {
    match cause {
        StopCause::Breaker => "its breaker, since too many letters came back or were not heard of",
        StopCause::Canary => "its canary, since letters came back or were not heard of",
        StopCause::Operator => "an operator",
        StopCause::Failure => "a failure",
    }
}

/// The counts that are not zero, in words.
pub(crate) fn counts(counts: &Counts) -> String {
    let all = [
        (counts.waiting, "waiting"),
        (counts.sent, "on their way"),
        (counts.processed, "processed"),
        (counts.returned, "came back"),
        (counts.discarded, "discarded"),
        (counts.missing, "taken by somebody else"),
        (counts.undone, "taken back"),
    ];
    let some = all.iter().filter(|(count, _)| *count > 0);
    let some: Vec<_> = some
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    if some.is_empty() {
        "no letters".to_owned()
    } else {
        some.join(", ")
    }
}

pub(crate) fn history(replays: &[Replay]) {
    if replays.is_empty() {
        println!("Nobody has replayed or discarded anything yet.");
        return;
    }
    let rows = replays.iter().map(|replay| {
        let action = match replay.action {
            Action::Replay => "replay",
            Action::Discard => "discard",
        };
        [
            replay.replay_id.to_string(),
            action.to_owned(),
            state(replay),
            replay.counts.selected.to_string(),
            counts(&replay.counts),
            meant(&replay.filter, replay.verdict),
            replay.by.clone(),
            replay.reason.clone(),
        ]
    });
    let columns = [
        "Replay", "Action", "State", "Letters", "Outcome", "Which", "By", "Reason",
    ];
    table::print(columns, &[3], rows.collect());
}

/// The letters of a replay.
pub(crate) fn outcomes(letters: &[replay::Outcome]) {
    let rows = letters.iter().map(|outcome| {
        let letter = &outcome.letter;
        [
            letter.id.clone(),
            style(&letter.code).yellow().to_string(),
            outcome
                .verdict
                .map_or_else(String::new, |it| verdict(it).to_string()),
            order(letter),
            change(letter),
            outcome.outcome.as_str().to_owned(),
        ]
    });
    let columns = ["Id", "Code", "Verdict then", "Order", "Change", "Outcome"];
    table::print(columns, &[], rows.collect());
}
