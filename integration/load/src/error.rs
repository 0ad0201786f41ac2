//! Why nothing could be measured or computed.

use std::path::PathBuf;

use integration::StackError;
use integration::demo::DatasetError;
use order_store::StoreError;

/// Why a command of `cargo load` has no result.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("read `{}`", path.display())]
    Unreadable {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("`{}` is not as it should be", path.display())]
    Malformed {
        path: PathBuf,
        source: toml::de::Error,
    },
    #[error("`{}`: {reason}", path.display())]
    Senseless { path: PathBuf, reason: String },
    #[error("the inputs have no `{name}` {expected}")]
    MissingInput {
        name: String,
        expected: &'static str,
    },
    #[error("`{url}` is no URL of an API: expected `http://…` or `https://…`")]
    NoApi { url: String },
    #[error("with `--api`, a token is needed: pass `--token` or set LOAD_TOKEN")]
    NoToken,
    #[error("read the root certificates of this machine")]
    RootCertificates(#[source] std::io::Error),
    #[error("place the orders that the scenario reads: {reason}")]
    Preparation { reason: String },
    #[error(transparent)]
    Stack(#[from] StackError),
    #[error(transparent)]
    Dataset(#[from] DatasetError),
    #[error("use the store of orders")]
    Store(#[from] StoreError),
    #[error("set up the table in this process: {0}")]
    Table(String),
    #[error("{0} orders have no invoice after a minute in which nothing happened")]
    Lost(usize),
    #[error("measure the emulator: {0}")]
    Emulator(String),
}

impl LoadError {
    pub(crate) fn unreadable(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Unreadable { path, source }
    }
}
