//! The newest document is that of the newest version that has one.

use std::collections::{BTreeMap, BTreeSet};

use order_events::{DocumentKind, EventId, OrderId, OrderStatus};

use crate::history::Committed;
use crate::sim::World;

pub(super) fn broken(world: &World, done: &BTreeSet<EventId>) -> Vec<String> {
    let mut broken = Vec::new();
    for ((order, kind), versions) in documents(world) {
        let key = kind.object_key(order);
        let current = world.services.invoices.current(&key);
        let shown = current.and_then(|current| current.shows);
        let is_done = |version: &&u64| {
            done.iter()
                .any(|e| e.order_id == order && e.version.0 == **version)
        };
        let newest = versions.iter().filter(is_done).max().copied();
        // A document is kept before its marker: a newer one may be there already.
        let fits = shown >= newest && shown.is_none_or(|shown| versions.contains(&shown));
        if !fits {
            broken.push(format!(
                "`{key}` shows version {shown:?}, the newest is {newest:?}"
            ));
        }
        if let Some(current) = current {
            let text = String::from_utf8_lossy(&current.body);
            let number = world.number(order, kind).unwrap_or_default();
            if number.is_empty() || !text.contains(number) {
                broken.push(format!(
                    "`{key}` says `{text}`, the order's number is `{number}`"
                ));
            }
        }
    }
    broken
}

/// The versions of each document.
fn documents(world: &World) -> BTreeMap<(OrderId, DocumentKind), Vec<u64>> {
    let mut documents: BTreeMap<_, Vec<u64>> = BTreeMap::new();
    for (event, change) in &world.history.changes {
        if let Some(kind) = document(*change) {
            documents
                .entry((event.order_id, kind))
                .or_default()
                .push(event.version.0);
        }
    }
    documents
}

/// Which changes call for a document. Written a second time on purpose: it judges the worker.s.
fn document(change: Committed) -> Option<DocumentKind> {
    match (change.previous, change.status) {
        (_, OrderStatus::Confirmed | OrderStatus::Paid) => Some(DocumentKind::Invoice),
        (Some(OrderStatus::Confirmed), OrderStatus::Cancelled) | (_, OrderStatus::Refunded) => {
            Some(DocumentKind::CreditNote)
        }
        _ => None,
    }
}

impl World {
    /// The number of an order's document, as the table has it.
    fn number(&self, order: OrderId, kind: DocumentKind) -> Option<&str> {
        let place = ("orders".to_owned(), order.to_string());
        let item = self.services.dynamodb.items.get(&place)?;
        let attribute = match kind {
            DocumentKind::Invoice => "invoice",
            DocumentKind::CreditNote => "creditNote",
        };
        item[attribute]["M"]["number"]["S"].as_str()
    }
}
