//! What became of what was sent: pdf-worker leaves a marker for each event that it is done with;
//! what it gives up on is among the dead letters again, as a new one.

use std::collections::VecDeque;
use std::time::Duration;

use futures::StreamExt;
use order_events::{EventId, Timestamp};

use super::marks::{Mark, Marks};
use super::request::Action;
use super::run::Run;
use super::steps::{Step, Work};
use crate::desk::Desk;
use crate::error::DlqError;
use crate::filter::Filter;
use crate::letter::{DeadLetter, Source};
use crate::look::Look;

/// Markers that are looked for in one go, and at once.
const AT_A_TIME: usize = 64;
const AT_ONCE: usize = 16;
/// How soon markers are looked for again, unless most were there.
const MARKERS: Duration = Duration::from_millis(500);
/// How soon, and how rarely, there is a look for letters that came back.
const SOONEST_LOOK: Duration = Duration::from_secs(2);
const RAREST_LOOK: Duration = Duration::from_secs(30);
/// A look hides letters from others: there is another this many times its own duration later.
const PER_LOOK: u32 = 5;

/// What was sent, and when to look again what became of it.
pub(super) struct Tracking<'a> {
    /// The places of the letters whose markers are looked for, the next first. Of some of them it is
    /// known by now what became of them.
    sent: VecDeque<usize>,
    is_following: bool,
    markers_at: Timestamp,
    /// The scan that is going on, unless a step has it.
    pub(super) look: Option<Look<'a>>,
    scanning_since: Option<Timestamp>,
    scan_at: Timestamp,
    pause: Duration,
}

/// Letters whose markers were looked for, and whether they are there.
pub(super) type Outcomes = Vec<(usize, bool)>;

impl Tracking<'_> {
    pub(super) fn new(marks: &Marks, now: Timestamp) -> Self {
        Self {
            sent: marks.with(Mark::Sent).collect(),
            is_following: false,
            markers_at: now,
            look: None,
            scanning_since: None,
            scan_at: now.plus(SOONEST_LOOK),
            pause: SOONEST_LOOK,
        }
    }

    /// Follows the letter at `index` from now on.
    pub(super) fn follow(&mut self, index: usize) {
        self.sent.push_back(index);
    }

    pub(super) const fn is_scanning(&self) -> bool {
        self.scanning_since.is_some()
    }

    /// Notes that a scan has ended.
    pub(super) fn scanned(&mut self, now: Timestamp) {
        let took = now.since(self.scanning_since.take().unwrap_or(now));
        self.scan_at = now.plus(self.pause.max(took * PER_LOOK));
        self.pause = (self.pause * 2).min(RAREST_LOOK);
    }
}

impl<'a> Run<'a> {
    /// Begins to look at what became of what was sent, if it is time.
    pub(super) fn begin_following(&self, work: &mut Work<'a>) {
        let now = (self.desk.now)();
        let desk = self.desk;
        let tracking = &mut work.tracking;
        if let Some(mut look) = tracking.look.take() {
            work.push(async move {
                let read = look.next().await;
                Ok(Step::Scanned(look, read))
            });
        } else if tracking.is_scanning() {
            // A step has it.
        } else if self.progress.marks.counts().sent == 0 {
            tracking.scan_at = now.plus(SOONEST_LOOK);
            tracking.pause = SOONEST_LOOK;
        } else if now >= tracking.scan_at {
            tracking.scanning_since = Some(now);
            work.push(async move {
                let mut look = desk.look(&came_back()).await?;
                let read = look.next().await;
                Ok(Step::Scanned(look, read))
            });
        }
        self.begin_looking_for_markers(work, now);
    }

    fn begin_looking_for_markers(&self, work: &mut Work<'a>, now: Timestamp) {
        let tracking = &mut work.tracking;
        if tracking.is_following || now < tracking.markers_at {
            return;
        }
        let mut events: Vec<(usize, EventId)> = Vec::new();
        while events.len() < AT_A_TIME {
            let Some(index) = tracking.sent.pop_front() else {
                break;
            };
            let is_open = self.is_open(index);
            events.extend(
                self.tags[index]
                    .event
                    .filter(|_| is_open)
                    .map(|it| (index, it)),
            );
        }
        if events.is_empty() {
            return;
        }
        tracking.is_following = true;
        let desk = self.desk;
        work.push(async move { Ok(Step::Followed(outcomes(desk, events).await?)) });
    }

    /// Notes which markers are there.
    pub(super) fn note_outcomes(&mut self, work: &mut Work<'a>, outcomes: Outcomes) {
        let tracking = &mut work.tracking;
        tracking.is_following = false;
        let looked_for = outcomes.len();
        let mut found = 0;
        for (index, is_processed) in outcomes {
            if !is_processed {
                tracking.sent.push_back(index);
            } else if self.is_open(index) {
                self.progress.was_processed(index);
                found += 1;
            }
        }
        let pause = if found * 2 > looked_for {
            Duration::ZERO
        } else {
            MARKERS
        };
        tracking.markers_at = (self.desk.now)().plus(pause);
    }

    /// Whether the outcome of the letter at `index` is not known yet. Also one that waits may have
    /// been sent: by a run that was cut off before it noted that.
    fn is_open(&self, index: usize) -> bool {
        let mark = self.progress.marks.get(index);
        matches!(mark, Some(Mark::Sent | Mark::Waiting))
    }

    /// Notes the outcome of an event whose letter is another than the one that was sent.
    pub(super) fn note_if_returned(&mut self, about: &DeadLetter) {
        let place = about.event_id.and_then(|event| self.events.get(&event));
        let Some(&index) = place.filter(|_| !self.places.contains_key(&*about.id)) else {
            return;
        };
        // What lay there before is another letter about the same event.
        let new = about.sent_at >= self.request.started_at;
        if new && self.progress.marks.get(index) == Some(Mark::Sent) {
            self.progress.came_back(index, &about.code, &about.id);
        }
    }

    /// Gives up on letters that can't be found: they were sent by a run that was cut off before it
    /// noted that, or somebody else has taken them. What was to be discarded is: it is gone, and in
    /// the bucket of replays.
    pub(super) async fn miss_the_rest(&mut self) -> Result<(), DlqError> {
        let missed: Vec<usize> = self.progress.marks.with(Mark::Waiting).collect();
        if self.request.ask.action == Action::Discard {
            for index in missed {
                self.progress.marks.set(index, Mark::Discarded);
            }
            return Ok(());
        }
        // As if they had been sent, until it is known better.
        for &index in &missed {
            self.progress.marks.set(index, Mark::Sent);
        }
        let mut look = self.desk.look(&came_back()).await?;
        while let Some(batch) = look.next().await? {
            for held in &batch {
                self.note_if_returned(&held.letter.about);
            }
        }
        look.give_back().await?;
        let is_sent = |index: &usize| self.progress.marks.get(*index) == Some(Mark::Sent);
        let unknown: Vec<usize> = missed.into_iter().filter(is_sent).collect();
        let events = unknown
            .iter()
            .filter_map(|&index| Some((index, self.tags[index].event?)));
        let outcomes = outcomes(self.desk, events.collect()).await?;
        for index in unknown {
            self.progress.marks.set(index, Mark::Missing);
        }
        for (index, is_processed) in outcomes {
            if is_processed {
                self.progress.was_processed(index);
            }
        }
        Ok(())
    }
}

/// Looks for the markers of events that were sent.
async fn outcomes(desk: &Desk, events: Vec<(usize, EventId)>) -> Result<Outcomes, DlqError> {
    let looks = events
        .into_iter()
        .map(|(index, event)| async move { Ok((index, desk.is_processed(event).await?)) });
    futures::stream::iter(looks)
        .buffer_unordered(AT_ONCE)
        .collect::<Vec<_>>()
        .await
        .into_iter()
        .collect()
}

/// The letters among which are those that came back.
fn came_back() -> Filter {
    Filter {
        source: Some(Source::StatusChanges),
        ..Filter::default()
    }
}
