//! Orders in memory: the promises of [`OrderStore`] without a network.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use order_core::{Advanced, DocumentNumber, Order, Series, SeriesCount};
use order_events::{OrderId, Timestamp, Version};

use crate::error::StoreError;
use crate::listing::{ListQuery, Listing, Page, Sort, Whose};
use crate::store::{Claim, OrderStore, Remembered, RequestKey};

/// Orders that are gone when it is dropped.
#[derive(Debug)]
pub struct MemoryStore {
    series: SeriesCount,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    orders: BTreeMap<OrderId, Order>,
    last_sequences: HashMap<Series, u64>,
    remembered: HashMap<RequestKey, (Timestamp, Remembered)>,
}

impl MemoryStore {
    #[must_use]
    pub fn new(series: SeriesCount) -> Self {
        Self {
            series,
            state: Mutex::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A test that panicked while it wrote must not hide what others find.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl OrderStore for MemoryStore {
    async fn get(&self, id: OrderId) -> Result<Option<Order>, StoreError> {
        Ok(self.state().orders.get(&id).cloned())
    }

    async fn save(&self, next: Advanced, claim: Option<Claim<'_>>) -> Result<Order, StoreError> {
        let mut state = self.state();
        if let Some(claim) = &claim
            && state.recall(claim.key, claim.now).is_some()
        {
            return Err(StoreError::KeyTaken);
        }
        let (order, number) = match next {
            Advanced::Ready(order) => (order, None),
            Advanced::NeedsNumber(unnumbered) => {
                let (id, at) = (unnumbered.order_id(), unnumbered.issued_at());
                let series = self.series.series(unnumbered.kind(), id, at);
                let last = state.last_sequences.get(&series).copied();
                let number = DocumentNumber {
                    series,
                    sequence: last.unwrap_or_default() + 1,
                };
                (unnumbered.numbered(number), Some(number))
            }
        };
        let stored = state.orders.get(&order.id);
        if claim.is_none() && stored == Some(&order) {
            return Ok(order);
        }
        let version = stored.map_or(Version(0), |stored| stored.version);
        if version.next() != order.version {
            return Err(StoreError::Conflict { id: order.id });
        }
        if let Some(DocumentNumber { series, sequence }) = number {
            state.last_sequences.insert(series, sequence);
        }
        if let Some(claim) = claim {
            let remembered = Remembered {
                request_hash: claim.request_hash.to_owned(),
                order_id: order.id,
                version: order.version,
                answer: (claim.answer)(&order),
            };
            let entry = (claim.forgotten_at, remembered);
            state.remembered.insert(claim.key.clone(), entry);
        }
        state.orders.insert(order.id, order.clone());
        Ok(order)
    }

    async fn recall(
        &self,
        key: &RequestKey,
        now: Timestamp,
    ) -> Result<Option<Remembered>, StoreError> {
        Ok(self.state().recall(key, now).cloned())
    }

    async fn list(&self, query: &ListQuery) -> Result<Page, StoreError> {
        let Some(bounds) = query.bounds() else {
            return Ok(Page::default());
        };
        let state = self.state();
        let mut orders: Vec<&Order> = state
            .orders
            .values()
            .filter(|order| bounds.contain(order.id))
            .filter(|order| query.status.is_none_or(|status| status == order.status))
            .filter(|order| match &query.whose {
                Whose::Everybody => true,
                Whose::Owner(owner) => *owner == order.owner,
            })
            .collect();
        if query.sort == Sort::NewestFirst {
            orders.reverse();
        }
        let more = orders.len() > query.limit;
        orders.truncate(query.limit);
        Ok(Page {
            next: orders.last().map(|order| order.id).filter(|_| more),
            rows: orders.into_iter().map(Listing::from).collect(),
        })
    }
}

impl State {
    fn recall(&self, key: &RequestKey, now: Timestamp) -> Option<&Remembered> {
        let (forgotten_at, remembered) = self.remembered.get(key)?;
        (now < *forgotten_at).then_some(remembered)
    }
}
