//! What became of what was sent: pdf-worker leaves a marker for each event that it is done with;
//! what it gives up on is among the dead letters again, as a new one.

use std::time::Duration;

use futures::StreamExt;
use order_events::Timestamp;

use super::progress::Mark;
use super::run::Run;
use crate::error::DlqError;
use crate::filter::Filter;
use crate::letter::Source;
use crate::look::Held;

/// Markers that are looked for in one go, and at once.
const AT_A_TIME: usize = 64;
const AT_ONCE: usize = 32;
/// How often markers are looked for, and for how long as long as some are found.
const MARKERS: Duration = Duration::from_millis(500);
const LONGEST_LOOK: Duration = Duration::from_millis(250);
/// How soon, and how rarely, there is a look for letters that came back.
const SOONEST_LOOK: Duration = Duration::from_secs(2);
const RAREST_LOOK: Duration = Duration::from_secs(30);
/// A look takes time from the letters: it is worth it this many times its own duration later.
const PER_LOOK: u32 = 5;

/// When to look again.
#[derive(Debug)]
pub(super) struct Tracking {
    markers_at: Timestamp,
    look_at: Timestamp,
    pause: Duration,
    /// Where the last go through the selection ended.
    cursor: usize,
}

impl Tracking {
    pub(super) fn new(now: Timestamp) -> Self {
        Self {
            markers_at: now,
            look_at: later(now, SOONEST_LOOK),
            pause: SOONEST_LOOK,
            cursor: 0,
        }
    }
}

impl Run<'_> {
    /// Looks at what became of what was sent, if it is time.
    pub(super) async fn follow(&mut self, tracking: &mut Tracking) -> Result<(), DlqError> {
        let now = (self.desk.now)();
        if self.progress.marks.counts().sent == 0 {
            tracking.look_at = later(now, SOONEST_LOOK);
            tracking.pause = SOONEST_LOOK;
            return Ok(());
        }
        if now >= tracking.markers_at {
            let until = later(now, LONGEST_LOOK);
            while self.look_for_markers(&mut tracking.cursor).await? > 0
                && (self.desk.now)() < until
            {}
            tracking.markers_at = later((self.desk.now)(), MARKERS);
        }
        if now >= tracking.look_at && self.progress.marks.counts().sent > 0 {
            self.look_for_returned().await?;
            let ended = (self.desk.now)();
            let took = ended.unix_millis().saturating_sub(now.unix_millis());
            let least = Duration::from_millis(took) * PER_LOOK;
            tracking.look_at = later(ended, tracking.pause.max(least));
            tracking.pause = (tracking.pause * 2).min(RAREST_LOOK);
        }
        Ok(())
    }

    /// Looks for the markers of some letters that were sent, from the one at `cursor` on, and moves
    /// that. Returns how many are there.
    async fn look_for_markers(&mut self, cursor: &mut usize) -> Result<usize, DlqError> {
        let count = self.tags.len();
        let all = (0..count).map(|index| (*cursor + index) % count);
        let sent = all.filter(|&index| self.progress.marks.0[index] == Mark::Sent);
        let some: Vec<usize> = sent.take(AT_A_TIME).collect();
        *cursor = some.last().map_or(0, |last| last + 1) % count.max(1);
        let desk = self.desk;
        let looks = some.into_iter().filter_map(|index| {
            let event = self.tags[index].event?;
            Some(async move { Ok::<_, DlqError>((index, desk.is_processed(event).await?)) })
        });
        let looks: Vec<_> = looks.collect();
        let mut looks = futures::stream::iter(looks).buffer_unordered(AT_ONCE);
        let mut processed = Vec::new();
        while let Some(result) = looks.next().await {
            let (index, is_processed) = result?;
            processed.extend(is_processed.then_some(index));
        }
        drop(looks);
        for &index in &processed {
            self.progress.marks.0[index] = Mark::Processed;
        }
        Ok(processed.len())
    }

    /// Goes over the dead letters for those that tell of an event which was sent.
    async fn look_for_returned(&mut self) -> Result<(), DlqError> {
        let filter = Filter {
            source: Some(Source::StatusChanges),
            ..Filter::default()
        };
        let mut look = self.desk.look(&filter).await?;
        while let Some(batch) = look.next().await? {
            for held in &batch {
                self.note_if_returned(held);
            }
        }
        look.give_back().await
    }

    /// Notes the outcome of an event whose letter is another than the one that was sent.
    pub(super) fn note_if_returned(&mut self, held: &Held) {
        let about = &held.letter.about;
        let place = about.event_id.and_then(|event| self.events.get(&event));
        let Some(&index) = place.filter(|_| !self.places.contains_key(&*about.id)) else {
            return;
        };
        // What lay there before is another letter about the same event.
        let new = about.sent_at >= self.request.started_at;
        if new && self.progress.marks.0[index] == Mark::Sent {
            self.progress.marks.0[index] = Mark::Returned;
            self.progress.came_back(&about.code, &about.id);
        }
    }

    /// Gives up on letters that can't be found: they were sent by a run that was cut off before it
    /// noted that, or somebody else has taken them.
    pub(super) async fn miss_the_rest(&mut self) -> Result<(), DlqError> {
        let marks = &mut self.progress.marks.0;
        let waiting = (0..marks.len()).filter(|&index| marks[index] == Mark::Waiting);
        let missed: Vec<usize> = waiting.collect();
        // As if they had been sent, until it is known better.
        for &index in &missed {
            marks[index] = Mark::Sent;
        }
        self.look_for_returned().await?;
        for index in missed {
            if self.progress.marks.0[index] != Mark::Sent {
                continue;
            }
            let processed = match self.tags[index].event {
                Some(event) => self.desk.is_processed(event).await?,
                None => false,
            };
            self.progress.marks.0[index] = if processed {
                Mark::Processed
            } else {
                Mark::Missing
            };
        }
        Ok(())
    }
}

fn later(time: Timestamp, by: Duration) -> Timestamp {
    let by = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
    Timestamp::from_unix_millis(time.unix_millis().saturating_add(by)).unwrap_or(time)
}
