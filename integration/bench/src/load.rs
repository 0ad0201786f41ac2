//! The part `load`: `cargo load bench`, which measures the whole pipeline, and reports as we do.

use crate::error::BenchError;
use crate::part::Effort;
use crate::section::Section;

const PROGRAM: &str = "cargo load bench --json";

pub(crate) fn run(effort: Effort) -> Result<Vec<Section>, BenchError> {
    let aliases = xtask::root().join(".cargo/config.toml");
    let text = std::fs::read_to_string(&aliases).map_err(BenchError::file(&aliases))?;
    if !text.lines().any(|line| line.starts_with("load = ")) {
        return Err(BenchError::NoLoad);
    }
    let mut load = xtask::cargo();
    load.args(["load", "bench", "--json"]);
    load.args(effort.choose(Some("--quick"), None));
    let printed = crate::printed_by(load, PROGRAM)?;
    // The last line, should a tool on the way have something to say.
    let array = printed.trim_end().lines().last().unwrap_or_default();
    serde_json::from_str(array).map_err(|source| BenchError::Printed {
        program: PROGRAM.to_owned(),
        source,
    })
}
