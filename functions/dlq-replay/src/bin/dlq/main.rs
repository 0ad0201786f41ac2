//! `dlq`: dead letters seen, understood and replayed from a terminal.

mod arguments;
mod carry;
mod connect;
#[cfg(test)]
mod documented;
mod editor;
mod patch;
mod show;

use std::process::ExitCode;
use std::time::Duration;

use aws_config::SdkConfig;
use clap::Parser;
use dlq_replay::api::overview;
use dlq_replay::replay::{self, Action, Extent, ReplayRequest};
use dlq_replay::{Desk, DlqError, Filter};
use lambda_kit::clock;
use serde::Serialize;

use crate::arguments::{Choice, Cli, Command, Discard, List, Replay};
use crate::carry::{Carrier, Outcome};
use crate::connect::NotConnected;
use crate::editor::{ByHand, NotEdited};
use crate::patch::NoPatch;

/// Why a command was not done.
#[derive(Debug, thiserror::Error)]
enum Failed {
    #[error(transparent)]
    NotConnected(#[from] NotConnected),
    #[error(transparent)]
    NoPatch(#[from] NoPatch),
    #[error(transparent)]
    NotEdited(#[from] NotEdited),
    #[error(transparent)]
    Desk(#[from] DlqError),
    #[error("--apply needs a --reason: the history is for those who come after you")]
    NoReason,
}

#[tokio::main]
async fn main() -> ExitCode {
    end_with_the_reader();
    let cli = Cli::parse();
    tokio::select! {
        result = run(cli) => match result {
            Ok(Outcome::Well) => ExitCode::SUCCESS,
            Ok(Outcome::NotAll) => ExitCode::from(3),
            Err(error) => {
                eprintln!("{} {}", console::style("error:").red().bold(), chain(&error));
                ExitCode::FAILURE
            }
        },
        () = interrupted() => {
            eprintln!("\nInterrupted. Nothing is lost: `dlq history` names the replay, `dlq resume` goes on.");
            ExitCode::from(130)
        }
    }
}

/// Whoever reads what is printed may have seen enough, as `head` has: that is no fault.
fn end_with_the_reader() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let text = panic.payload_as_str().unwrap_or_default();
        if text.starts_with("failed printing to stdout") && text.contains("Broken pipe") {
            std::process::exit(0);
        }
        usual(panic);
    }));
}

/// Waits until the operator interrupts this program. What is typed in an editor is the editor's.
async fn interrupted() {
    while tokio::signal::ctrl_c().await.is_ok() && editor::is_open() {}
}

async fn run(cli: Cli) -> Result<Outcome, Failed> {
    let sdk = connect::sdk_config().await;
    let desk = &connect::desk(&sdk, &cli.environment).await?;
    let json = cli.json;
    let carrier = Carrier { desk, json };
    match cli.command {
        Command::List(arguments) => list(desk, arguments, json).await?,
        Command::Show { id } => {
            let letter = overview::letter(desk, &id, Extent::default()).await?;
            let detail = overview::detail(desk, letter).await?;
            print(json, &detail, |detail| show::detail(detail, clock::now()));
        }
        Command::Replay(arguments) => return replay(&sdk, &carrier, arguments).await,
        Command::Discard(Discard { filter, choice }) => {
            let ask = ReplayRequest {
                verdict: filter.verdict,
                ..ReplayRequest::new(Action::Discard, filter.into(), String::new())
            };
            return ask_for(&sdk, &carrier, ask, choice, Duration::ZERO).await;
        }
        Command::Status { id, letters: true } => {
            let letters = replay::letters(desk, &id).await?;
            print(json, &letters, |letters| show::outcomes(letters));
        }
        Command::Status { id, letters: false } => return Ok(carrier.status(&id).await?),
        Command::Resume { id, wait } => {
            replay::reopen(desk, &id).await?;
            return Ok(carrier.carry(&id, wait.duration()).await?);
        }
        Command::Stop { id } => print(json, &replay::request_stop(desk, &id).await?, show::replay),
        Command::Undo { id } => print(json, &replay::undo(desk, &id).await?, show::replay),
        Command::History { limit } => {
            let replays = replay::history(desk, limit).await?;
            print(json, &replays, |replays| show::history(replays));
        }
    }
    Ok(Outcome::Well)
}

async fn list(desk: &Desk, arguments: List, json: bool) -> Result<(), DlqError> {
    let verdict = arguments.filter.verdict;
    let filter: Filter = arguments.filter.into();
    let extent = Extent::default();
    if arguments.messages {
        let list = overview::letters(desk, &filter, verdict, arguments.limit, extent).await?;
        print(json, &list, |list| show::letters(list, clock::now()));
    } else {
        let bar = carry::counter("letters looked at");
        let watch = &mut |tally: &overview::Tally| bar.set_position(tally.scanned as u64);
        let found = overview::overview(desk, &filter, verdict, extent, watch).await?;
        bar.finish_and_clear();
        print(json, &found, |found| show::overview(found, clock::now()));
    }
    Ok(())
}

async fn replay(
    sdk: &SdkConfig,
    carrier: &Carrier<'_>,
    arguments: Replay,
) -> Result<Outcome, Failed> {
    let (choice, wait) = (arguments.choice, arguments.wait.duration());
    let verdict = arguments.filter.verdict;
    let filter: Filter = arguments.filter.into();
    let (patch, kept) = match arguments.edit.as_deref() {
        None => (None, None),
        Some("") => {
            let edited = by_hand(carrier, &filter, &choice).await?;
            (Some(edited.patch), Some(edited.kept))
        }
        Some(text) => (Some(patch::read(text)?), None),
    };
    let is_applied = choice.apply;
    let ask = ReplayRequest {
        verdict,
        rate: arguments.rate,
        canary: arguments.canary,
        breaker_percent: arguments.breaker,
        patch,
        force: arguments.force,
        ..ReplayRequest::new(Action::Replay, filter, String::new())
    };
    let result = ask_for(sdk, carrier, ask, choice, wait).await;
    if let Some(kept) = kept {
        if is_applied && result.is_ok() {
            editor::put_away(&kept);
        } else {
            let kept = kept.display();
            eprintln!("Your edit is kept: --edit=@{kept} gives it again.");
        }
    }
    result
}

/// Has the operator mend the one letter that is meant.
async fn by_hand(
    carrier: &Carrier<'_>,
    filter: &Filter,
    choice: &Choice,
) -> Result<ByHand, Failed> {
    choice.check()?;
    let [id] = &filter.ids[..] else {
        return Err(NotEdited::ManyLetters.into());
    };
    let editor = editor::named()?;
    let letter = overview::letter(carrier.desk, id, Extent::default()).await?;
    let edited = editor::by_hand(editor, &letter, &carrier.desk.contents).await?;
    if choice.apply && !carrier.json {
        // A dry run shows it anyway.
        println!("{}", show::difference(&letter.payload, &edited.payload));
    }
    Ok(edited)
}

/// Shows what would happen, or has it happen.
async fn ask_for(
    sdk: &SdkConfig,
    carrier: &Carrier<'_>,
    ask: ReplayRequest,
    choice: Choice,
    wait: Duration,
) -> Result<Outcome, Failed> {
    choice.check()?;
    let Carrier { desk, json } = *carrier;
    let ask = ReplayRequest {
        limit: choice.limit,
        reason: choice.reason.unwrap_or_default(),
        apply: choice.apply,
        ..ask
    };
    if !choice.apply {
        let bar = carry::counter("letters looked at");
        let watch = &mut |plan: &replay::ReplayPlan| bar.set_position(plan.scanned as u64);
        let plan = replay::plan(desk, &ask, Extent::default(), watch).await?;
        bar.finish_and_clear();
        print(json, &plan, |plan| show::plan(plan, &ask));
        return Ok(Outcome::Well);
    }
    let by = match choice.by {
        Some(by) => by,
        None => connect::identity(sdk).await?,
    };
    let id = replay::ReplayId::new(clock::now(), clock::random());
    let begun = replay::begin(desk, id, by, ask).await?;
    eprintln!("Replay {}", begun.replay_id);
    Ok(carrier.carry(&begun.replay_id, wait).await?)
}

impl Choice {
    fn check(&self) -> Result<(), Failed> {
        let reason = self.reason.as_deref().unwrap_or_default();
        if self.apply && reason.trim().is_empty() {
            return Err(Failed::NoReason);
        }
        Ok(())
    }
}

fn print<T: Serialize + ?Sized>(json: bool, value: &T, show: impl FnOnce(&T)) {
    if json {
        let text = serde_json::to_string_pretty(value);
        println!("{}", text.expect("it has only text keys"));
    } else {
        show(value);
    }
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
