//! A queue of dead letters. SQS knows no peeking: to look at a message is to receive it, which
//! hides it for a while and counts. A dead-letter queue has no queue behind it, so that counting
//! moves nothing; and whoever looks gives everything back at the end.

use std::collections::HashMap;

use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::{
    ChangeMessageVisibilityBatchRequestEntry, DeleteMessageBatchRequestEntry, Message,
    MessageSystemAttributeName, QueueAttributeName,
};
use futures::TryFutureExt;
use futures::stream::{self, StreamExt, TryStreamExt};
use lambda_kit::{parking, trace};
use order_events::Timestamp;

use crate::error::DlqError;
use crate::letter::{DeadLetter, Letter, Source, Subject};

/// Messages in one call ("`ReceiveMessage`", Amazon SQS API reference).
pub(crate) const BATCH: usize = 10;

/// Calls that give messages back, at once.
const AT_ONCE: usize = 8;

/// The code of a letter that nobody gave one: SQS moved it, because its receiver never answered.
const UNFINISHED: &str = "unfinished";

/// How many messages a queue holds, as far as SQS knows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Depth {
    pub(crate) waiting: u64,
    pub(crate) in_flight: u64,
}

/// A queue.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Queue<'a> {
    pub(crate) sqs: &'a Client,
    pub(crate) url: &'a str,
}

impl<'a> Queue<'a> {
    /// The last part of the URL.
    pub(crate) fn name(self) -> &'a str {
        self.url.rsplit('/').next().unwrap_or(self.url)
    }

    pub(crate) async fn depth(self) -> Result<Depth, DlqError> {
        use QueueAttributeName::{
            ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible,
        };
        let output = self
            .sqs
            .get_queue_attributes()
            .queue_url(self.url)
            .attribute_names(ApproximateNumberOfMessages)
            .attribute_names(ApproximateNumberOfMessagesNotVisible)
            .send()
            .await
            .map_err(DlqError::sqs("ask a queue for its depth"))?;
        let attributes = output.attributes.unwrap_or_default();
        let count = |name| {
            let text: Option<&String> = attributes.get(&name);
            text.and_then(|text| text.parse().ok()).unwrap_or(0)
        };
        Ok(Depth {
            waiting: count(ApproximateNumberOfMessages),
            in_flight: count(ApproximateNumberOfMessagesNotVisible),
        })
    }

    /// Up to ten messages, hidden from others for `seconds`. Waits `wait` seconds for them: only
    /// with a wait are all servers of the queue asked ("Amazon SQS short and long polling").
    pub(crate) async fn receive(self, seconds: i32, wait: i32) -> Result<Vec<Message>, DlqError> {
        let output = self
            .sqs
            .receive_message()
            .queue_url(self.url)
            .max_number_of_messages(10)
            .wait_time_seconds(wait)
            .visibility_timeout(seconds)
            .message_attribute_names("All")
            .message_system_attribute_names(MessageSystemAttributeName::All)
            .send()
            .await
            .map_err(DlqError::sqs("receive from a queue"))?;
        Ok(output.messages.unwrap_or_default())
    }

    /// Makes messages visible again. What can't be comes back by itself, only later.
    pub(crate) async fn give_back<R: AsRef<str>>(self, receipts: &[R]) -> Result<(), DlqError> {
        let calls = receipts.chunks(BATCH).map(|batch| {
            let entries = batch.iter().enumerate().map(|(index, receipt)| {
                let entry = ChangeMessageVisibilityBatchRequestEntry::builder();
                let entry = entry.id(index.to_string()).receipt_handle(receipt.as_ref());
                let entry = entry.visibility_timeout(0).build();
                entry.expect("id and receipt are set")
            });
            self.sqs
                .change_message_visibility_batch()
                .queue_url(self.url)
                .set_entries(Some(entries.collect()))
                .send()
                .map_ok(drop)
                .map_err(DlqError::sqs("give messages back to their queue"))
        });
        stream::iter(calls)
            .buffer_unordered(AT_ONCE)
            .try_collect()
            .await
    }

    /// Deletes messages that are safe elsewhere. Whether all are gone: one whose time was over is
    /// visible again, and stays.
    pub(crate) async fn delete(self, receipts: &[String]) -> Result<bool, DlqError> {
        let mut all = true;
        for batch in receipts.chunks(BATCH) {
            let entries = batch.iter().enumerate().map(|(index, receipt)| {
                let entry = DeleteMessageBatchRequestEntry::builder();
                let entry = entry.id(index.to_string()).receipt_handle(receipt).build();
                entry.expect("id and receipt are set")
            });
            let output = self
                .sqs
                .delete_message_batch()
                .queue_url(self.url)
                .set_entries(Some(entries.collect()))
                .send()
                .await
                .map_err(DlqError::sqs("delete what was sent"))?;
            all &= output.failed().is_empty();
        }
        Ok(all)
    }

    /// `message` of this queue as a letter.
    pub(crate) fn letter(self, source: Source, message: &Message) -> Letter {
        let payload = message.body().unwrap_or_default();
        let attributes = message.message_attributes().into_iter().flatten();
        let attributes: HashMap<_, _> = attributes
            .filter_map(|(name, value)| Some((name.clone(), value.string_value()?.to_owned())))
            .collect();
        let system = |name| message.attributes()?.get(&name);
        let number = |name| system(name).and_then(|value| value.parse::<u64>().ok());
        let attribute = |name: &str| attributes.get(name).cloned();
        let sent_at = number(MessageSystemAttributeName::SentTimestamp).unwrap_or_default();
        let receive_count = number(MessageSystemAttributeName::ApproximateReceiveCount);
        let trace_header = system(MessageSystemAttributeName::AwsTraceHeader);
        let subject = Subject::of(payload);
        let about = DeadLetter {
            id: message.message_id().unwrap_or_default().to_owned(),
            source,
            queue: self.name().to_owned(),
            code: attribute(parking::CODE).unwrap_or_else(|| UNFINISHED.to_owned()),
            reason: attribute(parking::REASON).unwrap_or_else(|| reason(source).to_owned()),
            parked_by: attribute(parking::SOURCE),
            order_id: subject.order_id,
            version: subject.version,
            status: subject.status,
            event_id: subject.event_id(),
            trace_id: trace_header.and_then(|it| trace::id(it)).map(str::to_owned),
            sent_at: Timestamp::from_unix_millis(sent_at).unwrap_or(Timestamp::EPOCH),
            receive_count: u32::try_from(receive_count.unwrap_or(1)).unwrap_or(u32::MAX),
        };
        Letter {
            about,
            payload: payload.to_owned(),
            attributes: attributes.into_iter().collect(),
            trace_header: trace_header.cloned(),
        }
    }
}

/// Why a letter is there that says nothing itself.
fn reason(source: Source) -> &'static str {
    match source {
        Source::Subscription => "the subscriber did not accept it in any attempt",
        _ => "its receiver never answered: look for a timeout or a crash in its log",
    }
}
