//! The part `functions`: cold starts, warm requests, memory and sizes of the release builds, run as
//! Lambda would run them; order-api beside the same handler in Python.

mod against_python;
mod alone;
mod order_api;
mod python;
mod same_work;
mod sizes;

use crate::error::BenchError;
use crate::lambda::Program;
use crate::part::{Effort, build};
use crate::section::Section;
use xtask::Step;

pub(crate) use order_api::{OrderApi, Surroundings, Wish};

pub(crate) async fn run(effort: Effort) -> Result<Vec<Section>, BenchError> {
    for function in ["order-api", "stream-consumer", "pdf-worker"] {
        build(function)?;
    }
    let python = python::install()?;
    let step = Step::start("Measuring order-api beside the same in Python");
    let compared = against_python::run(&python, effort).await?;
    step.done();
    let step = Step::start("Measuring each function on its own");
    let alone = alone::run(effort).await?;
    step.done();
    Ok(vec![compared, alone, sizes::run()?])
}

/// `order-api` in these surroundings.
pub(crate) fn order_api_program(around: &Surroundings) -> Program {
    Program::ours("order-api", 512, around.variables())
}
