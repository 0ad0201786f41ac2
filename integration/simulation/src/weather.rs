//! What goes wrong, how often, and until when.

use crate::service::Service;

const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;

/// How a call goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The caller dies with the request not sent.
    CrashBefore,
    /// The caller dies before the answer.
    CrashAfter,
    /// The caller dies, and what it sent arrives long after.
    CrashLate,
    /// The request is lost; the caller sees a time-out.
    LostRequest,
    /// The request is served and its answer lost.
    LostAnswer,
    /// The SDK sends the request again although the first was served.
    Twice,
    /// Refused for now.
    Throttled,
    /// No answer until the caller's time is over.
    Hang,
    /// Some entries of a batch are refused.
    Partial,
    /// Another conditional write is under way (S3's 409).
    WriteConflict,
}

const FAULTS: [Fault; 10] = [
    Fault::CrashBefore,
    Fault::CrashAfter,
    Fault::CrashLate,
    Fault::LostRequest,
    Fault::LostAnswer,
    Fault::Twice,
    Fault::Throttled,
    Fault::Hang,
    Fault::Partial,
    Fault::WriteConflict,
];

/// The faults of one run. After the storm nothing goes wrong any more, so that the run ends.
#[derive(Debug)]
pub(crate) struct Weather {
    pub(crate) storm_ends: u64,
    /// The faults that happen, each with its probability.
    faults: Vec<(Fault, f64)>,
    /// When a service refuses everything.
    outages: Vec<(Service, u64, u64)>,
    /// When the functions' clocks are wrong, and by how much.
    skews: Vec<(u64, u64, i64)>,
}

impl Weather {
    pub(crate) fn draw(rng: &mut fastrand::Rng, start: u64) -> Self {
        let storm_ends = start + rng.u64(MINUTE..12 * MINUTE);
        let strength = [0.0, 0.01, 0.03, 0.08][rng.usize(..4)];
        // With all faults at once the rare ones never meet: each run has some of them.
        let faults = FAULTS.into_iter().filter_map(|fault| {
            let drawn = rng.bool();
            let probability = strength * rng.f64();
            drawn.then_some((fault, probability))
        });
        let faults = faults.collect();
        let window = |rng: &mut fastrand::Rng, longest: u64| {
            let from = rng.u64(start..storm_ends);
            (from, from + rng.u64(SECOND..longest))
        };
        let outages = (0..rng.usize(..3)).map(|_| {
            let service = Service::ALL[rng.usize(..Service::ALL.len())];
            let (from, to) = window(rng, 20 * MINUTE);
            (service, from, to)
        });
        let outages = outages.collect();
        let skews = (0..rng.usize(..2)).map(|_| {
            let (from, to) = window(rng, MINUTE);
            (from, to, rng.i64(-3_600_000..3_600_000))
        });
        Self {
            storm_ends,
            faults,
            outages,
            skews: skews.collect(),
        }
    }

    /// What goes wrong with the next call to `service`, if something does.
    pub(crate) fn fault(
        &self,
        service: Service,
        now: u64,
        rng: &mut fastrand::Rng,
    ) -> Option<Fault> {
        let is_out =
            |(out, from, to): &&(Service, u64, u64)| *out == service && (*from..*to).contains(&now);
        if self.outages.iter().any(|outage| is_out(&outage)) {
            return Some(Fault::Throttled);
        }
        if now >= self.storm_ends {
            return None;
        }
        let faults = self.faults.iter();
        let mut struck = faults.filter(|(_, probability)| rng.f64() < *probability);
        struck.next().map(|(fault, _)| *fault)
    }

    pub(crate) fn skew(&self, now: u64) -> i64 {
        let skews = self.skews.iter();
        let mut now_wrong = skews.filter(|(from, to, _)| (*from..*to).contains(&now));
        now_wrong.next().map_or(0, |(_, _, skew)| *skew)
    }
}
