//! Pages over the indexes of the `orders` table.
//!
//! `StatusIndex` spreads each status over several partitions, so a page of it is merged from all
//! of them; `OwnerIndex` holds an owner's orders in one. Both are sorted by order id, which is the
//! order of placement. Nothing ever scans.

use std::collections::VecDeque;

use futures::future::try_join_all;
use order_events::{OrderId, OrderStatus};
use serde::Deserialize;

use super::{Attributes, DynamoDbStore, text};
use crate::error::StoreError;
use crate::listing::{Bounds, ListQuery, Listing, Page, Sort, Whose};
use crate::row::{ListingRow, STATUS_SHARDS, shard_key};

/// Rows that one page may look at: a filter that hardly anything passes gives short pages instead
/// of slow ones.
const MOST_EXAMINED: usize = 1_000;

/// One partition of an index.
struct Partition {
    index: &'static str,
    key_name: &'static str,
    key: String,
}

/// A partition that is being read.
struct Reader {
    partition: Partition,
    sort: Sort,
    /// What is still to be fetched.
    unread: Option<Bounds>,
    fetched: VecDeque<Listing>,
}

/// An item of an index.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct IndexRow {
    order_id: OrderId,
    listing: ListingRow,
}

impl DynamoDbStore {
    pub(super) async fn page(&self, query: &ListQuery) -> Result<Page, StoreError> {
        let mut readers: Vec<Reader> = partitions(query)
            .into_iter()
            .map(|partition| Reader {
                partition,
                sort: query.sort,
                unread: query.bounds(),
                fetched: VecDeque::new(),
            })
            .collect();
        // A page draws about evenly from all partitions; who runs out early is asked again.
        let share = query.limit / readers.len() * 2 + 2;
        let mut page = Page::default();
        let mut last_examined = None;
        for examined in 0.. {
            let starved = readers
                .iter_mut()
                .filter(|reader| reader.fetched.is_empty() && reader.unread.is_some());
            try_join_all(starved.map(|reader| self.fetch(reader, share))).await?;
            let heads = readers
                .iter_mut()
                .filter(|reader| !reader.fetched.is_empty());
            let head = |reader: &&mut Reader| reader.fetched.front().map(|row| row.order_id);
            let first = match query.sort {
                Sort::NewestFirst => heads.max_by_key(head),
                Sort::OldestFirst => heads.min_by_key(head),
            };
            let Some(reader) = first else {
                break;
            };
            if page.rows.len() == query.limit || examined == MOST_EXAMINED {
                page.next = last_examined;
                break;
            }
            let row = reader.fetched.pop_front().expect("only heads are chosen");
            last_examined = Some(row.order_id);
            if query.status.is_none_or(|status| status == row.status) {
                page.rows.push(row);
            }
        }
        Ok(page)
    }

    /// Fetches the next rows of a partition, `count` at most.
    async fn fetch(&self, reader: &mut Reader, count: usize) -> Result<(), StoreError> {
        let Some(unread) = reader.unread else {
            return Ok(());
        };
        let output = self
            .client
            .query()
            .table_name(&self.tables.orders)
            .index_name(reader.partition.index)
            .key_condition_expression("#key = :key AND orderId BETWEEN :first AND :last")
            .expression_attribute_names("#key", reader.partition.key_name)
            .expression_attribute_values(":key", text(&reader.partition.key))
            .expression_attribute_values(":first", text(&id_text(unread.first)))
            .expression_attribute_values(":last", text(&id_text(unread.last)))
            .scan_index_forward(reader.sort == Sort::OldestFirst)
            .limit(i32::try_from(count).unwrap_or(i32::MAX))
            .send()
            .await?;
        let rows = output.items.unwrap_or_default().into_iter().map(listing);
        reader.fetched = rows.collect::<Result<_, _>>()?;
        // Without a last key the partition has been read to its end.
        let last = reader.fetched.back().map(|row| row.order_id);
        reader.unread = output
            .last_evaluated_key
            .and(last)
            .and_then(|last| unread.behind(last, reader.sort));
        Ok(())
    }
}

/// The partitions that the rows of a list are in.
fn partitions(query: &ListQuery) -> Vec<Partition> {
    if let Whose::Owner(owner) = &query.whose {
        return vec![Partition {
            index: "OwnerIndex",
            key_name: "owner",
            key: owner.as_str().to_owned(),
        }];
    }
    let statuses = query
        .status
        .map_or_else(|| OrderStatus::ALL.to_vec(), |status| vec![status]);
    let shards = statuses
        .into_iter()
        .flat_map(|status| (0..STATUS_SHARDS).map(move |shard| shard_key(status, shard)));
    shards
        .map(|key| Partition {
            index: "StatusIndex",
            key_name: "statusShard",
            key,
        })
        .collect()
}

fn listing(item: Attributes) -> Result<Listing, StoreError> {
    let row: IndexRow = serde_dynamo::from_item(item).map_err(StoreError::CorruptListing)?;
    Ok(row.listing.of(row.order_id))
}

/// An end of a range of ids, as text that sorts like them. It need not be an id itself.
fn id_text(id: u128) -> String {
    let digits = format!("{id:032x}");
    let ends = [8, 12, 16, 20, 32];
    let parts = std::iter::once(0).chain(ends).zip(ends);
    let parts: Vec<&str> = parts.map(|(from, to)| &digits[from..to]).collect();
    parts.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_of_a_range_is_written_like_an_id() {
        let text = "01999f3a-6c1e-7b42-9d1f-2f6d0c9a7e55";
        let id: OrderId = text.parse().unwrap();
        assert_eq!(id_text(id.as_u128()), text);
        assert_eq!(id_text(0), "00000000-0000-0000-0000-000000000000");
    }
}
