//! The orders of a demo: JSON Lines, one `{"order": …, "expect": {"total": "5.94"}}` a line.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

/// An order to be sent, and what is expected to come out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The body of `POST /orders`.
    pub order: Value,
    #[serde(default)]
    pub expect: Expectation,
}

/// What an invoice must show.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// The gross total as a decimal; unset, any total is right.
    pub total: Option<String>,
}

/// The file holds no orders that could be sent.
#[derive(Debug, thiserror::Error)]
pub enum DatasetError {
    #[error("read the orders of `{}`", path.display())]
    Unreadable {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error(
        "line {line} of `{}`: expected `{{\"order\": <body of POST /orders>, \
         \"expect\": {{\"total\": \"5.94\"}}}}`",
        path.display()
    )]
    Invalid {
        path: PathBuf,
        line: usize,
        source: serde_json::Error,
    },
    #[error("`{}` holds no orders", path.display())]
    Empty { path: PathBuf },
}

/// The invoices of the Chinook sample database.
#[must_use]
pub fn chinook() -> PathBuf {
    xtask::root().join("integration/data/chinook-orders.jsonl")
}

/// Reads the first `limit` orders of a file.
///
/// # Errors
/// Names the line that is no order.
pub fn read(path: &Path, limit: Option<usize>) -> Result<Vec<Case>, DatasetError> {
    let text = fs::read_to_string(path).map_err(|source| DatasetError::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    let cases = lines
        .take(limit.unwrap_or(usize::MAX))
        .map(|(index, line)| {
            serde_json::from_str(line).map_err(|source| DatasetError::Invalid {
                path: path.to_owned(),
                line: index + 1,
                source,
            })
        });
    let cases: Vec<Case> = cases.collect::<Result<_, _>>()?;
    if cases.is_empty() {
        return Err(DatasetError::Empty {
            path: path.to_owned(),
        });
    }
    Ok(cases)
}
