//! Numbers under contention: no gap and no repeat, whoever is faster. Prints how fast.

use std::collections::BTreeMap;
use std::time::Instant;

use futures::future::join_all;
use integration::start_for_test;
use order_core::{Advanced, DocumentNumber, Order, SeriesCount};
use order_events::OrderStatus;
use order_store::{DynamoDbStore, OrderStore, StoreError};

use crate::dynamodb;
use crate::orders::{at, enter, order};

/// Confirmations at once.
const AT_ONCE: u64 = 64;

#[tokio::test(flavor = "multi_thread")]
async fn confirmations_at_once_leave_no_gap_and_no_repeat() {
    let stack = start_for_test("store-throughput").await;
    // Each count in a year of its own, since a series begins anew with the year.
    for (count, year) in [(1, 2027), (8, 2028)] {
        let series: SeriesCount = count.to_string().parse().unwrap();
        let store = dynamodb(&stack, stack.dynamodb().clone(), series);
        let orders: Vec<Order> = (0..AT_ONCE)
            .map(|index| order("eva", at(year, index)))
            .collect();
        for order in &orders {
            store
                .save(Advanced::Ready(order.clone()), None)
                .await
                .unwrap();
        }
        let started = Instant::now();
        let confirming = orders.into_iter().map(|order| confirm(&store, order, year));
        let confirmed = join_all(confirming).await;
        let elapsed = started.elapsed().as_secs_f64();
        let again: u32 = confirmed.iter().map(|(_, again)| again).sum();
        println!(
            "{AT_ONCE} confirmations at once in {count} series: {elapsed:.2} s, {:.0} a second, \
             {again} told to come back later",
            f64::from(u32::try_from(AT_ONCE).unwrap()) / elapsed
        );

        let mut sequences: BTreeMap<String, Vec<u64>> = BTreeMap::new();
        for (DocumentNumber { series, sequence }, _) in confirmed {
            sequences
                .entry(series.to_string())
                .or_default()
                .push(sequence);
        }
        assert_eq!(sequences.len(), count);
        for (series, mut drawn) in sequences {
            drawn.sort_unstable();
            let gapless: Vec<u64> = (1..).take(drawn.len()).collect();
            assert_eq!(drawn, gapless, "{series}");
        }
    }
}

/// Confirms an order, as often as it is told to come back; its number, and how often that was.
async fn confirm(store: &DynamoDbStore, order: Order, year: u16) -> (DocumentNumber, u32) {
    let confirm = enter(order, OrderStatus::Confirmed, at(year, 1_000));
    let mut again = 0;
    loop {
        match store.save(confirm.clone(), None).await {
            Ok(confirmed) => return (confirmed.invoice.unwrap().number, again),
            Err(StoreError::Contended { .. }) => again += 1,
            Err(error) => panic!("{error}"),
        }
    }
}
