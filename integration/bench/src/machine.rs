//! Where the figures come from, without which they say nothing.

use std::fmt;
use std::fs;
use std::thread;

use serde::Serialize;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Machine {
    cores: usize,
    processor: String,
    /// Processes that wanted to run in the last minute, on average: with others at work besides
    /// this benchmark, the tail of every figure is theirs too.
    load: String,
}

impl Machine {
    pub(crate) fn this() -> Self {
        let cpu_info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let load = load.split(' ').next().unwrap_or_default();
        Self {
            cores: thread::available_parallelism().map_or(1, usize::from),
            processor: processor(&cpu_info).unwrap_or("unknown").to_owned(),
            load: load.to_owned(),
        }
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            cores,
            processor,
            load,
        } = self;
        write!(
            f,
            "{cores} cores, {processor}, load {load} before the start"
        )
    }
}

/// Processors of Arm have no name there.
fn processor(cpu_info: &str) -> Option<&str> {
    let line = cpu_info
        .lines()
        .find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim())
}
