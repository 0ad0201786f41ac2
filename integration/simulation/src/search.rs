//! Many runs, on all processors.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use crate::{Bug, Figures, Trace, run};

/// What came of many runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Search {
    pub runs: u64,
    pub figures: Figures,
    /// The lowest of the seeds that broke a promise, up to the moment when one was found.
    pub failed: Option<u64>,
}

/// Runs `seeds` until one breaks a promise; `each` is called after each run.
#[must_use]
pub fn search(seeds: Range<u64>, bug: Option<Bug>, each: impl Fn() + Sync) -> Search {
    let (next, found) = (AtomicU64::new(seeds.start), AtomicBool::new(false));
    let work = || {
        let mut search = Search::default();
        while !found.load(Ordering::Relaxed) {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end {
                break;
            }
            let outcome = run(seed, bug, Trace::Dropped);
            let failed = !outcome.broken.is_empty();
            found.fetch_or(failed, Ordering::Relaxed);
            search = search.and(Search {
                runs: 1,
                figures: outcome.figures,
                failed: failed.then_some(seed),
            });
            each();
        }
        search
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let searches = workers.into_iter();
        let searches = searches.map(|worker| worker.join().expect("no run panics"));
        searches.fold(Search::default(), Search::and)
    })
}

impl Search {
    fn and(self, other: Self) -> Self {
        Self {
            runs: self.runs + other.runs,
            figures: self.figures.and(other.figures),
            failed: self.failed.into_iter().chain(other.failed).min(),
        }
    }
}
