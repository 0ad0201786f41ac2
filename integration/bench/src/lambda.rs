//! AWS Lambda as a function sees it: a process with an environment, that asks for events.

mod instance;
mod runtime_api;
mod usage;

use std::path::PathBuf;

pub(crate) use instance::Instance;
pub(crate) use usage::Usage;

/// A program that can be started as a function.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    pub(crate) name: &'static str,
    pub(crate) path: PathBuf,
    pub(crate) arguments: Vec<String>,
    /// In MiB. Nothing enforces it here.
    pub(crate) memory_size: u32,
    /// The function's own configuration.
    pub(crate) variables: Vec<(&'static str, String)>,
    /// The one processor core that it may run on, if it is not free to choose.
    pub(crate) core: Option<usize>,
}

impl Program {
    /// A function of ours, in its release build.
    pub(crate) fn ours(
        name: &'static str,
        memory_size: u32,
        variables: Vec<(&'static str, String)>,
    ) -> Self {
        Self {
            name,
            path: xtask::release(name),
            arguments: Vec::new(),
            memory_size,
            variables,
            core: None,
        }
    }

    /// The same, on one core.
    pub(crate) fn on_core(&self, core: usize) -> Self {
        Self {
            core: Some(core),
            ..self.clone()
        }
    }

    fn log_name(&self) -> String {
        self.core.map_or_else(
            || self.name.to_owned(),
            |core| format!("{}-{core}", self.name),
        )
    }
}
