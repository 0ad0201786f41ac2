//! What the simulation is for: no seed breaks a promise, and every bug is found.

use clap::ValueEnum;
use simulation::{Bug, Trace, run, search};

#[test]
fn ten_thousand_seeds_keep_all_promises() {
    let search = search(0..10_000, None, || {});
    assert_eq!(search.failed, None, "replay it with `cargo sim --seed …`");
    assert_eq!(search.runs, 10_000);
    // Enough has happened to have gone wrong.
    let figures = search.figures;
    assert!(
        figures.changes > 50_000 && figures.faults > 50_000,
        "{figures:?}"
    );
    assert!(figures.dead_letters > 1_000, "{figures:?}");
    println!("{figures:?}");
}

#[test]
fn every_bug_is_found_within_a_thousand_seeds() {
    for bug in Bug::value_variants() {
        let search = search(0..1_000, Some(*bug), || {});
        assert!(search.failed.is_some(), "{bug:?} is not found");
        println!("{bug:?}: {} seeds", search.runs);
    }
}

#[test]
fn a_seed_is_the_same_run_each_time() {
    for seed in 0..20 {
        let (once, again) = (run(seed, None, Trace::Kept), run(seed, None, Trace::Kept));
        assert!(once.trace.len() > 10, "the trace is short");
        assert_eq!(once, again);
    }
}
