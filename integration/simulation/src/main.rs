//! `cargo sim`: runs the simulation for many seeds, or replays one with its trace.

use std::process::ExitCode;
use std::time::Instant;

use clap::{Parser, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use simulation::{Bug, Figures, Outcome, Search, Trace, run, search};

/// Run the whole pipeline in a simulated AWS where things go wrong, once for each seed.
#[derive(Debug, Parser)]
#[command(name = "cargo sim", bin_name = "cargo sim", after_help = EXAMPLES)]
struct Cli {
    /// Replay this seed and print what happens
    #[arg(long, value_name = "N", conflicts_with = "seeds")]
    seed: Option<u64>,
    /// How many seeds to run
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    seeds: u64,
    /// The first seed
    #[arg(long, value_name = "N", default_value_t = 0)]
    from: u64,
    /// Break a promise on purpose, to see it found
    #[arg(long, value_name = "NAME")]
    bug: Option<Bug>,
}

const EXAMPLES: &str = "Examples:
  cargo sim                          10,000 seeds on all processors
  cargo sim --seeds 1000000          a long run
  cargo sim --seed 4711              one seed, with its trace
  cargo sim --bug marker-is-never-seen --seeds 1000";

fn main() -> ExitCode {
    let cli = Cli::parse();
    match cli.seed {
        Some(seed) => replay(seed, cli.bug),
        None => run_many(&cli),
    }
}

fn replay(seed: u64, bug: Option<Bug>) -> ExitCode {
    let outcome = run(seed, bug, Trace::Kept);
    for line in &outcome.trace {
        println!("{line}");
    }
    verdict(seed, bug, &outcome)
}

fn run_many(cli: &Cli) -> ExitCode {
    let started = Instant::now();
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} seeds, {eta} left");
    let bar = ProgressBar::new(cli.seeds).with_style(style.expect("a template"));
    let seeds = cli.from..cli.from.saturating_add(cli.seeds);
    let Search {
        runs,
        figures,
        failed,
    } = search(seeds, cli.bug, || bar.inc(1));
    bar.finish_and_clear();
    let Figures {
        orders,
        changes,
        faults,
        notifications,
        dead_letters,
    } = figures;
    println!(
        "{runs} seeds in {:.1} s: {orders} orders, {changes} status changes, {faults} faults, \
         {notifications} notifications, {dead_letters} dead letters",
        started.elapsed().as_secs_f64()
    );
    match failed {
        Some(seed) => replay(seed, cli.bug),
        None => ExitCode::SUCCESS,
    }
}

fn verdict(seed: u64, bug: Option<Bug>, outcome: &Outcome) -> ExitCode {
    if outcome.broken.is_empty() {
        println!("seed {seed}: all promises are kept");
        return ExitCode::SUCCESS;
    }
    println!("\nseed {seed} breaks {} promise(s):", outcome.broken.len());
    for broken in &outcome.broken {
        println!("  - {broken}");
    }
    let bug = bug.and_then(|bug| bug.to_possible_value());
    let bug = bug.map_or_else(String::new, |bug| format!(" --bug {}", bug.get_name()));
    println!("\nreplay it with: cargo sim --seed {seed}{bug}");
    ExitCode::FAILURE
}
