//! Where the figures come from, without which they say nothing.

use std::fmt;
use std::fs;
use std::process::Command;
use std::thread;

use serde::Serialize;

use crate::section::gibibytes;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Machine {
    cores: usize,
    processor: String,
    memory: String,
    kernel: String,
    rustc: String,
    commit: String,
    /// Processes that wanted to run in the last minute, on average: with others at work besides
    /// this benchmark, the tail of every figure is theirs too.
    load: String,
}

impl Machine {
    pub(crate) fn this() -> Self {
        let read = |path| fs::read_to_string(path).unwrap_or_default();
        let load = read("/proc/loadavg");
        let changed = says("git", &["status", "--porcelain"]);
        let commit = says("git", &["rev-parse", "--short=12", "HEAD"]);
        Self {
            cores: thread::available_parallelism().map_or(1, usize::from),
            processor: processor(&read("/proc/cpuinfo"))
                .unwrap_or("unknown")
                .to_owned(),
            memory: memory(&read("/proc/meminfo")).map_or_else(unknown, gibibytes),
            kernel: read("/proc/sys/kernel/osrelease").trim().to_owned(),
            rustc: says("rustc", &["--version"]).unwrap_or_else(unknown),
            commit: match (commit, changed) {
                (Some(commit), Some(changed)) if !changed.is_empty() => {
                    format!("{commit}, with changes")
                }
                (commit, _) => commit.unwrap_or_else(unknown),
            },
            load: load.split(' ').next().unwrap_or_default().to_owned(),
        }
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            cores,
            processor,
            memory,
            kernel,
            rustc,
            commit,
            load,
        } = self;
        write!(
            f,
            "{processor}, {cores} cores, {memory}; Linux {kernel}; {rustc}; commit {commit}; \
             load {load} before the start"
        )
    }
}

fn unknown() -> String {
    "unknown".to_owned()
}

/// What a program prints, without the end of its line.
fn says(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(xtask::root())
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// Processors of Arm have no name there.
fn processor(cpu_info: &str) -> Option<&str> {
    let line = cpu_info
        .lines()
        .find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim())
}

/// In bytes.
fn memory(mem_info: &str) -> Option<u64> {
    let line = mem_info
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kibibytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kibibytes * 1_024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machine_is_read_from_what_the_kernel_tells() {
        let info = "processor\t: 0\nmodel name\t: AMD EPYC\ncache size\t: 1 KB\n";
        assert_eq!(processor(info), Some("AMD EPYC"));
        assert_eq!(processor("BogoMIPS\t: 50.00\n"), None);
        let info = "MemTotal:       24680124 kB\nMemFree:        1 kB\n";
        assert_eq!(memory(info), Some(25_272_446_976));
    }
}
