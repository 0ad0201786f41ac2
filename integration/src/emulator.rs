//! The AWS emulator as a child process, with all the functions that it starts in turn.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group, test_kill_process};
use serde::{Deserialize, Serialize};
use xtask::Step;

use crate::deploy::Outputs;
use crate::error::StackError;
use crate::stack::{Place, inbox};
use crate::wait::until;

const START_LIMIT: Duration = Duration::from_secs(30);
const STOP_LIMIT: Duration = Duration::from_secs(5);

/// The running emulator. Dropping it ends it and everything it started.
#[derive(Debug)]
pub struct Emulator {
    child: Child,
    port: u16,
    log: PathBuf,
    state: PathBuf,
    /// Where it unpacks the functions. It leaves them there when it ends.
    scratch: PathBuf,
}

/// The processes of an emulator: itself, and one for each function that is warm.
#[derive(Debug, Clone, Copy)]
pub struct ProcessGroup(Pid);

/// What another process may know of a running stack.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Running {
    pub port: u16,
    pub pid: u32,
    pub outputs: Outputs,
}

impl Emulator {
    /// Starts `program` on the loopback interface and waits until it answers.
    ///
    /// # Errors
    /// If the port is taken or the emulator does not come up.
    pub(crate) async fn start(program: &Path, place: &Place) -> Result<Self, StackError> {
        let (port, folder) = (place.port, place.folder.as_path());
        let state = folder.join("running.json");
        let log = folder.join("emulator.log");
        fs::create_dir_all(folder).map_err(StackError::file(folder))?;
        if let Some(running) = Running::find(folder)
            && running.port == port
        {
            return Err(StackError::AlreadyRunning {
                port,
                pid: running.pid,
            });
        }
        // Looking first gives a clear error; the emulator's own would be deep in its log.
        drop(
            TcpListener::bind((Ipv4Addr::LOCALHOST, port))
                .map_err(|_| StackError::PortTaken { port })?,
        );

        let step = Step::start(format!("Starting the AWS emulator on port {port}"));
        let scratch = folder.join("scratch");
        fs::create_dir_all(&scratch).map_err(StackError::file(&scratch))?;
        // What was delivered before is of orders that are gone.
        let inbox = inbox::file(folder);
        File::create(&inbox).map_err(StackError::file(&inbox))?;
        let output = File::create(&log).map_err(StackError::file(&log))?;
        let errors = output.try_clone().map_err(StackError::file(&log))?;
        let child = command(program, port, &place.aws)
            .env("TMPDIR", &scratch)
            .env(
                "INBOX_FILE",
                std::path::absolute(&inbox).map_err(StackError::file(&inbox))?,
            )
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(errors)
            .spawn()
            .map_err(StackError::file(program))?;
        let mut emulator = Self {
            child,
            port,
            log,
            state,
            scratch,
        };
        emulator.wait_until_it_answers().await?;
        step.done();
        Ok(emulator)
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Where its services are.
    #[must_use]
    pub fn endpoint(&self) -> String {
        endpoint(self.port)
    }

    /// What a program that works with AWS needs in its environment to work with this one.
    #[must_use]
    pub fn aws_environment(&self) -> [(&'static str, String); 5] {
        aws_environment(self.port)
    }

    /// Where it writes what it does, and what the functions log.
    #[must_use]
    pub fn log(&self) -> &Path {
        &self.log
    }

    /// Its processes.
    #[must_use]
    pub fn process_group(&self) -> ProcessGroup {
        ProcessGroup(Pid::from_child(&self.child))
    }

    /// Whether it still runs.
    ///
    /// # Errors
    /// [`StackError::EmulatorEnded`] if it ended by itself.
    pub fn check(&mut self) -> Result<(), StackError> {
        match self.child.try_wait() {
            Ok(None) => Ok(()),
            Ok(Some(_)) | Err(_) => Err(StackError::EmulatorEnded {
                log: self.log.clone(),
            }),
        }
    }

    /// Tells other processes how to find the stack.
    ///
    /// # Errors
    /// If the file can't be written.
    pub fn announce(&self, outputs: &Outputs) -> Result<(), StackError> {
        let running = Running {
            port: self.port,
            pid: std::process::id(),
            outputs: outputs.clone(),
        };
        let text = serde_json::to_vec_pretty(&running).map_err(|source| StackError::Assembly {
            path: self.state.clone(),
            source,
        })?;
        fs::write(&self.state, text).map_err(StackError::file(&self.state))
    }

    async fn wait_until_it_answers(&mut self) -> Result<(), StackError> {
        let health = format!("{}/_ministack/health", self.endpoint());
        let log = self.log.clone();
        let answered = until(START_LIMIT, || {
            let running = self.check();
            let answer = reqwest::get(health.clone());
            async move {
                running?;
                Ok(answer
                    .await
                    .is_ok_and(|answer| answer.status().is_success())
                    .then_some(()))
            }
        });
        answered.await.map_err(|error| match error {
            StackError::TimedOut(_) => StackError::EmulatorSilent { log },
            error => error,
        })
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        // It leads a process group of its own, which its functions belong to.
        let ProcessGroup(group) = self.process_group();
        let signal = |signal| kill_process_group(group, signal).is_ok();
        if signal(Signal::TERM) {
            let deadline = std::time::Instant::now() + STOP_LIMIT;
            while matches!(self.child.try_wait(), Ok(None)) && std::time::Instant::now() < deadline
            {
                std::thread::sleep(Duration::from_millis(20));
            }
            signal(Signal::KILL);
        }
        if let Err(error) = self.child.wait() {
            eprintln!("could not see the emulator end: {error}");
        }
        if let Err(error) = fs::remove_dir_all(&self.scratch) {
            eprintln!("could not remove `{}`: {error}", self.scratch.display());
        }
        if self.state.exists()
            && let Err(error) = fs::remove_file(&self.state)
        {
            eprintln!("could not remove `{}`: {error}", self.state.display());
        }
    }
}

impl ProcessGroup {
    /// The process id of the emulator itself.
    #[must_use]
    pub fn leader(self) -> i32 {
        self.0.as_raw_nonzero().get()
    }

    /// Kills the processes of the functions whose name contains `name`, as a crash would, and
    /// counts them. It finds them in `/proc`, so only on Linux.
    #[must_use]
    pub fn kill_function(self, name: &str) -> usize {
        let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
        let named = processes.filter_map(|entry| {
            let pid = Pid::from_raw(entry.file_name().to_str()?.parse().ok()?)?;
            let environment = fs::read(entry.path().join("environ")).ok()?;
            let mut variables = environment
                .split(|byte| *byte == 0)
                .map(String::from_utf8_lossy);
            let function = variables.find_map(|variable| {
                variable
                    .strip_prefix("AWS_LAMBDA_FUNCTION_NAME=")
                    .map(str::to_owned)
            })?;
            function.contains(name).then_some(pid)
        });
        let ours = named.filter(|pid| rustix::process::getpgid(Some(*pid)) == Ok(self.0));
        ours.filter(|pid| rustix::process::kill_process(*pid, Signal::KILL).is_ok())
            .count()
    }
}

impl Running {
    /// The stack that runs with its files in `folder`, if there is one.
    #[must_use]
    pub fn find(folder: &Path) -> Option<Self> {
        let text = fs::read(folder.join("running.json")).ok()?;
        let running: Self = serde_json::from_slice(&text).ok()?;
        let pid = i32::try_from(running.pid).ok().and_then(Pid::from_raw)?;
        test_kill_process(pid).is_ok().then_some(running)
    }

    /// What a program that works with AWS needs in its environment to work with this stack.
    #[must_use]
    pub fn aws_environment(&self) -> [(&'static str, String); 5] {
        aws_environment(self.port)
    }
}

pub(crate) fn aws_environment(port: u16) -> [(&'static str, String); 5] {
    [
        ("AWS_ENDPOINT_URL", endpoint(port)),
        ("AWS_REGION", "us-east-1".to_owned()),
        ("AWS_ACCESS_KEY_ID", "local".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "local".to_owned()),
        ("DLQ_ENVIRONMENT", "local".to_owned()),
    ]
}

pub(crate) fn endpoint(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}

/// The emulator copies its own environment into every function, so it gets one with nothing of the
/// person who starts it: no profile, no credentials.
fn command(program: &Path, port: u16, aws: &str) -> Command {
    let mut command = Command::new(program);
    let patches = xtask::root().join("integration/emulator");
    command
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .env("LANG", "C.UTF-8")
        .env("PYTHONPATH", patches)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("GATEWAY_PORT", port.to_string())
        .env("BIND_HOST", "127.0.0.1")
        .env("MINISTACK_HOST", "127.0.0.1")
        .env("AWS_ENDPOINT_URL", aws)
        .process_group(0);
    command
}
