//! What the parts yield: figures, and what they are held against.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize};

/// Figures that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Section {
    pub(crate) title: String,
    /// How it was measured, and what to know to read the figures; a paragraph each.
    #[serde(default)]
    pub(crate) notes: Vec<String>,
    #[serde(default)]
    pub(crate) rows: Vec<Row>,
}

/// One figure, as it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Row {
    pub(crate) what: String,
    #[serde(deserialize_with = "printed")]
    pub(crate) figure: String,
    /// The same of something else, in the same run.
    #[serde(default, deserialize_with = "optional")]
    pub(crate) against: Option<String>,
    /// How many times better the figure is than the other.
    #[serde(default, deserialize_with = "optional")]
    pub(crate) ratio: Option<String>,
    #[serde(default, deserialize_with = "optional")]
    pub(crate) bar: Option<String>,
    /// Whether the bar is met, where there is one.
    #[serde(default)]
    pub(crate) met: Option<bool>,
}

/// What a figure must reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Bar {
    AtLeast(f64),
    AtMost(f64),
}

impl Section {
    pub(crate) fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            notes: Vec::new(),
            rows: Vec::new(),
        }
    }

    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    pub(crate) fn row(mut self, row: Row) -> Self {
        self.rows.push(row);
        self
    }
}

impl Row {
    pub(crate) fn new(what: impl Into<String>, figure: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            figure: figure.into(),
            ..Self::default()
        }
    }

    /// Beside `other`, over which the figure is better by `times`.
    pub(crate) fn against(self, other: impl Into<String>, times: f64) -> Self {
        Self {
            against: Some(other.into()),
            ratio: Some(format!("{} ×", rounded(times))),
            ..self
        }
    }

    /// Held to `bar`, of which `value` is in `unit`.
    pub(crate) fn held_to(self, bar: Bar, value: f64, unit: &str) -> Self {
        Self {
            bar: Some(format!("{bar}{}{unit}", separator(unit))),
            met: Some(bar.is_met_by(value)),
            ..self
        }
    }
}

impl Bar {
    pub(crate) fn is_met_by(self, value: f64) -> bool {
        match self {
            Self::AtLeast(bar) => value >= bar,
            Self::AtMost(bar) => value <= bar,
        }
    }
}

impl fmt::Display for Bar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeast(bar) => write!(f, "≥ {}", grouped(*bar)),
            Self::AtMost(bar) => write!(f, "≤ {}", grouped(*bar)),
        }
    }
}

/// How many times as long `other` took as `one`; 0 if `one` took no time.
pub(crate) fn times(other: Duration, one: Duration) -> f64 {
    ratio(other.as_secs_f64(), one.as_secs_f64())
}

/// `dividend / divisor`, and 0 where that is no number.
pub(crate) fn ratio(dividend: f64, divisor: f64) -> f64 {
    if divisor > 0.0 {
        dividend / divisor
    } else {
        0.0
    }
}

pub(crate) fn millis(time: Duration) -> String {
    format!("{} ms", rounded(time.as_secs_f64() * 1e3))
}

/// As sizes of files are told: a MB is a million bytes.
pub(crate) fn megabytes(bytes: u64) -> f64 {
    thousands(bytes) / 1e3
}

/// As memory is told.
pub(crate) fn mebibytes(bytes: u64) -> String {
    format!("{:.1} MiB", thousands(bytes) * 1e3 / f64::from(1 << 20))
}

/// As the memory of machines is told.
pub(crate) fn gibibytes(bytes: u64) -> String {
    format!("{:.0} GiB", thousands(bytes) * 1e3 / f64::from(1 << 30))
}

/// A count, with its thousands set apart.
pub(crate) fn grouped(number: f64) -> String {
    let text = rounded(number);
    let (whole, rest) = text
        .split_once('.')
        .map_or((&*text, ""), |(whole, _)| (whole, &text[whole.len()..]));
    let digits: Vec<char> = whole.chars().collect();
    let mut grouped = String::new();
    for (index, digit) in digits.iter().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(*digit);
    }
    grouped + rest
}

/// Three digits that count, none behind the point that is zero, and no more than two there.
fn rounded(number: f64) -> String {
    let decimals = match number.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        _ => 2,
    };
    let text = format!("{number:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// A count of bytes in thousands, without a lossy cast.
fn thousands(bytes: u64) -> f64 {
    let whole = u32::try_from(bytes / 1_000).unwrap_or(u32::MAX);
    let rest = u32::try_from(bytes % 1_000).unwrap_or_default();
    f64::from(whole) + f64::from(rest) / 1e3
}

fn separator(unit: &str) -> &'static str {
    if unit.is_empty() { "" } else { " " }
}

/// Text or a number, as text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Printed {
    Text(String),
    Number(f64),
}

impl From<Printed> for String {
    fn from(printed: Printed) -> Self {
        match printed {
            Printed::Text(text) => text,
            Printed::Number(number) => rounded(number),
        }
    }
}

fn printed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Printed::deserialize(deserializer).map(Into::into)
}

fn optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let value: Option<Printed> = Deserialize::deserialize(deserializer)?;
    Ok(value.map(Into::into))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_three_digits_that_count() {
        let found = [0.0, 0.123_4, 1.5, 7.006, 12.34, 99.96, 466.2, 20_480.4].map(rounded);
        let expected = ["0", "0.12", "1.5", "7.01", "12.3", "100", "466", "20480"];
        assert_eq!(found, expected);
        assert_eq!(
            [7.25, 466.0, 1_000.0, 20_480.0, 1_234_567.0].map(grouped),
            ["7.25", "466", "1,000", "20,480", "1,234,567"]
        );
    }

    #[test]
    fn sizes_are_in_their_units() {
        assert_eq!(millis(Duration::from_micros(7_213)), "7.21 ms");
        assert_eq!(mebibytes(5 * 1_024 * 1_024 + 512 * 1_024), "5.5 MiB");
        assert_eq!(gibibytes(25_272_446_976), "24 GiB");
        assert!((megabytes(2_512_345) - 2.512_345).abs() < 1e-9);
    }

    #[test]
    fn a_ratio_says_how_many_times_better() {
        let (python, ours) = (Duration::from_millis(466), Duration::from_micros(7_213));
        let times = times(python, ours);
        let row = Row::new("cold", millis(ours))
            .against(millis(python), times)
            .held_to(Bar::AtLeast(60.0), times, "×");
        assert_eq!(row.ratio.as_deref(), Some("64.6 ×"));
        assert_eq!(row.bar.as_deref(), Some("≥ 60 ×"));
        assert_eq!(row.met, Some(true));
        assert!((ratio(1.0, 0.0)).abs() < f64::EPSILON);
    }

    #[test]
    fn a_bar_is_met_at_its_very_value() {
        assert!(Bar::AtLeast(60.0).is_met_by(60.0) && !Bar::AtLeast(60.0).is_met_by(59.9));
        assert!(Bar::AtMost(2.5).is_met_by(2.5) && !Bar::AtMost(2.5).is_met_by(2.51));
    }

    #[test]
    fn sections_of_other_programs_may_have_numbers_and_leave_things_out() {
        let json = r#"{"title": "Load", "rows": [
            {"what": "a", "figure": 12.5, "ratio": 3, "bar": null, "met": null},
            {"what": "b", "figure": "x", "against": "y", "bar": "≥ 1", "met": false}
        ]}"#;
        let section: Section = serde_json::from_str(json).unwrap();
        assert_eq!(section.rows[0].figure, "12.5");
        assert_eq!(section.rows[0].ratio.as_deref(), Some("3"));
        assert_eq!(section.rows[1].against.as_deref(), Some("y"));
        assert_eq!(section.rows[1].met, Some(false));
    }
}
