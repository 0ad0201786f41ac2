//! Distinct orders to make invoices of, from the program that measures documents.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::BenchError;
use xtask::Step;

/// What cargo says of something that it built ("External tools", The Cargo Book).
#[derive(Deserialize)]
struct Built {
    target: Target,
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

/// Builds `pdf-worker`'s benchmark `figures`, and says where it is.
pub(crate) fn program() -> Result<PathBuf, BenchError> {
    let step = Step::start("Building the benchmark of documents");
    let mut cargo = xtask::cargo();
    cargo.args(["bench", "--package", "pdf-worker", "--bench", "figures"]);
    cargo.args(["--no-run", "--message-format", "json-render-diagnostics"]);
    let printed = crate::printed_by(cargo, "cargo bench --no-run")?;
    step.done();
    // Of the package's other programs, which are built with it, it may tell later.
    let built = printed.lines().map(serde_json::from_str::<Built>);
    let mut built = built.filter_map(Result::ok);
    let program = built.find(|built| built.target.name == "figures");
    let program = program.and_then(|built| built.executable);
    program.ok_or_else(|| BenchError::Unhandled {
        found: "no program in what cargo printed".to_owned(),
    })
}

/// The bodies of so many messages about orders of so many lines.
pub(crate) fn events(lines: usize, count: usize) -> Result<Vec<String>, BenchError> {
    let folder = xtask::target().join("bench/events");
    let program = program()?;
    let step = Step::start(format!("Writing {count} events of {lines} lines"));
    let mut write = Command::new(program);
    write.arg("events").arg(&folder);
    write.args([lines.to_string(), count.to_string()]);
    step.quietly(&mut write).map_err(xtask::NotReady::from)?;
    (0..count)
        .map(|number| {
            let path = folder.join(format!("{lines}-{number}.json"));
            fs::read_to_string(&path).map_err(BenchError::file(path))
        })
        .collect()
}

/// What SQS hands to the function for these messages ("Using Lambda with Amazon SQS", AWS Lambda
/// developer guide). Each is of an order, and so of a group, of its own.
pub(crate) fn batch(bodies: &[String]) -> String {
    let record = |(number, body): (usize, &String)| -> Value {
        json!({
            "messageId": format!("059f36b4-87a3-44ab-83d2-{number:012}"),
            "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
            "body": body,
            "attributes": {
                "ApproximateReceiveCount": "1",
                "SentTimestamp": "1795500150000",
                "SequenceNumber": "18849496460467696128",
                "MessageGroupId": format!("order-{number}"),
                "MessageDeduplicationId": format!("event-{number}"),
                "SenderId": "AIDAIENQZJOLO23YVJ4VO",
                "ApproximateFirstReceiveTimestamp": "1795500150001",
            },
            "messageAttributes": {},
            "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
            "eventSource": "aws:sqs",
            "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:status-changes.fifo",
            "awsRegion": "eu-central-1",
        })
    };
    let records: Vec<Value> = bodies.iter().enumerate().map(record).collect();
    json!({ "Records": records }).to_string()
}
