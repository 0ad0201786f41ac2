//! Dead letters at a glance, listed, and one of them in full.

use std::collections::BTreeMap;

use futures::stream::{self, StreamExt, TryStreamExt};

use super::wire::{
    DeadLetterDetail, DeadLetterList, DeadLetterOverview, Group, ListedLetter, QueueDepth,
    SourceDepth,
};
use crate::desk::Desk;
use crate::error::DlqError;
use crate::filter::Filter;
use crate::letter::{Letter, Source};
use crate::look::Look;
use crate::replay::Extent;
use crate::verdict::VerdictKind;

/// Letters that are judged at once: each takes a look at its order and at its markers.
const AT_ONCE: usize = 10;

/// Which letters are judged. That takes longer than to look at them.
#[derive(Debug, Clone, Copy)]
enum Judging {
    None,
    All,
    /// All, and only those with this verdict are wanted.
    Only(VerdictKind),
}

/// Letters by their cause, as they are seen.
#[derive(Debug, Default)]
pub struct Tally {
    groups: BTreeMap<(Source, String), Group>,
    pub scanned: usize,
}

/// The letters that `filter` takes, by their cause; only those with this verdict, if one is given.
/// `watch` sees the tally grow.
///
/// # Errors
/// If a source does not answer.
pub async fn overview(
    desk: &Desk,
    filter: &Filter,
    verdict: Option<VerdictKind>,
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
    let judging = verdict.map_or(Judging::None, Judging::Only);
    let complete = each(desk, filter, judging, extent, |letter, scanned| {
        tally.scanned = scanned;
        if let Some((letter, _)) = letter {
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

/// Up to `limit` letters that `filter` takes, with their verdicts; only those with this verdict, if
/// one is given.
///
/// # Errors
/// If a source does not answer.
pub async fn letters(
    desk: &Desk,
    filter: &Filter,
    verdict: Option<VerdictKind>,
    limit: usize,
    extent: Extent,
) -> Result<DeadLetterList, DlqError> {
    let mut messages = Vec::new();
    let judging = verdict.map_or(Judging::All, Judging::Only);
    let looked = each(desk, filter, judging, extent, |letter, _| {
        messages.extend(letter.map(|(letter, verdict)| ListedLetter {
            letter: letter.about,
            verdict,
        }));
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
    let looked = each(desk, &filter, Judging::None, extent, |letter, _| {
        found = found.take().or(letter.map(|(letter, _)| letter));
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

/// Calls `take` with each letter that `filter` takes and its verdict, and with `None` after each
/// batch, for as long as it wants more. Returns how many were looked at, and whether those were all.
async fn each(
    desk: &Desk,
    filter: &Filter,
    judging: Judging,
    extent: Extent,
    take: impl FnMut(Option<(Letter, Option<VerdictKind>)>, usize) -> bool,
) -> Result<(usize, bool), DlqError> {
    let mut look = desk.look(filter).await?;
    let looked = look_through(desk, &mut look, filter, judging, extent, take).await;
    // Also after an error: others want to see the letters too.
    look.give_back().await?;
    looked
}

async fn look_through(
    desk: &Desk,
    look: &mut Look<'_>,
    filter: &Filter,
    judging: Judging,
    extent: Extent,
    mut take: impl FnMut(Option<(Letter, Option<VerdictKind>)>, usize) -> bool,
) -> Result<(usize, bool), DlqError> {
    let mut scanned = 0;
    loop {
        let over = extent.letters.is_some_and(|most| scanned >= most)
            || extent.until.is_some_and(|until| (desk.now)() >= until);
        if over {
            return Ok((scanned, false));
        }
        let Some(batch) = look.next().await? else {
            return Ok((scanned, true));
        };
        scanned += batch.len();
        let now = (desk.now)();
        let letters = batch.into_iter().map(|held| held.letter);
        let judged = letters
            .filter(|letter| filter.takes(letter, now))
            .map(|letter| async move {
                let verdict = match judging {
                    Judging::None => None,
                    Judging::All | Judging::Only(_) => Some(desk.judge(&letter).await?.kind),
                };
                Ok::<_, DlqError>((letter, verdict))
            });
        let mut judged = stream::iter(judged).buffered(AT_ONCE);
        while let Some((letter, verdict)) = judged.try_next().await? {
            let is_meant = match judging {
                Judging::Only(wanted) => verdict == Some(wanted),
                Judging::None | Judging::All => true,
            };
            if is_meant && !take(Some((letter, verdict)), scanned) {
                return Ok((scanned, false));
            }
        }
        take(None, scanned);
    }
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
