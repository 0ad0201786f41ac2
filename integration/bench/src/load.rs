//! The part `load`: `cargo load bench`, which measures the whole pipeline, and reports as we do.

use crate::error::BenchError;
use crate::section::Section;

const PROGRAM: &str = "cargo load bench --json";

pub(crate) fn run() -> Result<Vec<Section>, BenchError> {
    let mut load = xtask::cargo();
    load.args(["load", "bench", "--json"]);
    let printed = crate::printed_by(load, PROGRAM)?;
    // The last line, should a tool on the way have something to say.
    let array = printed.trim_end().lines().last().unwrap_or_default();
    serde_json::from_str(array).map_err(|source| BenchError::Printed {
        program: PROGRAM.to_owned(),
        source,
    })
}
