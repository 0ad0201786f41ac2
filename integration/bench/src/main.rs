//! `cargo bench-api`: how long the real `order-api` takes, run as AWS Lambda would run it.
//!
//! It only measures. A figure is never an assertion: on a busy machine, none would hold.

mod artifact;
mod clock;
mod dynamodb;
mod error;
mod http;
mod lambda;
mod machine;
mod measure;
mod order_api;
mod report;
mod sample;

use std::fs;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use crate::artifact::Artifact;
use crate::error::BenchError;
use crate::machine::Machine;
use crate::order_api::Surroundings;
use crate::report::Report;

/// Measure the release build of `order-api`: cold starts, warm requests, memory, size.
///
/// The function runs in a process of its own under a host of the Lambda Runtime API, with a stub
/// in the place of DynamoDB and an issuer of tokens, all on 127.0.0.1.
#[derive(Debug, Parser)]
#[command(name = "cargo bench-api", bin_name = "cargo bench-api", after_help = EXAMPLES)]
struct Cli {
    /// Fresh processes to start
    #[arg(long, value_name = "N", default_value = "50")]
    cold: NonZeroUsize,
    /// Requests of each kind to one process, after a warm-up
    #[arg(long, value_name = "N", default_value = "2000")]
    warm: NonZeroUsize,
    /// Print a summary as JSON on the last line
    #[arg(long)]
    json: bool,
    /// Measure another build of the function [default: the one just built]
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Example:
  cargo bench-api --cold 20 --warm 500 --json | jq .cold.initMs.p50

The exit status is 0 if everything was answered, however long it took. With --json, standard output
is one JSON object, with times in milliseconds; everything else goes to standard error.

Whatever else runs on the machine shows in the tail. To measure past it, once it is built:
  sudo chrt --fifo 10 target/release/bench";

// One thread, since the function waits for one of its servers at a time: no wake-up is ever between
// a request and its answer, and what one server has counted the other sees.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    match measure(&cli).await {
        Ok(report) if cli.json => {
            eprint!("{report}");
            println!("{}", report.json());
            ExitCode::SUCCESS
        }
        Ok(report) => {
            print!("{report}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {}", chain(&error));
            ExitCode::FAILURE
        }
    }
}

async fn measure(cli: &Cli) -> Result<Report, BenchError> {
    let built = || xtask::release("order-api");
    let binary = cli.binary.clone().unwrap_or_else(built);
    let binary = fs::canonicalize(&binary).map_err(BenchError::file(&binary))?;
    let machine = Machine::this();
    let artifact = Artifact::measure(&binary)?;
    let around = Surroundings::start(binary).await?;
    let cold = measure::cold(&around, cli.cold).await?;
    let (warm, peak_memory) = measure::warm(&around, cli.warm).await?;
    Ok(Report {
        at: clock::now(),
        machine,
        artifact,
        cold,
        warm,
        peak_memory,
    })
}

/// An error with its causes, each on a line of its own.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str("\n  because: ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
