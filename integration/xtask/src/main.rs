//! `cargo local` and `cargo verify`: makes the machine ready, then runs the real thing.

use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use xtask::{NotReady, Step, binary, build, npm_packages, prepare, root};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let result = match arguments.next().as_deref() {
        Some("local") => local(arguments.collect()),
        Some("verify") => verify(),
        Some("schemas") => schemas(arguments.collect()),
        _ => {
            eprintln!("usage: cargo local [--help] | cargo verify | cargo schemas [--check]");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Makes everything ready, then becomes the program `local`.
fn local(arguments: Vec<String>) -> Result<(), NotReady> {
    prepare()?;
    become_program("local", arguments)
}

/// Becomes the program `schemas`.
fn schemas(arguments: Vec<String>) -> Result<(), NotReady> {
    build()?;
    become_program("schemas", arguments)
}

fn become_program(name: &str, arguments: Vec<String>) -> Result<(), NotReady> {
    let error = Command::new(binary(name)).args(arguments).exec();
    Err(Step::start(format!("Running `{name}`"))
        .failed(error)
        .into())
}

/// Everything that must hold before a change lands; stops at the first thing that does not.
fn verify() -> Result<(), NotReady> {
    prepare()?;
    npm_packages("frontend")?;
    let cargo = |arguments: &[&str]| {
        let mut cargo = xtask::cargo();
        cargo.args(arguments);
        cargo
    };
    let npm = |folder: &str, script: &str| {
        let mut npm = Command::new("npm");
        npm.args(["run", "--silent", script])
            .current_dir(root().join(folder));
        npm
    };
    let mut demo = Command::new(binary("local"));
    demo.args(["demo", "--limit", "60", "--json", "--port", "4599"]);
    let mut schemas = Command::new(binary("schemas"));
    schemas.arg("--check");

    let steps = [
        ("Formatting", cargo(&["fmt", "--all", "--check"])),
        ("Types of the CDK app", npm("infra-cdk", "build")),
        ("Tests of the CDK app", npm("infra-cdk", "test")),
        ("Build of the frontend", npm("frontend", "build")),
        ("Tests of the frontend", npm("frontend", "test")),
        ("Rust tests", cargo(&["test", "--workspace"])),
        ("Schemas", schemas),
        (
            "Lints",
            cargo(&[
                "clippy",
                "--workspace",
                "--all-targets",
                "--",
                "--deny",
                "warnings",
            ]),
        ),
        ("Demo", demo),
    ];
    for (name, mut command) in steps {
        Step::start(name).streams(&mut command)?;
    }
    Ok(())
}
