//! Where the time of orders goes, hop by hop.

use std::time::Duration;

use order_events::EventId;

use super::journal::Journal;
use crate::samples::Samples;

/// When things happened to an order, in milliseconds since 1970.
#[derive(Debug, Clone, Copy)]
pub(super) struct Order {
    pub(super) event: EventId,
    pub(super) placed: u64,
    pub(super) confirmed: u64,
    pub(super) kept: u64,
    pub(super) notified: u64,
}

/// Times of many orders.
#[derive(Debug)]
pub(super) struct Hops {
    pub(super) order_to_pdf: Samples,
    /// Means in milliseconds, in the order of the hops.
    means: Vec<(&'static str, f64)>,
    /// The mean of what follows the document.
    notification: f64,
}

impl Hops {
    pub(super) fn new(orders: &[Order], journal: &Journal) -> Self {
        let between = |from: fn(&Order) -> u64, to: fn(&Order) -> u64| {
            mean(
                orders
                    .iter()
                    .map(|order| millis(to(order).saturating_sub(from(order)))),
            )
        };
        let placing = between(|order| order.placed, |order| order.confirmed);
        let behind = between(|order| order.confirmed, |order| order.kept);
        let begun = orders.iter().filter_map(|order| {
            let begun = journal.begun.get(&order.event)?;
            Some((millis(order.kept) - begun).max(0.0))
        });
        let worker = mean(begun);
        let queue = mean(journal.queue_lags.iter().copied());
        let consumer = mean(journal.batches.iter().copied());
        // What is left is between the commit and the consumer: the stream and its polling.
        let stream = (behind - worker - queue - consumer).max(0.0);
        let whole = |order: &Order| order.kept.saturating_sub(order.placed);
        Self {
            order_to_pdf: orders
                .iter()
                .map(|order| Duration::from_millis(whole(order)))
                .collect(),
            means: vec![
                ("placed → confirmed, with the customer's way", placing),
                ("confirmed → read from the stream", stream),
                ("stream-consumer", consumer),
                ("in the queue", queue),
                ("pdf-worker, until the document is kept", worker),
            ],
            notification: between(|order| order.kept, |order| order.notified),
        }
    }

    /// Each hop with its mean in milliseconds and its share of the way to the document; last, what
    /// follows the document.
    pub(super) fn shares(&self) -> Vec<(&'static str, f64, f64)> {
        let all: f64 = self.means.iter().map(|(_, mean)| mean).sum();
        let after = ("after the document: notification sent", self.notification);
        let hops = self.means.iter().copied().chain([after]);
        hops.map(|(what, mean)| (what, mean, if all > 0.0 { mean / all } else { 0.0 }))
            .collect()
    }
}

impl Hops {
    /// The hop that takes longest.
    pub(super) fn longest(&self) -> &'static str {
        let longest = self
            .means
            .iter()
            .max_by(|(_, one), (_, other)| one.total_cmp(other));
        longest.map_or("", |(what, _)| what)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds of this century fit"
)]
fn millis(millis: u64) -> f64 {
    millis as f64
}

/// Zero of nothing.
fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for value in values {
        sum += value;
        count += 1.0;
    }
    if count > 0.0 { sum / count } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use order_events::{OrderId, Timestamp, Version};

    use super::*;

    #[test]
    fn hops_add_up_to_the_way() {
        let at = |millis| Timestamp::from_unix_millis(millis).unwrap();
        let event = EventId {
            order_id: OrderId::new(at(1_000), [7; 10]),
            version: Version(2),
        };
        let order = Order {
            event,
            placed: 1_000,
            confirmed: 1_100,
            kept: 1_600,
            notified: 1_620,
        };
        let journal = Journal {
            begun: [(event, 1_500.0)].into_iter().collect(),
            batches: vec![20.0],
            queue_lags: vec![80.0, 120.0],
        };
        let hops = Hops::new(&[order], &journal);
        let means: Vec<f64> = hops.shares().iter().map(|(_, mean, _)| *mean).collect();
        // 500 ms behind the confirmation, of which 100 worker, 100 queue, 20 consumer.
        let expected = [100.0, 280.0, 20.0, 100.0, 100.0, 20.0];
        assert!(
            means
                .iter()
                .zip(expected)
                .all(|(a, b)| (a - b).abs() < 1e-9),
            "{means:?}"
        );
        let shares: f64 = hops
            .shares()
            .iter()
            .take(5)
            .map(|(_, _, share)| share)
            .sum();
        assert!((shares - 1.0).abs() < 1e-9);
        assert_eq!(hops.longest(), "confirmed → read from the stream");
        assert!((hops.order_to_pdf.quantile(0.5) - 600.0).abs() < 1.0);
    }
}
