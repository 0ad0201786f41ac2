//! Packages from the registries, each installed once for its lockfile.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::step::{Failed, Step};
use crate::{Tools, root, target};

/// The Lambda functions, by package and binary name.
pub const FUNCTIONS: [&str; 3] = ["order-api", "stream-consumer", "pdf-worker"];

/// The emulator's virtual environment.
fn venv() -> PathBuf {
    target().join("emulator")
}

/// The program that emulates AWS, once [`install`] has put it there.
#[must_use]
pub fn emulator_program() -> PathBuf {
    venv().join("bin/ministack")
}

/// Installs the emulator and the packages of the CDK app, unless they are there.
///
/// # Errors
/// The step that failed, with what its tool said.
pub fn install(tools: &Tools) -> Result<(), Failed> {
    emulator(tools)?;
    npm_packages("infra-cdk")
}

/// The emulator in a virtual environment of its own.
fn emulator(tools: &Tools) -> Result<(), Failed> {
    let requirements = root().join("integration/emulator/requirements.txt");
    let venv = venv();
    let stamp = venv.join("requirements.txt");
    if !same_content(&requirements, &stamp) || !emulator_program().exists() {
        let step = Step::start("Installing the AWS emulator (ministack)");
        let mut create = Command::new(tools.python);
        create.args(["-m", "venv", "--clear"]).arg(&venv);
        step.quietly(&mut create)?;
        let step = Step::start("Installing its packages");
        let mut pip = Command::new(venv.join("bin/python"));
        pip.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--requirement",
        ]);
        step.quietly(pip.arg(&requirements))?;
        place(&requirements, &venv, "requirements.txt")?;
    }
    Ok(())
}

/// The npm packages of `folder`, exactly as its lockfile names them.
///
/// # Errors
/// If `npm ci` fails.
pub fn npm_packages(folder: &str) -> Result<(), Failed> {
    let package = root().join(folder);
    let lockfile = package.join("package-lock.json");
    let modules = package.join("node_modules");
    if !same_content(&lockfile, &modules.join(".installed-lock.json")) {
        let step = Step::start(format!("Installing the npm packages of {folder}"));
        let mut npm = Command::new("npm");
        npm.args(["ci", "--no-audit", "--no-fund"])
            .current_dir(&package);
        step.quietly(&mut npm)?;
        place(&lockfile, &modules, ".installed-lock.json")?;
    }
    Ok(())
}

/// Copies the file `from` to `folder/name`.
pub(crate) fn place(from: &Path, folder: &Path, name: &str) -> Result<(), Failed> {
    let copy = || {
        fs::create_dir_all(folder)?;
        // A running program can't be overwritten, but it can be replaced.
        let fresh = folder.join(format!("{name}.fresh"));
        fs::copy(from, &fresh)?;
        fs::rename(&fresh, folder.join(name))
    };
    copy().map_err(|error| {
        let to = folder.join(name);
        let why = format!("copy `{}` to `{}`: {error}", from.display(), to.display());
        Step::start("Copying a file").failed(why)
    })
}

fn same_content(one: &Path, other: &Path) -> bool {
    matches!((fs::read(one), fs::read(other)), (Ok(one), Ok(other)) if one == other)
}
