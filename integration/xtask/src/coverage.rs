//! How much of `events/` and `functions/` the tests reach, by cargo-llvm-cov.

use std::path::PathBuf;
use std::process::Command;

use crate::prerequisites::Missing;
use crate::step::Step;
use crate::{NotReady, cargo, root, target};

/// The share of lines that must be reached, in percent.
const LEAST: &str = "85";
const CARGO_LLVM_COV: &str = "0.9.1";
/// What only tests and measures is not what is measured.
const NOT_MEASURED: &str = "/integration/";
/// The tests of the whole run functions that are killed before they tell what was reached.
const NOT_RUN: [&str; 2] = ["integration", "bench"];

/// Runs the tests with counters in the code, and prints what they reached, file by file.
///
/// # Errors
/// If a tool is missing, a test fails, or too little was reached.
pub fn coverage() -> Result<(), NotReady> {
    let tools = LlvmTools::find().map_err(|missing| NotReady::Missing(vec![missing]))?;
    let folder = target().join("tools");
    let mut install = cargo();
    install.args(["install", "--quiet", "--locked", "--root"]);
    install.arg(&folder);
    install.arg(format!("cargo-llvm-cov@{CARGO_LLVM_COV}"));
    Step::start("Installing cargo-llvm-cov").quietly(&mut install)?;

    let llvm_cov = || {
        let mut command = Command::new(folder.join("bin/cargo-llvm-cov"));
        command
            .arg("llvm-cov")
            .current_dir(root())
            .env("LLVM_COV", &tools.cov)
            .env("LLVM_PROFDATA", &tools.profdata);
        command
    };
    let mut clean = llvm_cov();
    clean.args(["clean", "--workspace"]);
    Step::start("Removing what was counted before").quietly(&mut clean)?;
    let mut test = llvm_cov();
    test.args(["test", "--no-report", "--workspace"]);
    for package in NOT_RUN {
        test.args(["--exclude", package]);
    }
    Step::start("Tests with counters").streams(&mut test)?;
    let mut report = llvm_cov();
    report.args(["report", "--summary-only", "--ignore-filename-regex"]);
    report.args([NOT_MEASURED, "--fail-under-lines", LEAST]);
    Step::start(format!("Lines reached, at least {LEAST} %")).streams(&mut report)?;
    Ok(())
}

/// The programs of LLVM that read what the counters have written.
struct LlvmTools {
    cov: PathBuf,
    profdata: PathBuf,
}

impl LlvmTools {
    /// Those of the toolchain, or those of the same LLVM from elsewhere.
    fn find() -> Result<Self, Missing> {
        let libraries = output("rustc", &["--print", "target-libdir"]).unwrap_or_default();
        let own = PathBuf::from(libraries).join("../bin");
        let major = llvm_major(&output("rustc", &["-vV"]).unwrap_or_default());
        let places = [
            (own.join("llvm-cov"), own.join("llvm-profdata")),
            (
                format!("llvm-cov-{major}").into(),
                format!("llvm-profdata-{major}").into(),
            ),
        ];
        let there = |(cov, profdata): &(PathBuf, PathBuf)| {
            [cov, profdata]
                .iter()
                .all(|program| output(&program.to_string_lossy(), &["--version"]).is_some())
        };
        let found = places.into_iter().find(there);
        let (cov, profdata) = found.ok_or_else(|| Missing::llvm_tools(&major))?;
        Ok(Self { cov, profdata })
    }
}

/// The major version of LLVM in what `rustc -vV` says.
fn llvm_major(text: &str) -> String {
    let version = text
        .lines()
        .find_map(|line| line.strip_prefix("LLVM version: "));
    let major = version.and_then(|version| version.split('.').next());
    major.unwrap_or_default().to_owned()
}

fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::llvm_major;

    #[test]
    fn the_version_of_llvm_is_found() {
        let text = "rustc 1.95.0 (59807616e 2026-04-14)\nhost: x\nLLVM version: 22.1.2";
        assert_eq!(llvm_major(text), "22");
        assert_eq!(llvm_major(""), "");
    }
}
