//! What one can type.

use std::error::Error;
use std::num::{NonZeroU32, NonZeroUsize};
use std::str::FromStr;
use std::time::Duration;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use dlq_replay::replay::ReplayId;
use dlq_replay::verdict::VerdictKind;
use dlq_replay::{Condition, Filter, Source};
use order_events::{OrderId, OrderStatus};

/// See, understand and replay the dead letters of the order-to-invoice system.
///
/// Nothing is changed without --apply, and nothing is deleted that is not kept in the bucket of
/// replays first. AWS credentials and region come from the environment or from a profile.
#[derive(Debug, Parser)]
#[command(name = "dlq", version, after_help = EXAMPLES)]
pub(crate) struct Cli {
    /// The environment that the CDK app deployed
    #[arg(
        long,
        short,
        global = true,
        help_heading = "Options",
        env = "DLQ_ENVIRONMENT",
        default_value = "prod"
    )]
    pub(crate) environment: String,
    /// Print JSON, for programs
    #[arg(long, global = true, help_heading = "Options")]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

pub(crate) const EXAMPLES: &str = "\
Examples:
  dlq list                                             everything, by its cause
  dlq list --code render-failed --messages             one cause, letter by letter
  dlq show 5f0c8b9e-5d5e-4c39-9f9c-0e5d3a1c7b11        one letter, and what replaying it would do
  dlq replay --code render-failed                      what would be replayed
  dlq replay --code render-failed --reason \"fixed #42\" --apply --canary 5 --rate 50
  dlq status 20261124-172805-3f9a                      how far it is
  dlq resume 20261124-172805-3f9a                      go on with one that was cut off
  dlq discard --verdict already-done --reason \"done by hand\" --apply
  dlq history                                          who did what, when, why, with what outcome

Exit status: 0 if all went well, 1 after an error, 3 if a replay was stopped or letters came back.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the dead letters of all sources, by their cause
    List(List),
    /// Show one letter: its content, its order, and what replaying it would do
    Show {
        /// The id of the letter
        id: String,
    },
    /// Send letters to the queue again (a dry run without --apply)
    Replay(Replay),
    /// Take letters away and keep them in the bucket of replays (a dry run without --apply)
    Discard(Discard),
    /// Show how far a replay is
    Status {
        /// The id of the replay
        id: ReplayId,
        /// List its letters, each with the verdict it had and with what became of it
        #[arg(long)]
        letters: bool,
    },
    /// Go on with a replay that was cut off or stopped
    Resume {
        /// The id of the replay
        id: ReplayId,
        #[command(flatten)]
        wait: Wait,
    },
    /// Have whoever carries a replay out send no more letters
    Stop {
        /// The id of the replay
        id: ReplayId,
    },
    /// Take back what was not processed yet, or restore what was discarded
    Undo {
        /// The id of the replay
        id: ReplayId,
    },
    /// List who replayed what, when and why, and what came of it
    History {
        /// At most so many, the latest first
        #[arg(long, default_value_t = 20)]
        limit: usize,
    },
}

#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    pub(crate) filter: FilterArguments,
    /// List letters instead of causes
    #[arg(long)]
    pub(crate) messages: bool,
    /// At most so many letters
    #[arg(long, default_value_t = 50, requires = "messages")]
    pub(crate) limit: usize,
}

#[derive(Debug, Args)]
pub(crate) struct Replay {
    #[command(flatten)]
    pub(crate) filter: FilterArguments,
    #[command(flatten)]
    pub(crate) choice: Choice,
    /// Letters a second
    #[arg(long, default_value = "50")]
    pub(crate) rate: NonZeroU32,
    /// Send so many first, and the rest only once it is known what became of them
    #[arg(long, value_name = "N")]
    pub(crate) canary: Option<NonZeroUsize>,
    /// Stop when more than so many of a hundred come back. Ten are on their way at first, and each
    /// that is processed makes room for two; 100 sends all, whatever comes back
    #[arg(long, value_name = "PERCENT", default_value_t = 20, value_parser = clap::value_parser!(u8).range(..=100))]
    pub(crate) breaker: u8,
    /// Mend each payload: with a JSON Merge Patch (RFC 7396), with one in a @FILE, or, without a
    /// value, the one letter given by --id in $EDITOR
    #[arg(long, value_name = "PATCH", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    pub(crate) edit: Option<String>,
    /// Also replay what is stale: later changes of the order were processed, or it is gone
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) wait: Wait,
}

#[derive(Debug, Args)]
pub(crate) struct Discard {
    #[command(flatten)]
    pub(crate) filter: FilterArguments,
    #[command(flatten)]
    pub(crate) choice: Choice,
}

/// What a replay and a discard have in common.
#[derive(Debug, Args)]
#[command(next_help_heading = "What to do")]
pub(crate) struct Choice {
    /// Why: it is kept in the history. A dry run needs none
    #[arg(long, required_if_eq("apply", "true"))]
    pub(crate) reason: Option<String>,
    /// In whose name [default: the caller's identity, as AWS knows it]
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    /// Do it
    #[arg(long)]
    pub(crate) apply: bool,
    /// At most so many letters
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<NonZeroUsize>,
}

#[derive(Debug, Args)]
pub(crate) struct Wait {
    /// For how long to await the outcome, in seconds, once everything is sent
    #[arg(long, value_name = "SECONDS", default_value_t = 900)]
    pub(crate) wait: u64,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Which letters")]
pub(crate) struct FilterArguments {
    /// Only this letter; may be given again
    #[arg(long, value_name = "ID")]
    id: Vec<String>,
    /// Only from this source
    #[arg(long, value_parser = one_of::<Source, _>(Source::ALL.map(Source::as_str)))]
    source: Option<Source>,
    /// Only with this error code
    #[arg(long)]
    code: Option<String>,
    /// Only about this order
    #[arg(long, value_name = "ORDER_ID")]
    order: Option<OrderId>,
    /// Only about this change, such as CONFIRMED
    #[arg(long)]
    status: Option<OrderStatus>,
    /// Only what has been waiting at least so long, such as 90s, 15m, 6h or 2d
    #[arg(long, value_name = "AGE", value_parser = seconds)]
    older_than: Option<u64>,
    /// Only what has been waiting less than so long
    #[arg(long, value_name = "AGE", value_parser = seconds)]
    newer_than: Option<u64>,
    /// Only what was received at least so often
    #[arg(long, value_name = "N")]
    min_receives: Option<u32>,
    /// Only with this verdict: what replaying it would do
    #[arg(long, value_parser = one_of::<VerdictKind, _>(VerdictKind::ALL.map(VerdictKind::as_str)))]
    pub(crate) verdict: Option<VerdictKind>,
    /// Only with this value at this place of the payload; may be given again, all must hold
    #[arg(long = "where", value_name = "/POINTER=VALUE")]
    conditions: Vec<Condition>,
}

impl Wait {
    pub(crate) const fn duration(&self) -> Duration {
        Duration::from_secs(self.wait)
    }
}

impl From<FilterArguments> for Filter {
    fn from(arguments: FilterArguments) -> Self {
        Self {
            ids: arguments.id,
            source: arguments.source,
            code: arguments.code,
            order_id: arguments.order,
            status: arguments.status,
            older_than_seconds: arguments.older_than,
            newer_than_seconds: arguments.newer_than,
            min_receive_count: arguments.min_receives,
            conditions: arguments.conditions,
        }
    }
}

/// One of the values that are listed in the help.
fn one_of<T, V>(values: V) -> impl TypedValueParser<Value = T>
where
    T: FromStr<Err: Error + Send + Sync + 'static> + Clone + Send + Sync + 'static,
    V: IntoIterator<Item = &'static str>,
{
    PossibleValuesParser::new(values).try_map(|text| text.parse())
}

/// An age such as `15m`.
fn seconds(text: &str) -> Result<u64, String> {
    let invalid = || format!("expected an age such as 90s, 15m, 6h or 2d, found `{text}`");
    let unit = text.chars().last().ok_or_else(invalid)?;
    let factor = match unit {
        's' => 1,
        'm' => 60,
        'h' => 60 * 60,
        'd' => 24 * 60 * 60,
        _ => return Err(invalid()),
    };
    let count: u64 = text[..text.len() - 1].parse().map_err(|_| invalid())?;
    count.checked_mul(factor).ok_or_else(invalid)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn ages_have_units() {
        assert_eq!(seconds("90s"), Ok(90));
        assert_eq!(seconds("2d"), Ok(172_800));
        for text in ["", "5", "m", "-1h", "1w", "9999999999999999999d"] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_edit_is_a_patch_or_the_editor() {
        let edit = |extra: &str| {
            let line = format!("dlq replay --reason why {extra}");
            match Cli::parse_from(line.split(' ')).command {
                Command::Replay(replay) => replay.edit,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(edit("--apply"), None);
        assert_eq!(edit("--edit --apply").as_deref(), Some(""));
        assert_eq!(edit("--edit={} --apply").as_deref(), Some("{}"));
    }
}
