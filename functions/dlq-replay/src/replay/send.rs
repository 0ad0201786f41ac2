//! From the dead letters to the queue: sent, confirmed, deleted, in this order.

use std::collections::{BTreeMap, HashSet};

use aws_sdk_sqs::types::{MessageAttributeValue, SendMessageBatchRequestEntry};
use order_events::{EventId, OrderStatusChanged};

use super::request::{Action, Request};
use crate::content::Content;
use crate::desk::Desk;
use crate::edit::edit;
use crate::error::DlqError;
use crate::look::{Held, Hold};
use crate::source::queue::BATCH;

/// Message attribute that names the replay which sent a message.
pub(crate) const REPLAY: &str = "replayId";

/// What one call sends: no two letters of the same order, so that their order can't change when
/// the queue refuses one of them.
#[derive(Debug, Default)]
pub(crate) struct Parcel {
    pub(crate) letters: Vec<Held>,
}

impl Parcel {
    /// Divides letters into parcels of at most `most` each; those of an order keep their order.
    pub(crate) fn pack(letters: Vec<Held>, most: usize) -> Vec<Self> {
        let mut parcels = Vec::new();
        let mut parcel = Self::default();
        let mut orders = HashSet::new();
        for held in letters {
            let order = held.letter.about.order_id;
            let again = order.is_some_and(|order| !orders.insert(order));
            if again || parcel.letters.len() == most.min(BATCH) {
                parcels.push(std::mem::take(&mut parcel));
                orders.clear();
                orders.extend(order);
            }
            parcel.letters.push(held);
        }
        if !parcel.letters.is_empty() {
            parcels.push(parcel);
        }
        parcels
    }
}

impl Desk {
    /// Sends the events of a parcel to the queue of status changes. Returns the indices of those
    /// that the queue has confirmed.
    pub(crate) async fn send(
        &self,
        request: &Request,
        parcel: &Parcel,
    ) -> Result<Vec<usize>, DlqError> {
        if request.ask.action == Action::Discard {
            return Ok((0..parcel.letters.len()).collect());
        }
        let mut entries = Vec::new();
        for (index, held) in parcel.letters.iter().enumerate() {
            let edited = edit(&held.letter, request.ask.patch.as_ref(), &self.contents);
            let Content::Event(event) = edited.content else {
                // It was readable to whoever selected it.
                return Err(DlqError::Unreadable(held.letter.about.id.clone()));
            };
            let body = serde_json::to_string(&event).expect("an event has only text keys");
            entries.push(entry(index, body, event.event_id, request));
        }
        let output = self
            .sqs
            .send_message_batch()
            .queue_url(&self.places.status_changes_queue_url)
            .set_entries(Some(entries))
            .send()
            .await
            .map_err(DlqError::sqs("send letters to the queue of status changes"))?;
        for refused in output.failed() {
            let (code, id) = (refused.code(), refused.id());
            if refused.sender_fault() {
                return Err(DlqError::Refused(code.to_owned()));
            }
            tracing::warn!(code, "SQS refused entry {id}, its letter is sent again");
        }
        let confirmed = output.successful().iter();
        Ok(confirmed
            .filter_map(|entry| entry.id().parse().ok())
            .collect())
    }

    /// Puts an event on the queue of status changes whose first message was lost.
    pub(crate) async fn send_event(&self, event: &OrderStatusChanged) -> Result<(), DlqError> {
        let body = serde_json::to_string(event).expect("an event has only text keys");
        self.sqs
            .send_message()
            .queue_url(&self.places.status_changes_queue_url)
            .message_body(body)
            .message_group_id(event.order.order_id.to_string())
            // Not the event's own id: SQS may still take it for what it has delivered already.
            .message_deduplication_id(format!("again.{}", event.event_id))
            .send()
            .await
            .map(drop)
            .map_err(DlqError::sqs("put an event on the queue of status changes"))
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

fn entry(
    index: usize,
    body: String,
    event: EventId,
    request: &Request,
) -> SendMessageBatchRequestEntry {
    let id = request.replay_id.as_str();
    let replay = MessageAttributeValue::builder().data_type("String");
    let replay = replay.string_value(id).build();
    let entry = SendMessageBatchRequestEntry::builder()
        .id(index.to_string())
        .message_body(body)
        .message_group_id(event.order_id.to_string())
        // Not the event's own id: SQS would take what failed a moment ago for a duplicate, confirm
        // it, and deliver nothing. Within a replay, sending again is the same message.
        .message_deduplication_id(format!("{id}.{event}"))
        .message_attributes(REPLAY, replay.expect("the data type is set"));
    entry.build().expect("id and body are set")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn a_parcel_holds_each_order_once_and_not_too_much() {
        let held = |order: u8| {
            let mut letter = testing::letter("render-failed", "2026-11-24T11:00:00.000Z");
            let id = format!("01a20c26-0d6b-7b42-9d1f-2f6d0c9a7e{order:02}");
            letter.about.order_id = Some(id.parse().unwrap());
            let hold = Hold::Message {
                url: String::new(),
                receipt: String::new(),
                hidden_until: std::time::Instant::now(),
            };
            Held { letter, hold }
        };
        let sizes = |orders: &[u8], most| {
            let letters = orders.iter().map(|order| held(*order)).collect();
            let parcels = Parcel::pack(letters, most);
            parcels
                .iter()
                .map(|parcel| parcel.letters.len())
                .collect::<Vec<_>>()
        };
        assert_eq!(sizes(&[], 10), [0_usize; 0]);
        assert_eq!(sizes(&[1, 2, 3], 10), [3]);
        assert_eq!(sizes(&[1, 2, 1, 3], 10), [2, 2]);
        assert_eq!(sizes(&[1, 1, 1], 10), [1, 1, 1]);
        assert_eq!(sizes(&[1, 2, 3, 4, 5], 2), [2, 2, 1]);
        let many: Vec<u8> = (1..=25).collect();
        assert_eq!(sizes(&many, 50), [10, 10, 5]);
    }
}
