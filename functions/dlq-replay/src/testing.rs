//! Letters for tests.

use std::collections::BTreeMap;

use crate::letter::{DeadLetter, Letter, Source, Subject};

const CONFIRMED: &str =
    include_str!("../../../schemas/examples/order-status-changed.v1/confirmed.json");

/// A readable letter about a confirmed order, from the queue of status changes.
pub(crate) fn letter(code: &str, sent_at: &str) -> Letter {
    let subject = Subject::of(CONFIRMED);
    Letter {
        about: DeadLetter {
            id: "5f0c8b9e-0000-4000-8000-000000000001".to_owned(),
            source: Source::StatusChanges,
            queue: "dead-letters.fifo".to_owned(),
            code: code.to_owned(),
            reason: "a test".to_owned(),
            parked_by: Some("pdf-worker".to_owned()),
            order_id: subject.order_id,
            version: subject.version,
            status: subject.status,
            event_id: subject.event_id(),
            trace_id: None,
            sent_at: sent_at.parse().expect("a timestamp"),
            receive_count: 1,
        },
        payload: CONFIRMED.to_owned(),
        attributes: BTreeMap::new(),
        trace_header: None,
    }
}
