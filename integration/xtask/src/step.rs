//! A step of a long work: its name while it runs, its time when it's done.

use std::fmt;
use std::process::{Command, Stdio};
use std::time::Instant;

/// A step that has begun.
#[derive(Debug)]
pub struct Step {
    name: String,
    started: Instant,
}

/// A step that did not end well.
#[derive(Debug)]
pub struct Failed {
    step: String,
    why: String,
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} failed: {}", self.step, self.why)
    }
}

impl std::error::Error for Failed {}

impl Step {
    /// Says that `name` begins.
    #[must_use]
    pub fn start(name: impl Into<String>) -> Self {
        let name = name.into();
        eprintln!("▸ {name} …");
        Self {
            name,
            started: Instant::now(),
        }
    }

    /// Says that the step is done.
    pub fn done(self) {
        eprintln!(
            "  ✓ {} ({:.1} s)",
            self.name,
            self.started.elapsed().as_secs_f64()
        );
    }

    /// The step as failed, for the reason `why`.
    pub fn failed(self, why: impl fmt::Display) -> Failed {
        Failed {
            step: self.name,
            why: why.to_string(),
        }
    }

    /// Runs `command` to its end; its output is shown as it comes, on standard error.
    ///
    /// # Errors
    /// If it can't be started or exits with another status than 0.
    pub fn streams(self, command: &mut Command) -> Result<(), Failed> {
        let status = command
            .stdin(Stdio::null())
            .stdout(std::io::stderr())
            .status();
        match status {
            Ok(status) if status.success() => {
                self.done();
                Ok(())
            }
            Ok(status) => Err(self.failed(format_args!("`{}`: {status}", line(command)))),
            Err(error) => Err(self.failed(format_args!("`{}`: {error}", line(command)))),
        }
    }

    /// Runs `command` to its end; its output is shown only if it fails.
    ///
    /// # Errors
    /// As [`Step::streams`].
    pub fn quietly(self, command: &mut Command) -> Result<(), Failed> {
        match command.stdin(Stdio::null()).output() {
            Ok(output) if output.status.success() => {
                self.done();
                Ok(())
            }
            Ok(output) => {
                let text = [output.stdout, output.stderr].concat();
                let text = String::from_utf8_lossy(&text);
                Err(self.failed(format_args!(
                    "`{}`: {}\n{text}",
                    line(command),
                    output.status
                )))
            }
            Err(error) => Err(self.failed(format_args!("`{}`: {error}", line(command)))),
        }
    }
}

/// The command as one would type it.
fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
