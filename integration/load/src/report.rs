//! What every command reports, as a table for people and as JSON for programs.

use std::fmt;

use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;

/// A table with what has to be known to read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    pub title: String,
    pub notes: Vec<String>,
    pub rows: Vec<Row>,
}

/// A figure, what it is compared with, and what it has to be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Row {
    pub what: String,
    /// With its unit.
    pub figure: String,
    /// The other figure of the comparison; empty without one.
    pub against: String,
    pub ratio: String,
    pub bar: String,
    /// Whether the figure keeps to the bar; nothing without a bar.
    pub met: Option<bool>,
}

impl Section {
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            notes: Vec::new(),
            rows: Vec::new(),
        }
    }

    pub fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    pub fn row(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// Whether no row misses its bar.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.rows.iter().all(|row| row.met != Some(false))
    }
}

impl Row {
    #[must_use]
    pub fn new(what: impl Into<String>, figure: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            figure: figure.into(),
            ..Self::default()
        }
    }

    /// Beside the figure that it is compared with.
    #[must_use]
    pub fn against(self, against: impl Into<String>) -> Self {
        Self {
            against: against.into(),
            ..self
        }
    }

    #[must_use]
    pub fn ratio(self, ratio: impl Into<String>) -> Self {
        Self {
            ratio: ratio.into(),
            ..self
        }
    }

    /// With what it has to be, and whether it is.
    #[must_use]
    pub fn bar(self, bar: impl Into<String>, met: bool) -> Self {
        Self {
            bar: bar.into(),
            met: Some(met),
            ..self
        }
    }
}

/// All sections as one line of JSON.
///
/// # Panics
/// Never: they hold text.
#[must_use]
pub fn json(sections: &[Section]) -> String {
    serde_json::to_string(sections).expect("sections hold only text")
}

/// What stands in a column.
type Cell = fn(&Row) -> String;

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n{}\n", self.title)?;
        // A column is only there if something is in it.
        let verdict: Cell = |row| match row.met {
            None => String::new(),
            Some(true) => "✓".to_owned(),
            Some(false) => "✗".to_owned(),
        };
        let columns: [(&str, Cell); 6] = [
            ("", |row| row.what.clone()),
            ("figure", |row| row.figure.clone()),
            ("against", |row| row.against.clone()),
            ("ratio", |row| row.ratio.clone()),
            ("bar", |row| row.bar.clone()),
            ("", verdict),
        ];
        let filled: Vec<_> = columns
            .iter()
            .filter(|(_, cell)| self.rows.iter().any(|row| !cell(row).is_empty()))
            .collect();
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_header(filled.iter().map(|(name, _)| *name));
        for row in &self.rows {
            table.add_row(filled.iter().map(|(_, cell)| cell(row)));
        }
        writeln!(f, "{table}")?;
        for note in &self.notes {
            writeln!(f, "\n{note}")?;
        }
        Ok(())
    }
}

/// `0.42 ms`, `31 ms`, `1.30 s`.
#[must_use]
pub fn millis(value: f64) -> String {
    match value {
        value if value < 10.0 => format!("{value:.2} ms"),
        value if value < 1_000.0 => format!("{value:.0} ms"),
        value => format!("{:.2} s", value / 1_000.0),
    }
}

/// `0.5`, `12`, `4,000`.
#[must_use]
pub fn number(value: f64) -> String {
    if value < 10.0 {
        let text = format!("{value:.2}");
        return text.trim_end_matches('0').trim_end_matches('.').to_owned();
    }
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_for_people() {
        assert_eq!(
            [0.423, 31.4, 1_300.0].map(millis),
            ["0.42 ms", "31 ms", "1.30 s"]
        );
        let numbers = [0.5, 2.0, 12.4, 4_000.0, 1_234_567.0];
        assert_eq!(
            numbers.map(number),
            ["0.5", "2", "12", "4,000", "1,234,567"]
        );
    }

    #[test]
    fn the_json_names_every_part() {
        let mut section = Section::new("Title");
        section.note("a note");
        section.row(
            Row::new("what", "1")
                .against("2")
                .ratio("0.5")
                .bar("≤ 1", true),
        );
        section.row(Row::new("bare", "3"));
        insta::assert_snapshot!(json(&[section]), @r#"[{"title":"Title","notes":["a note"],"rows":[{"what":"what","figure":"1","against":"2","ratio":"0.5","bar":"≤ 1","met":true},{"what":"bare","figure":"3","against":"","ratio":"","bar":"","met":null}]}]"#);
    }
}
