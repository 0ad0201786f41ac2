//! What one gets to see.

use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{CellAlignment, ContentArrangement, Table};
use console::{StyledObject, style};
use dlq_replay::DeadLetter;
use dlq_replay::api::{DeadLetterDetail, DeadLetterList, DeadLetterOverview, ListedLetter};
use dlq_replay::replay::{self, Counts, Preview, Replay, ReplayPlan, State};
use dlq_replay::verdict::VerdictKind;
use order_events::Timestamp;
use serde_json::Value;
use similar::{ChangeTag, TextDiff};

pub(crate) fn overview(overview: &DeadLetterOverview, now: Timestamp) {
    if overview.groups.is_empty() {
        println!("{}", style("No dead letters.").green());
    } else {
        let mut table = table(&[
            "Source", "Code", "Letters", "Oldest", "Newest", "Reason", "Sample",
        ]);
        for group in &overview.groups {
            table.add_row([
                group.source.to_string(),
                style(&group.code).yellow().to_string(),
                group.count.to_string(),
                age(group.oldest, now),
                age(group.newest, now),
                cut(&group.reason, 60),
                group.sample.clone(),
            ]);
        }
        right(&mut table, 2);
        println!("{table}");
    }
    for source in &overview.sources {
        eprintln!("{:>8} in {}", source.approximate_count, source.name);
    }
    for queue in &overview.queues {
        eprintln!(
            "{:>8} waiting, {} in flight in {}",
            queue.waiting, queue.in_flight, queue.name
        );
    }
}

pub(crate) fn letters(list: &DeadLetterList, now: Timestamp) {
    if list.messages.is_empty() {
        println!("{}", style("No dead letters.").green());
        return;
    }
    let mut table = table(&[
        "Id", "Code", "Verdict", "Order", "Change", "Age", "Receives", "Reason",
    ]);
    for ListedLetter { letter, verdict } in &list.messages {
        table.add_row([
            letter.id.clone(),
            style(&letter.code).yellow().to_string(),
            verdict.map_or_else(String::new, |it| self::verdict(it).to_string()),
            order(letter),
            change(letter),
            age(letter.sent_at, now),
            letter.receive_count.to_string(),
            cut(&letter.reason, 50),
        ]);
    }
    right(&mut table, 6);
    println!("{table}");
    if !list.complete {
        eprintln!("There are more: --limit N shows N of them.");
    }
}

/// The letters of a replay.
pub(crate) fn outcomes(letters: &[replay::Outcome]) {
    let mut table = table(&["Id", "Code", "Verdict then", "Order", "Change", "Outcome"]);
    for replay::Outcome {
        letter,
        verdict,
        outcome,
    } in letters
    {
        table.add_row([
            letter.id.clone(),
            style(&letter.code).yellow().to_string(),
            verdict.map_or_else(String::new, |it| self::verdict(it).to_string()),
            order(letter),
            change(letter),
            outcome.as_str().to_owned(),
        ]);
    }
    println!("{table}");
}

fn order(letter: &DeadLetter) -> String {
    letter
        .order_id
        .map_or_else(|| "?".to_owned(), |id| id.to_string())
}

/// What the order became, and its version then.
fn change(letter: &DeadLetter) -> String {
    match (letter.version, letter.status) {
        (Some(version), Some(status)) => format!("{version} {status}"),
        (Some(version), None) => version.to_string(),
        _ => String::new(),
    }
}

pub(crate) fn detail(detail: &DeadLetterDetail, now: Timestamp) {
    let letter = &detail.letter;
    let line = |name: &str, value: String| println!("{:>10}  {value}", style(name).dim());
    line("Letter", letter.id.clone());
    line("From", format!("{} ({})", letter.queue, letter.source));
    line("Code", style(&letter.code).yellow().to_string());
    line("Reason", letter.reason.clone());
    if let Some(parked_by) = &letter.parked_by {
        line("Parked by", parked_by.clone());
    }
    line(
        "Since",
        format!("{} ({} ago)", letter.sent_at, age(letter.sent_at, now)),
    );
    line("Receives", letter.receive_count.to_string());
    if let Some(event) = letter.event_id {
        let status = letter
            .status
            .map_or_else(String::new, |status| format!(", {status}"));
        line("Event", format!("{event}{status}"));
    }
    if let Some(trace) = &letter.trace_id {
        line("Trace", trace.clone());
    }
    if let Some(order) = detail.order {
        line(
            "Order now",
            format!("version {}, {}", order.version, order.status),
        );
    }
    let processed: Vec<_> = detail
        .processed_versions
        .iter()
        .map(ToString::to_string)
        .collect();
    line(
        "Processed",
        if processed.is_empty() {
            "nothing".to_owned()
        } else {
            format!("version {}", processed.join(", "))
        },
    );
    line(
        "Verdict",
        format!(
            "{}: {}",
            verdict(detail.verdict.kind),
            detail.verdict.detail
        ),
    );
    for error in &detail.verdict.errors {
        line("", style(error).red().to_string());
    }
    for (name, value) in &detail.attributes {
        line(name, value.clone());
    }
    println!("\n{}", pretty(&detail.payload));
}

pub(crate) fn plan(plan: &ReplayPlan, doing: &str) {
    for preview in &plan.previews {
        edit(preview);
    }
    println!(
        "{} of {} letters match, {} would be {doing}.",
        plan.matched,
        plan.scanned,
        style(plan.selected).bold()
    );
    for refused in &plan.refused {
        println!(
            "{:>6} stay: {} (such as {})",
            refused.count,
            verdict(refused.verdict),
            refused.sample
        );
    }
    if !plan.complete {
        println!("There may be more: not all letters were looked at.");
    }
}

/// A payload before and after, line by line.
fn edit(preview: &Preview) {
    println!("{}", style(&preview.id).bold());
    let (before, after) = (pretty(&preview.before), pretty(&preview.after));
    let difference = TextDiff::from_lines(&before, &after);
    for hunk in difference.unified_diff().context_radius(2).iter_hunks() {
        for change in hunk.iter_changes() {
            let line = change.to_string_lossy();
            let line = line.trim_end_matches('\n');
            match change.tag() {
                ChangeTag::Delete => println!("{}", style(format!("- {line}")).red()),
                ChangeTag::Insert => println!("{}", style(format!("+ {line}")).green()),
                ChangeTag::Equal => println!("  {line}"),
            }
        }
    }
    for error in &preview.errors {
        println!("{}", style(format!("! {error}")).red().bold());
    }
}

pub(crate) fn replay(replay: &Replay) {
    let state = replay.state.as_str();
    let state = match (replay.state, replay.stopped_because) {
        (State::Done, _) => style(state.to_owned()).green(),
        (State::Stopped, Some(cause)) => style(format!("stopped by {}", by(cause))).red(),
        _ => style(state.to_owned()).cyan(),
    };
    println!(
        "Replay {} is {state}: {}",
        style(&replay.replay_id).bold(),
        counts(&replay.counts)
    );
    for returned in &replay.returned {
        let code = style(&returned.code).yellow();
        println!(
            "{:>6} came back with {code} (such as {})",
            returned.count, returned.sample
        );
    }
    match replay.state {
        State::Done | State::Undone => {}
        State::Stopped => println!(
            "Mend what keeps them coming back, then `dlq resume {0}`; or `dlq undo {0}`.",
            replay.replay_id
        ),
        _ => println!(
            "`dlq status {0}` tells more later, `dlq resume {0}` goes on.",
            replay.replay_id
        ),
    }
}

fn by(cause: replay::StopCause) -> &'static str {
    use replay::StopCause;
    match cause {
        StopCause::Breaker => "the breaker: too many letters came back",
        StopCause::Canary => "its canaries: they came back, or nobody knows what became of them",
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
        format!("{} of {}", some.join(", "), counts.selected)
    }
}

pub(crate) fn history(replays: &[Replay]) {
    let mut table = table(&["Replay", "Action", "State", "Letters", "By", "Reason"]);
    for replay in replays {
        let action = match replay.action {
            replay::Action::Replay => "replay",
            replay::Action::Discard => "discard",
        };
        table.add_row([
            replay.replay_id.to_string(),
            action.to_owned(),
            replay.state.as_str().to_owned(),
            counts(&replay.counts),
            cut(&replay.by, 40),
            cut(&replay.reason, 40),
        ]);
    }
    println!("{table}");
}

fn verdict(kind: VerdictKind) -> StyledObject<&'static str> {
    let styled = style(kind.as_str());
    match kind {
        VerdictKind::Replayable => styled.green(),
        VerdictKind::AlreadyDone => styled.cyan(),
        VerdictKind::Superseded | VerdictKind::UnknownOrder => styled.yellow(),
        VerdictKind::Invalid | VerdictKind::NotReplayable => styled.red(),
    }
}

fn table(columns: &[&str]) -> Table {
    let mut table = Table::new();
    table
        .load_style(UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Disabled)
        .set_header(columns);
    table
}

fn right(table: &mut Table, column: usize) {
    if let Some(column) = table.column_mut(column) {
        column.set_cell_alignment(CellAlignment::Right);
    }
}

/// How long ago, in the largest unit that fits.
fn age(since: Timestamp, now: Timestamp) -> String {
    let seconds = now.since(since).as_secs();
    match seconds {
        0..60 => format!("{seconds}s"),
        60..3_600 => format!("{}m", seconds / 60),
        3_600..86_400 => format!("{}h", seconds / 3_600),
        _ => format!("{}d", seconds / 86_400),
    }
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most - 1).collect();
    format!("{kept}…")
}

/// JSON with a line for each field; anything else as it is.
fn pretty(payload: &str) -> String {
    let value = serde_json::from_str::<Value>(payload);
    let pretty = value.and_then(|value| serde_json::to_string_pretty(&value));
    pretty.unwrap_or_else(|_| payload.to_owned())
}
