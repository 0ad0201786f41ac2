//! Dead letters at a glance, listed, and one of them in full.

use std::collections::BTreeMap;

use super::wire::{
    DeadLetterDetail, DeadLetterList, DeadLetterOverview, Group, QueueDepth, SourceDepth,
};
use crate::desk::Desk;
use crate::error::DlqError;
use crate::filter::Filter;
use crate::letter::{Letter, Source};
use crate::replay::Extent;

/// Letters by their cause, as they are seen.
#[derive(Debug, Default)]
pub struct Tally {
    groups: BTreeMap<(Source, String), Group>,
    pub scanned: usize,
}

/// The letters that `filter` takes, by their cause. `watch` sees the tally grow.
///
/// # Errors
/// If a source does not answer.
pub async fn overview(
    desk: &Desk,
    filter: &Filter,
    extent: Extent,
    watch: &mut (dyn FnMut(&Tally) + Send),
) -> Result<DeadLetterOverview, DlqError> {
    let mut sources = Vec::new();
    for (source, queue) in desk.queues() {
        let depth = queue.depth().await?;
        sources.push(SourceDepth {
            source,
            name: queue.name().to_owned(),
            approximate_count: depth.waiting + depth.in_flight,
        });
    }
    let failures = desk.stream_failures();
    sources.push(SourceDepth {
        source: Source::StreamFailures,
        name: failures.bucket.to_owned(),
        approximate_count: failures.keys().await?.len() as u64,
    });
    let work = desk.queue(&desk.places.status_changes_queue_url);
    let depth = work.depth().await?;
    let mut tally = Tally::default();
    let complete = each(desk, filter, extent, |letter, scanned| {
        tally.scanned = scanned;
        if let Some(letter) = letter {
            tally.count(letter);
        }
        watch(&tally);
        true
    });
    let (scanned, complete) = complete.await?;
    let mut groups: Vec<Group> = tally.groups.into_values().collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.count));
    Ok(DeadLetterOverview {
        sources,
        queues: vec![QueueDepth {
            name: work.name().to_owned(),
            waiting: depth.waiting,
            in_flight: depth.in_flight,
        }],
        groups,
        scanned,
        complete,
    })
}

/// Up to `limit` letters that `filter` takes.
///
/// # Errors
/// If a source does not answer.
pub async fn letters(
    desk: &Desk,
    filter: &Filter,
    limit: usize,
    extent: Extent,
) -> Result<DeadLetterList, DlqError> {
    let mut messages = Vec::new();
    let looked = each(desk, filter, extent, |letter, _| {
        messages.extend(letter.map(|letter| letter.about));
        messages.len() < limit
    });
    let (scanned, complete) = looked.await?;
    messages.truncate(limit);
    Ok(DeadLetterList {
        messages,
        scanned,
        complete,
    })
}

/// The letter `id`.
///
/// # Errors
/// [`DlqError::NoSuchLetter`] if it is not there, or not within the extent of the look.
pub async fn letter(desk: &Desk, id: &str, extent: Extent) -> Result<Letter, DlqError> {
    let filter = Filter {
        ids: vec![id.to_owned()],
        ..Filter::default()
    };
    let mut found = None;
    let looked = each(desk, &filter, extent, |letter, _| {
        found = found.take().or(letter);
        found.is_none()
    });
    looked.await?;
    found.ok_or_else(|| DlqError::NoSuchLetter(id.chars().take(64).collect()))
}

/// The letter with everything that is known of it.
///
/// # Errors
/// If its order or its markers can't be looked up.
pub async fn detail(desk: &Desk, letter: Letter) -> Result<DeadLetterDetail, DlqError> {
    let verdict = desk.judge(&letter).await?;
    let standing = match letter.about.order_id {
        Some(id) => desk.standing(id).await?,
        None => crate::ledger::Standing::default(),
    };
    Ok(DeadLetterDetail {
        letter: letter.about,
        payload: letter.payload,
        attributes: letter.attributes,
        order: standing.order,
        processed_versions: standing.processed,
        verdict,
    })
}

/// Calls `take` with each letter that `filter` takes, and with `None` after each batch, for as long
/// as it wants more. Returns how many were looked at, and whether those were all.
async fn each(
    desk: &Desk,
    filter: &Filter,
    extent: Extent,
    mut take: impl FnMut(Option<Letter>, usize) -> bool,
) -> Result<(usize, bool), DlqError> {
    let mut look = desk.look(filter).await?;
    let mut scanned = 0;
    let mut complete = false;
    'look: loop {
        let over = extent.letters.is_some_and(|most| scanned >= most)
            || extent.until.is_some_and(|until| (desk.now)() >= until);
        if over {
            break;
        }
        let Some(batch) = look.next().await? else {
            complete = true;
            break;
        };
        scanned += batch.len();
        let now = (desk.now)();
        for held in batch {
            if filter.takes(&held.letter, now) && !take(Some(held.letter), scanned) {
                break 'look;
            }
        }
        take(None, scanned);
    }
    look.give_back().await?;
    Ok((scanned, complete))
}

impl Tally {
    fn count(&mut self, letter: Letter) {
        let about = letter.about;
        let key = (about.source, about.code.clone());
        let group = self.groups.entry(key).or_insert_with(|| Group {
            source: about.source,
            code: about.code,
            reason: about.reason,
            count: 0,
            oldest: about.sent_at,
            newest: about.sent_at,
            sample: about.id,
        });
        group.count += 1;
        group.oldest = group.oldest.min(about.sent_at);
        group.newest = group.newest.max(about.sent_at);
    }
}
