//! From the dead letters to the queue: sent, confirmed, deleted, in this order.

use std::collections::BTreeMap;

use order_events::OrderStatusChanged;

use super::request::{Action, Request};
use crate::content::Content;
use crate::desk::Desk;
use crate::edit::edit;
use crate::error::DlqError;
use crate::look::{Held, Hold};
use crate::source::outgoing::{Fifo, Outgoing};
use crate::source::queue::Queue;

/// Message attribute that names the replay which sent a message.
pub(crate) const REPLAY: &str = "replayId";

impl Desk {
    /// Sends the events of at most ten letters to the queue of status changes. Returns the indices
    /// of those that the queue has confirmed.
    pub(crate) async fn send(
        &self,
        request: &Request,
        parcel: &[Held],
    ) -> Result<Vec<usize>, DlqError> {
        if request.ask.action == Action::Discard {
            return Ok((0..parcel.len()).collect());
        }
        let mut messages = Vec::new();
        for held in parcel {
            let edited = edit(&held.letter, request.ask.patch.as_ref(), &self.contents);
            let Content::Event(event) = edited.content else {
                // It was readable to whoever selected it.
                return Err(DlqError::Unreadable(held.letter.about.id.clone()));
            };
            let id = request.replay_id.as_str();
            // Not the event's own id: SQS would take what failed a moment ago for a duplicate,
            // confirm it, and deliver nothing. Within a replay, sending again is the same message.
            let deduplication = format!("{id}.{}", event.event_id);
            messages.push(Outgoing {
                attributes: BTreeMap::from([(REPLAY.to_owned(), id.to_owned())]),
                trace_header: held.letter.trace_header.clone(),
                ..status_change(&event, deduplication)
            });
        }
        self.status_changes().send(&messages).await
    }

    /// Puts an event on the queue of status changes whose first message was lost.
    pub(crate) async fn send_event(&self, event: &OrderStatusChanged) -> Result<(), DlqError> {
        // Not the event's own id: SQS may still take it for what it has delivered already.
        let message = status_change(event, format!("again.{}", event.event_id));
        let confirmed = self.status_changes().send(&[message]).await?;
        if confirmed.is_empty() {
            return Err(DlqError::NotTaken);
        }
        Ok(())
    }

    pub(crate) fn status_changes(&self) -> Queue<'_> {
        self.queue(&self.places.status_changes_queue_url)
    }

    /// Deletes letters that are safe elsewhere by now.
    pub(crate) async fn delete(&self, holds: Vec<Hold>) -> Result<(), DlqError> {
        let mut receipts: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for hold in holds {
            match hold {
                Hold::Message { url, receipt, .. } => {
                    receipts.entry(url).or_default().push(receipt);
                }
                // An object goes as a whole, when all its records are done.
                Hold::Object { .. } => {}
            }
        }
        for (url, receipts) in receipts {
            if !self.queue(&url).delete(&receipts).await? {
                tracing::warn!(
                    "a letter was visible again before it was deleted, it will be seen again"
                );
            }
        }
        Ok(())
    }
}

fn status_change(event: &OrderStatusChanged, deduplication: String) -> Outgoing {
    Outgoing {
        body: serde_json::to_string(event).expect("an event has only text keys"),
        fifo: Some(Fifo {
            group: event.order.order_id.to_string(),
            deduplication,
        }),
        ..Outgoing::default()
    }
}
