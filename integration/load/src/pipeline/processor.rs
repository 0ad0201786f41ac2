//! Time of the processor, as Linux tells it below `/proc`; none where there is no `/proc`.

use std::fs;
use std::time::Duration;

/// The unit of times there, which is fixed.
const TICK: Duration = Duration::from_millis(10);

/// What a process has computed so far.
pub(super) fn time_of(pid: i32) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // Behind the name, which may hold anything: user and system time are the 12th and 13th.
    let fields = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace();
    let ticks: u32 = fields
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<u32>().ok())
        .sum();
    TICK * ticks
}

/// What all processes have computed so far.
pub(super) fn time_of_all() -> Duration {
    let stat = fs::read_to_string("/proc/stat").unwrap_or_default();
    let first = stat.lines().next().unwrap_or_default();
    // user, nice, system; idle and what follows is not computing.
    let fields = first.split_whitespace().skip(1).take(3);
    TICK * fields
        .filter_map(|field| field.parse::<u32>().ok())
        .sum::<u32>()
}
