//! Choosing the letters: by the filter, and by what replaying each would do.

use std::collections::BTreeMap;

use futures::stream::{self, StreamExt, TryStreamExt};
use order_events::{EventId, Timestamp};
use rest::Fault;
use schemars::JsonSchema;
use serde::Serialize;

use super::request::{Action, ReplayId, ReplayRequest};
use crate::content::Content;
use crate::desk::Desk;
use crate::edit::edit;
use crate::error::DlqError;
use crate::letter::{Letter, Subject};
use crate::look::Held;
use crate::verdict::VerdictKind;

/// Letters in one object of a selection.
const CHUNK: usize = 500;
/// Objects that are read at once.
const AT_ONCE: usize = 4;
/// Edits that a plan shows.
const PREVIEWS: usize = 5;

/// How far a look goes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Extent {
    /// No more letters than these are looked at, but for the last batch.
    pub letters: Option<usize>,
    /// No batch is begun after this.
    pub until: Option<Timestamp>,
}

/// What a request would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReplayPlan {
    /// Letters that the filter takes.
    pub matched: usize,
    /// Letters that would be replayed or discarded.
    pub selected: usize,
    /// Letters that would stay, by their verdict.
    pub refused: Vec<Refused>,
    /// What a patch makes of the first letters.
    pub previews: Vec<Preview>,
    /// Letters that were looked at.
    pub scanned: usize,
    /// Whether those were all.
    pub complete: bool,
}

/// Letters that stay where they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Refused {
    pub verdict: VerdictKind,
    pub count: usize,
    /// The id of one of them.
    pub sample: String,
}

/// A payload before and after the patch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    pub id: String,
    pub before: String,
    pub after: String,
    /// What is wrong with it after the patch.
    pub errors: Vec<Fault>,
}

/// What has to be remembered of a letter that was selected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) id: Box<str>,
    pub(crate) event: Option<EventId>,
}

/// Selected letters on their way into the bucket.
struct Selection<'a> {
    id: &'a ReplayId,
    chunk: usize,
    letters: Vec<Letter>,
}

/// What `ask` would do, without doing anything.
///
/// # Errors
/// If a source does not answer.
pub async fn plan(
    desk: &Desk,
    ask: &ReplayRequest,
    extent: Extent,
    watch: &mut (dyn FnMut(&ReplayPlan) + Send),
) -> Result<ReplayPlan, DlqError> {
    select(desk, ask, extent, None, watch).await
}

/// Writes down the letters that `ask` means, for the replay `id`.
pub(crate) async fn write_down(
    desk: &Desk,
    id: &ReplayId,
    ask: &ReplayRequest,
    extent: Extent,
    watch: &mut (dyn FnMut(&ReplayPlan) + Send),
) -> Result<ReplayPlan, DlqError> {
    select(desk, ask, extent, Some(id), watch).await
}

/// The `selected` letters that were written down. What follows them is from an attempt that was cut
/// off.
pub(crate) async fn read_back(
    desk: &Desk,
    id: &ReplayId,
    selected: usize,
) -> Result<Vec<Tag>, DlqError> {
    let mut tags = Vec::with_capacity(selected);
    let chunks = (0..selected.div_ceil(CHUNK)).map(|chunk| desk.store().letters(id, chunk));
    let mut chunks = stream::iter(chunks).buffered(AT_ONCE);
    while let Some(letters) = chunks.try_next().await? {
        let letters = letters.unwrap_or_default().into_iter();
        tags.extend(letters.map(|letter| Tag {
            id: letter.about.id.into(),
            event: letter.about.event_id,
        }));
    }
    tags.truncate(selected);
    Ok(tags)
}

async fn select(
    desk: &Desk,
    ask: &ReplayRequest,
    extent: Extent,
    id: Option<&ReplayId>,
    watch: &mut (dyn FnMut(&ReplayPlan) + Send),
) -> Result<ReplayPlan, DlqError> {
    let mut plan = ReplayPlan::default();
    let mut refused = BTreeMap::new();
    let mut selection = id.map(|id| Selection {
        id,
        chunk: 0,
        letters: Vec::new(),
    });
    let mut look = desk.look(&ask.filter).await?;
    let limit = ask.limit.map_or(usize::MAX, std::num::NonZeroUsize::get);
    'look: loop {
        let over = extent.letters.is_some_and(|most| plan.scanned >= most)
            || extent.until.is_some_and(|until| (desk.now)() >= until);
        if over {
            break;
        }
        let Some(batch) = look.next().await? else {
            plan.complete = true;
            break;
        };
        plan.scanned += batch.len();
        let now = (desk.now)();
        let meant = batch
            .into_iter()
            .filter(|held| ask.filter.takes(&held.letter, now));
        let judged = meant.map(|held| judge(desk, ask, held));
        for judged in futures::future::join_all(judged).await {
            let (letter, verdict, preview) = judged?;
            if ask.verdict.is_some_and(|wanted| wanted != verdict) {
                continue;
            }
            plan.matched += 1;
            if ask.patch.is_some() && plan.previews.len() < PREVIEWS {
                plan.previews.extend(preview);
            }
            if ask.action == Action::Replay && !verdict.allows(ask.force) {
                let count: &mut (usize, String) = refused
                    .entry(verdict)
                    .or_insert_with(|| (0, letter.about.id.clone()));
                count.0 += 1;
                continue;
            }
            if plan.selected == limit {
                plan.matched -= 1;
                break 'look;
            }
            plan.selected += 1;
            if let Some(selection) = &mut selection {
                selection.push(desk, letter).await?;
            }
        }
        watch(&plan);
    }
    if let Some(selection) = &mut selection {
        selection.flush(desk).await?;
    }
    look.give_back().await?;
    plan.refused = refused
        .into_iter()
        .map(|(verdict, (count, sample))| Refused {
            verdict,
            count,
            sample,
        })
        .collect();
    Ok(plan)
}

/// What would become of a letter. Whoever only takes letters away needs no look at their orders.
async fn judge(
    desk: &Desk,
    ask: &ReplayRequest,
    held: Held,
) -> Result<(Letter, VerdictKind, Option<Preview>), DlqError> {
    let mut letter = held.letter;
    if ask.action == Action::Discard && ask.verdict.is_none() {
        return Ok((letter, VerdictKind::Replayable, None));
    }
    let edited = edit(&letter, ask.patch.as_ref(), &desk.contents);
    let verdict = desk.judge_content(&letter, &edited.content).await?;
    if letter.about.event_id.is_none() && matches!(edited.content, Content::Event(_)) {
        // It became readable by the patch: from now on it is known what it tells of.
        letter.about.event_id = Subject::of(&edited.payload).event_id();
    }
    let preview = Preview {
        id: letter.about.id.clone(),
        before: letter.payload.clone(),
        after: edited.payload,
        errors: verdict.errors,
    };
    Ok((letter, verdict.kind, Some(preview)))
}

impl Selection<'_> {
    async fn push(&mut self, desk: &Desk, letter: Letter) -> Result<(), DlqError> {
        self.letters.push(letter);
        if self.letters.len() == CHUNK {
            self.flush(desk).await?;
        }
        Ok(())
    }

    async fn flush(&mut self, desk: &Desk) -> Result<(), DlqError> {
        if self.letters.is_empty() {
            return Ok(());
        }
        let store = desk.store();
        store
            .put_letters(self.id, self.chunk, &self.letters)
            .await?;
        self.chunk += 1;
        self.letters.clear();
        Ok(())
    }
}
