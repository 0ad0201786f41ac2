//! Choosing the letters: by the filter, and by what replaying each would do.

use std::num::NonZeroUsize;

use futures::stream::{self, StreamExt, TryStreamExt};
use order_events::{EventId, Timestamp};
use serde::{Deserialize, Serialize};

use super::plan::{Preview, ReplayPlan};
use super::request::{Action, ReplayId, ReplayRequest};
use crate::content::Content;
use crate::desk::Desk;
use crate::edit::edit;
use crate::error::DlqError;
use crate::letter::{Letter, Subject};
use crate::look::{Held, Look};
use crate::verdict::VerdictKind;

/// Letters in one object of a selection.
pub(super) const CHUNK: usize = 500;
/// Objects that are read at once.
const AT_ONCE: usize = 4;
/// Letters that are judged at once: each takes a look at its order and at its markers.
const JUDGED_AT_ONCE: usize = 10;
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

/// What has to be remembered of a letter that was selected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) id: Box<str>,
    pub(crate) event: Option<EventId>,
}

/// A letter that was selected, as the bucket of replays keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Selected {
    #[serde(flatten)]
    pub(crate) letter: Letter,
    /// What replaying it would have done at that time, if anybody looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) verdict: Option<VerdictKind>,
}

/// Selected letters on their way into the bucket.
struct Selection<'a> {
    id: &'a ReplayId,
    chunk: usize,
    letters: Vec<Selected>,
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
        tags.extend(letters.map(|Selected { letter, .. }| Tag {
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
    let mut selection = id.map(|id| Selection {
        id,
        chunk: 0,
        letters: Vec::new(),
    });
    let mut look = desk.look(&ask.filter).await?;
    let plan = look_through(desk, ask, extent, &mut look, selection.as_mut(), watch).await;
    // Also after an error: others want to see the letters too.
    look.give_back().await?;
    if let Some(selection) = &mut selection {
        selection.flush(desk).await?;
    }
    plan
}

async fn look_through(
    desk: &Desk,
    ask: &ReplayRequest,
    extent: Extent,
    look: &mut Look<'_>,
    mut selection: Option<&mut Selection<'_>>,
    watch: &mut (dyn FnMut(&ReplayPlan) + Send),
) -> Result<ReplayPlan, DlqError> {
    let mut plan = ReplayPlan::default();
    loop {
        if ask.is_satisfied(&plan) {
            return Ok(plan);
        }
        let over = extent.letters.is_some_and(|most| plan.scanned >= most)
            || extent.until.is_some_and(|until| (desk.now)() >= until);
        if over {
            return Ok(plan);
        }
        let Some(batch) = look.next().await? else {
            plan.complete = true;
            return Ok(plan);
        };
        plan.scanned += batch.len();
        let now = (desk.now)();
        let meant = batch
            .into_iter()
            .filter(|held| ask.filter.takes(&held.letter, now));
        let judged = meant.map(|held| judge(desk, ask, held));
        let mut judged = stream::iter(judged).buffered(JUDGED_AT_ONCE);
        while let Some((selected, preview)) = judged.try_next().await? {
            let verdict = selected.verdict;
            if ask.verdict.is_some() && ask.verdict != verdict {
                continue;
            }
            if ask.is_satisfied(&plan) {
                return Ok(plan);
            }
            plan.matched += 1;
            if ask.patch.is_some() && plan.previews.len() < PREVIEWS {
                plan.previews.extend(preview);
            }
            let id = &selected.letter.about.id;
            if let Some(verdict) = verdict.filter(|it| ask.refuses(*it)) {
                plan.refuse(verdict, id);
                continue;
            }
            plan.select(verdict);
            if let Some(selection) = &mut selection {
                selection.push(desk, selected).await?;
            }
        }
        watch(&plan);
    }
}

impl ReplayRequest {
    /// Whether no more letters are wanted.
    pub(super) fn is_satisfied(&self, plan: &ReplayPlan) -> bool {
        let (limit, ids) = (self.limit.map(NonZeroUsize::get), self.filter.ids.len());
        limit.is_some_and(|limit| plan.selected >= limit) || (ids > 0 && plan.matched >= ids)
    }

    /// Whether a letter with this verdict stays where it is.
    fn refuses(&self, verdict: VerdictKind) -> bool {
        self.action == Action::Replay && !verdict.allows(self.force)
    }
}

/// What would become of a letter. Whoever only takes letters away needs no look at their orders.
async fn judge(
    desk: &Desk,
    ask: &ReplayRequest,
    held: Held,
) -> Result<(Selected, Option<Preview>), DlqError> {
    let mut letter = held.letter;
    if ask.action == Action::Discard && ask.verdict.is_none() {
        let verdict = None;
        return Ok((Selected { letter, verdict }, None));
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
    let verdict = Some(verdict.kind);
    Ok((Selected { letter, verdict }, Some(preview)))
}

impl Selection<'_> {
    async fn push(&mut self, desk: &Desk, selected: Selected) -> Result<(), DlqError> {
        self.letters.push(selected);
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
