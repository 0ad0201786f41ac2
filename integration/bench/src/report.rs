//! The figures, with the bars that they must stay below beside them.

use std::fmt;
use std::time::Duration;

use comfy_table::{CellAlignment, Table, presets};
use order_events::Timestamp;
use serde::Serialize;

use crate::artifact::Artifact;
use crate::machine::Machine;
use crate::measure::{Cold, Warm};
use crate::sample::Sample;

/// Half of all cold starts are ready within this.
const COLD_INIT: Bar = Bar {
    percentile: 50,
    at_most: Duration::from_millis(25),
};

/// 99 of 100 warm requests are handled within this, DynamoDB's part aside.
const WARM_HANDLER: Bar = Bar {
    percentile: 99,
    at_most: Duration::from_millis(1),
};

const NOTES: &str = "\
Cold: from the start of the process until it asks for its first event; by then it has read its
settings and the root certificates (one bundle, as on Amazon Linux), and fetched the issuer's keys.
Then from its first event to the answer. Nothing is subtracted; the program is in the page cache.

Warm: from the event sent to the answer received, less the time that the stub of DynamoDB has
between the last byte of a request and the last byte of its answer. Not subtracted: the SDK's work,
and the way over loopback with its wake-ups, to the stub and back and from and to the Runtime API.

No TLS handshake is in any figure: stub and issuer speak plain HTTP.";

/// All that was measured.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) at: Timestamp,
    pub(crate) machine: Machine,
    pub(crate) artifact: Artifact,
    pub(crate) cold: Cold,
    pub(crate) warm: Vec<Warm>,
    /// In bytes.
    pub(crate) peak_memory: u64,
}

/// What a percentile must not exceed.
#[derive(Debug, Clone, Copy)]
struct Bar {
    percentile: usize,
    at_most: Duration,
}

/// The last line of `--json`; times in milliseconds.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Summary<'a> {
    at: String,
    machine: &'a Machine,
    artifact: Artifact,
    peak_memory_bytes: u64,
    cold: ColdSummary<'a>,
    warm: Vec<WarmSummary<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ColdSummary<'a> {
    starts: usize,
    init_ms: &'a Sample,
    first_answer_ms: &'a Sample,
    met: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct WarmSummary<'a> {
    request: &'static str,
    requests: usize,
    dynamodb_calls: usize,
    handler_ms: &'a Sample,
    total_ms: &'a Sample,
    met: bool,
}

impl Bar {
    fn is_met_by(self, sample: &Sample) -> bool {
        sample.percentile(self.percentile) <= self.at_most
    }
}

impl fmt::Display for Bar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "p{} ≤ {} ms", self.percentile, self.at_most.as_millis())
    }
}

impl Report {
    /// The report as one line of JSON.
    pub(crate) fn json(&self) -> String {
        let summary = Summary {
            at: self.at.to_string(),
            machine: &self.machine,
            artifact: self.artifact,
            peak_memory_bytes: self.peak_memory,
            cold: ColdSummary {
                starts: self.cold.init.count(),
                init_ms: &self.cold.init,
                first_answer_ms: &self.cold.first_answer,
                met: COLD_INIT.is_met_by(&self.cold.init),
            },
            warm: self.warm.iter().map(WarmSummary::from).collect(),
        };
        serde_json::to_string(&summary).expect("a summary has only text keys")
    }
}

impl<'a> From<&'a Warm> for WarmSummary<'a> {
    fn from(warm: &'a Warm) -> Self {
        Self {
            request: warm.wish.name(),
            requests: warm.handler.count(),
            dynamodb_calls: warm.dynamodb_calls,
            handler_ms: &warm.handler,
            total_ms: &warm.total,
            met: WARM_HANDLER.is_met_by(&warm.handler),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            at,
            machine,
            artifact,
            cold,
            ..
        } = self;
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        table.set_header([
            "order-api, in ms",
            "DynamoDB calls",
            "p50",
            "p90",
            "p99",
            "max",
            "bar",
            "",
        ]);
        table.add_row(row("cold: start → ready", "", &cold.init, Some(COLD_INIT)));
        table.add_row(row("cold: first order", "", &cold.first_answer, None));
        for warm in &self.warm {
            let name = format!("warm: {}", warm.wish.name());
            let calls = warm.dynamodb_calls.to_string();
            table.add_row(row(&name, &calls, &warm.handler, Some(WARM_HANDLER)));
        }
        for column in 1..=5 {
            if let Some(figures) = table.column_mut(column) {
                figures.set_cell_alignment(CellAlignment::Right);
            }
        }
        writeln!(f, "\n{table}\n")?;
        writeln!(
            f,
            "Peak memory {}, binary {}, {} by gzip -9",
            mebibytes(self.peak_memory),
            mebibytes(artifact.bytes),
            mebibytes(artifact.gzip_bytes),
        )?;
        writeln!(
            f,
            "Measured {at} on {machine}: {}",
            counts(cold, &self.warm)
        )?;
        writeln!(f, "\n{NOTES}")
    }
}

fn row(name: &str, calls: &str, sample: &Sample, bar: Option<Bar>) -> [String; 8] {
    let [p50, p90, p99, max] = [50, 90, 99, 100].map(|percent| {
        let milliseconds = sample.percentile(percent).as_secs_f64() * 1e3;
        format!("{milliseconds:.2}")
    });
    let verdict = bar.map_or("", |bar| {
        if bar.is_met_by(sample) {
            "✓ met"
        } else {
            "✗ missed"
        }
    });
    let bar = bar.map(|bar| bar.to_string()).unwrap_or_default();
    [
        name.into(),
        calls.into(),
        p50,
        p90,
        p99,
        max,
        bar,
        verdict.into(),
    ]
}

fn counts(cold: &Cold, warm: &[Warm]) -> String {
    let requests = warm.first().map_or(0, |warm| warm.handler.count());
    let starts = cold.init.count();
    format!("{starts} starts, then {requests} requests of each kind to one process")
}

fn mebibytes(bytes: u64) -> String {
    let tenths = (bytes * 10 + (1 << 19)) >> 20;
    format!("{}.{} MiB", tenths / 10, tenths % 10)
}
