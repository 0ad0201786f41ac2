//! The part `peers`: `peers/compare.py`, which makes the same invoice with other makers of PDF.

use std::process::Command;

use serde::Deserialize;

use crate::error::BenchError;
use crate::invoices;
use crate::section::{Bar, Row, Section, ratio};

const PROGRAM: &str = "compare.py";
const OURS: &str = "pdf-worker";
/// What we must be better by, at 5 lines.
const BARS: [(&str, f64); 2] = [("reportlab", 1.5), ("weasyprint", 20.0)];

/// What the script prints with `--json`.
#[derive(Debug, Deserialize)]
struct Comparison {
    makers: Vec<Maker>,
    missing: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Maker {
    name: String,
    /// Time of the processor for one invoice, in milliseconds.
    five_lines: f64,
    hundred_lines: f64,
}

pub(crate) fn run() -> Result<Vec<Section>, BenchError> {
    let figures = invoices::program()?;
    let tools = xtask::check().map_err(xtask::NotReady::Missing)?;
    let (python, modules) = xtask::pdf_peers(&tools).map_err(xtask::NotReady::from)?;
    let script = xtask::root().join("integration/bench/peers/compare.py");
    let mut compare = Command::new(python);
    compare
        .arg(script)
        .arg(figures)
        .arg("--json")
        .arg("--modules")
        .arg(modules);
    let printed = crate::printed_by(compare, PROGRAM)?;
    let comparison = serde_json::from_str(&printed).map_err(|source| BenchError::Printed {
        program: PROGRAM.to_owned(),
        source,
    })?;
    Ok(vec![section(&comparison)])
}

fn section(comparison: &Comparison) -> Section {
    let mut section = Section::new("An invoice, by other makers of PDF").note(
        "Time of the processor for one more invoice, in a process that makes several. Only ours is \
         PDF/A and tagged, and carries a code to pay by and an e-invoice; the others place the \
         same text.",
    );
    if !comparison.missing.is_empty() {
        let missing = comparison.missing.join(", ");
        section = section.note(format!("Not installed, and so not measured: {missing}."));
    }
    let ours = comparison.makers.iter().find(|maker| maker.name == OURS);
    let others = comparison.makers.iter().filter(|maker| maker.name != OURS);
    let Some(ours) = ours else {
        return section.note(format!("{OURS} is missing in what {PROGRAM} printed."));
    };
    for other in others {
        for (lines, one, another) in [
            (5, ours.five_lines, other.five_lines),
            (100, ours.hundred_lines, other.hundred_lines),
        ] {
            let better = ratio(another, one);
            let what = format!("{lines} lines, beside {}", other.name);
            let row = Row::new(what, milliseconds(one)).against(milliseconds(another), better);
            let bar = BARS
                .iter()
                .find(|(name, _)| lines == 5 && *name == other.name);
            section = section.row(match bar {
                Some((_, bar)) => row.held_to(Bar::AtLeast(*bar), better, "×"),
                None => row,
            });
        }
    }
    section
}

fn milliseconds(number: f64) -> String {
    format!("{} ms", crate::section::grouped(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_maker_stands_beside_ours() {
        let printed = r#"{"makers": [
            {"name": "pdf-worker", "fiveLines": 8.0, "hundredLines": 50.0},
            {"name": "reportlab", "fiveLines": 16.0, "hundredLines": 100.0}
        ], "missing": ["chromium"]}"#;
        let section = section(&serde_json::from_str(printed).unwrap());
        assert_eq!(section.rows.len(), 2);
        assert_eq!(section.rows[0].ratio.as_deref(), Some("2 ×"));
        assert_eq!(
            (section.rows[0].met, section.rows[1].met),
            (Some(true), None)
        );
        assert!(section.notes[1].contains("chromium"));
    }
}
