//! AWS Lambda as a function sees it: a process with an environment, that asks for events.

mod instance;
mod runtime_api;

use std::path::PathBuf;

pub(crate) use instance::Instance;

/// A program that can be started as a function.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    pub(crate) name: &'static str,
    pub(crate) path: PathBuf,
    /// In MiB. Nothing enforces it here.
    pub(crate) memory_size: u32,
    /// The function's own configuration.
    pub(crate) variables: Vec<(&'static str, String)>,
}
