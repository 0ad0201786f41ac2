//! What a process has used, as Linux tells it below `/proc`; nothing where there is no `/proc`.

use std::fs;
use std::time::Duration;

/// So far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    /// Time of the processor of all threads that still run.
    pub(crate) processor: Duration,
    /// The most memory that was ever resident, in bytes.
    pub(crate) peak_memory: u64,
}

impl Usage {
    pub(crate) fn of(process: u32) -> Self {
        let tasks = fs::read_dir(format!("/proc/{process}/task"));
        let tasks = tasks.into_iter().flatten().flatten();
        let times = tasks.filter_map(|task| {
            let text = fs::read_to_string(task.path().join("schedstat")).ok()?;
            processor_time(&text)
        });
        let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
        Self {
            processor: times.sum(),
            peak_memory: peak_memory(&status).unwrap_or_default(),
        }
    }

    /// The time of the processor since `earlier`.
    pub(crate) fn processor_since(self, earlier: Self) -> Duration {
        self.processor.saturating_sub(earlier.processor)
    }
}

/// The first figure of a thread's `schedstat`, in nanoseconds (Linux kernel documentation,
/// "Scheduler Statistics").
fn processor_time(schedstat: &str) -> Option<Duration> {
    let nanos = schedstat.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanos))
}

/// The line `VmHWM` of a process's status, in bytes.
fn peak_memory(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kibibytes * 1_024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_of_memory_is_read_in_bytes() {
        let status = "Name:\tapi\nVmPeak:\t  9000 kB\nVmHWM:\t    6124 kB\nVmRSS:\t    5 kB\n";
        assert_eq!(peak_memory(status), Some(6_270_976));
        assert_eq!(peak_memory("Name:\tapi\n"), None);
    }

    #[test]
    fn the_processor_time_is_the_first_figure() {
        let time = processor_time("7213000 52000 14\n");
        assert_eq!(time, Some(Duration::from_micros(7_213)));
        assert_eq!(processor_time(""), None);
    }
}
