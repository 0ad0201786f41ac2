//! An order and its life.

use order_events::{DocumentKind, OrderId, OrderStatus, Timestamp, Version};

use crate::content::{Content, OrderDraft};
use crate::document::{DocumentNumber, Issued};
use crate::fault::OrderFault;
use crate::history::{Change, Subject};
use crate::pricing::price;
use crate::status::{issues, next_statuses};

/// An order as it stands at one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub id: OrderId,
    /// Who placed it, and may see it.
    pub owner: Subject,
    pub version: Version,
    pub status: OrderStatus,
    pub updated_at: Timestamp,
    pub content: Content,
    pub invoice: Option<Issued>,
    pub credit_note: Option<Issued>,
    /// Every change, the first being the placement, the last the one to this version.
    pub history: Vec<Change>,
}

/// A wish to enter a status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    pub to: OrderStatus,
    pub reason: Option<String>,
}

/// The next version of an order: complete, or waiting for the number of the document that the
/// change issues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Advanced {
    Ready(Order),
    NeedsNumber(Unnumbered),
}

/// An order that becomes whole when its document has a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unnumbered {
    kind: DocumentKind,
    order: Order,
}

/// The status machine allows no such change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("order `{id}` is `{from}` and cannot become `{to}`")]
pub struct TransitionRefused {
    pub id: OrderId,
    pub from: OrderStatus,
    pub to: OrderStatus,
}

/// The order's content can't be changed any more.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmendRefused {
    #[error("order `{id}` is `{status}`, and only a `PENDING` order can be amended")]
    NotPending { id: OrderId, status: OrderStatus },
    #[error(
        "order `{id}` was changed {} times, and there must be an end to it",
        Order::MOST_VERSIONS
    )]
    TooOften { id: OrderId },
}

impl Order {
    /// How often an order may change while it is pending: its history is part of it, and must
    /// leave room for what comes after.
    pub const MOST_VERSIONS: u64 = 500;

    /// A new order, priced, at its first version.
    ///
    /// # Errors
    /// Every rule that the draft breaks.
    pub fn place(id: OrderId, owner: Subject, draft: OrderDraft) -> Result<Self, Vec<OrderFault>> {
        let at = id.created_at();
        let placed = Change {
            version: Version::FIRST,
            status: OrderStatus::Pending,
            at,
            by: owner.clone(),
            reason: None,
        };
        Ok(Self {
            id,
            owner,
            version: placed.version,
            status: placed.status,
            updated_at: at,
            content: price(draft)?,
            invoice: None,
            credit_note: None,
            history: vec![placed],
        })
    }

    /// Whether the content may be changed now.
    ///
    /// # Errors
    /// [`AmendRefused`] if not.
    pub fn check_amendable(&self) -> Result<(), AmendRefused> {
        let (id, status) = (self.id, self.status);
        if status != OrderStatus::Pending {
            return Err(AmendRefused::NotPending { id, status });
        }
        if self.version.0 >= Self::MOST_VERSIONS {
            return Err(AmendRefused::TooOften { id });
        }
        Ok(())
    }

    /// The order with other content, which [`Order::check_amendable`] must allow.
    #[must_use]
    pub fn amend(mut self, content: Content, by: Subject, at: Timestamp) -> Self {
        self.content = content;
        self.record(self.status, None, by, at);
        self
    }

    /// The order after entering the status that `transition` asks for.
    ///
    /// # Errors
    /// [`TransitionRefused`] unless [`next_statuses`] has that status.
    pub fn advance(
        mut self,
        transition: Transition,
        by: Subject,
        at: Timestamp,
    ) -> Result<Advanced, TransitionRefused> {
        let (id, from, to) = (self.id, self.status, transition.to);
        if !next_statuses(from).contains(&to) {
            return Err(TransitionRefused { id, from, to });
        }
        self.record(to, transition.reason, by, at);
        Ok(match issues(from, to) {
            Some(kind) => Advanced::NeedsNumber(Unnumbered { kind, order: self }),
            None => Advanced::Ready(self),
        })
    }

    /// What was said about the last change.
    #[must_use]
    pub fn last_reason(&self) -> Option<&str> {
        self.history.last()?.reason.as_deref()
    }

    fn record(&mut self, status: OrderStatus, reason: Option<String>, by: Subject, at: Timestamp) {
        self.version = self.version.next();
        self.status = status;
        self.updated_at = at;
        self.history.push(Change {
            version: self.version,
            status,
            at,
            by,
            reason,
        });
    }
}

impl Unnumbered {
    /// What has to be numbered.
    #[must_use]
    pub fn kind(&self) -> DocumentKind {
        self.kind
    }

    #[must_use]
    pub fn order_id(&self) -> OrderId {
        self.order.id
    }

    /// When it is issued.
    #[must_use]
    pub fn issued_at(&self) -> Timestamp {
        self.order.updated_at
    }

    /// The order with `number` on its new document.
    #[must_use]
    pub fn numbered(&self, number: DocumentNumber) -> Order {
        let mut order = self.order.clone();
        let issued = Some(Issued {
            number,
            at: order.updated_at,
        });
        match self.kind {
            DocumentKind::Invoice => order.invoice = issued,
            DocumentKind::CreditNote => order.credit_note = issued,
        }
        order
    }
}

#[cfg(test)]
mod tests;
