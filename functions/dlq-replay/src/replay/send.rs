//! From the dead letters to the queue: sent, confirmed, deleted, in this order.

use std::collections::BTreeMap;

use aws_sdk_sqs::types::builders::SendMessageBatchRequestEntryBuilder;
use aws_sdk_sqs::types::{
    MessageAttributeValue, MessageSystemAttributeNameForSends, SendMessageBatchRequestEntry,
};
use lambda_kit::trace;
use order_events::{EventId, OrderStatusChanged};

use super::request::{Action, Request};
use crate::content::Content;
use crate::desk::Desk;
use crate::edit::edit;
use crate::error::DlqError;
use crate::look::{Held, Hold};

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
        let mut entries = Vec::new();
        for (index, held) in parcel.iter().enumerate() {
            let edited = edit(&held.letter, request.ask.patch.as_ref(), &self.contents);
            let Content::Event(event) = edited.content else {
                // It was readable to whoever selected it.
                return Err(DlqError::Unreadable(held.letter.about.id.clone()));
            };
            let body = serde_json::to_string(&event).expect("an event has only text keys");
            let mut entry = entry(index, body, event.event_id, request);
            if let Some(header) = held.letter.trace_header.as_deref() {
                entry = entry.message_system_attributes(
                    MessageSystemAttributeNameForSends::AwsTraceHeader,
                    trace::attribute(header),
                );
            }
            entries.push(entry.build().expect("id and body are set"));
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
) -> SendMessageBatchRequestEntryBuilder {
    let id = request.replay_id.as_str();
    let replay = MessageAttributeValue::builder().data_type("String");
    let replay = replay.string_value(id).build();
    SendMessageBatchRequestEntry::builder()
        .id(index.to_string())
        .message_body(body)
        .message_group_id(event.order_id.to_string())
        // Not the event's own id: SQS would take what failed a moment ago for a duplicate, confirm
        // it, and deliver nothing. Within a replay, sending again is the same message.
        .message_deduplication_id(format!("{id}.{event}"))
        .message_attributes(REPLAY, replay.expect("the data type is set"))
}
