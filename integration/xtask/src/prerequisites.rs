//! The tools that a machine must have, and what to do about those it lacks.

use std::fmt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

const OLDEST_NODE: u32 = 20;
const OLDEST_PYTHON: (u32, u32) = (3, 11);
/// The usual names of Python, the most usual first.
const PYTHONS: [&str; 5] = [
    "python3",
    "python3.14",
    "python3.13",
    "python3.12",
    "python3.11",
];

const BROWSERS: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// Where the tools are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tools {
    /// The name of a Python that is new enough.
    pub python: &'static str,
}

/// A tool that is not there, or is too old.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    what: String,
    found: Option<String>,
    remedy: &'static str,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = self.found.as_deref().unwrap_or("none");
        write!(f, "{} (found {found}): {}", self.what, self.remedy)
    }
}

/// Looks for everything, so that one run tells all that is missing. Rust is not among it: without
/// it nobody could have started this, and `rust-version` in `Cargo.toml` guards its age.
///
/// # Errors
/// All that is missing.
pub fn check() -> Result<Tools, Vec<Missing>> {
    check_with(&first_line)
}

fn check_with(run: &dyn Fn(&str, &[&str]) -> Option<String>) -> Result<Tools, Vec<Missing>> {
    let mut missing = Vec::new();
    if run("cc", &["--version"]).is_none() {
        missing.push(Missing {
            what: "a C compiler".into(),
            found: None,
            remedy: "install one, on Debian or Ubuntu `apt-get install build-essential`, \
                     on macOS `xcode-select --install`",
        });
    }
    let node = run("node", &["--version"]);
    if node
        .as_deref()
        .and_then(version)
        .is_none_or(|(major, _)| major < OLDEST_NODE)
    {
        missing.push(Missing {
            what: format!("Node.js {OLDEST_NODE} or newer"),
            found: node,
            remedy: "install it from https://nodejs.org or with your package manager",
        });
    } else if run("npm", &["--version"]).is_none() {
        missing.push(Missing {
            what: "npm".into(),
            found: None,
            remedy: "install it with your package manager; on Debian it is a package of its own",
        });
    }
    let python = PYTHONS.into_iter().find(|name| {
        run(name, &["--version"])
            .as_deref()
            .and_then(version)
            .is_some_and(|v| v >= OLDEST_PYTHON)
    });
    match python {
        None => missing.push(Missing {
            what: format!("Python {}.{} or newer", OLDEST_PYTHON.0, OLDEST_PYTHON.1),
            found: run("python3", &["--version"]),
            remedy: "install it from https://python.org or with your package manager",
        }),
        Some(python)
            if run(python, &["-c", "import ensurepip, venv; print('there')"]).is_none() =>
        {
            missing.push(Missing {
                what: format!("the `venv` module of {python}"),
                found: None,
                remedy: "install it, on Debian or Ubuntu `apt-get install python3-venv`",
            });
        }
        Some(_) => {}
    }
    match python {
        Some(python) if missing.is_empty() => Ok(Tools { python }),
        _ => Err(missing),
    }
}

/// Where Chromium is, for the tests of the console: what `CHROMIUM` names, or one of the usual
/// names on the `PATH`.
///
/// # Errors
/// If there is none.
pub fn browser() -> Result<PathBuf, Missing> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let usual = std::env::split_paths(&path)
        .flat_map(|folder| BROWSERS.map(|browser| folder.join(browser)));
    let mut found = named.into_iter().chain(usual).filter(|file| file.is_file());
    found.next().ok_or(Missing {
        what: "Chromium, to test the console".into(),
        found: None,
        remedy: "install it, on Debian `apt-get install chromium`, or name one in CHROMIUM",
    })
}

impl Missing {
    pub(crate) fn llvm_tools(major: &str) -> Self {
        Self {
            what: format!("llvm-cov and llvm-profdata of LLVM {major}, to count lines"),
            found: None,
            remedy: "`rustup component add llvm-tools`, or on Debian the package of that LLVM, \
                     such as `apt-get install llvm-22`",
        }
    }
}

/// The first line that a command prints, if it can be started and succeeds.
fn first_line(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    output
        .status
        .success()
        .then(|| text.lines().next().unwrap_or_default().to_owned())
}

/// `(20, 11)` of `v20.11.0` or of `Python 20.11.0`.
fn version(text: &str) -> Option<(u32, u32)> {
    let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    let mut parts = digits.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks a machine that has `tools`, as (program, first line of its version).
    fn check_machine(tools: &[(&str, &str)]) -> Result<Tools, Vec<String>> {
        let run = |program: &str, _: &[&str]| {
            let tool = tools.iter().find(|(name, _)| *name == program);
            tool.map(|(_, version)| (*version).to_owned())
        };
        check_with(&run).map_err(|missing| missing.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_complete_machine_passes_with_the_first_python_that_is_new_enough() {
        let tools = [
            ("cc", "cc 12"),
            ("node", "v20.20.2"),
            ("npm", "11.0.0"),
            ("python3", "Python 3.9.1"),
            ("python3.12", "Python 3.12.0"),
        ];
        assert_eq!(
            check_machine(&tools),
            Ok(Tools {
                python: "python3.12"
            })
        );
    }

    #[test]
    fn everything_missing_is_named_at_once_with_a_remedy() {
        let missing = check_machine(&[("node", "v18.1.0"), ("python3", "Python 3.9.1")]);
        let missing = missing.unwrap_err();
        assert_eq!(missing.len(), 3);
        assert!(
            missing[0].starts_with("a C compiler (found none): install"),
            "{missing:?}"
        );
        assert!(
            missing[1].starts_with("Node.js 20 or newer (found v18.1.0): "),
            "{missing:?}"
        );
        assert!(
            missing[2].starts_with("Python 3.11 or newer (found Python 3.9.1)"),
            "{missing:?}"
        );
    }
}
