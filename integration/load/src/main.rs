//! `cargo load`: how the system behaves under load, measured here and computed for AWS.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use integration::free_port;
use load::report::{Section, json};
use load::run::{Local, Scenario, Target, scenario_file};
use load::{Inputs, LoadError, bench, growth, model, pipeline, plan, progress, run};

/// Measure the system under load on this machine or on AWS, and compute what AWS would need.
#[derive(Debug, Parser)]
#[command(name = "cargo load", bin_name = "cargo load", after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Action,
    /// Print the sections as one line of JSON on standard output
    #[arg(long, global = true)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  cargo load run place-and-confirm               a scenario, on the local stack
  cargo load pipeline                            order → PDF on the local stack, until saturation
  cargo load model                               order → PDF expected on AWS, and what matters
  cargo load growth                              cost per operation in a growing table
  cargo load plan --orders-per-second 1000       what 1,000 orders a second need
  cargo load bench --json                        a short version of the last four";

#[derive(Debug, Subcommand)]
enum Action {
    /// Send requests as a scenario file says; exit with 1 if it misses one of its thresholds
    ///
    /// Operations begin when the schedule says so, whether or not others have ended; latency counts
    /// from then. What is due when too many are under way is dropped, and counted.
    #[command(after_help = RUN_EXAMPLES)]
    Run(RunArguments),
    /// Follow orders to their invoices on a local stack of its own, at rising rates
    #[command(after_help = PIPELINE_EXAMPLES)]
    Pipeline(PipelineArguments),
    /// Compute what the way from an order to its invoice takes on AWS, and which input matters
    #[command(after_help = MODEL_EXAMPLES)]
    Model(ModelArguments),
    /// Count what each operation costs in tables of ever more orders
    #[command(after_help = GROWTH_EXAMPLES)]
    Growth(GrowthArguments),
    /// Compute what has to be there for a rate of orders, and simulate it
    #[command(after_help = PLAN_EXAMPLES)]
    Plan(PlanArguments),
    /// Pipeline, model, growth and plan, each in a short version
    #[command(after_help = BENCH_EXAMPLES)]
    Bench,
}

const RUN_EXAMPLES: &str = "\
Examples:
  cargo load run place                           integration/load/scenarios/place.toml
  cargo load run my-scenario.toml --json
  LOAD_TOKEN=… cargo load run place --api https://abc.execute-api.eu-central-1.amazonaws.com/live

Without --api, the stack that `cargo local` runs is used, or one is started. The file's format is
in integration/load/README.md. On AWS, a run places real orders, and they cost real money.";

const PIPELINE_EXAMPLES: &str = "\
Examples:
  cargo load pipeline --rates 1,5 --seconds 10
  cargo load pipeline --json | jq '.[0].rows[] | select(.what | endswith(\"order → PDF\"))'

A rate that is too high ends it: the rates after it are not tried.";

const MODEL_EXAMPLES: &str = "\
Examples:
  cargo load model --draws 100000
  cargo load model --inputs my-inputs.toml       integration/load/inputs/aws.toml is the default";

const GROWTH_EXAMPLES: &str = "\
Examples:
  cargo load growth                              1,000, 10,000 and 100,000 orders
  cargo load growth --sizes 1000,5000            a short run";

const PLAN_EXAMPLES: &str = "\
Examples:
  cargo load plan --orders-per-second 50
  cargo load plan --orders-per-second 1000 --seconds 60 --seed 7 --json";

const BENCH_EXAMPLES: &str = "\
Examples:
  cargo load bench
  cargo load bench --json | jq '.[].title'";

#[derive(Debug, Args)]
struct RunArguments {
    /// A scenario file, or the name of one in integration/load/scenarios
    scenario: String,
    /// The URL of an order API, without `/orders` [default: the local stack]
    #[arg(long, value_name = "URL")]
    api: Option<String>,
    /// A bearer token for it; needed with --api
    #[arg(long, value_name = "TOKEN", env = "LOAD_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// The port of the emulator, if one is started [default: any that is free]
    #[arg(long)]
    port: Option<u16>,
}

#[derive(Debug, Args)]
struct PipelineArguments {
    /// Orders a second, in ascending order
    #[arg(long, value_name = "RATES", value_delimiter = ',', default_value = "1,10,50", value_parser = positive)]
    rates: Vec<f64>,
    /// How long each rate lasts
    #[arg(long, value_name = "N", default_value = "20", value_parser = positive)]
    seconds: f64,
}

#[derive(Debug, Args)]
struct ModelArguments {
    /// A file of inputs [default: integration/load/inputs/aws.toml]
    #[arg(long, value_name = "FILE")]
    inputs: Option<PathBuf>,
    /// How often the way is drawn
    #[arg(long, value_name = "N", default_value_t = 50_000, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    draws: u32,
    /// The same seed gives the same figures
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

#[derive(Debug, Args)]
struct GrowthArguments {
    /// Orders in the table, in ascending order
    #[arg(long, value_name = "SIZES", value_delimiter = ',', default_value = "1000,10000,100000", value_parser = clap::value_parser!(u64).range(100..=10_000_000))]
    sizes: Vec<u64>,
}

#[derive(Debug, Args)]
struct PlanArguments {
    /// The rate to plan for
    #[arg(long, value_name = "N", default_value = "1000", value_parser = positive)]
    orders_per_second: f64,
    /// How long it is simulated
    #[arg(long, value_name = "N", default_value = "30", value_parser = positive)]
    seconds: f64,
    /// The same seed gives the same plan
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// A file of inputs [default: integration/load/inputs/aws.toml]
    #[arg(long, value_name = "FILE")]
    inputs: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let judges = matches!(cli.command, Action::Run(_));
    let sections = match perform(cli.command).await {
        Ok(sections) => sections,
        Err(error) => {
            eprintln!("error: {}", xtask::causes(&error));
            return ExitCode::FAILURE;
        }
    };
    if cli.json {
        println!("{}", json(&sections));
    }
    for section in &sections {
        if cli.json {
            eprint!("{section}");
        } else {
            print!("{section}");
        }
    }
    let missed = || {
        sections
            .iter()
            .flat_map(|section| &section.rows)
            .filter(|row| row.met == Some(false))
    };
    if judges && missed().next().is_some() {
        for row in missed() {
            eprintln!("missed: {} (found {})", row.bar, row.figure);
        }
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

async fn perform(action: Action) -> Result<Vec<Section>, LoadError> {
    match action {
        Action::Run(arguments) => run_scenario(arguments).await,
        Action::Pipeline(PipelineArguments { rates, seconds }) => {
            pipeline::measure(&pipeline::Question { rates, seconds }).await
        }
        Action::Model(ModelArguments {
            inputs,
            draws,
            seed,
        }) => model::compute(&Inputs::read(inputs.as_deref())?, draws, seed),
        Action::Growth(GrowthArguments { sizes }) => {
            growth::measure(&sizes, &progress("orders")).await
        }
        Action::Plan(PlanArguments {
            orders_per_second,
            seconds,
            seed,
            inputs,
        }) => {
            let inputs = Inputs::read(inputs.as_deref())?;
            let question = plan::Question {
                orders_per_second,
                simulated_seconds: seconds,
                seed,
            };
            plan::plan(&inputs, question, &progress("parts"))
        }
        Action::Bench => bench::all(progress).await,
    }
}

async fn run_scenario(arguments: RunArguments) -> Result<Vec<Section>, LoadError> {
    let RunArguments {
        scenario,
        api,
        token,
        port,
    } = arguments;
    let scenario = Scenario::read(&scenario_file(&scenario))?;
    match (api, token) {
        (Some(api_url), Some(token)) => run::run(&scenario, &Target { api_url, token }).await,
        (Some(_), None) => Err(LoadError::NoToken),
        (None, _) => {
            let local = Local::open(port.unwrap_or_else(free_port)).await?;
            let target = local.target(scenario.who).await?;
            run::run(&scenario, &target).await
        }
    }
}

/// A number above zero.
fn positive(text: &str) -> Result<f64, String> {
    match text.trim().parse::<f64>() {
        Ok(number) if number > 0.0 && number.is_finite() => Ok(number),
        _ => Err("expected a number above 0".into()),
    }
}
