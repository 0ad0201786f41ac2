//! What `cargo local` has built, `cargo test` does not build again.

#![expect(clippy::unwrap_used, reason = "a test")]

use std::collections::BTreeSet;

/// Each package that is built for this machine, with its features.
fn packages(edges: &str) -> BTreeSet<String> {
    let mut tree = xtask::cargo();
    tree.args(["tree", "--offline", "--workspace", "--prefix", "none"]);
    tree.args(["--edges", edges, "--format", "{p} {f}"]);
    let output = tree.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    // What stands there a second time is marked.
    let packages = text.lines().map(|line| line.trim_end_matches(" (*)"));
    packages.map(str::to_owned).collect()
}

/// A feature that only a test asks for has everything above it compiled twice. The remedy: ask for it
/// in `[workspace.dependencies]`, or depend on what asks for it from a program, too.
#[test]
fn tests_ask_for_no_feature_that_programs_do_without() {
    let programs = packages("normal,build");
    assert!(programs.len() > 100);
    let with_tests = packages("normal,build,dev");
    let other: Vec<_> = programs.difference(&with_tests).collect();
    assert!(other.is_empty(), "tests have other features of: {other:#?}");
}
