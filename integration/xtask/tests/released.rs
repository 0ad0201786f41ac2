//! What the functions are released with.

/// cargo-lambda has a release abort on panics unless the manifest says otherwise, and then nothing
/// would be parked that a function panicked over.
#[test]
fn a_release_catches_panics() {
    let manifest = std::fs::read_to_string(xtask::root().join("Cargo.toml")).unwrap();
    let (_, release) = manifest.split_once("[profile.release]").unwrap();
    let (release, _) = release.split_once("\n[").unwrap();
    assert!(release.lines().any(|line| line == "panic = \"unwind\""));
    // Of the functions that catch panics, none is released otherwise.
    for function in ["stream-consumer", "pdf-worker", "dlq-replay"] {
        assert_eq!(xtask::profile(function), "release");
    }
}
