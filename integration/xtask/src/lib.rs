//! What has to be there before anything else can run: tools, packages, binaries.
//!
//! It has no dependencies, so it is built in seconds and can name what a machine lacks before
//! anything long is compiled.

mod causes;
mod coverage;
mod install;
mod prerequisites;
mod step;

use std::path::{Path, PathBuf};
use std::process::Command;

pub use causes::causes;
pub use coverage::coverage;
pub use install::{
    FUNCTIONS, conformance_program, conformance_tester, console, e_invoice_judges,
    e_invoice_python, emulator_program, install, npm_packages, pdf_peers, python_handler,
    template_linter_programs, template_linters,
};
pub use prerequisites::{Missing, Tools, browser, check};
pub use step::{Failed, Step};

/// Why the machine could not be made ready.
#[derive(Debug)]
pub enum NotReady {
    Missing(Vec<Missing>),
    Failed(Failed),
}

impl std::fmt::Display for NotReady {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing(missing) => {
                write!(f, "this machine lacks {} thing(s):", missing.len())?;
                missing
                    .iter()
                    .try_for_each(|missing| write!(f, "\n  - {missing}"))
            }
            Self::Failed(failed) => failed.fmt(f),
        }
    }
}

impl std::error::Error for NotReady {}

impl From<Failed> for NotReady {
    fn from(failed: Failed) -> Self {
        Self::Failed(failed)
    }
}

/// The root of the checkout.
#[must_use]
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent()
        .and_then(Path::parent)
        .expect("this package lies two folders below the root")
}

/// Everything in place that the local stack starts from: the emulator, the packages of the CDK
/// app, and a freshly built bootstrap for each function.
///
/// # Errors
/// Names all that is missing at once, or the step that failed.
pub fn prepare() -> Result<(), NotReady> {
    let tools = check().map_err(NotReady::Missing)?;
    install(&tools)?;
    build()
}

/// Builds every binary, as `cargo test` builds its dependencies, so nothing is compiled twice, and
/// lays the functions out as `cargo lambda build` does.
///
/// # Errors
/// If something does not compile.
pub fn build() -> Result<(), NotReady> {
    Step::start("Building the functions").streams(cargo().args([
        "build",
        "--workspace",
        "--bins",
    ]))?;
    for function in FUNCTIONS {
        let folder = root().join("target/lambda").join(function);
        install::place(&binary(function), &folder, "bootstrap")?;
    }
    Ok(())
}

/// A call of cargo at the root, as if from a shell. What `cargo run` and `cargo test` tell their
/// program about its package is left out: build scripts that look at it would run again.
#[must_use]
pub fn cargo() -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    let about_us = [
        "CARGO_PKG_",
        "CARGO_MANIFEST_",
        "CARGO_BIN_",
        "CARGO_CRATE_",
        "CARGO_PRIMARY_",
    ];
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if about_us.iter().any(|prefix| name.starts_with(prefix)) {
            cargo.env_remove(name.as_ref());
        }
    }
    cargo.current_dir(root());
    cargo
}

/// Where [`build`] puts the program `name`.
#[must_use]
pub fn binary(name: &str) -> PathBuf {
    target().join("debug").join(name)
}

/// Where cargo puts the program `name` when it builds for release.
#[must_use]
pub fn release(name: &str) -> PathBuf {
    target().join(profile(name)).join(name)
}

/// The profile that the program `name` is released with.
#[must_use]
pub fn profile(name: &str) -> &'static str {
    match name {
        "order-api" => "small",
        _ => "release",
    }
}

/// Where cargo builds.
#[must_use]
pub fn target() -> PathBuf {
    let set = std::env::var_os("CARGO_TARGET_DIR");
    set.map_or_else(|| root().join("target"), |folder| root().join(folder))
}
