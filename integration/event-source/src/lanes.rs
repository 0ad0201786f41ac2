//! Which records may be delivered at the same time, and up to where all are done.

use std::collections::{BTreeMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::Record;

/// Records by the key of their item: each lane delivers one batch after the other.
#[derive(Debug)]
pub(crate) struct Lanes {
    all: Vec<Lane>,
    batch_size: usize,
    /// Whether the record with this place in the stream is done; done ones in front are gone.
    done: BTreeMap<usize, (String, bool)>,
    count: usize,
}

#[derive(Debug, Default)]
struct Lane {
    waiting: VecDeque<(usize, Record)>,
    delivering: Vec<usize>,
}

impl Lanes {
    pub(crate) fn new(count: usize, batch_size: usize) -> Self {
        Self {
            all: (0..count.max(1)).map(|_| Lane::default()).collect(),
            batch_size: batch_size.max(1),
            done: BTreeMap::new(),
            count: 0,
        }
    }

    pub(crate) fn put(&mut self, records: Vec<Record>) {
        for record in records {
            let mut hasher = DefaultHasher::new();
            record.key.hash(&mut hasher);
            let lane = usize::try_from(hasher.finish() % 1_024).unwrap_or(0) % self.all.len();
            self.done
                .insert(self.count, (record.sequence_number.clone(), false));
            self.all[lane].waiting.push_back((self.count, record));
            self.count += 1;
        }
    }

    pub(crate) fn unfinished(&self) -> usize {
        self.done.len()
    }

    /// The next batch of a lane that delivers none.
    pub(crate) fn next_batch(&mut self) -> Option<(usize, Vec<Record>)> {
        let idle = |lane: &Lane| lane.delivering.is_empty() && !lane.waiting.is_empty();
        let index = self.all.iter().position(idle)?;
        let lane = &mut self.all[index];
        let size = lane.waiting.len().min(self.batch_size);
        let (places, batch) = lane.waiting.drain(..size).unzip();
        lane.delivering = places;
        Some((index, batch))
    }

    /// The batch of `lane` is done. Returns the last sequence number before which everything is,
    /// if that has moved.
    pub(crate) fn finish(&mut self, lane: usize) -> Option<String> {
        for place in self.all[lane].delivering.drain(..) {
            if let Some((_, done)) = self.done.get_mut(&place) {
                *done = true;
            }
        }
        let mut checkpoint = None;
        while let Some(first) = self.done.first_entry().filter(|entry| entry.get().1) {
            checkpoint = Some(first.remove().0);
        }
        checkpoint
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::record;

    #[test]
    fn one_item_is_never_in_two_batches_at_once() {
        let mut lanes = Lanes::new(10, 100);
        lanes.put(vec![record("1", "a"), record("2", "a")]);
        let (lane, batch) = lanes.next_batch().unwrap();
        assert_eq!(batch.len(), 2);
        lanes.put(vec![record("3", "a")]);
        assert!(lanes.next_batch().is_none());
        assert_eq!(lanes.finish(lane), Some("2".to_owned()));
        assert_eq!(lanes.next_batch().unwrap().1, [record("3", "a")]);
    }

    #[test]
    fn the_checkpoint_waits_for_the_slowest() {
        let mut lanes = Lanes::new(1_024, 1);
        lanes.put(vec![record("1", "a"), record("2", "b"), record("3", "b")]);
        let (first, one) = lanes.next_batch().unwrap();
        let (second, _) = lanes.next_batch().unwrap();
        let (a, b) = if one[0].key == "a" {
            (first, second)
        } else {
            (second, first)
        };
        assert_eq!(lanes.finish(b), None);
        assert_eq!(lanes.finish(a), Some("2".to_owned()));
        assert_eq!(lanes.unfinished(), 1);
    }
}
