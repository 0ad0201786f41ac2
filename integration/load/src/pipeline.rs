//! `cargo load pipeline`: real orders on the local stack, and where their time goes.
//!
//! The hops of an order are told by what is written down anyway: its id holds the time of its
//! placement, its representation that of its confirmation, pdf-worker's log when it began, and the
//! marker when the document was kept and the notification sent.

mod emulator;
mod hops;
mod journal;
mod processor;
mod report;

use std::collections::BTreeMap;
use std::fs;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use fastrand::Rng;
use futures::{StreamExt, TryStreamExt, stream};
use integration::{Place, Stack, free_port};
use order_events::{EventId, OrderId, Timestamp, Version};
use serde_json::Value;
use xtask::Step as Announced;

use crate::clock;
use crate::error::LoadError;
use crate::report::{Section, number};
use crate::run::{
    Arrivals, Client, Failed, Operation, Share, Stage, Step, Who, beginnings, bodies, drive,
    order_id, progress, target, timed,
};
use crate::samples::Samples;
use hops::{Hops, Order};
use journal::Journal;

/// Orders under way at once; more are dropped, and said to be.
const IN_FLIGHT: usize = 256;
/// Orders that start every function before anything counts.
const WARM_UP: usize = 6;
/// How long nothing may happen before what is missing counts as lost.
const PATIENCE: Duration = Duration::from_mins(1);
/// Between two looks for markers. Each look is work for the emulator.
const LOOK: Duration = Duration::from_secs(1);
/// Less than this share of what was sent, and the rate is too high.
const KEEPS_UP: f64 = 0.9;
/// A request that takes longer has failed.
const TIMEOUT: Duration = Duration::from_mins(1);

/// What is to be measured.
#[derive(Debug, Clone)]
pub struct Question {
    /// Orders a second, one after the other, until one is too many.
    pub rates: Vec<f64>,
    /// How long each rate lasts.
    pub seconds: f64,
}

/// What was measured at one rate.
#[derive(Debug)]
struct Measured {
    rate: f64,
    dropped: u64,
    /// From sending a request to its answer, by its name.
    requests: BTreeMap<&'static str, Samples>,
    /// How operations failed, and how many did so.
    failed: Vec<(Failed, u64)>,
    /// Invoices a second, from the first order to the last invoice.
    sustained: f64,
    /// The emulator's own processor time, in cores.
    emulator_cores: f64,
    /// That of all processes of this machine.
    machine_cores: f64,
    hops: Hops,
}

/// Measures on a local stack of its own.
///
/// # Errors
/// If the stack fails, or loses orders.
pub async fn measure(question: &Question) -> Result<Vec<Section>, LoadError> {
    let folder = xtask::target().join("load");
    let mut stack = Stack::start(&Place::new(free_port(), folder)).await?;
    let endpoint = stack
        .emulator()
        .map(|emulator| emulator.endpoint())
        .unwrap_or_default();
    let idle = stack.outputs().stream_consumer.clone();
    let emulator = emulator::Emulator::new(endpoint, idle)?;
    let step = Announced::start("Measuring the emulator by itself");
    let figures = emulator.measure().await?;
    step.done();
    at_rate(&mut stack, 2.0, WARM_UP).await?;
    let mut measured = Vec::new();
    for rate in &question.rates {
        let step = Announced::start(format!("Sending {} orders a second", number(*rate)));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a rate and seconds are above 0, and their product is small"
        )]
        let count = (rate * question.seconds).ceil() as usize;
        let at_rate = at_rate(&mut stack, *rate, count).await?;
        step.done();
        let kept_up = at_rate.keeps_up();
        measured.push(at_rate);
        if !kept_up {
            break;
        }
    }
    Ok(vec![
        report::section(&measured, question, &figures),
        figures.section(),
    ])
}

/// Sends `count` orders, `rate` a second, and follows each to its notification.
async fn at_rate(stack: &mut Stack, rate: f64, count: usize) -> Result<Measured, LoadError> {
    let log = stack
        .emulator()
        .map(|emulator| emulator.log().to_owned())
        .unwrap_or_default();
    let pid = stack
        .emulator()
        .map_or(0, |emulator| emulator.process_group().leader());
    let logged = fs::metadata(&log)
        .map_err(LoadError::unreadable(&log))?
        .len();
    let target = target(stack, Who::Customer).await?;
    let client = Client::new(&target.api_url, &target.token, TIMEOUT)?;
    let sender = Arc::new(Sender {
        client,
        bodies: bodies()?,
        confirmed: Mutex::default(),
    });

    #[expect(clippy::cast_precision_loss, reason = "there are few orders")]
    let stage = Stage::constant(rate, count as f64 / rate);
    let beginnings = beginnings(&[stage], Arrivals::Even, 0);
    let share = [Share {
        operation: Operation::PlaceAndConfirm,
        weight: 1,
    }];
    let (started, busy) = (
        Instant::now(),
        (processor::time_of(pid), processor::time_of_all()),
    );
    let first = clock::unix_millis();
    let bar = progress("orders", beginnings.len());
    let outcome = drive(&beginnings, &share, IN_FLIGHT, 1, &bar, |_, choice| {
        let sender = Arc::clone(&sender);
        async move { sender.send(choice).await }
    })
    .await;
    let confirmed = sender
        .confirmed
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    wait_for_all(stack, &confirmed).await?;
    let waited = started.elapsed().as_secs_f64();
    let cores = |after: Duration, before| after.saturating_sub(before).as_secs_f64() / waited;
    let emulator_cores = cores(processor::time_of(pid), busy.0);
    let machine_cores = cores(processor::time_of_all(), busy.1);
    let orders = follow(stack, &confirmed).await?;

    let log = fs::read(&log).map_err(LoadError::unreadable(&log))?;
    let since = usize::try_from(logged).unwrap_or(0).min(log.len());
    let journal = Journal::read(&String::from_utf8_lossy(&log[since..]));
    let tally = outcome
        .operations
        .values()
        .next()
        .cloned()
        .unwrap_or_default();
    Ok(Measured {
        rate,
        dropped: tally.dropped,
        requests: outcome.requests,
        failed: tally.failed.into_iter().collect(),
        sustained: sustained(&orders, first, stage.seconds),
        emulator_cores,
        machine_cores,
        hops: Hops::new(&orders, &journal),
    })
}

/// Who places and confirms.
#[derive(Debug)]
struct Sender {
    client: Client,
    bodies: Vec<Value>,
    confirmed: Mutex<Vec<Confirmed>>,
}

/// An order, and when it was confirmed, in milliseconds since 1970.
#[derive(Debug, Clone, Copy)]
struct Confirmed {
    id: OrderId,
    at: u64,
}

impl Sender {
    async fn send(&self, choice: u64) -> (Vec<Step>, Result<(), Failed>) {
        let mut steps = Vec::new();
        let sending = async {
            let body = &self.bodies[Rng::with_seed(choice).usize(..self.bodies.len())];
            let key = uuid::Uuid::new_v4().to_string();
            let placed = timed("place", &mut steps, self.client.place(body, &key)).await?;
            let id = order_id(&placed)?;
            let answer = timed("confirm", &mut steps, self.client.confirm(&id)).await?;
            let at = answer["updatedAt"]
                .as_str()
                .and_then(|at| at.parse::<Timestamp>().ok());
            let confirmed = Confirmed {
                id: id.parse().map_err(|_| Failed::Strange)?,
                at: at.ok_or(Failed::Strange)?.unix_millis(),
            };
            self.confirmed
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(confirmed);
            Ok(())
        };
        let result = sending.await;
        (steps, result)
    }
}

/// Waits until each confirmation has its marker.
async fn wait_for_all(stack: &Stack, confirmed: &[Confirmed]) -> Result<(), LoadError> {
    let bar = progress("invoices", confirmed.len());
    let mut wanted: Vec<String> = confirmed.iter().map(|order| marker_key(order.id)).collect();
    let mut news = Instant::now();
    loop {
        let there: std::collections::HashSet<String> = stack
            .keys_ending("/events/2.json")
            .await?
            .into_iter()
            .collect();
        let before = wanted.len();
        wanted.retain(|key| !there.contains(key));
        bar.set_position(u64::try_from(confirmed.len() - wanted.len()).unwrap_or_default());
        if wanted.is_empty() {
            bar.finish_and_clear();
            return Ok(());
        }
        if wanted.len() < before {
            news = Instant::now();
        }
        if news.elapsed() > PATIENCE {
            return Err(LoadError::Lost(wanted.len()));
        }
        tokio::time::sleep(LOOK).await;
    }
}

fn marker_key(id: OrderId) -> String {
    format!("{}/events/2.json", id.object_prefix())
}

/// When each order's document was kept and its notification sent.
async fn follow(stack: &Stack, confirmed: &[Confirmed]) -> Result<Vec<Order>, LoadError> {
    let following = stream::iter(confirmed).map(|order| async move {
        let event = EventId {
            order_id: order.id,
            version: Version::FIRST.next(),
        };
        let marker = stack.marker(event).await?;
        let read = || {
            let marker = marker?;
            let time = |text: &Value| Some(text.as_str()?.parse::<Timestamp>().ok()?.unix_millis());
            Some(Order {
                event,
                placed: order.id.created_at().unix_millis(),
                confirmed: order.at,
                kept: time(&marker["document"]["keptAt"])?,
                notified: time(&marker["completedAt"])?,
            })
        };
        read().ok_or(LoadError::Lost(1))
    });
    following.buffered(4).try_collect().await
}

/// Invoices a second, by when the last one was kept; no more than were sent.
fn sustained(orders: &[Order], first: u64, seconds: f64) -> f64 {
    let last = orders.iter().map(|order| order.kept).max().unwrap_or(first);
    #[expect(clippy::cast_precision_loss, reason = "a run lasts minutes")]
    let took = last.saturating_sub(first) as f64 / 1_000.0;
    #[expect(clippy::cast_precision_loss, reason = "there are few orders")]
    let count = orders.len() as f64;
    count / took.max(seconds)
}

impl Measured {
    fn keeps_up(&self) -> bool {
        self.sustained >= KEEPS_UP * self.rate && self.dropped == 0
    }
}
