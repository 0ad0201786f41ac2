//! Lists of orders, in the order of their placement.

use order_core::{DocumentNumber, Order, Subject};
use order_events::{Currency, MinorUnits, OrderId, OrderStatus, Timestamp, Version};

/// Which orders, from where on, and how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListQuery {
    pub whose: Whose,
    pub status: Option<OrderStatus>,
    /// Placed at this time or later.
    pub from: Option<Timestamp>,
    /// Placed before this time.
    pub to: Option<Timestamp>,
    pub sort: Sort,
    pub limit: usize,
    /// Continue behind this order, which the last page ended with.
    pub after: Option<OrderId>,
}

/// Whose orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    Everybody,
    Owner(Subject),
}

/// Which orders come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    NewestFirst,
    OldestFirst,
}

/// Some rows of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// At most as many as were asked for, and sometimes fewer although more follow.
    pub rows: Vec<Listing>,
    /// What [`ListQuery::after`] is for the next page, if there is more to see.
    pub next: Option<OrderId>,
}

/// What a list shows of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    pub order_id: OrderId,
    pub version: Version,
    pub status: OrderStatus,
    pub updated_at: Timestamp,
    pub buyer_name: String,
    pub purchase_order_reference: Option<String>,
    pub currency: Currency,
    pub gross: MinorUnits,
    pub invoice_number: Option<DocumentNumber>,
    pub credit_note_number: Option<DocumentNumber>,
}

impl From<&Order> for Listing {
    fn from(order: &Order) -> Self {
        Self {
            order_id: order.id,
            version: order.version,
            status: order.status,
            updated_at: order.updated_at,
            buyer_name: order.content.buyer.name.clone(),
            purchase_order_reference: order.content.purchase_order_reference.clone(),
            currency: order.content.currency,
            gross: order.content.totals.gross,
            invoice_number: order.invoice.map(|invoice| invoice.number),
            credit_note_number: order.credit_note.map(|note| note.number),
        }
    }
}

/// Order ids as numbers, from the first to the last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) first: u128,
    pub(crate) last: u128,
}

impl ListQuery {
    /// The ids that the page can come from; `None` if there can't be any.
    ///
    /// An id begins with the time of placement, so a range of times is a range of ids.
    pub(crate) fn bounds(&self) -> Option<Bounds> {
        let first_at = |at: Timestamp| u128::from(at.unix_millis()) << 80;
        let bounds = Bounds {
            first: self.from.map_or(0, first_at),
            last: match self.to {
                Some(to) => first_at(to).checked_sub(1)?,
                None => u128::MAX,
            },
        };
        match self.after {
            Some(id) => bounds.behind(id, self.sort),
            None => Some(bounds),
        }
        .filter(|bounds| bounds.first <= bounds.last)
    }
}

impl Bounds {
    /// What is left behind `id`; `None` if nothing is.
    pub(crate) fn behind(self, id: OrderId, sort: Sort) -> Option<Self> {
        let id = id.as_u128();
        let Self { first, last } = self;
        let left = match sort {
            Sort::NewestFirst => Self {
                first,
                last: last.min(id.checked_sub(1)?),
            },
            Sort::OldestFirst => Self {
                first: first.max(id.checked_add(1)?),
                last,
            },
        };
        (left.first <= left.last).then_some(left)
    }

    pub(crate) fn contain(self, id: OrderId) -> bool {
        (self.first..=self.last).contains(&id.as_u128())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> Option<Timestamp> {
        Timestamp::from_unix_millis(millis)
    }

    fn id(millis: u64) -> OrderId {
        OrderId::new(at(millis).unwrap(), [0x5A; 10])
    }

    fn query() -> ListQuery {
        ListQuery {
            whose: Whose::Everybody,
            status: None,
            from: at(100),
            to: at(200),
            sort: Sort::NewestFirst,
            limit: 20,
            after: None,
        }
    }

    #[test]
    fn times_include_their_start_and_not_their_end() {
        let bounds = query().bounds().unwrap();
        let inside: Vec<u64> = [99, 100, 199, 200]
            .into_iter()
            .filter(|millis| bounds.contain(id(*millis)))
            .collect();
        assert_eq!(inside, [100, 199]);
    }

    #[test]
    fn a_page_continues_behind_the_last_one() {
        let after = |sort| {
            let query = ListQuery {
                sort,
                after: Some(id(150)),
                ..query()
            };
            let bounds = query.bounds().unwrap();
            [149, 150, 151].map(|millis| bounds.contain(id(millis)))
        };
        assert_eq!(after(Sort::NewestFirst), [true, false, false]);
        assert_eq!(after(Sort::OldestFirst), [false, false, true]);
    }

    #[test]
    fn a_range_that_holds_nothing_is_none() {
        let empty = [
            ListQuery {
                to: at(100),
                ..query()
            },
            ListQuery {
                from: None,
                to: at(0),
                ..query()
            },
            ListQuery {
                after: Some(id(99)),
                ..query()
            },
        ];
        assert!(empty.iter().all(|query| query.bounds().is_none()));
    }
}
