//! `cargo local`: the whole system on this machine, and real orders through it.

use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use integration::demo::{self, DemoError, Options, Report};
use integration::{Door, Mail, MailKind, Place, Running, Stack, default_folder, inbox};
use local_issuer::Role;
use tokio::signal::unix::{SignalKind, signal};

/// How often a running stack is looked at.
const LOOK: Duration = Duration::from_millis(500);

/// Run the order-to-invoice system on this machine, on an emulator of AWS.
///
/// Without a command, starts the stack and keeps it running until Ctrl-C.
#[derive(Debug, Parser)]
#[command(name = "cargo local", bin_name = "cargo local", after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Option<Action>,
    #[command(flatten)]
    start: StartArguments,
}

const EXAMPLES: &str = "Examples:
  cargo local                           start the stack, print its URLs, run until Ctrl-C
  cargo local demo                      send the 412 Chinook orders through it
  cargo local demo my-orders.jsonl      send your own orders
  cargo local demo --limit 20 --json    a short run, with a summary for programs
  cargo local token --as admin          print an access token for the order API
  cargo local inbox                     read the e-mails and text messages that were sent";

#[derive(Debug, Subcommand)]
enum Action {
    /// Place and confirm every order of a file, and verify the invoices that come out
    ///
    /// Uses the stack that `cargo local` runs in another terminal, or one of its own.
    #[command(after_help = FILE_FORMAT)]
    Demo(DemoArguments),
    /// Print an access token for the order API of the running stack, valid for an hour
    #[command(after_help = TOKEN_EXAMPLE)]
    Token(TokenArguments),
    /// Show the e-mails and text messages that the running stack sent, or one that ran before
    #[command(after_help = INBOX_EXAMPLES)]
    Inbox(InboxArguments),
    /// Work on the dead letters of the running stack, or, without one, of AWS: see `cargo dlq --help`
    #[command(disable_help_flag = true)]
    Dlq {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

const TOKEN_EXAMPLE: &str = "\
Example:
  curl -H \"Authorization: Bearer $(cargo local token --as customer)\" \"$API/orders\"

A customer places orders and sees its own; admin sees and changes everybody's; ops
replays dead letters. Two customers need two subjects: --as customer --subject eva";

const INBOX_EXAMPLES: &str = "\
Examples:
  cargo local inbox                     everything, oldest first
  cargo local inbox --to '+15555550100' what one subscriber got
  cargo local inbox --order 01a20c26 --json";

const FILE_FORMAT: &str = "\
FILE is JSON Lines. Each line holds the body of POST /orders and, if you like, what to expect:
  {\"order\": {\"buyer\": …, \"currency\": \"EUR\", \"lines\": […]}, \"expect\": {\"total\": \"5.94\"}}

The exit status is 0 only if every order became a right invoice. With --json, the last line of
standard output is a JSON object; everything else goes to standard error.";

#[derive(Debug, Args)]
struct StartArguments {
    /// The port on which the emulator listens
    #[arg(long, default_value_t = 4566, global = true)]
    port: u16,
    /// The port on which the console is served
    #[arg(long, value_name = "PORT", default_value_t = 5173)]
    console_port: u16,
}

#[derive(Debug, Args)]
struct DemoArguments {
    /// The orders to send [default: the 412 invoices of the Chinook sample database]
    file: Option<PathBuf>,
    /// Send only the first N orders
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Requests under way at once
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = 1..=64)]
    concurrency: i64,
    /// Print a summary as JSON on the last line
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct TokenArguments {
    /// Who to be: customer, admin or ops
    #[arg(long = "as", value_name = "ROLE")]
    role: Role,
    /// In whose name [default: that of the role]
    #[arg(long, value_name = "NAME")]
    subject: Option<String>,
}

#[derive(Debug, Args)]
struct InboxArguments {
    /// Only what is about an order whose id begins so
    #[arg(long, value_name = "ID")]
    order: Option<String>,
    /// Only what went to this address or number
    #[arg(long, value_name = "ADDRESS")]
    to: Option<String>,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = match cli.command {
        None => serve(&cli.start).await,
        Some(Action::Demo(arguments)) => run_demo(&arguments, cli.start.port).await,
        Some(Action::Token(arguments)) => print_token(&arguments).await,
        Some(Action::Inbox(arguments)) => print_inbox(&arguments),
        Some(Action::Dlq { arguments }) => Ok(become_dlq(&arguments)),
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {}", xtask::causes(&error));
        ExitCode::FAILURE
    })
}

/// Starts the stack and keeps it up until somebody asks it to stop.
async fn serve(arguments: &StartArguments) -> Result<ExitCode, DemoError> {
    let door = Door::open(arguments.console_port).await?;
    let place = Place {
        console_url: door.url().to_owned(),
        ..Place::new(arguments.port, default_folder())
    };
    let stop = stop_signal();
    tokio::pin!(stop);
    let mut stack = tokio::select! {
        stack = Stack::start(&place) => stack?,
        () = &mut stop => return Ok(ExitCode::SUCCESS),
    };
    let console = door.serve(&stack);
    let outputs = stack.outputs();
    println!("\nThe stack is up.\n");
    println!("  Console        {}", console.url());
    println!("  Order API      {}/orders", outputs.api_url);
    println!("  Token issuer   {}", outputs.token_issuer);
    println!(
        "  AWS endpoint   http://127.0.0.1:{} (region us-east-1, any credentials)",
        place.port
    );
    println!("  Invoices       s3://{}/orders/", outputs.invoices_bucket);
    println!("  Dead letters   {}", outputs.dead_letter_queue_url);
    if let Some(emulator) = stack.emulator() {
        println!("  Log            {}", emulator.log().display());
    }
    println!(
        "\nTry `cargo local demo` or `cargo local token --as admin` in another terminal. Ctrl-C stops everything."
    );
    loop {
        tokio::select! {
            () = &mut stop => break,
            () = tokio::time::sleep(LOOK) => {
                if let Some(emulator) = stack.emulator() {
                    emulator.check()?;
                }
            }
        }
    }
    eprintln!("\nStopping the stack …");
    Ok(ExitCode::SUCCESS)
}

async fn run_demo(arguments: &DemoArguments, port: u16) -> Result<ExitCode, DemoError> {
    let path = arguments.file.clone().unwrap_or_else(demo::chinook);
    let cases = demo::read(&path, arguments.limit)?;
    let concurrency = usize::try_from(arguments.concurrency).unwrap_or(1);
    let options = Options {
        concurrency,
        ..Options::default()
    };
    let folder = default_folder();
    let report = tokio::select! {
        report = async {
            let stack = match Stack::join(&folder).await {
                Some(stack) => stack,
                None => Stack::start(&Place::new(port, folder)).await?,
            };
            demo::run(&stack, &cases, options).await
        } => report?,
        () = stop_signal() => return Ok(ExitCode::FAILURE),
    };
    print(&report, arguments.json);
    Ok(if report.passed() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn print_token(arguments: &TokenArguments) -> Result<ExitCode, DemoError> {
    let Some(running) = Running::find(&default_folder()) else {
        eprintln!("error: no local stack is running: start one with `cargo local`");
        return Ok(ExitCode::FAILURE);
    };
    let issuer = &running.outputs.token_issuer;
    let token = integration::token(issuer, arguments.role, arguments.subject.as_deref()).await?;
    println!("{token}");
    Ok(ExitCode::SUCCESS)
}

/// Becomes the program `dlq`; comes back only if that fails.
fn become_dlq(arguments: &[String]) -> ExitCode {
    let mut program = std::process::Command::new(xtask::binary("dlq"));
    if let Some(running) = Running::find(&default_folder()) {
        program.envs(running.aws_environment());
    }
    let error = program.args(arguments).exec();
    eprintln!("error: start `dlq`: {error}");
    ExitCode::FAILURE
}

fn print_inbox(arguments: &InboxArguments) -> Result<ExitCode, DemoError> {
    let wanted = |mail: &Mail| {
        let order = mail.order_id.as_deref().unwrap_or_default();
        let of_order = arguments
            .order
            .as_deref()
            .is_none_or(|id| order.starts_with(id));
        of_order && arguments.to.as_deref().is_none_or(|to| to == mail.to)
    };
    let mails = inbox(&default_folder())?;
    let mut shown = 0;
    for mail in mails.iter().filter(|mail| wanted(mail)) {
        shown += 1;
        if arguments.json {
            println!(
                "{}",
                serde_json::to_string(mail).expect("mail has only text keys")
            );
        } else {
            print_mail(mail);
        }
    }
    eprintln!("{shown} of {} messages", mails.len());
    Ok(ExitCode::SUCCESS)
}

fn print_mail(mail: &Mail) {
    let kind = match mail.kind {
        MailKind::Email => "E-mail",
        MailKind::Sms => "Text message",
    };
    println!("{kind} to {}, {}", mail.to, mail.at);
    if let Some(subject) = &mail.subject {
        println!("  Subject: {subject}\n");
    }
    for line in mail.body.trim_end().lines() {
        println!("  {line}");
    }
    println!();
}

fn print(report: &Report, json: bool) {
    if json {
        eprint!("{report}");
        println!("{}", report.json());
    } else {
        print!("{report}");
    }
}

/// Ends when the terminal or another process asks us to stop.
async fn stop_signal() {
    let mut kinds = Vec::new();
    for kind in [
        SignalKind::interrupt(),
        SignalKind::terminate(),
        SignalKind::hangup(),
    ] {
        match signal(kind) {
            Ok(signal) => kinds.push(signal),
            Err(error) => eprintln!("warning: a signal can't be waited for: {error}"),
        }
    }
    let waits = kinds.iter_mut().map(|signal| Box::pin(signal.recv()));
    futures::future::select_all(waits).await;
}
