//! Messages on their way to a queue, in as few calls as SQS allows.

use std::collections::BTreeMap;
use std::ops::Range;

use aws_sdk_sqs::types::{
    MessageAttributeValue, MessageSystemAttributeNameForSends, SendMessageBatchRequestEntry,
};
use lambda_kit::trace;

use super::queue::{BATCH, Queue};
use crate::error::DlqError;

/// Most bytes of a call, 1 MiB by the quotas of SQS, less room for attributes.
const MOST_BYTES: usize = 1_000_000;

/// A message to be sent.
#[derive(Debug, Default)]
pub(crate) struct Outgoing {
    pub(crate) body: String,
    /// What a FIFO queue asks for.
    pub(crate) fifo: Option<Fifo>,
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) trace_header: Option<String>,
}

/// What must stay in order, and what counts as the same message.
#[derive(Debug)]
pub(crate) struct Fifo {
    pub(crate) group: String,
    pub(crate) deduplication: String,
}

impl Queue<'_> {
    /// Sends messages. Returns the places of those that the queue has confirmed, so that the others
    /// can be sent again.
    ///
    /// # Errors
    /// If SQS does not answer, or if it refuses a message for what it is.
    pub(crate) async fn send(self, messages: &[Outgoing]) -> Result<Vec<usize>, DlqError> {
        let mut confirmed = Vec::new();
        let sizes: Vec<usize> = messages.iter().map(|message| message.body.len()).collect();
        for call in calls(&sizes) {
            let entries = call.map(|index| messages[index].entry(index));
            let output = self
                .sqs
                .send_message_batch()
                .queue_url(self.url)
                .set_entries(Some(entries.collect()))
                .send()
                .await
                .map_err(DlqError::sqs("send to a queue"))?;
            for refused in output.failed() {
                let (code, id) = (refused.code(), refused.id());
                if refused.sender_fault() {
                    return Err(DlqError::Refused(code.to_owned()));
                }
                tracing::warn!(code, "SQS refused entry {id}, its letter is sent again");
            }
            let successful = output.successful().iter();
            confirmed.extend(successful.filter_map(|entry| entry.id().parse::<usize>().ok()));
        }
        Ok(confirmed)
    }
}

impl Outgoing {
    fn entry(&self, index: usize) -> SendMessageBatchRequestEntry {
        let mut entry = SendMessageBatchRequestEntry::builder()
            .id(index.to_string())
            .message_body(&self.body);
        if let Some(fifo) = &self.fifo {
            entry = entry
                .message_group_id(&fifo.group)
                .message_deduplication_id(&fifo.deduplication);
        }
        for (name, value) in &self.attributes {
            let value = MessageAttributeValue::builder()
                .data_type("String")
                .string_value(value)
                .build()
                .expect("the data type is set");
            entry = entry.message_attributes(name, value);
        }
        if let Some(header) = &self.trace_header {
            let name = MessageSystemAttributeNameForSends::AwsTraceHeader;
            entry = entry.message_system_attributes(name, trace::attribute(header));
        }
        entry.build().expect("id and body are set")
    }
}

/// The messages of each call, of messages with so many bytes.
fn calls(sizes: &[usize]) -> Vec<Range<usize>> {
    let mut calls: Vec<Range<usize>> = Vec::new();
    let mut bytes = 0;
    for (index, size) in sizes.iter().enumerate() {
        match calls.last_mut() {
            Some(call) if call.len() < BATCH && bytes + size <= MOST_BYTES => call.end += 1,
            _ => {
                calls.push(index..index + 1);
                bytes = 0;
            }
        }
        bytes += size;
    }
    calls
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_stays_within_the_quotas() {
        // How many messages each call has.
        let table: [(&[usize], &[usize]); 5] = [
            (&[], &[]),
            (&[1; 10], &[10]),
            (&[1; 12], &[10, 2]),
            (&[400_000; 5], &[2, 2, 1]),
            // Alone it is sent all the same: SQS says what is wrong with it.
            (&[1, 2_000_000, 1], &[1, 1, 1]),
        ];
        for (sizes, expected) in table {
            let calls = calls(sizes);
            let counts: Vec<usize> = calls.iter().map(ExactSizeIterator::len).collect();
            assert_eq!(counts, expected, "{sizes:?}");
            let indices = calls.into_iter().flatten();
            assert!(indices.eq(0..sizes.len()), "{sizes:?}");
        }
    }
}
