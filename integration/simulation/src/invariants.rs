//! What must hold, whatever went wrong: most of it is judged at the end of a run, the rest the
//! moment it happens.

mod documents;
mod notifications;
mod numbers;

use std::collections::{BTreeMap, BTreeSet};

use order_events::{EventId, OrderId, OrderStatus, OrderStatusChanged, Version};
use serde_json::Value;

use crate::clock;
use crate::history::Committed;
use crate::service::dynamodb::DynamoDb;
use crate::service::expression::number;
use crate::service::{Request, Service};
use crate::sim::{TaskId, World};

/// With less than this of an invocation left, in milliseconds, nothing is begun: it would be cut off
/// somewhere in the middle.
const TIME_TO_BEGIN: u64 = 2_000;

impl World {
    /// The record at `index` of the stream was written.
    pub(crate) fn committed(&mut self, task: Option<TaskId>, index: usize) {
        let change = &self.services.dynamodb.stream[index]["dynamodb"];
        let (old, new) = (&change["OldImage"], &change["NewImage"]);
        let version = version_of(new);
        let before = if old.is_null() { 0 } else { version_of(old) };
        let order_id = order_id(new).expect("only orders are committed");
        let (previous, status) = (status(old), status(new).expect("an order has a status"));
        if before + 1 != version {
            let what = format!("version {version} of {order_id} is written over {before}");
            self.violation(task, what);
        }
        if previous != Some(status) {
            let event = EventId {
                order_id,
                version: Version(version),
            };
            let committed = Committed { previous, status };
            self.history.changes.insert(event, committed);
            self.note(task, || format!("{event} is committed: {status}"));
        }
    }

    /// A call is begun: by a message or a wave of messages that there is still time for.
    pub(crate) fn call_begins(&mut self, task: TaskId, service: Service, request: &Request) {
        let Some(running) = self.running(task) else {
            return;
        };
        let first_of_its_work = match running.function {
            "stream-consumer" => true,
            "pdf-worker" => {
                let is_read = service == Service::S3 && request.method == "GET";
                is_read && request.path.contains("events")
            }
            _ => false,
        };
        let left = running.ends.saturating_sub(clock::now().unix_millis());
        if first_of_its_work && left < TIME_TO_BEGIN {
            let what = format!("{} begins with {left} ms left", running.function);
            self.violation(Some(task), what);
        }
    }

    /// Every promise that was broken.
    pub(crate) fn judge(&self) -> Vec<String> {
        let mut broken = self.history.violations.clone();
        let done = self.done();
        broken.extend(self.lost_changes(&done));
        broken.extend(self.unexplained_dead_letters());
        broken.extend(self.lost_garbage());
        broken.extend(self.left_over());
        broken.extend(documents::broken(self, &done));
        broken.extend(notifications::broken(self, &done));
        broken.extend(numbers::broken(&self.services.dynamodb));
        broken
    }

    /// The changes that have a marker.
    fn done(&self) -> BTreeSet<EventId> {
        let marked = |event: &&EventId| {
            let key = format!(
                "{}/events/{}.json",
                event.order_id.object_prefix(),
                event.version
            );
            self.services.invoices.current(&key).is_some()
        };
        self.history
            .changes
            .keys()
            .filter(marked)
            .copied()
            .collect()
    }

    /// Every status change of every order ends in a marker or in a dead-letter queue.
    fn lost_changes(&self, done: &BTreeSet<EventId>) -> Vec<String> {
        let parked: BTreeSet<EventId> = self.parked_events().collect();
        let lost = self.history.changes.iter();
        let lost = lost.filter(|(event, _)| !done.contains(event) && !parked.contains(event));
        lost.map(|(event, change)| format!("{event} ({}) is lost", change.status))
            .collect()
    }

    /// Events in the dead-letter queue or among the records that the stream's mapping gave up.
    fn parked_events(&self) -> impl Iterator<Item = EventId> {
        let letters = self.services.dead_letters.messages.iter();
        let letters = letters.filter_map(|message| {
            let event: OrderStatusChanged = serde_json::from_str(&message.body).ok()?;
            Some(event.event_id)
        });
        let records = self.discarded().filter_map(|record| {
            let image = &record["dynamodb"]["NewImage"];
            Some(EventId {
                order_id: order_id(image)?,
                version: Version(version_of(image)),
            })
        });
        letters.chain(records)
    }

    /// The stream's records that its mapping gave up on, and kept.
    fn discarded(&self) -> impl Iterator<Item = &Value> {
        let stream = &self.services.dynamodb.stream;
        stream.iter().filter(|record| {
            let number = record["dynamodb"]["SequenceNumber"].as_str();
            number.is_some_and(|number| self.history.discarded.contains(number))
        })
    }

    /// A dead letter says why it is one, unless every chance to say it was cut off.
    fn unexplained_dead_letters(&self) -> Vec<String> {
        let letters = self.services.dead_letters.messages.iter();
        let unexplained = letters.filter(|message| {
            let attributes = &message.attributes;
            let explained = ["errorCode", "errorReason", "parkedBy"]
                .iter()
                .all(|name| attributes.get(*name).is_some_and(|value| !value.is_empty()));
            let cut_off = attributes
                .get("redrivenFrom")
                .is_some_and(|id| self.history.cut_off.contains(id));
            !explained && !cut_off
        });
        unexplained
            .map(|message| format!("dead letter {} has no reason", message.id))
            .collect()
    }

    /// What no reader understands is kept too.
    fn lost_garbage(&self) -> Vec<String> {
        let kept = |garbage: &&String| {
            let mut letters = self.services.dead_letters.messages.iter();
            letters.any(|message| message.body.contains(garbage.as_str()))
                || self
                    .discarded()
                    .any(|record| record["eventID"] == garbage.as_str())
        };
        let lost = self.history.garbage.iter().filter(|garbage| !kept(garbage));
        lost.map(|garbage| format!("`{garbage}` is lost")).collect()
    }

    /// Nothing waits for ever.
    fn left_over(&self) -> Option<String> {
        let left = self.services.queue.messages.len();
        (left > 0).then(|| format!("{left} messages are left in the queue"))
    }
}

impl DynamoDb {
    /// The rows of all orders.
    pub(crate) fn orders(&self) -> Vec<&Value> {
        let orders = self
            .items
            .iter()
            .filter(|((table, _), _)| table == crate::service::dynamodb::ORDERS);
        orders.map(|(_, item)| item).collect()
    }
}

/// Each owner's orders.
fn by_owner(dynamodb: &DynamoDb) -> BTreeMap<&str, usize> {
    let mut owners = BTreeMap::new();
    for item in dynamodb.orders() {
        *owners
            .entry(item["owner"]["S"].as_str().unwrap_or_default())
            .or_default() += 1;
    }
    owners
}

/// The id of an order; `None` if it is garbage.
fn order_id(image: &Value) -> Option<OrderId> {
    image["orderId"]["S"].as_str()?.parse().ok()
}

fn version_of(image: &Value) -> u64 {
    number(&image["version"]).expect("an order has a version")
}

fn status(image: &Value) -> Option<OrderStatus> {
    let status = image["status"]["S"].as_str()?;
    OrderStatus::ALL
        .into_iter()
        .find(|known| known.as_str() == status)
}
