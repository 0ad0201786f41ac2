//! Why the local stack could not be started, or no longer does what it should.

use std::path::PathBuf;

use crate::wait::TimedOut;

/// What went wrong with the local stack.
#[derive(Debug, thiserror::Error)]
pub enum StackError {
    #[error(transparent)]
    Step(#[from] xtask::Failed),
    #[error("port {port} is taken by another program: stop it, or choose another with `--port`")]
    PortTaken { port: u16 },
    #[error(
        "a local stack runs on port {port} already (process {pid}): stop it with Ctrl-C where it \
         runs, or choose another port with `--port`"
    )]
    AlreadyRunning { port: u16, pid: u32 },
    #[error(
        "port {port} is taken by another program: stop it, or choose another with `--console-port`"
    )]
    ConsolePortTaken { port: u16 },
    #[error("the console is not built: `{}` is missing", path.display())]
    ConsoleMissing { path: PathBuf },
    #[error("the emulator ended by itself; its log is `{}`", log.display())]
    EmulatorEnded { log: PathBuf },
    #[error("the emulator does not answer; its log is `{}`", log.display())]
    EmulatorSilent { log: PathBuf },
    #[error("`{}`", path.display())]
    File {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("`{}` is not what the CDK writes", path.display())]
    Assembly {
        path: PathBuf,
        source: serde_json::Error,
    },
    #[error("the CDK names no bucket for `{}`", path.display())]
    NoBucketForTemplate { path: PathBuf },
    #[error("pack `{}`", path.display())]
    Pack {
        path: PathBuf,
        source: zip::result::ZipError,
    },
    #[error("stack `{stack}` was not created ({status}): {reason}")]
    StackFailed {
        stack: String,
        status: String,
        reason: String,
    },
    #[error("no template has an event source mapping for the stream of orders")]
    MissingStreamMapping,
    #[error("read the properties of the stream's event source mapping")]
    StreamSettings(#[source] serde_json::Error),
    #[error("no deployed stack has an output `{0}`")]
    MissingOutput(&'static str),
    #[error(transparent)]
    TimedOut(#[from] TimedOut),
    #[error(transparent)]
    IssuerStart(#[from] local_issuer::StartFailed),
    #[error("get a token from the local issuer")]
    Issuer(#[source] reqwest::Error),
    #[error("call the order API")]
    Api(#[from] reqwest::Error),
    #[error("call the emulator's {service}")]
    Aws {
        service: &'static str,
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl StackError {
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }

    pub(crate) fn aws<E: std::error::Error + Send + Sync + 'static>(
        service: &'static str,
    ) -> impl FnOnce(E) -> Self {
        move |source| Self::Aws {
            service,
            source: Box::new(source),
        }
    }
}
