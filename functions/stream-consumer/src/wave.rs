//! Messages that may travel in one `SendMessageBatch`.

use aws_sdk_sqs::types::{MessageSystemAttributeNameForSends, SendMessageBatchRequestEntry};
use lambda_kit::trace;
use order_events::OrderStatus;

use crate::change::Message;

/// Most entries of a batch (Amazon SQS quotas).
const MOST_ENTRIES: usize = 10;
/// Most bytes of a batch, 1 MiB by the quotas, less room for attributes.
const MOST_BYTES: usize = 1_000_000;

/// A batch in the making. No order is in it twice: SQS may refuse the earlier change and take the
/// later, and then they would be out of order.
#[derive(Debug, Default)]
pub(crate) struct Wave {
    messages: Vec<(usize, Message)>,
    bytes: usize,
}

impl Wave {
    pub(crate) fn takes(&self, message: &Message) -> bool {
        self.messages.len() < MOST_ENTRIES
            && self.bytes + message.body.len() <= MOST_BYTES
            && self
                .messages
                .iter()
                .all(|(_, other)| other.group != message.group)
    }

    pub(crate) fn push(&mut self, record: usize, message: Message) {
        self.bytes += message.body.len();
        self.messages.push((record, message));
    }

    /// The record that the first message came from.
    pub(crate) fn first(&self) -> Option<usize> {
        self.messages.first().map(|(record, _)| *record)
    }

    /// What the orders became, by the records before `record`.
    pub(crate) fn statuses_before(&self, record: usize) -> impl Iterator<Item = OrderStatus> {
        let before = self.messages.iter().filter(move |(from, _)| *from < record);
        before.map(|(_, message)| message.status)
    }

    /// The record that entry `id` came from.
    pub(crate) fn record_of(&self, id: &str) -> Option<usize> {
        let record: usize = id.parse().ok()?;
        self.messages
            .iter()
            .any(|(known, _)| *known == record)
            .then_some(record)
    }

    pub(crate) fn entries(&self) -> Vec<SendMessageBatchRequestEntry> {
        let entry = |(record, message): &(usize, Message)| {
            let entry = SendMessageBatchRequestEntry::builder()
                .id(record.to_string())
                .message_body(&message.body)
                .message_group_id(&message.group)
                .message_deduplication_id(&message.deduplication);
            let entry = match &message.trace_header {
                Some(header) => entry.message_system_attributes(
                    MessageSystemAttributeNameForSends::AwsTraceHeader,
                    trace::attribute(header),
                ),
                None => entry,
            };
            entry.build().expect("id and body are set")
        };
        self.messages.iter().map(entry).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(group: &str, bytes: usize) -> Message {
        Message {
            body: "x".repeat(bytes),
            status: OrderStatus::Pending,
            group: group.into(),
            deduplication: group.into(),
            trace_header: Some("Root=1-1".into()),
        }
    }

    fn wave(groups: &[&str], bytes: usize) -> Wave {
        let mut wave = Wave::default();
        for (index, group) in groups.iter().enumerate() {
            wave.push(index, message(group, bytes));
        }
        wave
    }

    #[test]
    fn an_order_is_in_a_wave_once() {
        assert!(wave(&["a"], 1).takes(&message("b", 1)));
        assert!(!wave(&["a", "b"], 1).takes(&message("a", 1)));
    }

    #[test]
    fn what_stands_behind_a_failure_is_not_counted() {
        let wave = wave(&["a", "b", "c"], 1);
        let counted = |failed| wave.statuses_before(failed).count();
        assert_eq!([0, 2, usize::MAX].map(counted), [0, 2, 3]);
    }

    #[test]
    fn a_wave_stays_within_the_quotas() {
        let groups = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        assert!(wave(&groups[..9], 1).takes(&message("x", 1)));
        assert!(!wave(&groups, 1).takes(&message("x", 1)));
        assert!(!wave(&groups[..4], 250_000).takes(&message("x", 1)));
    }

    #[test]
    fn an_entry_leads_back_to_its_record() {
        let wave = wave(&["a", "b"], 1);
        let entry = &wave.entries()[1];
        assert_eq!(entry.id(), "1");
        let attributes = entry.message_system_attributes().unwrap();
        let header = &attributes[&MessageSystemAttributeNameForSends::AwsTraceHeader];
        assert_eq!(header.string_value(), Some("Root=1-1"));
        assert_eq!(wave.record_of("1"), Some(1));
        assert_eq!(wave.record_of("7"), None);
    }
}
