//! Replays against as much of AWS as they ask for, in memory: what they need for very many letters,
//! how fast they are, where they stop, and what is left of them when they are cut off.
//!
//! `cargo test --workspace --test operator -- --nocapture` prints the figures: of memory, for so many
//! letters as `DLQ_LETTERS` says, and of the rate that a replay keeps.
#![expect(
    clippy::unwrap_used,
    reason = "in a test, what should be there and is not is a failure"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "how many letters there are is told to the test, not to a function"
)]

mod aws;
mod breaker;
mod console;
mod killed;
mod limits;
mod rate;
mod terminal;

use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::aws::{Aws, payload};

const FEW: u64 = 1_000;
const MANY: u64 = 8_000;

/// What is left of a process that has ended well.
struct Done {
    answer: Value,
    /// The most memory that it had at any time, in bytes.
    peak: u64,
    took: Duration,
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_does_not_grow_with_what_the_letters_say() {
    let aws = Aws::start().await;
    let many = std::env::var("DLQ_LETTERS").map_or(MANY, |text| text.parse().unwrap());
    let letter = payload(0).len() as u64;
    println!("a letter has {letter} bytes");
    let replay = ["replay", "--force", "--reason", "a test"];
    let apply = ["--apply", "--by", "a test", "--rate", "1000000"];
    let discard = ["discard", "--reason", "a test"];
    let commands: [Vec<&str>; 4] = [
        vec!["list"],
        replay.to_vec(),
        [&replay[..], &apply].concat(),
        [&discard[..], &apply[..3]].concat(),
    ];
    for command in commands {
        let [few, most] = [FEW, many].map(|letters| {
            aws.poison(letters);
            let done = dlq(&aws, &command);
            println!(
                "{letters} letters, {} KiB at most, {:.1} s: dlq {}",
                done.peak / 1_024,
                done.took.as_secs_f64(),
                command.join(" ")
            );
            check(&aws, letters, &done.answer);
            done.peak
        });
        // Their ids, and what became of each, are remembered; what they say is not.
        let growth = most.saturating_sub(few) / (many - FEW);
        println!("{growth} bytes for each letter");
        assert!(growth < letter, "{growth} bytes for each letter");
    }
}

/// Nothing is lost, whatever the command was.
fn check(aws: &Aws, letters: u64, answer: &Value) {
    let all = usize::try_from(letters).unwrap();
    let counts = &answer["counts"];
    if counts.is_null() {
        assert_eq!(answer["scanned"], letters);
        assert_eq!(aws.visible(), all, "letters are hidden after a look");
    } else {
        let gone = [&counts["processed"], &counts["discarded"]].map(|it| it.as_u64().unwrap());
        assert_eq!(gone.iter().sum::<u64>(), letters, "{answer}");
        assert_eq!(aws.left(), 0);
    }
}

/// Runs `dlq` to its end.
fn dlq(aws: &Aws, arguments: &[&str]) -> Done {
    let started = Instant::now();
    let mut child = command(aws, arguments)
        .arg("--json")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let peak = tokio::task::block_in_place(|| watch(&mut child));
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "dlq {arguments:?}");
    Done {
        answer: serde_json::from_slice(&output.stdout).unwrap(),
        peak,
        took: started.elapsed(),
    }
}

/// The program, as an operator of this AWS starts it.
fn command(aws: &Aws, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dlq"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("AWS_") {
            command.env_remove(name);
        }
    }
    command
        .args(arguments)
        .env("AWS_ENDPOINT_URL", &aws.url)
        .env("AWS_REGION", "eu-central-1")
        .env("AWS_ACCESS_KEY_ID", "test")
        .env("AWS_SECRET_ACCESS_KEY", "test")
        .stdin(Stdio::null());
    command
}

/// The most memory that the process has until it ends, in bytes.
fn watch(child: &mut Child) -> u64 {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        let status = fs::read_to_string(&status).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kibibytes = line.and_then(|line| line.split_whitespace().next());
        let now = kibibytes.map_or(0, |text| text.parse::<u64>().unwrap() * 1_024);
        peak = peak.max(now);
        thread::sleep(Duration::from_millis(5));
    }
    peak
}
