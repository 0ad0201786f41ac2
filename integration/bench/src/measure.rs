//! What is measured of `order-api`, and in which order.

use std::num::NonZeroUsize;

use crate::error::BenchError;
use crate::order_api::{Granted, OrderApi, Surroundings, Wish};
use crate::sample::Sample;
use xtask::Step;

/// Requests of each kind before the first that counts.
const WARM_UP: usize = 200;

/// Fresh processes, one after the other, each for one order.
#[derive(Debug)]
pub(crate) struct Cold {
    /// From the start of the process until it asks for its first event.
    pub(crate) init: Sample,
    /// From the first event sent to its answer received.
    pub(crate) first_answer: Sample,
}

/// Requests of one kind to a process that has served many.
#[derive(Debug)]
pub(crate) struct Warm {
    pub(crate) wish: Wish,
    /// Without the time inside the stub of DynamoDB.
    pub(crate) handler: Sample,
    pub(crate) total: Sample,
    /// Of one request.
    pub(crate) dynamodb_calls: usize,
}

/// Starts the function `starts` times.
pub(crate) async fn cold(around: &Surroundings, starts: NonZeroUsize) -> Result<Cold, BenchError> {
    let step = Step::start(format!("Starting it {starts} times"));
    let mut times = Vec::new();
    for _ in 0..starts.get() {
        let (mut api, init) = OrderApi::start(around).await?;
        let first = api.grant(Wish::PlaceOrder).await?;
        api.stop().await?;
        times.push((init, first.total));
    }
    step.done();
    Ok(Cold {
        init: times.iter().map(|(init, _)| *init).collect(),
        first_answer: times.iter().map(|(_, answer)| *answer).collect(),
    })
}

/// Sends `requests` of each kind to one process; what it took, and the process's peak of memory.
pub(crate) async fn warm(
    around: &Surroundings,
    requests: NonZeroUsize,
) -> Result<(Vec<Warm>, u64), BenchError> {
    let (mut api, _) = OrderApi::start(around).await?;
    let mut measured = Vec::new();
    for wish in Wish::ALL {
        let step = Step::start(format!("Sending {requests} × {}", wish.name()));
        for _ in 0..WARM_UP {
            api.grant(wish).await?;
        }
        let mut granted = Vec::with_capacity(requests.get());
        for _ in 0..requests.get() {
            granted.push(api.grant(wish).await?);
        }
        step.done();
        measured.push(Warm {
            wish,
            handler: granted.iter().map(Granted::in_handler).collect(),
            total: granted.iter().map(|one| one.total).collect(),
            dynamodb_calls: granted
                .iter()
                .map(|one| one.dynamodb_calls)
                .max()
                .unwrap_or(0),
        });
    }
    let peak_memory = api.peak_memory();
    api.stop().await?;
    Ok((measured, peak_memory))
}
