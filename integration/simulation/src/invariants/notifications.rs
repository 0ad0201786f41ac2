//! Everybody hears of each change, in the order of the changes, and twice only after a fault.

use std::collections::{BTreeMap, BTreeSet};

use order_events::{EventId, OrderId};

use crate::history::Publication;
use crate::sim::World;

pub(super) fn broken(world: &World, done: &BTreeSet<EventId>) -> Vec<String> {
    let mut told: BTreeMap<EventId, Vec<&Publication>> = BTreeMap::new();
    for publication in &world.history.publications {
        told.entry(publication.event).or_default().push(publication);
    }
    let untold = done.iter().filter(|event| !told.contains_key(event));
    let mut broken: Vec<String> = untold
        .map(|event| format!("nobody heard of {event}"))
        .collect();
    broken.extend(out_of_order(world, &told));
    for (event, publications) in &told {
        // Each one but the last has something that went wrong after it.
        for publication in publications.iter().rev().skip(1) {
            if !was_struck(world, publication) {
                broken.push(format!("{event} was told again without need"));
            }
        }
    }
    broken
}

/// What was told for the first time after something newer of the same order. What an operator
/// replays is late on purpose.
fn out_of_order(world: &World, told: &BTreeMap<EventId, Vec<&Publication>>) -> Vec<String> {
    let mut last: BTreeMap<OrderId, (u64, EventId)> = BTreeMap::new();
    let mut broken = Vec::new();
    for (event, publications) in told {
        if world.history.replayed.contains(event) {
            continue;
        }
        let first = publications
            .iter()
            .map(|publication| publication.at)
            .min()
            .unwrap_or_default();
        if let Some((before, older)) = last.insert(event.order_id, (first, *event))
            && before > first
        {
            broken.push(format!("{event} was told before {older}"));
        }
    }
    broken
}

/// Whether something went wrong in the invocation, from this publication on.
fn was_struck(world: &World, publication: &Publication) -> bool {
    let faults = world.history.faults.iter();
    let mut of_task = faults.filter(|struck| Some(struck.task) == publication.task);
    // The fault of a call is drawn when the call begins, a moment before it arrives.
    of_task.any(|struck| struck.at + CALL >= publication.at)
}

/// Longest way of a request, in milliseconds, unless it is late: then its sender was struck.
const CALL: u64 = 100_000;
