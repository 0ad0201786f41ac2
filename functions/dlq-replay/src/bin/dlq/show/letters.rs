//! Dead letters: by their cause, one by one, and one of them in full.

use console::style;
use dlq_replay::DeadLetter;
use dlq_replay::api::{DeadLetterDetail, DeadLetterList, DeadLetterOverview, ListedLetter};
use dlq_replay::verdict::VerdictKind;
use lambda_kit::parking;
use order_events::Timestamp;

use super::{age, change, many, order, pretty, table, verdict};

pub(crate) fn overview(overview: &DeadLetterOverview, now: Timestamp) {
    let count: usize = overview.groups.iter().map(|group| group.count).sum();
    if count == 0 {
        none(overview.scanned);
    } else {
        let rows = overview.groups.iter().map(|group| {
            [
                group.count.to_string(),
                style(&group.code).yellow().to_string(),
                age(group.oldest, now),
                age(group.newest, now),
                group.source.to_string(),
                group.sample.clone(),
                group.reason.clone(),
            ]
        });
        let columns = [
            "Letters", "Code", "Oldest", "Newest", "Source", "Sample", "Reason",
        ];
        table::print(columns, &[0], rows.collect());
    }
    eprintln!();
    if 0 < count && count < overview.scanned {
        eprintln!("{count} of {} are meant.", many(overview.scanned, "letter"));
    }
    for source in &overview.sources {
        if source.approximate_count > 0 {
            let what = format!("{} in all in", source.approximate_count);
            eprintln!("{what} {}", style(&source.name).dim());
        }
    }
    for queue in &overview.queues {
        if queue.waiting + queue.in_flight > 0 {
            eprintln!(
                "{} waiting and {} being processed in {}",
                queue.waiting,
                queue.in_flight,
                style(&queue.name).dim()
            );
        }
    }
    if let Some(group) = overview.groups.first() {
        let (sample, code) = (&group.sample, &group.code);
        eprintln!("Next: `dlq show {sample}`, or `dlq list --code {code} --messages`.");
    }
}

pub(crate) fn letters(list: &DeadLetterList, now: Timestamp) {
    if list.messages.is_empty() {
        none(list.scanned);
        return;
    }
    let rows = list
        .messages
        .iter()
        .map(|ListedLetter { letter, verdict }| {
            [
                letter.id.clone(),
                style(&letter.code).yellow().to_string(),
                verdict.map_or_else(String::new, |it| super::verdict(it).to_string()),
                order(letter),
                change(letter),
                age(letter.sent_at, now),
                letter.receive_count.to_string(),
                letter.reason.clone(),
            ]
        });
    let columns = [
        "Id", "Code", "Verdict", "Order", "Change", "Age", "Receives", "Reason",
    ];
    table::print(columns, &[6], rows.collect());
    if !list.complete {
        eprintln!("\nThere are more: --limit N lists N of them.");
    }
}

/// There is nothing to list, though so many letters were looked at.
fn none(scanned: usize) {
    if scanned == 0 {
        println!("{}", style("No dead letters.").green());
    } else {
        println!("None of {} is meant.", many(scanned, "letter"));
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
    let since = age(letter.sent_at, now);
    line("Since", format!("{} ({since} ago)", letter.sent_at));
    line("Receives", letter.receive_count.to_string());
    if let Some(event) = letter.event_id {
        let status = letter.status.map(|status| format!(", {status}"));
        line("Event", format!("{event}{}", status.unwrap_or_default()));
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
    if letter.order_id.is_some() {
        let versions = detail.processed_versions.iter().map(ToString::to_string);
        let versions: Vec<_> = versions.collect();
        let processed = match &versions[..] {
            [] => "nothing".to_owned(),
            versions => format!("version {}", versions.join(", ")),
        };
        line("Processed", processed);
    }
    let kind = detail.verdict.kind;
    line(
        "Verdict",
        format!("{}: {}", verdict(kind), detail.verdict.detail),
    );
    for error in &detail.verdict.errors {
        line("", style(error).red().to_string());
    }
    for (name, value) in &detail.attributes {
        // Those are told above.
        if ![parking::CODE, parking::REASON, parking::SOURCE].contains(&&**name) {
            line(name, value.clone());
        }
    }
    println!("\n{}", pretty(&detail.payload));
    eprintln!("\nNext: `{}`", next(letter, kind));
}

/// What one would do about a letter.
fn next(letter: &DeadLetter, verdict: VerdictKind) -> String {
    let what = match verdict {
        VerdictKind::Replayable => "replay",
        VerdictKind::Superseded => "replay --force",
        VerdictKind::Invalid => "replay --edit",
        VerdictKind::AlreadyDone | VerdictKind::UnknownOrder | VerdictKind::NotReplayable => {
            "discard"
        }
    };
    format!("dlq {what} --id {}", letter.id)
}
