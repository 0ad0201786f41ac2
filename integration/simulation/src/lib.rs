//! The functions' real code in a simulated AWS, where everything that AWS documents goes wrong.
//!
//! A run is a function of its seed: virtual time, one thread, no network. Real are the stream
//! consumer, the PDF worker (but for rendering), the order store, the AWS SDK down to the HTTP
//! request, and the stream's event source mapping that the local stack uses. Simulated are the
//! services behind the requests, Lambda, and everybody who sends orders or replays dead letters.

mod api;
mod bug;
mod clock;
mod function;
mod history;
mod invariants;
mod mapping;
mod network;
mod operator;
mod search;
mod service;
mod sim;
mod submitter;
mod system;
mod typesetter;
mod weather;

pub use bug::Bug;
pub use search::{Search, search};

use futures::executor::LocalPool;

use crate::mapping::{queue, stream};
use crate::sim::{Sim, Stage};
use crate::submitter::Submitter;
use crate::system::System;

/// As in the CDK app.
const MAX_RECEIVE_COUNT: u32 = 5;

/// What came of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Every promise that was broken; none if all is well.
    pub broken: Vec<String>,
    pub figures: Figures,
    /// What happened, line by line, if it was asked for.
    pub trace: Vec<String>,
}

/// How much happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    pub orders: usize,
    pub changes: usize,
    pub faults: usize,
    pub notifications: usize,
    pub dead_letters: usize,
}

impl Figures {
    fn and(self, other: Self) -> Self {
        Self {
            orders: self.orders + other.orders,
            changes: self.changes + other.changes,
            faults: self.faults + other.faults,
            notifications: self.notifications + other.notifications,
            dead_letters: self.dead_letters + other.dead_letters,
        }
    }
}

/// Whether a run keeps a trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trace {
    Kept,
    Dropped,
}

/// Runs the system once, from the first order to the last notification.
#[must_use]
pub fn run(seed: u64, bug: Option<Bug>, trace: Trace) -> Outcome {
    let sim = Sim::new(seed, bug, trace == Trace::Kept);
    let pool = LocalPool::new();
    let stage = Stage {
        sim: sim.clone(),
        spawner: pool.spawner(),
    };
    let system = System::new(&sim);
    let (submitters, pollers) = {
        let rng = &mut sim.world().rng;
        (rng.usize(1..=4), rng.usize(1..=3))
    };
    for number in 0..submitters {
        stage.spawn(Submitter::new(&stage, &system.store, number).live());
    }
    stage.spawn(stream::run(stage.clone(), system.consumer));
    for _ in 0..pollers {
        stage.spawn(queue::poll(stage.clone(), system.worker.clone()));
    }
    stage.spawn(operator::replay(stage.clone()));
    stage.spawn(operator::vandalise(stage.clone()));
    let ended = sim.run(pool);

    let world = sim.world();
    let mut broken = world.judge();
    if ended.is_err() {
        broken.push("the run does not end".to_owned());
    }
    Outcome {
        broken,
        figures: Figures {
            orders: world.services.dynamodb.orders().len(),
            changes: world.history.changes.len(),
            faults: world.history.faults.len(),
            notifications: world.history.publications.len(),
            dead_letters: world.services.dead_letters.messages.len(),
        },
        trace: world.history.trace().to_vec(),
    }
}
