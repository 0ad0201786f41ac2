//! What a store of orders promises.

use std::fmt;

use async_trait::async_trait;
use order_core::{Advanced, Order};
use order_events::{OrderId, Timestamp, Version};

use crate::error::StoreError;
use crate::listing::{ListQuery, Page};

/// Orders, their document numbers, and the requests that were answered already.
#[async_trait]
pub trait OrderStore: fmt::Debug + Send + Sync {
    /// The order as the last successful write left it, if there is one.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if it can't be understood.
    async fn get(&self, id: OrderId) -> Result<Option<Order>, StoreError>;

    /// Writes the next version of an order, its first if it is new. A document that the change
    /// issues gets the next number of its series in the same transaction, so that a number is
    /// never lost nor used twice; and so does `claim`, so that a request is done and remembered,
    /// or neither. What is stored already is as good as written, so that a write whose answer was
    /// lost can be sent again.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] unless the stored version is the one before;
    /// [`StoreError::KeyTaken`] if the claimed key is in use;
    /// [`StoreError::Contended`] if others were faster too often.
    async fn save(&self, next: Advanced, claim: Option<Claim<'_>>) -> Result<Order, StoreError>;

    /// What was answered to the request with this key, unless that is forgotten by `now`.
    ///
    /// # Errors
    /// If the store can't be read.
    async fn recall(
        &self,
        key: &RequestKey,
        now: Timestamp,
    ) -> Result<Option<Remembered>, StoreError>;

    /// One page of a list, as it was a moment ago: a change may take a second to show up.
    ///
    /// # Errors
    /// If the store can't be read.
    async fn list(&self, query: &ListQuery) -> Result<Page, StoreError>;
}

/// Identity of a request that may be sent more than once: its caller and the caller's key.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RequestKey(String);

impl RequestKey {
    /// `digest` must differ for different callers and for different keys.
    #[must_use]
    pub fn new(digest: String) -> Self {
        Self(digest)
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The wish to be the one request that has this key.
#[derive(Clone, Copy)]
pub struct Claim<'a> {
    pub key: &'a RequestKey,
    /// Tells this request from another that uses the same key.
    pub request_hash: &'a str,
    /// A key that is forgotten by now can be claimed anew.
    pub now: Timestamp,
    pub forgotten_at: Timestamp,
    /// The answer, once the order is what it will be.
    pub answer: &'a (dyn Fn(&Order) -> Answer + Sync),
}

impl fmt::Debug for Claim<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claim")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

/// An answer as it is remembered. Its body is personal data and not for logs.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status code.
    pub status: u16,
    pub body: String,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// A request that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remembered {
    pub request_hash: String,
    pub order_id: OrderId,
    /// The version that the request made.
    pub version: Version,
    pub answer: Answer,
}
