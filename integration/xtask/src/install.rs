//! Packages from the registries, each installed once for its lockfile.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::step::{Failed, Step};
use crate::{Tools, root, target};

/// The Lambda functions, by package and binary name.
pub const FUNCTIONS: [&str; 4] = ["order-api", "stream-consumer", "pdf-worker", "dlq-replay"];

/// The program that emulates AWS, once [`install`] has put it there.
#[must_use]
pub fn emulator_program() -> PathBuf {
    python_program("emulator", "ministack")
}

/// The program that tests an API against its description, once [`conformance_tester`] has put it
/// there.
#[must_use]
pub fn conformance_program() -> PathBuf {
    python_program("conformance", "schemathesis")
}

/// Installs the emulator and the packages of the CDK app, unless they are there.
///
/// # Errors
/// The step that failed, with what its tool said.
pub fn install(tools: &Tools) -> Result<(), Failed> {
    python_packages(tools, "emulator", "the AWS emulator (ministack)")?;
    npm_packages("infra-cdk")
}

/// Installs what tests the API against its description, unless it is there.
///
/// # Errors
/// The step that failed, with what its tool said.
pub fn conformance_tester(tools: &Tools) -> Result<(), Failed> {
    python_packages(tools, "conformance", "the API tester (schemathesis)")
}

/// The folder of the programs that read templates for faults, once [`template_linters`] has put
/// them there.
#[must_use]
pub fn template_linter_programs() -> PathBuf {
    python_program("template-linters", "")
}

/// Installs what reads templates for faults, unless it is there.
///
/// # Errors
/// The step that failed, with what its tool said.
pub fn template_linters(tools: &Tools) -> Result<(), Failed> {
    let requirements = root().join("infra-cdk/requirements.txt");
    let what = "the linters of templates (cfn-lint, checkov)";
    python_environment(tools, &requirements, "template-linters", what)
}

/// The Python that has the judges of e-invoices, once [`e_invoice_judges`] has put them there.
#[must_use]
pub fn e_invoice_python() -> PathBuf {
    python_program("e-invoice", "python")
}

/// Installs what judges e-invoices by the files of the standard, unless it is there.
///
/// # Errors
/// The step that failed, with what its tool said.
pub fn e_invoice_judges(tools: &Tools) -> Result<(), Failed> {
    python_packages(
        tools,
        "e-invoice",
        "the judges of e-invoices (factur-x, saxonche)",
    )
}

/// Installs what the order handler in Python runs on, unless it is there, and says which Python has
/// it.
///
/// # Errors
/// The step that failed, with what its tool said.
pub fn python_handler(tools: &Tools) -> Result<PathBuf, Failed> {
    let requirements = root().join("integration/bench/python/requirements.txt");
    let what = "the order handler in Python (awslambdaric, boto3)";
    python_environment(tools, &requirements, "python-handler", what)?;
    Ok(python_program("python-handler", "python"))
}

/// Installs other makers of PDF, unless they are there: which Python has its, and the folder of
/// those for Node.js.
///
/// # Errors
/// The step that failed, with what its tool said.
pub fn pdf_peers(tools: &Tools) -> Result<(PathBuf, PathBuf), Failed> {
    let folder = root().join("integration/bench/peers");
    let what = "other makers of PDF (ReportLab, WeasyPrint)";
    python_environment(tools, &folder.join("requirements.txt"), "pdf-peers", what)?;
    let modules = target().join("pdf-peers/node_modules");
    if !modules.join("pdfkit").is_dir() {
        let mut npm = Command::new("npm");
        npm.args(["install", "--no-audit", "--no-fund", "--prefix"])
            .arg(target().join("pdf-peers"))
            .arg(PDFKIT);
        Step::start("Installing pdfkit").quietly(&mut npm)?;
    }
    Ok((python_program("pdf-peers", "python"), modules))
}

/// A maker of PDF for Node.js.
const PDFKIT: &str = "pdfkit@0.17.2";

/// A program of the packages in `integration/<folder>/requirements.txt`.
fn python_program(folder: &str, program: &str) -> PathBuf {
    target().join(folder).join("bin").join(program)
}

/// The packages in `integration/<folder>/requirements.txt`, in a virtual environment of their own.
fn python_packages(tools: &Tools, folder: &str, what: &str) -> Result<(), Failed> {
    let requirements = root()
        .join("integration")
        .join(folder)
        .join("requirements.txt");
    python_environment(tools, &requirements, folder, what)
}

/// A virtual environment `name` with the packages that `requirements` lists.
fn python_environment(
    tools: &Tools,
    requirements: &Path,
    name: &str,
    what: &str,
) -> Result<(), Failed> {
    let venv = target().join(name);
    let stamp = venv.join("requirements.txt");
    if same_content(requirements, &stamp) {
        return Ok(());
    }
    let step = Step::start(format!("Installing {what}"));
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
        // Most of it is never imported.
        "--no-compile",
        "--requirement",
    ]);
    step.quietly(pip.arg(requirements))?;
    // Written last: without it, whatever is there is incomplete.
    place(requirements, &venv, "requirements.txt")
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

/// Builds the console, unless that was done after its last change.
///
/// # Errors
/// If it can't be built.
pub fn console() -> Result<(), Failed> {
    npm_packages("frontend")?;
    let folder = root().join("frontend");
    let built = changed(&folder.join("dist/index.html"));
    if built.is_none() || last_change(&folder) > built {
        let mut npm = Command::new("npm");
        npm.args(["run", "--silent", "build"]).current_dir(&folder);
        Step::start("Building the console").quietly(&mut npm)?;
    }
    Ok(())
}

/// When something that the console is made from changed last.
fn last_change(path: &Path) -> Option<SystemTime> {
    let made = ["dist", "node_modules"];
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    let entries = entries.filter(|entry| !made.iter().any(|name| entry.file_name() == *name));
    let changes = entries.map(|entry| {
        let path = entry.path();
        if path.is_dir() {
            last_change(&path)
        } else {
            changed(&path)
        }
    });
    changes.max().flatten()
}

fn changed(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).ok()?.modified().ok()
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
