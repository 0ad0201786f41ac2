//! The queue's mapping: polls, invokes, deletes what was handled.

use std::collections::BTreeSet;
use std::future::pending;
use std::pin::pin;
use std::sync::Arc;

use aws_lambda_events::sqs::SqsEvent;
use futures::future::select;
use pdf_worker::Worker;
use serde_json::{Value, json};

use crate::bug::Bug;
use crate::function::invoke;
use crate::service::Service;
use crate::service::sqs::Message;
use crate::sim::{Signal, Stage, TaskId};

/// Milliseconds that the worker has; the queue hides a message six times as long.
const TIMEOUT: u64 = 30_000;

/// How an invocation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Answered,
    /// By a crash or a time-out.
    Early,
}

/// One of the mapping's pollers, for ever.
pub(crate) async fn poll(stage: Stage, worker: Arc<Worker>) {
    loop {
        let batch = receive(&stage);
        if batch.is_empty() {
            wait(&stage).await;
            continue;
        }
        let records: Vec<Value> = batch.iter().map(Message::record).collect();
        let event: SqsEvent = serde_json::from_value(json!({"Records": records}))
            .expect("it has the form of a function's event");
        let worker = Arc::clone(&worker);
        let invoked = invoke(&stage, "pdf-worker", TIMEOUT, |deadline| async move {
            worker.handle(event, deadline).await
        });
        let invoked = invoked.await;
        let end = match invoked.answer {
            Some(_) => End::Answered,
            None => End::Early,
        };
        let failed = match invoked.answer {
            Some(Ok(answer)) => {
                let failures = answer.batch_item_failures.into_iter();
                failures.map(|failure| failure.item_identifier).collect()
            }
            Some(Err(_)) | None => batch.iter().map(|message| message.id.clone()).collect(),
        };
        finish(&stage, invoked.task, end, &batch, failed);
    }
}

fn receive(stage: &Stage) -> Vec<Message> {
    let mut world = stage.sim.world();
    let now = world.now;
    let (received, given_up) = world.services.queue.receive(now);
    for mut message in given_up {
        world.note(None, || format!("SQS gives up on {}", message.id));
        message
            .attributes
            .insert("redrivenFrom".to_owned(), message.id.clone());
        world.services.dead_letters.take_over(message, now);
        world.raise(Signal::DeadLetter);
    }
    received
}

/// Until something may be received again.
async fn wait(stage: &Stage) {
    let next_return = {
        let world = stage.sim.world();
        let next = world.services.queue.next_return(world.now);
        next.map(|at| at - world.now)
    };
    let comes_back = async {
        match next_return {
            Some(millis) => stage.sim.sleep(millis).await,
            None => pending().await,
        }
    };
    select(
        pin!(stage.sim.signal(Signal::QueueChanged)),
        pin!(comes_back),
    )
    .await;
}

fn finish(stage: &Stage, task: TaskId, end: End, batch: &[Message], failed: Vec<String>) {
    let mut world = stage.sim.world();
    let failed = distorted(world.bug, batch, failed);
    if failed
        .iter()
        .any(|id| batch.iter().all(|message| message.id != *id))
    {
        world.violation(
            Some(task),
            format!("the worker reports {failed:?}, which names no message"),
        );
    }
    let (kept, done): (Vec<&Message>, Vec<&Message>) = batch
        .iter()
        .partition(|message| failed.contains(&message.id));
    let now = world.now;
    let receipts: Vec<String> = done
        .iter()
        .map(|message| message.receipt().to_owned())
        .collect();
    world.services.queue.delete(&receipts, now);
    let faults = world.history.faults.iter();
    let mut of_task = faults.filter(|struck| struck.task == task);
    let could_not_park = of_task.any(|struck| struck.service == Some(Service::Sqs));
    for message in kept {
        if could_not_park || end == End::Early {
            world.history.cut_off.insert(message.id.clone());
        } else {
            world.history.cut_off.remove(&message.id);
        }
    }
    world.raise(Signal::QueueChanged);
}

/// The answer as the bug makes it.
fn distorted(bug: Option<Bug>, batch: &[Message], failed: Vec<String>) -> Vec<String> {
    match bug {
        Some(Bug::EverythingIsAcknowledged) => Vec::new(),
        Some(Bug::OnlyTheFailedIsReported) => {
            let mut groups = BTreeSet::new();
            let first_of_group = |id: &String| {
                let message = batch.iter().find(|message| message.id == *id);
                message.is_none_or(|message| groups.insert(message.group.clone()))
            };
            failed.into_iter().filter(first_of_group).collect()
        }
        _ => failed,
    }
}
