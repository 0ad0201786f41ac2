//! Virtual time, and everything that happens in it, in one order for each seed.
//!
//! Nothing here waits for real: when no task can go on, the clock moves to the next moment at
//! which one can. The run is over when there is no such moment.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use futures::executor::{LocalPool, LocalSpawner};
use futures::future::AbortHandle;
use futures::task::LocalSpawnExt;

use crate::bug::Bug;
use crate::clock;
use crate::history::{History, Struck};
use crate::service::{Request, Service, Services};
use crate::weather::Weather;

/// Moments after which a run counts as endless.
const MOST_MOMENTS: u64 = 400_000;

/// An invocation of a function.
pub(crate) type TaskId = u64;

/// The world, shared by all that lives in it.
#[derive(Debug, Clone)]
pub(crate) struct Sim(Arc<Mutex<World>>);

/// Everything there is.
#[derive(Debug)]
pub(crate) struct World {
    /// Milliseconds since 1970.
    pub(crate) now: u64,
    pub(crate) rng: fastrand::Rng,
    pub(crate) weather: Weather,
    pub(crate) services: Services,
    pub(crate) history: History,
    pub(crate) bug: Option<Bug>,
    tasks: BTreeMap<TaskId, Running>,
    next_id: u64,
    moments: BinaryHeap<Reverse<(u64, u64)>>,
    due: BTreeMap<u64, Due>,
    waiting: BTreeMap<Signal, Vec<Waker>>,
}

/// An invocation that has not ended.
#[derive(Debug)]
pub(crate) struct Running {
    pub(crate) function: &'static str,
    /// When its time is over.
    pub(crate) ends: u64,
    pub(crate) handle: AbortHandle,
}

/// What happens at a moment.
#[derive(Debug)]
enum Due {
    Wake(Waker),
    /// A request that was under way when its sender died.
    Arrive(TaskId, Service, Request),
}

/// Something that others wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Signal {
    StreamGrew,
    QueueChanged,
    DeadLetter,
}

/// Does not end: something is tried for ever.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Endless;

impl Sim {
    pub(crate) fn new(seed: u64, bug: Option<Bug>, traced: bool) -> Self {
        let mut rng = fastrand::Rng::with_seed(seed);
        let weather = Weather::draw(&mut rng, clock::START);
        clock::set(clock::START, 0);
        Self(Arc::new(Mutex::new(World {
            now: clock::START,
            services: Services::new(bug),
            rng,
            weather,
            history: History::new(traced),
            bug,
            tasks: BTreeMap::new(),
            next_id: 0,
            moments: BinaryHeap::new(),
            due: BTreeMap::new(),
            waiting: BTreeMap::new(),
        })))
    }

    /// The world, for as long as nothing else happens in it.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        // A poisoned lock means that a check panicked, which ends the run anyway.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets everything happen until nothing more can.
    pub(crate) fn run(&self, mut pool: LocalPool) -> Result<(), Endless> {
        for _ in 0..MOST_MOMENTS {
            pool.run_until_stalled();
            let Some(due) = self.world().next_due() else {
                return Ok(());
            };
            match due {
                Due::Wake(waker) => waker.wake(),
                Due::Arrive(task, service, request) => {
                    let mut world = self.world();
                    world.note(Some(task), || format!("late arrival at {service:?}"));
                    world.arrive(Some(task), service, &request);
                }
            }
        }
        Err(Endless)
    }

    pub(crate) fn sleep(&self, millis: u64) -> Sleep {
        let until = self.world().now + millis;
        Sleep {
            sim: self.clone(),
            until,
            planned: None,
        }
    }

    /// Waits until somebody raises `signal`.
    pub(crate) fn signal(&self, signal: Signal) -> Signalled {
        Signalled {
            sim: self.clone(),
            signal,
            waited: false,
        }
    }
}

impl World {
    pub(crate) fn id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }

    /// A moment of good or bad luck.
    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.rng.f64() < probability
    }

    pub(crate) fn begin(&mut self, running: Running) -> TaskId {
        let task = self.id();
        self.tasks.insert(task, running);
        task
    }

    /// The invocation `task`, unless it has ended.
    pub(crate) fn running(&self, task: TaskId) -> Option<&Running> {
        self.tasks.get(&task)
    }

    /// The invocation is cut off where it stands.
    pub(crate) fn kill(&mut self, task: TaskId, cause: &str) {
        if let Some(running) = self.tasks.remove(&task) {
            self.fault(task, None, cause);
            running.handle.abort();
        }
    }

    pub(crate) fn end(&mut self, task: TaskId) {
        self.tasks.remove(&task);
    }

    pub(crate) fn raise(&mut self, signal: Signal) {
        for waker in self.waiting.remove(&signal).unwrap_or_default() {
            waker.wake();
        }
    }

    /// Has `request` arrive long after its sender is gone.
    pub(crate) fn arrive_late(&mut self, task: TaskId, service: Service, request: Request) {
        let at = self.now + self.rng.u64(100..90_000);
        self.plan(at, Due::Arrive(task, service, request));
    }

    /// Something went wrong in the invocation `task`.
    pub(crate) fn fault(&mut self, task: TaskId, service: Option<Service>, what: &str) {
        let at = self.now;
        self.history.faults.push(Struck { at, task, service });
        self.note(Some(task), || match service {
            Some(service) => format!("FAULT {what} at {service:?}"),
            None => format!("FAULT {what}"),
        });
    }

    /// A line of the trace, if one is kept.
    pub(crate) fn note(&mut self, task: Option<TaskId>, text: impl FnOnce() -> String) {
        let since_start = self.now - clock::START;
        self.history.note(since_start, task, text);
    }

    fn plan(&mut self, at: u64, due: Due) -> u64 {
        let id = self.id();
        self.moments.push(Reverse((at, id)));
        self.due.insert(id, due);
        id
    }

    fn next_due(&mut self) -> Option<Due> {
        loop {
            let Reverse((at, id)) = self.moments.pop()?;
            // Nobody waits any more for some moments.
            if let Some(due) = self.due.remove(&id) {
                self.now = self.now.max(at);
                let skew = self.weather.skew(self.now);
                clock::set(self.now, skew);
                return Some(due);
            }
        }
    }
}

/// Some time.
#[derive(Debug)]
pub(crate) struct Sleep {
    sim: Sim,
    until: u64,
    planned: Option<u64>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let sim = self.sim.clone();
        let mut world = sim.world();
        if world.now >= self.until {
            return Poll::Ready(());
        }
        let due = Due::Wake(context.waker().clone());
        match self.planned {
            Some(id) => drop(world.due.insert(id, due)),
            None => self.planned = Some(world.plan(self.until, due)),
        }
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(id) = self.planned {
            self.sim.world().due.remove(&id);
        }
    }
}

/// The wait for a signal.
#[derive(Debug)]
pub(crate) struct Signalled {
    sim: Sim,
    signal: Signal,
    waited: bool,
}

impl Future for Signalled {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.waited {
            return Poll::Ready(());
        }
        self.waited = true;
        let waker = context.waker().clone();
        let signal = self.signal;
        self.sim
            .world()
            .waiting
            .entry(signal)
            .or_default()
            .push(waker);
        Poll::Pending
    }
}

/// Starts what runs beside everything else.
#[derive(Debug, Clone)]
pub(crate) struct Stage {
    pub(crate) sim: Sim,
    pub(crate) spawner: LocalSpawner,
}

impl Stage {
    pub(crate) fn spawn(&self, future: impl Future<Output = ()> + 'static) {
        let spawned = self.spawner.spawn_local(future);
        spawned.expect("the pool lives as long as the run");
    }
}
