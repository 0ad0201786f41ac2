//! The nightly reconciliation: each recent change of an order has its marker, or is waiting
//! somewhere, or is put on the queue again.
//!
//! It is the net below everything else: events are not lost as long as the parts keep their
//! promises, and this finds out if one did not.
//!
//! It goes over its window page by page, and what an invocation has no time for is [handed
//! on](Jobs) to the next. What a page lacks is on the queue before the next page is begun: so
//! whoever goes on behind a page misses nothing, and whoever looks at one again only finds the same.

use std::collections::HashSet;
use std::time::Duration;

use futures::stream::{self, StreamExt, TryStreamExt};
use lambda_kit::deadline::Deadline;
use lambda_kit::metrics::Metric;
use lambda_kit::telemetry;
use order_core::{ChangeKind, Order, with_kinds};
use order_events::{EventId, OrderId, OrderSnapshot, OrderStatusChanged, Timestamp};
use order_store::{ListQuery, Sort, Whose};
use serde::{Deserialize, Serialize};

use crate::api::Jobs;
use crate::desk::Desk;
use crate::error::DlqError;
use crate::filter::Filter;

/// A change this young may still be on its way.
const ON_ITS_WAY: Duration = Duration::from_mins(30);
/// Orders in one page.
const PAGE: usize = 100;
/// Orders that are looked at side by side, and events that are sent so.
const AT_ONCE: usize = 16;
/// What is left of an invocation when no further page is begun.
const TIME_FOR_A_PAGE: Duration = Duration::from_secs(10);
/// What is left of it when a look at the dead letters is given up.
const TIME_TO_QUEUE: Duration = Duration::from_secs(5);

/// Which orders.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Window {
    /// Those placed in so many days before now.
    #[serde(default = "days")]
    pub days: u64,
}

/// A reconciliation under way: all that the next invocation has to know of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reconciliation {
    /// It is about the orders placed at this time or later,
    from: Timestamp,
    /// and before it began. So it ends, whatever is placed meanwhile.
    to: Timestamp,
    /// Those behind this order are left.
    after: Option<OrderId>,
    found: Found,
}

/// What was found so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    /// Orders that were looked at.
    pub orders: usize,
    /// Orders whose last change was put on the queue again.
    pub queued: usize,
    /// Orders whose last change waits among the dead letters.
    pub parked: usize,
}

/// How far an invocation came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    #[serde(flatten)]
    pub found: Found,
    pub state: State,
}

/// Whether something is left to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// All orders of the window were looked at.
    Complete,
    /// A job goes on with the rest.
    HandedOn,
}

fn days() -> u64 {
    2
}

impl State {
    fn as_str(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::HandedOn => "handed-on",
        }
    }
}

impl Reconciliation {
    /// The whole window before `now`.
    #[must_use]
    pub fn begin(window: Window, now: Timestamp) -> Self {
        let day = 24 * 60 * 60 * 1_000;
        let from = now
            .unix_millis()
            .saturating_sub(window.days.saturating_mul(day));
        Self {
            from: Timestamp::from_unix_millis(from).unwrap_or(Timestamp::EPOCH),
            to: now,
            after: None,
            found: Found::default(),
        }
    }

    /// Looks at as many orders as there is time for, one page at least, and hands on the rest.
    ///
    /// # Errors
    /// If a service does not answer, and nothing was handed on. What was put on the queue is
    /// processed once, however often this runs.
    pub async fn carry_on(
        mut self,
        desk: &Desk,
        jobs: &Jobs,
        deadline: Deadline,
    ) -> Result<Report, DlqError> {
        let begun = self.after;
        let state = self.look(desk, deadline).await?;
        match state {
            State::Complete => Metric::once("ReconciliationsCompleted").record(),
            State::HandedOn => jobs.put_reconciliation(&self, begun).await?,
        }
        let Self {
            from, to, found, ..
        } = self;
        let Found {
            orders,
            queued,
            parked,
        } = found;
        tracing::info!(
            orders,
            queued,
            parked,
            state = state.as_str(),
            "the reconciliation of {from} to {to} has seen {orders} orders, {queued} had lost a change"
        );
        Ok(Report { found, state })
    }

    /// When it began, which tells it from others.
    pub(crate) fn begun_at(&self) -> Timestamp {
        self.to
    }

    async fn look(&mut self, desk: &Desk, deadline: Deadline) -> Result<State, DlqError> {
        let begun = self.after;
        let mut parked = None;
        loop {
            match self.page(desk, deadline, &mut parked).await {
                Ok(None) => return Ok(State::Complete),
                Ok(next) => self.after = next,
                // The next invocation has more time, and attempts of its own. One that comes no
                // further fails, so that this ends.
                Err(error) if self.after != begun => {
                    let error = telemetry::chain(&error);
                    tracing::warn!(error, "the next invocation tries a page of orders again");
                    return Ok(State::HandedOn);
                }
                Err(error) => return Err(error),
            }
            if !deadline.leaves(TIME_FOR_A_PAGE, (desk.now)()) {
                return Ok(State::HandedOn);
            }
        }
    }

    /// Looks at the next page, puts on the queue what is missing, and returns behind which order
    /// it goes on. The dead letters are looked through once, and only if something is missing.
    async fn page(
        &mut self,
        desk: &Desk,
        deadline: Deadline,
        parked: &mut Option<HashSet<EventId>>,
    ) -> Result<Option<OrderId>, DlqError> {
        let query = ListQuery {
            whose: Whose::Everybody,
            status: None,
            from: Some(self.from),
            to: Some(self.to),
            sort: Sort::NewestFirst,
            limit: PAGE,
            after: self.after,
        };
        let page = desk.orders.list(&query).await?;
        let looks = page
            .rows
            .iter()
            .map(|row| self.unprocessed(desk, row.order_id));
        let looks = stream::iter(looks).buffer_unordered(AT_ONCE);
        let missing: Vec<_> = looks.try_collect().await?;
        let mut missing: Vec<_> = missing.into_iter().flatten().collect();
        if !missing.is_empty() {
            let parked = match parked {
                Some(parked) => parked,
                None => parked.insert(parked_events(desk, deadline).await?),
            };
            let all = missing.len();
            missing.retain(|event| !parked.contains(&event.event_id));
            let sends = missing.iter().map(|event| queue_again(desk, event));
            let sends = stream::iter(sends).buffer_unordered(AT_ONCE);
            sends.try_collect::<()>().await?;
            self.found.parked += all - missing.len();
            self.found.queued += missing.len();
        }
        self.found.orders += page.rows.len();
        Ok(page.next)
    }

    /// The last status change of the order, unless it was processed, or may have been on its way
    /// when this began.
    async fn unprocessed(
        &self,
        desk: &Desk,
        id: OrderId,
    ) -> Result<Option<OrderStatusChanged>, DlqError> {
        let Some(order) = desk.orders.get(id).await? else {
            return Ok(None);
        };
        let Some(event) = last_change(&order) else {
            return Ok(None);
        };
        let is_young = self.to.since(event.occurred_at) < ON_ITS_WAY;
        if is_young || desk.is_processed(event.event_id).await? {
            return Ok(None);
        }
        Ok(Some(event))
    }
}

/// The event of the order's last change, if that was one of its status: only of the order as it is
/// now can be told what it looks like.
fn last_change(order: &Order) -> Option<OrderStatusChanged> {
    let (kind, last) = with_kinds(&order.history).last()?;
    if kind == ChangeKind::Amended {
        return None;
    }
    let previous = order.history.iter().nth_back(1).map(|change| change.status);
    Some(OrderStatusChanged::new(
        previous,
        last.reason.clone(),
        OrderSnapshot::from(order),
    ))
}

/// Counted one by one: an invocation that is cut off has counted what it sent.
async fn queue_again(desk: &Desk, event: &OrderStatusChanged) -> Result<(), DlqError> {
    desk.send_event(event).await?;
    Metric::once("ReconciledOrders").record();
    let EventId { order_id, version } = event.event_id;
    tracing::warn!(
        order.id = %order_id,
        order.version = %version,
        "the change to version {version} of order {order_id} was lost, and is queued again"
    );
    Ok(())
}

/// The events that wait among the dead letters.
async fn parked_events(desk: &Desk, deadline: Deadline) -> Result<HashSet<EventId>, DlqError> {
    let mut look = desk.look(&Filter::default()).await?;
    let mut events = HashSet::new();
    let mut in_time = true;
    while in_time && let Some(batch) = look.next().await? {
        events.extend(batch.iter().filter_map(|held| held.letter.about.event_id));
        in_time = deadline.leaves(TIME_TO_QUEUE, (desk.now)());
    }
    look.give_back().await?;
    if in_time {
        Ok(events)
    } else {
        Err(DlqError::OutOfTime("look through the dead letters"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_reaches_back_by_days() {
        let now: Timestamp = "2026-11-24T02:30:00.000Z".parse().unwrap();
        let window = |json| {
            let window: Window = serde_json::from_str(json).unwrap();
            let begun = Reconciliation::begin(window, now);
            (begun.from.to_string(), begun.to)
        };
        let table = [
            ("{}", "2026-11-22T02:30:00.000Z"),
            (r#"{"days": 7}"#, "2026-11-17T02:30:00.000Z"),
            (
                r#"{"days": 18446744073709551615}"#,
                "1970-01-01T00:00:00.000Z",
            ),
        ];
        for (json, from) in table {
            assert_eq!(window(json), (from.to_owned(), now), "{json}");
        }
    }

    #[test]
    fn an_answer_says_whether_something_is_left() {
        let found = Found {
            orders: 300,
            queued: 2,
            parked: 1,
        };
        let answers = [State::Complete, State::HandedOn].map(|state| {
            assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
            serde_json::to_string(&Report { found, state }).unwrap()
        });
        assert_eq!(
            answers,
            [
                r#"{"orders":300,"queued":2,"parked":1,"state":"complete"}"#,
                r#"{"orders":300,"queued":2,"parked":1,"state":"handed-on"}"#,
            ]
        );
    }
}
