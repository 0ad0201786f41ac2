//! Who changed an order, when and why.

use std::fmt;

use order_events::{OrderStatus, Timestamp, Version};

/// Who acts: the subject of an access token. It is not for logs.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subject(String);

impl Subject {
    #[must_use]
    pub fn new(subject: impl Into<String>) -> Self {
        Self(subject.into())
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subject").finish_non_exhaustive()
    }
}

/// One change of an order. Entries are only ever added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub version: Version,
    /// The status after the change; the one before the change if it amended the content.
    pub status: OrderStatus,
    pub at: Timestamp,
    pub by: Subject,
    pub reason: Option<String>,
}

/// What a change did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    Placed,
    Amended,
    EnteredStatus,
}

/// The changes with what they did, oldest first.
pub fn with_kinds(history: &[Change]) -> impl Iterator<Item = (ChangeKind, &Change)> {
    let before = std::iter::once(None).chain(history.iter().map(Some));
    before.zip(history).map(|(before, change)| {
        let kind = match before {
            None => ChangeKind::Placed,
            Some(before) if before.status == change.status => ChangeKind::Amended,
            Some(_) => ChangeKind::EnteredStatus,
        };
        (kind, change)
    })
}
