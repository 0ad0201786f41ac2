//! The handler in Python that ours is held against (`integration/bench/python`).

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::Surroundings;
use crate::error::BenchError;
use crate::lambda::Program;
use xtask::Step;

/// The handler with all that it needs, ready to be started.
#[derive(Debug)]
pub(super) struct Python {
    interpreter: PathBuf,
    folder: PathBuf,
}

/// Installs the packages, and lays the handler out as it is deployed.
pub(super) fn install() -> Result<Python, BenchError> {
    let tools = xtask::check().map_err(xtask::NotReady::Missing)?;
    let interpreter = xtask::python_handler(&tools).map_err(xtask::NotReady::from)?;
    let source = xtask::root().join("integration/bench/python");
    let folder = xtask::target().join("bench/python");
    fs::create_dir_all(&folder).map_err(BenchError::file(&folder))?;
    for name in ["handler", "order_id", "pricing", "row", "tokens"] {
        let file = format!("{name}.py");
        let to = folder.join(&file);
        fs::copy(source.join(&file), &to).map_err(BenchError::file(&to))?;
    }
    let mut prepare = Command::new(&interpreter);
    prepare
        .arg(source.join("prepare.py"))
        .arg(xtask::root().join("schemas/openapi.json"))
        .arg(&folder);
    let step = Step::start("Compiling the handler in Python");
    step.quietly(&mut prepare).map_err(xtask::NotReady::from)?;
    let mut compile = Command::new(&interpreter);
    compile.args(["-m", "compileall", "-q"]).arg(&folder);
    let step = Step::start("Compiling its modules");
    step.quietly(&mut compile).map_err(xtask::NotReady::from)?;
    Ok(Python {
        interpreter,
        folder,
    })
}

impl Python {
    /// The handler in these surroundings.
    pub(super) fn program(&self, around: &Surroundings) -> Program {
        let mut variables = around.variables();
        variables.push(("PYTHONPATH", self.folder.display().to_string()));
        variables.push(("LAMBDA_TASK_ROOT", self.folder.display().to_string()));
        Program {
            name: "order-api-in-python",
            path: self.interpreter.clone(),
            arguments: ["-m", "awslambdaric", "handler.handle"]
                .map(str::to_owned)
                .to_vec(),
            memory_size: 512,
            variables,
            core: None,
        }
    }
}
