//! What a demo saw.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use comfy_table::{CellAlignment, Table, presets};
use serde::Serialize;

/// Faults that are printed; the rest is only counted.
const FAULTS_SHOWN: usize = 20;

/// What came out of the orders that were sent.
#[derive(Debug)]
pub struct Report {
    pub orders: usize,
    /// Invoices that show the right number and the right total.
    pub invoices: usize,
    /// Status changes that subscribers heard of.
    pub notifications: usize,
    /// Notifications that repeated one with the same event id; a crash can cause them.
    pub repeated: usize,
    pub dead_letters: usize,
    /// The sum of all totals, as decimals by currency code.
    pub totals: BTreeMap<String, String>,
    /// From the placing of an order to its invoice in the bucket, sorted.
    pub order_to_pdf: Vec<Duration>,
    /// Whatever is not as it should be.
    pub faults: Vec<String>,
}

/// The last line of `--json`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Summary {
    orders: usize,
    invoices: usize,
    notifications: usize,
    dead_letters: usize,
    total: String,
    order_to_pdf_ms: Percentiles,
}

#[derive(Debug, Serialize)]
struct Percentiles {
    p50: u128,
    p99: u128,
    max: u128,
}

impl Report {
    /// Whether everything came out as it should.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.faults.is_empty()
    }

    /// The report as one line of JSON.
    #[must_use]
    pub fn json(&self) -> String {
        let milliseconds = |percent| self.order_to_pdf_percentile(percent).as_millis();
        let summary = Summary {
            orders: self.orders,
            invoices: self.invoices,
            notifications: self.notifications,
            dead_letters: self.dead_letters,
            total: self.total(),
            order_to_pdf_ms: Percentiles {
                p50: milliseconds(50),
                p99: milliseconds(99),
                max: milliseconds(100),
            },
        };
        serde_json::to_string(&summary).expect("a summary has only text keys")
    }

    /// `2328.60` when all orders are in one currency, else each sum with its code.
    fn total(&self) -> String {
        if self.totals.len() == 1 {
            return self.totals.values().cloned().collect();
        }
        let sums = self
            .totals
            .iter()
            .map(|(currency, sum)| format!("{sum} {currency}"));
        sums.collect::<Vec<_>>().join(" + ")
    }

    /// By nearest rank; zero if nothing was measured.
    fn order_to_pdf_percentile(&self, percent: usize) -> Duration {
        let rank = (self.order_to_pdf.len() * percent).div_ceil(100);
        self.order_to_pdf
            .get(rank.saturating_sub(1))
            .copied()
            .unwrap_or_default()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = |percent| {
            format!(
                "{:.2} s",
                self.order_to_pdf_percentile(percent).as_secs_f64()
            )
        };
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        for (name, value) in [
            ("Orders placed and confirmed", self.orders.to_string()),
            (
                "Invoices with the right number and total",
                self.invoices.to_string(),
            ),
            ("Notifications", self.notifications.to_string()),
            ("Repeated notifications", self.repeated.to_string()),
            ("Dead letters", self.dead_letters.to_string()),
            ("Sum of totals", self.total()),
            ("Order → PDF, median", seconds(50)),
            ("Order → PDF, 99 of 100 within", seconds(99)),
            ("Order → PDF, slowest", seconds(100)),
        ] {
            table.add_row([name.to_owned(), value]);
        }
        if let Some(values) = table.column_mut(1) {
            values.set_cell_alignment(CellAlignment::Right);
        }
        writeln!(f, "{table}")?;
        for fault in self.faults.iter().take(FAULTS_SHOWN) {
            writeln!(f, "✗ {fault}")?;
        }
        match self.faults.len() {
            0 => writeln!(
                f,
                "✓ {} of {} orders became invoices",
                self.invoices, self.orders
            ),
            count => writeln!(
                f,
                "✗ {count} fault(s): not everything came out as it should"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        Report {
            orders: 2,
            invoices: 2,
            notifications: 4,
            repeated: 0,
            dead_letters: 0,
            totals: BTreeMap::from([("USD".to_owned(), "7.92".to_owned())]),
            order_to_pdf: (1..=100).map(Duration::from_millis).collect(),
            faults: Vec::new(),
        }
    }

    #[test]
    fn the_json_is_one_line_in_a_fixed_order() {
        insta::assert_snapshot!(report().json(), @r#"{"orders":2,"invoices":2,"notifications":4,"deadLetters":0,"total":"7.92","orderToPdfMs":{"p50":50,"p99":99,"max":100}}"#);
    }

    #[test]
    fn sums_in_several_currencies_are_not_added_up() {
        let mut report = report();
        report.totals.insert("EUR".to_owned(), "1.00".to_owned());
        assert_eq!(report.total(), "1.00 EUR + 7.92 USD");
    }
}
