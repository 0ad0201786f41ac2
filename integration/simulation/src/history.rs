//! What happened, for the invariants to judge and for people to read.

use std::collections::{BTreeMap, BTreeSet};

use order_events::{EventId, OrderStatus};

use crate::service::Service;
use crate::sim::TaskId;

/// Everything that a run leaves behind besides the state of its services.
#[derive(Debug)]
pub(crate) struct History {
    /// Status changes as they were committed.
    pub(crate) changes: BTreeMap<EventId, Committed>,
    pub(crate) publications: Vec<Publication>,
    pub(crate) faults: Vec<Struck>,
    /// What broke a promise the moment it happened.
    pub(crate) violations: Vec<String>,
    /// Events that an operator sent again.
    pub(crate) replayed: BTreeSet<EventId>,
    /// Rows that are no orders, by the stream's id of their record, and messages that are no
    /// events, by their body.
    pub(crate) garbage: BTreeSet<String>,
    /// Stream records that the mapping gave up on, by their sequence numbers.
    pub(crate) discarded: BTreeSet<String>,
    /// Messages whose last receiver ended early, or could not reach the dead-letter queue: nobody
    /// could say why they failed.
    pub(crate) cut_off: BTreeSet<String>,
    trace: Option<Vec<String>>,
}

/// Something went wrong in an invocation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Struck {
    pub(crate) at: u64,
    pub(crate) task: TaskId,
    /// On the way to which service, if it was on the way to one.
    pub(crate) service: Option<Service>,
}

/// A status change.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Committed {
    pub(crate) previous: Option<OrderStatus>,
    pub(crate) status: OrderStatus,
}

/// A notification.
#[derive(Debug, Clone)]
pub(crate) struct Publication {
    pub(crate) at: u64,
    pub(crate) task: Option<TaskId>,
    pub(crate) event: EventId,
}

impl History {
    pub(crate) fn new(traced: bool) -> Self {
        Self {
            changes: BTreeMap::new(),
            publications: Vec::new(),
            faults: Vec::new(),
            violations: Vec::new(),
            replayed: BTreeSet::new(),
            garbage: BTreeSet::new(),
            discarded: BTreeSet::new(),
            cut_off: BTreeSet::new(),
            trace: traced.then(Vec::new),
        }
    }

    pub(crate) fn note(
        &mut self,
        millis: u64,
        task: Option<TaskId>,
        text: impl FnOnce() -> String,
    ) {
        if let Some(trace) = &mut self.trace {
            let task = task.map_or_else(String::new, |task| format!("#{task}"));
            let seconds = millis / 1_000;
            trace.push(format!(
                "{seconds:>6}.{:03} {task:>6}  {}",
                millis % 1_000,
                text()
            ));
        }
    }

    pub(crate) fn trace(&self) -> &[String] {
        self.trace.as_deref().unwrap_or_default()
    }
}
