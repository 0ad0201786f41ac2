//! Invocations, as Lambda makes them: with a deadline, and an end that may come early.

use std::future::Future;

use futures::channel::oneshot;
use futures::future::{AbortHandle, Abortable, Either, select};
use lambda_kit::deadline::Deadline;

use crate::bug::Bug;
use crate::network::Calling;
use crate::sim::{Running, Stage, TaskId};

/// An invocation and its answer: `None` if it crashed or took too long.
pub(crate) struct Invoked<T> {
    pub(crate) task: TaskId,
    pub(crate) answer: Option<T>,
}

/// Invokes a function that has `timeout` milliseconds.
///
/// The invocation goes on when nobody waits for its answer any more.
pub(crate) async fn invoke<T: 'static, F: Future<Output = T> + 'static>(
    stage: &Stage,
    name: &'static str,
    timeout: u64,
    work: impl FnOnce(Deadline) -> F,
) -> Invoked<T> {
    let sim = &stage.sim;
    let (handle, registration) = AbortHandle::new_pair();
    let (task, deadline) = {
        let mut world = sim.world();
        let ends = world.now + timeout;
        let task = world.begin(Running {
            function: name,
            ends,
            handle,
        });
        world.note(Some(task), || format!("{name} starts"));
        let told = match world.bug {
            Some(Bug::DeadlineIsIgnored) => u64::MAX,
            _ => ends,
        };
        (task, Deadline::at(told))
    };
    let calling = Calling {
        task,
        future: Box::pin(work(deadline)),
    };
    let running = Abortable::new(calling, registration);
    let (answer, waiting) = oneshot::channel();
    let ending = sim.clone();
    stage.spawn(async move {
        let result = running.await;
        ending.world().end(task);
        // Nobody may be waiting any more.
        drop(result.map(|result| answer.send(result)));
    });
    let answer = match select(waiting, sim.sleep(timeout)).await {
        Either::Left((result, _)) => result.ok(),
        Either::Right(((), _)) => {
            sim.world().kill(task, "time-out");
            None
        }
    };
    Invoked { task, answer }
}
