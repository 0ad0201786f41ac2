//! Why there is nothing to report.

use std::io;
use std::path::PathBuf;
use std::process::ExitStatus;

use crate::results::NoPlace;

/// What went wrong. A slow answer is not among it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BenchError {
    #[error("listen on 127.0.0.1")]
    Listen(#[source] io::Error),
    #[error("make the tables")]
    Database(#[source] dynoxide::DynoxideError),
    #[error(transparent)]
    Issuer(#[from] local_issuer::StartFailed),
    #[error(transparent)]
    NotReady(#[from] xtask::NotReady),
    #[error("`{}`", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("start `{}`", program.display())]
    Start { program: PathBuf, source: io::Error },
    #[error("the function ended by itself ({status}); its log is `{}`", log.display())]
    Ended { status: ExitStatus, log: PathBuf },
    #[error("the function said nothing for {seconds} s; its log is `{}`", log.display())]
    Silent { seconds: u64, log: PathBuf },
    #[error("the function failed: {report}")]
    Failed { report: String },
    #[error("expected the function to {expected}, but it did not; its log is `{}`", log.display())]
    OutOfTurn {
        expected: &'static str,
        log: PathBuf,
    },
    #[error("read the answer to `{request}`")]
    Unreadable {
        request: &'static str,
        source: serde_json::Error,
    },
    #[error("`{request}`: expected a status of 200 to 299, found {status}: {body}")]
    Refused {
        request: &'static str,
        status: u16,
        body: String,
    },
    #[error(
        "hold order-api against Python: expected the same answers and rows, found {ours} of ours and \
         {theirs} of Python"
    )]
    OtherWork {
        ours: serde_json::Value,
        theirs: serde_json::Value,
    },
    #[error("expected every message to be handled, found {found}")]
    Unhandled { found: String },
    #[error("`{program}` failed ({status}): {said}")]
    Program {
        program: String,
        status: ExitStatus,
        said: String,
    },
    #[error("read what `{program}` printed")]
    Printed {
        program: String,
        source: serde_json::Error,
    },
    #[error("put the figures into the README")]
    Readme(#[from] NoPlace),
}

impl BenchError {
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}
