//! `cargo bench-all`: how fast everything is, in one run.
//!
//! It only measures. A figure is never an assertion: on a busy machine, none would hold.

mod clock;
mod dynamodb;
mod error;
mod functions;
mod http;
mod invoices;
mod lambda;
mod load;
mod machine;
mod part;
mod pdf_worker;
mod peers;
mod results;
mod sample;
mod section;
mod services;
mod stream_consumer;

use std::fs;
use std::process::{Command, ExitCode, Stdio};

use clap::{Parser, ValueEnum};

use crate::error::BenchError;
use crate::machine::Machine;
use crate::part::{Effort, Part};
use crate::results::Results;
use crate::section::Section;

/// Measure how fast everything is, and write it down.
///
/// Every program is the release build, in a process of its own, and all that it calls is on
/// 127.0.0.1. A run of all parts is written to `integration/bench/RESULTS.md`, and its figures that
/// are held to a bar into the README.
#[derive(Debug, Parser)]
#[command(name = "cargo bench-all", bin_name = "cargo bench-all", after_help = EXAMPLES)]
struct Cli {
    /// Only this part (may be given several times)
    #[arg(long, value_name = "PART")]
    only: Vec<Part>,
    /// Fewer rounds: for a look, not for figures to rely on
    #[arg(long)]
    quick: bool,
    /// Print what was found as JSON on the last line
    #[arg(long)]
    json: bool,
    /// Write a run of some parts down, too
    #[arg(long)]
    write: bool,
}

const EXAMPLES: &str = "\
Examples:
  cargo bench-all
  cargo bench-all --only functions --quick --json | jq '.sections[].rows'

The exit status is 0 if everything was measured, however long it took and whatever bar was missed.
With --json, standard output is one JSON object; everything else goes to standard error.

Whatever else runs on the machine shows in the tail. To measure past it, once all is built:
  sudo chrt --fifo 10 target/release/bench --only functions";

// One thread, since the function waits for one of its servers at a time: no wake-up is ever between
// a request and its answer, and what one server has counted the other sees.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let parts = if cli.only.is_empty() {
        Part::value_variants()
    } else {
        &cli.only
    };
    let machine = Machine::this();
    let effort = if cli.quick {
        Effort::Quick
    } else {
        Effort::Full
    };
    let mut sections = Vec::new();
    let mut code = ExitCode::SUCCESS;
    for part in parts {
        match part.run(effort).await {
            Ok(found) => sections.extend(found),
            Err(error) => {
                eprintln!("error: {part}: {}", xtask::causes(&error));
                sections.push(not_run(*part, &error));
                code = ExitCode::FAILURE;
            }
        }
    }
    let results = Results {
        at: clock::now(),
        machine,
        command: command(&cli),
        sections,
    };
    if let Err(error) = report(&cli, &results) {
        eprintln!("error: {}", xtask::causes(&error));
        code = ExitCode::FAILURE;
    }
    code
}

fn report(cli: &Cli, results: &Results) -> Result<(), BenchError> {
    let document = results.document();
    if cli.json {
        eprint!("{document}");
        let json = serde_json::to_string(results).expect("results have only text keys");
        println!("{json}");
    } else {
        print!("{document}");
    }
    if cli.only.is_empty() || cli.write {
        let path = xtask::root().join("integration/bench/RESULTS.md");
        fs::write(&path, document).map_err(BenchError::file(path))?;
        let path = xtask::root().join("README.md");
        let readme = fs::read_to_string(&path).map_err(BenchError::file(&path))?;
        let readme = results.in_readme(&readme)?;
        fs::write(&path, readme).map_err(BenchError::file(path))?;
    }
    Ok(())
}

/// The section of a part that found nothing.
fn not_run(part: Part, error: &BenchError) -> Section {
    let why = xtask::causes(error).replace('\n', " ");
    Section::new(format!("Part `{part}`")).note(format!("It was not measured: {why}."))
}

/// What to type for the same.
fn command(cli: &Cli) -> String {
    let mut command = "cargo bench-all".to_owned();
    for part in &cli.only {
        command.extend([" --only ", &part.to_string()]);
    }
    if cli.quick {
        command.push_str(" --quick");
    }
    command
}

/// What `command` prints on standard output; the rest is shown as it comes.
fn printed_by(mut command: Command, name: &str) -> Result<String, BenchError> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|source| BenchError::Start {
            program: name.into(),
            source,
        })?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        return Err(BenchError::Program {
            program: name.to_owned(),
            status: output.status,
            said: text,
        });
    }
    Ok(text)
}
