//! What one gets to see. What was asked for goes to standard output; what helps along goes to
//! standard error, so that tables can be piped.

mod letters;
mod replays;
mod table;

use console::{StyledObject, style};
use dlq_replay::verdict::VerdictKind;
use dlq_replay::{DeadLetter, Filter};
use order_events::Timestamp;
use serde_json::Value;

pub(crate) use letters::{detail, letters, overview};
pub(crate) use replays::{counts, difference, history, outcomes, plan, replay};

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

fn verdict(kind: VerdictKind) -> StyledObject<&'static str> {
    let styled = style(kind.as_str());
    match kind {
        VerdictKind::Replayable => styled.green(),
        VerdictKind::AlreadyDone => styled.cyan(),
        VerdictKind::Superseded | VerdictKind::UnknownOrder => styled.yellow(),
        VerdictKind::Invalid | VerdictKind::NotReplayable => styled.red(),
    }
}

/// Which letters, as one would type it.
fn meant(filter: &Filter, verdict: Option<VerdictKind>) -> String {
    let verdict = verdict.map(|it| format!("--verdict {it}"));
    let words = [Some(filter.to_string()), verdict].into_iter().flatten();
    let words: Vec<String> = words.filter(|text| !text.is_empty()).collect();
    if words.is_empty() {
        "everything".to_owned()
    } else {
        words.join(" ")
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

/// So many things of a kind.
fn many(count: usize, one: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {one}{plural}")
}

/// JSON with a line for each field; anything else as it is.
fn pretty(payload: &str) -> String {
    let value = serde_json::from_str::<Value>(payload);
    let pretty = value.and_then(|value| serde_json::to_string_pretty(&value));
    pretty.unwrap_or_else(|_| payload.to_owned())
}
