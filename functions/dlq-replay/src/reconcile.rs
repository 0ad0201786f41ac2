//! The nightly reconciliation: each recent change of an order has its marker, or is waiting
//! somewhere, or is put on the queue again.
//!
//! It is the net below everything else: events are not lost as long as the parts keep their
//! promises, and this finds out if one did not.

use std::collections::HashSet;
use std::time::Duration;

use lambda_kit::deadline::Deadline;
use lambda_kit::metrics::Metric;
use order_core::{ChangeKind, Order, with_kinds};
use order_events::{EventId, OrderId, OrderSnapshot, OrderStatusChanged, Timestamp};
use order_store::{ListQuery, Sort, Whose};
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::error::DlqError;
use crate::filter::Filter;

/// A change this young may still be on its way.
const ON_ITS_WAY: Duration = Duration::from_mins(30);
/// Orders in one page.
const PAGE: usize = 100;
/// What is left of an invocation when no further page is begun.
const TIME_FOR_A_PAGE: Duration = Duration::from_secs(10);

/// Which orders.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Window {
    /// Those placed in so many days before now.
    #[serde(default = "days")]
    pub days: u64,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reconciliation {
    /// Orders that were looked at.
    pub orders: usize,
    /// Orders whose last change was put on the queue again.
    pub queued: usize,
    /// Orders whose last change waits among the dead letters.
    pub parked: usize,
    /// Whether there was time for all of them.
    pub complete: bool,
}

fn days() -> u64 {
    2
}

/// Looks at all orders of the window.
///
/// # Errors
/// If a service does not answer. What was put on the queue is processed once, however often this
/// runs.
pub async fn run(
    desk: &Desk,
    window: Window,
    deadline: Deadline,
) -> Result<Reconciliation, DlqError> {
    let now = (desk.now)();
    let day = 24 * 60 * 60 * 1_000;
    let from = now.unix_millis().saturating_sub(window.days * day);
    let mut query = ListQuery {
        whose: Whose::Everybody,
        status: None,
        from: Timestamp::from_unix_millis(from),
        to: None,
        sort: Sort::NewestFirst,
        limit: PAGE,
        after: None,
    };
    let mut found = Reconciliation::default();
    let mut missing = Vec::new();
    while deadline.leaves(TIME_FOR_A_PAGE, (desk.now)()) {
        let page = desk.orders.list(&query).await?;
        for row in &page.rows {
            found.orders += 1;
            missing.extend(unprocessed(desk, row.order_id, now).await?);
        }
        query.after = page.next;
        if page.next.is_none() {
            found.complete = true;
            break;
        }
    }
    if !missing.is_empty() {
        let parked = parked(desk).await?;
        for event in missing {
            if parked.contains(&event.event_id) {
                found.parked += 1;
            } else {
                desk.send_event(&event).await?;
                found.queued += 1;
            }
        }
    }
    Metric::count("ReconciledOrders", found.queued as u64).record();
    let Reconciliation {
        orders,
        queued,
        parked,
        complete,
    } = found;
    tracing::info!(
        orders,
        queued,
        parked,
        complete,
        "reconciled {orders} orders, {queued} had lost a change"
    );
    Ok(found)
}

/// The last status change of the order, unless it was processed or may be on its way.
async fn unprocessed(
    desk: &Desk,
    id: OrderId,
    now: Timestamp,
) -> Result<Option<OrderStatusChanged>, DlqError> {
    let Some(order) = desk.orders.get(id).await? else {
        return Ok(None);
    };
    let Some(event) = last_change(&order) else {
        return Ok(None);
    };
    if now.since(event.occurred_at) < ON_ITS_WAY || desk.is_processed(event.event_id).await? {
        return Ok(None);
    }
    Ok(Some(event))
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

/// The events that wait among the dead letters.
async fn parked(desk: &Desk) -> Result<HashSet<EventId>, DlqError> {
    let mut look = desk.look(&Filter::default()).await?;
    let mut events = HashSet::new();
    while let Some(batch) = look.next().await? {
        events.extend(batch.iter().filter_map(|held| held.letter.about.event_id));
    }
    look.give_back().await?;
    Ok(events)
}
