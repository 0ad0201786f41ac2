//! What one stream record means.

use std::panic::catch_unwind;

use lambda_kit::{telemetry, trace};
use order_events::{OrderSnapshot, OrderStatus, OrderStatusChanged};
use order_store::status_change;

use crate::batch::StreamRecord;

/// Largest message in bytes. SQS takes more, but not every subscriber and tool does.
pub(crate) const LARGEST_MESSAGE: usize = 256 * 1024;

/// A status change, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub body: String,
    /// What the order became.
    pub status: OrderStatus,
    /// The order: its changes stay in their order.
    pub group: String,
    /// The event: sent again, it is the same message.
    pub deduplication: String,
    /// The X-Ray tracing header of the request behind it.
    pub trace_header: Option<String>,
}

/// What to do about a record.
#[derive(Debug)]
pub enum Meaning {
    Message(Message),
    Nothing,
    /// No retry can make sense of it.
    Poison {
        code: &'static str,
        reason: String,
    },
}

/// The meaning of a record. It depends on the record alone, so a panic would come back with every
/// try: that is poison too, and harms no other record.
#[must_use]
pub fn meaning(record: &StreamRecord) -> Meaning {
    catch_unwind(|| read(record)).unwrap_or_else(|_| Meaning::Poison {
        code: "consumer-panicked",
        reason: "reading the record panicked: see the function's log".to_owned(),
    })
}

fn read(record: &StreamRecord) -> Meaning {
    let change = match status_change(record.old_image(), record.new_image()) {
        Ok(Some(change)) => change,
        Ok(None) => return Meaning::Nothing,
        Err(error) => {
            return Meaning::Poison {
                code: "unreadable-image",
                reason: telemetry::chain(&error),
            };
        }
    };
    let event = OrderStatusChanged::new(
        change.previous,
        change.order.last_reason().map(str::to_owned),
        OrderSnapshot::from(&change.order),
    );
    let body = serde_json::to_string(&event).expect("an event has only text keys");
    if body.len() > LARGEST_MESSAGE {
        let reason = format!(
            "expected at most {LARGEST_MESSAGE} bytes, found {}",
            body.len()
        );
        return Meaning::Poison {
            code: "event-too-large",
            reason,
        };
    }
    Meaning::Message(Message {
        body,
        status: event.order.status,
        group: event.order.order_id.to_string(),
        deduplication: event.event_id.to_string(),
        trace_header: change.trace_header.filter(|header| trace::is_valid(header)),
    })
}
