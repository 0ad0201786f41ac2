//! Listening to the notifications until every status change has been heard of.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use indicatif::ProgressBar;
use order_events::EventId;
use tokio::sync::watch;

use crate::error::StackError;
use crate::stack::Notifications;

/// What was heard.
#[derive(Debug)]
pub(super) struct Heard {
    /// Expected events that were heard of at least once.
    pub(super) events: usize,
    /// Notifications beyond the first of an event.
    pub(super) repeated: usize,
    /// Expected events that nobody told of.
    pub(super) missing: Vec<EventId>,
}

/// Listens until all of `expected` are heard, once it is known, or until nothing was heard for as
/// long as `patience`.
pub(super) async fn listen(
    subscription: &Notifications,
    expected: watch::Receiver<Option<Vec<EventId>>>,
    patience: Duration,
    bar: &ProgressBar,
) -> Result<Heard, StackError> {
    let mut times_heard: HashMap<String, usize> = HashMap::new();
    let mut last_heard = Instant::now();
    loop {
        let notifications = subscription.take().await?;
        if !notifications.is_empty() {
            last_heard = Instant::now();
        }
        for notification in notifications {
            let event = notification["eventId"]
                .as_str()
                .unwrap_or_default()
                .to_owned();
            *times_heard.entry(event).or_default() += 1;
        }
        let Some(expected) = expected.borrow().clone() else {
            last_heard = Instant::now();
            bar.set_position(u64::try_from(times_heard.len()).unwrap_or(u64::MAX));
            continue;
        };
        let heard = heard(&expected, &times_heard);
        bar.set_position(u64::try_from(heard.events).unwrap_or(u64::MAX));
        if heard.missing.is_empty() || last_heard.elapsed() > patience {
            return Ok(heard);
        }
    }
}

fn heard(expected: &[EventId], times_heard: &HashMap<String, usize>) -> Heard {
    let times = |event: &EventId| times_heard.get(&event.to_string()).copied().unwrap_or(0);
    let missing: Vec<EventId> = expected
        .iter()
        .filter(|event| times(event) == 0)
        .copied()
        .collect();
    Heard {
        events: expected.len() - missing.len(),
        repeated: expected
            .iter()
            .map(|event| times(event).saturating_sub(1))
            .sum(),
        missing,
    }
}
