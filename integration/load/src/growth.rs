//! `cargo load growth`: what an operation costs, the more orders there are.
//!
//! The real store on tables in this process: see [`table`]. Units are those that AWS would bill;
//! times are those of the store and of `SQLite` here, and only their growth means anything.

mod orders;
mod table;

use std::time::Instant;

use indicatif::ProgressBar;
use order_core::Advanced;
use order_events::OrderStatus;
use order_store::{
    Answer, Claim, DynamoDbStore, ListQuery, OrderStore, RequestKey, Sort, StoreError, Whose,
};

use crate::error::LoadError;
use crate::report::{Row, Section, millis, number};
use crate::samples::Samples;
use table::CountingTable;

/// Operations of each kind, at each size.
const TIMES: u64 = 100;

/// How much more an operation may cost in the largest table than in the smallest.
const FLAT: f64 = 1.05;

/// Rows on a page.
const PAGE: usize = 20;

/// What is done with orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operation {
    Place,
    PlaceWithKey,
    Confirm,
    Get,
    FirstPage,
    LaterPage,
    PageOfStatus,
    OwnPage,
}

/// The mean cost of one operation in a table of one size.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Measured {
    calls: f64,
    read_units: f64,
    write_units: f64,
    items_read: f64,
    /// Median, in milliseconds.
    time: f64,
}

/// Measures all operations at each of `sizes`, which ascend.
///
/// # Errors
/// If the store fails.
pub async fn measure(sizes: &[u64], bar: &ProgressBar) -> Result<Vec<Section>, LoadError> {
    let table = CountingTable::create()?;
    let store = table.store();
    bar.set_length(sizes.last().copied().unwrap_or(0));
    let mut next = 0;
    let mut measured: Vec<Vec<Measured>> = Vec::new();
    for size in sizes {
        while next < *size {
            store
                .save(Advanced::Ready(orders::settled(next)), None)
                .await?;
            next += 1;
            bar.set_position(next);
        }
        let mut at_size = Vec::new();
        for operation in Operation::ALL {
            at_size.push(repeat(operation, &table, &store, *size, &mut next).await?);
        }
        measured.push(at_size);
    }
    bar.finish_and_clear();
    Ok(vec![report(sizes, &measured)])
}

/// Does `operation` again and again in a table of `size` orders. Orders that it needs, or places,
/// come on top, from number `next` on.
async fn repeat(
    operation: Operation,
    table: &CountingTable,
    store: &DynamoDbStore,
    size: u64,
    next: &mut u64,
) -> Result<Measured, LoadError> {
    let mut times = Samples::default();
    let mut cost = table::Cost::default();
    for time in 0..TIMES {
        let fresh = orders::placed(*next);
        if operation.places() {
            *next += 1;
        }
        if operation == Operation::Confirm {
            store.save(Advanced::Ready(fresh.clone()), None).await?;
        }
        // One of the orders that were there, anywhere in the table.
        let known = time.wrapping_mul(0x9E37_79B9_7F4A_7C15) % size;
        let key = RequestKey::new(format!("key of order {next}"));
        table.take_cost();
        let started = Instant::now();
        operation.perform(store, fresh, known, &key).await?;
        times.add(started.elapsed());
        let once = table.take_cost();
        cost.calls += once.calls;
        cost.read_units += once.read_units;
        cost.write_units += once.write_units;
        cost.items_read += once.items_read;
    }
    #[expect(clippy::cast_precision_loss, reason = "there are few calls")]
    let mean = |sum: u64| sum as f64 / TIMES as f64;
    #[expect(clippy::cast_precision_loss, reason = "there are few operations")]
    let count = TIMES as f64;
    Ok(Measured {
        calls: mean(cost.calls),
        read_units: cost.read_units / count,
        write_units: cost.write_units / count,
        items_read: mean(cost.items_read),
        time: times.quantile(0.5),
    })
}

impl Operation {
    const ALL: [Self; 8] = [
        Self::Place,
        Self::PlaceWithKey,
        Self::Confirm,
        Self::Get,
        Self::FirstPage,
        Self::LaterPage,
        Self::PageOfStatus,
        Self::OwnPage,
    ];

    const fn places(self) -> bool {
        matches!(self, Self::Place | Self::PlaceWithKey | Self::Confirm)
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Place => "place an order",
            Self::PlaceWithKey => "place an order, with Idempotency-Key",
            Self::Confirm => "confirm an order",
            Self::Get => "get an order",
            Self::FirstPage => "list everybody's orders, first page",
            Self::LaterPage => "list everybody's orders, a page in the middle",
            Self::PageOfStatus => "list everybody's pending orders, first page",
            Self::OwnPage => "list one's own orders, first page",
        }
    }

    async fn perform(
        self,
        store: &DynamoDbStore,
        fresh: order_core::Order,
        known: u64,
        key: &RequestKey,
    ) -> Result<(), StoreError> {
        let known_id = orders::placed(known).id;
        let list = |whose, status, after| ListQuery {
            whose,
            status,
            from: None,
            to: None,
            sort: Sort::NewestFirst,
            limit: PAGE,
            after,
        };
        let query = match self {
            Self::Place => return store.save(Advanced::Ready(fresh), None).await.map(drop),
            Self::PlaceWithKey => {
                let now = fresh.id.created_at();
                let answer = |_: &order_core::Order| Answer {
                    status: 201,
                    body: "x".repeat(1_800),
                };
                let claim = Claim {
                    key,
                    request_hash: "a hash of 64 digits, as order-api makes it of the request's body",
                    now,
                    forgotten_at: now,
                    answer: &answer,
                };
                return store
                    .save(Advanced::Ready(fresh), Some(claim))
                    .await
                    .map(drop);
            }
            Self::Confirm => return store.save(orders::confirmed(fresh), None).await.map(drop),
            Self::Get => return store.get(known_id).await.map(drop),
            Self::FirstPage => list(Whose::Everybody, None, None),
            Self::LaterPage => list(Whose::Everybody, None, Some(known_id)),
            Self::PageOfStatus => list(Whose::Everybody, Some(OrderStatus::Pending), None),
            Self::OwnPage => list(Whose::Owner(orders::owner(known / 100)), None, None),
        };
        store.list(&query).await.map(drop)
    }
}

impl Measured {
    fn units(&self) -> f64 {
        self.read_units + self.write_units
    }

    fn text(&self) -> String {
        let Self {
            calls,
            read_units,
            write_units,
            items_read,
            time,
        } = self;
        let mut parts = vec![format!("{} calls", number(*calls))];
        for (count, what) in [
            (read_units, "read units"),
            (write_units, "write units"),
            (items_read, "items read"),
        ] {
            if *count > 0.0 {
                parts.push(format!("{} {what}", number(*count)));
            }
        }
        parts.push(millis(*time));
        parts.join(", ")
    }
}

fn report(sizes: &[u64], measured: &[Vec<Measured>]) -> Section {
    let name = |size: Option<&u64>| {
        #[expect(clippy::cast_precision_loss, reason = "a size is far below that")]
        let size = size.copied().unwrap_or(0) as f64;
        number(size)
    };
    let (small, large) = (name(sizes.first()), name(sizes.last()));
    let mut section = Section::new(format!(
        "Growth: one operation in a table of {small} and of {large} orders"
    ));
    let (Some(first), Some(last)) = (measured.first(), measured.last()) else {
        return section;
    };
    for (index, operation) in Operation::ALL.into_iter().enumerate() {
        let (before, after) = (first[index], last[index]);
        let ratio = after.units() / before.units();
        section.row(
            Row::new(
                format!("{}: {large} orders", operation.name()),
                after.text(),
            )
            .against(format!("{small} orders: {}", before.text()))
            .ratio(format!(
                "{ratio:.2} units, {:.2} time",
                after.time / before.time
            ))
            .bar(format!("units ≤ {FLAT}"), ratio <= FLAT),
        );
        for (size, at_size) in sizes.iter().zip(measured).skip(1).rev().skip(1) {
            let what = format!("{}: {} orders", operation.name(), name(Some(size)));
            section.row(Row::new(what, at_size[index].text()));
        }
    }
    section.note(
        "Capacity units of DynamoDB as dynoxide-rs counts them by AWS's rules from the sizes of \
         items, indexes included; orders of five lines, 9 of 10 delivered, 100 to an owner. \
         Times are medians of the store and SQLite in this process, in a build for development: \
         only their growth tells anything, and SQLite's own growth is in it.",
    );
    section
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_read_does_not_grow_with_the_table() {
        let sections = measure(&[300, 1_200], &ProgressBar::hidden())
            .await
            .unwrap();
        assert_eq!(sections[0].rows.len(), Operation::ALL.len());
        for row in &sections[0].rows {
            assert_eq!(row.met, Some(true), "{row:?}");
        }
    }

    #[tokio::test]
    async fn units_are_those_of_the_rules() {
        let table = CountingTable::create().unwrap();
        let store = table.store();
        let order = orders::placed(0);
        store
            .save(Advanced::Ready(order.clone()), None)
            .await
            .unwrap();
        let placed = table.take_cost();
        // The row, and an entry in each of two indexes, each counted in whole kilobytes.
        assert_eq!(placed.calls, 1);
        assert!(placed.write_units >= 3.0, "{placed:?}");
        store.get(order.id).await.unwrap();
        let read = table.take_cost();
        // A strongly consistent read of up to 4 KB is one unit.
        assert_eq!((read.calls, read.items_read), (1, 1));
        assert!((read.read_units - 1.0).abs() < 1e-9, "{read:?}");
    }
}
