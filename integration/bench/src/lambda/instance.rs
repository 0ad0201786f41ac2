//! One execution environment: a process of the function, and what it is told and tells.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use order_events::Timestamp;
use tokio::process::{Child, Command};
use tokio::sync::{mpsc, oneshot};

use super::Program;
use super::runtime_api::{self, Call, Invocation};
use super::usage::Usage;
use crate::clock;
use crate::error::BenchError;
use crate::http::Server;

/// How long a function may say nothing.
const PATIENCE: Duration = Duration::from_secs(10);

/// A running function; dropping it kills the process.
#[derive(Debug)]
pub(crate) struct Instance {
    process: Child,
    calls: mpsc::UnboundedReceiver<Call>,
    /// Where the function waits for its next event, if it does already.
    waiting: Option<oneshot::Sender<Invocation>>,
    invocations: u64,
    function_arn: String,
    log: PathBuf,
    _host: Server,
}

/// What the function made of an event.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) body: Vec<u8>,
    /// From the event's first byte sent to the answer's last byte received.
    pub(crate) time: Duration,
}

impl Instance {
    /// Starts the function and waits until it asks for its first event; how long that takes, the
    /// start of the process included.
    pub(crate) async fn start(program: &Program) -> Result<(Self, Duration), BenchError> {
        let (host, calls) = runtime_api::start().await.map_err(BenchError::Listen)?;
        let log = xtask::target()
            .join("bench")
            .join(format!("{}.log", program.log_name()));
        let mut command = command(program, &host, &log)?;
        let started = Instant::now();
        let process = command.spawn().map_err(|source| BenchError::Start {
            program: program.path.clone(),
            source,
        })?;
        let mut instance = Self {
            process,
            calls,
            waiting: None,
            invocations: 0,
            function_arn: arn(program),
            log,
            _host: host,
        };
        let (ready, event) = instance.next().await?;
        instance.waiting = Some(event);
        Ok((instance, ready - started))
    }

    /// Sends an event and waits for the answer.
    pub(crate) async fn invoke(&mut self, event: String) -> Result<Answer, BenchError> {
        let waiting = match self.waiting.take() {
            Some(waiting) => waiting,
            None => self.next().await?.1,
        };
        self.invocations += 1;
        let id = format!("8476a536-e9f4-11e8-9739-{:012x}", self.invocations);
        let invocation = Invocation {
            id: id.clone(),
            deadline: deadline(),
            function_arn: self.function_arn.clone(),
            event,
        };
        let sent = Instant::now();
        if waiting.send(invocation).is_err() {
            return Err(self.out_of_turn("wait for its event"));
        }
        match self.call().await? {
            Call::Response {
                at,
                id: answered,
                answer,
            } if answered == id => Ok(Answer {
                body: answer,
                time: at - sent,
            }),
            _ => Err(self.out_of_turn("answer the event that it got")),
        }
    }

    /// What the process has used so far.
    pub(crate) fn usage(&self) -> Usage {
        self.process.id().map(Usage::of).unwrap_or_default()
    }

    /// Waits until the function asks for its next event: what it does about the last one is over.
    pub(crate) async fn rest(&mut self) -> Result<(), BenchError> {
        if self.waiting.is_none() {
            self.waiting = Some(self.next().await?.1);
        }
        Ok(())
    }

    /// Ends the process and waits until it is gone, so that it takes no time from the next.
    pub(crate) async fn stop(mut self) -> Result<(), BenchError> {
        let killed = self.process.kill().await;
        killed.map_err(BenchError::file(self.log))
    }

    async fn next(&mut self) -> Result<(Instant, oneshot::Sender<Invocation>), BenchError> {
        match self.call().await? {
            Call::Next { at, event } => Ok((at, event)),
            _ => Err(self.out_of_turn("ask for an event")),
        }
    }

    async fn call(&mut self) -> Result<Call, BenchError> {
        let log = || self.log.clone();
        let call = tokio::select! {
            biased;
            Some(call) = self.calls.recv() => call,
            status = self.process.wait() => {
                let status = status.map_err(BenchError::file(log()))?;
                return Err(BenchError::Ended { status, log: log() });
            }
            () = tokio::time::sleep(PATIENCE) => {
                let seconds = PATIENCE.as_secs();
                return Err(BenchError::Silent { seconds, log: log() });
            }
        };
        match call {
            Call::Error { report } => Err(BenchError::Failed { report }),
            call => Ok(call),
        }
    }

    fn out_of_turn(&self, expected: &'static str) -> BenchError {
        let log = self.log.clone();
        BenchError::OutOfTurn { expected, log }
    }
}

/// The program in the environment that Lambda gives it, and nothing of ours.
fn command(program: &Program, host: &Server, log: &PathBuf) -> Result<Command, BenchError> {
    if let Some(folder) = log.parent() {
        fs::create_dir_all(folder).map_err(BenchError::file(folder))?;
    }
    let output = File::create(log).map_err(BenchError::file(log))?;
    let errors = output.try_clone().map_err(BenchError::file(log))?;
    let mut words: Vec<OsString> = Vec::new();
    if let Some(core) = program.core {
        words.extend([
            "taskset".into(),
            "--cpu-list".into(),
            core.to_string().into(),
        ]);
    }
    words.push(program.path.clone().into_os_string());
    words.extend(program.arguments.iter().map(Into::into));
    let mut command = Command::new(&words[0]);
    command
        .args(&words[1..])
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin:/opt/bin")
        .env("LANG", "en_US.UTF-8")
        .env("TZ", ":UTC")
        .env("_HANDLER", "bootstrap")
        .env("AWS_REGION", REGION)
        .env("AWS_DEFAULT_REGION", REGION)
        .env("AWS_ACCESS_KEY_ID", "ASIAIOSFODNN7EXAMPLE")
        .env(
            "AWS_SECRET_ACCESS_KEY",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        )
        .env("AWS_SESSION_TOKEN", "IQoJb3JpZ2luX2Vj".repeat(60))
        .env("AWS_LAMBDA_RUNTIME_API", host.address().to_string())
        .env("AWS_LAMBDA_FUNCTION_NAME", program.name)
        .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
        .env(
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            program.memory_size.to_string(),
        )
        .env("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand")
        .env(
            "AWS_LAMBDA_LOG_GROUP_NAME",
            format!("/aws/lambda/{}", program.name),
        )
        .env("AWS_LAMBDA_LOG_STREAM_NAME", "bench")
        .envs(program.variables.iter().cloned())
        .stdin(Stdio::null())
        .stdout(output)
        .stderr(errors)
        .kill_on_drop(true);
    Ok(command)
}

const REGION: &str = "eu-central-1";

fn arn(program: &Program) -> String {
    format!(
        "arn:aws:lambda:{REGION}:123456789012:function:{}",
        program.name
    )
}

fn deadline() -> Timestamp {
    let now = clock::now();
    let later = Timestamp::from_unix_millis(now.unix_millis() + 10_000);
    later.unwrap_or(now)
}
