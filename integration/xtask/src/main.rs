//! `cargo local`, `cargo verify` and the rest: makes the machine ready, then runs the real thing.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, ExitCode};

use xtask::{
    FUNCTIONS, NotReady, Step, binary, browser, build, check, console, coverage, npm_packages,
    prepare, profile, release, root, template_linter_programs, template_linters,
};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let result = match arguments.next().as_deref() {
        Some("local") => local(arguments.collect()),
        Some("verify") => match arguments.next().as_deref() {
            None => verify(),
            Some("--coverage") => coverage(),
            Some(_) => return usage(),
        },
        Some("schemas") => schemas(arguments.collect()),
        Some("dlq") => dlq(arguments.collect()),
        Some("sim") => sim(arguments.collect()),
        Some("bench-all") => bench_all(arguments.collect()),
        Some("load") => load(arguments.collect()),
        Some("functions") => functions(&arguments.collect::<Vec<_>>()),
        _ => return usage(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    eprintln!(
        "usage: cargo local [--help] | cargo verify [--coverage] | cargo schemas [--check] | \
         cargo dlq [--help] | cargo sim [--help] | cargo bench-all [--help] | \
         cargo load [--help] | cargo functions [OPTIONS OF cargo lambda build]"
    );
    ExitCode::from(2)
}

/// Makes everything ready, then becomes the program `local`. Only the stack itself serves the
/// console; its commands begin with a word, and the stack has only options.
fn local(arguments: Vec<String>) -> Result<(), NotReady> {
    prepare()?;
    if arguments
        .first()
        .is_none_or(|first| first.starts_with("--") && first != "--help")
    {
        console()?;
    }
    become_program(&binary("local"), arguments)
}

/// Becomes the program `schemas`.
fn schemas(arguments: Vec<String>) -> Result<(), NotReady> {
    build()?;
    become_program(&binary("schemas"), arguments)
}

/// Becomes the program `dlq`, which the program `local` tells where the running stack is.
fn dlq(arguments: Vec<String>) -> Result<(), NotReady> {
    build()?;
    let arguments = std::iter::once("dlq".to_owned()).chain(arguments);
    become_program(&binary("local"), arguments.collect())
}

fn sim(arguments: Vec<String>) -> Result<(), NotReady> {
    build()?;
    become_program(&binary("sim"), arguments)
}

/// Becomes the program that measures; it builds what it measures.
fn bench_all(arguments: Vec<String>) -> Result<(), NotReady> {
    let build = ["build", "--release", "--package", "bench"];
    Step::start("Building the benchmark").streams(xtask::cargo().args(build))?;
    become_program(&release("bench"), arguments)
}

/// Becomes the program `load`. Some of its commands start the local stack, the others only compute.
fn load(arguments: Vec<String>) -> Result<(), NotReady> {
    match arguments.first().map(String::as_str) {
        Some("run" | "pipeline" | "bench") => prepare()?,
        _ => build()?,
    }
    become_program(&binary("load"), arguments)
}

/// Builds the functions as AWS gets them. Each on its own, so that it has no feature of a dependency
/// that only another one needs.
fn functions(arguments: &[String]) -> Result<(), NotReady> {
    for function in FUNCTIONS {
        let mut cargo = xtask::cargo();
        cargo.args(["lambda", "build", "--arm64"]);
        match profile(function) {
            // Said so, it is built for the processors of Lambda, too.
            "release" => cargo.arg("--release"),
            other => cargo.args(["--profile", other]),
        };
        cargo.args(["--package", function, "--bin", function]);
        cargo.args(arguments);
        Step::start(format!("Building {function} for AWS")).streams(&mut cargo)?;
    }
    Ok(())
}

fn become_program(program: &Path, arguments: Vec<String>) -> Result<(), NotReady> {
    let error = Command::new(program).args(arguments).exec();
    Err(Step::start(format!("Running `{}`", program.display()))
        .failed(error)
        .into())
}

/// Everything that must hold before a change lands; stops at the first thing that does not.
fn verify() -> Result<(), NotReady> {
    // Told now, and not after half an hour.
    browser().map_err(|missing| NotReady::Missing(vec![missing]))?;
    prepare()?;
    npm_packages("frontend")?;
    let tools = check().map_err(NotReady::Missing)?;
    template_linters(&tools)?;
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

    let mut lint_templates = npm("infra-cdk", "lint:templates");
    let programs = template_linter_programs();
    lint_templates
        .env("CFN_LINT", programs.join("cfn-lint"))
        .env("CHECKOV", programs.join("checkov"));

    let steps = [
        ("Formatting", cargo(&["fmt", "--all", "--check"])),
        ("Types of the CDK app", npm("infra-cdk", "build")),
        ("Tests of the CDK app", npm("infra-cdk", "test")),
        ("Templates", lint_templates),
        ("Build of the frontend", npm("frontend", "build")),
        ("Tests of the frontend", npm("frontend", "test")),
        ("Schemas", schemas),
        ("Rust tests", cargo(&["test", "--workspace"])),
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
