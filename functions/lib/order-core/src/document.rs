//! Numbers of invoices and credit notes: gapless within a series and a year.

use std::fmt;
use std::num::NonZeroU8;
use std::str::FromStr;

use order_events::{DocumentKind, OrderId, Timestamp};

/// How many series number the documents of one kind, side by side.
///
/// One counter gives out one number at a time: more series, more throughput. Each is gapless.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeriesCount(NonZeroU8);

/// The text is no count of series.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a number of series from 1 to {}, found `{found}`",
    SeriesCount::MOST
)]
pub struct InvalidSeriesCount {
    found: String,
}

impl SeriesCount {
    pub const MOST: u8 = 64;
    pub const ONE: Self = Self(NonZeroU8::MIN);

    /// The series that numbers the document of `kind` that order `id` is issued at `at`.
    #[must_use]
    pub fn series(self, kind: DocumentKind, id: OrderId, at: Timestamp) -> Series {
        let lane = id.spread() % u64::from(self.0.get());
        Series {
            kind,
            year: at.year(),
            lane: u8::try_from(lane).expect("a lane is below the count"),
        }
    }
}

impl FromStr for SeriesCount {
    type Err = InvalidSeriesCount;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let count: Option<NonZeroU8> = text.parse().ok();
        count
            .filter(|count| count.get() <= Self::MOST)
            .map(Self)
            .ok_or_else(|| InvalidSeriesCount {
                found: text.to_owned(),
            })
    }
}

/// One run of consecutive numbers: a kind of document in a calendar year (UTC).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Series {
    pub kind: DocumentKind,
    pub year: u16,
    /// 0 for the first of the series side by side, which is the only one unless there are more.
    pub lane: u8,
}

impl fmt::Display for Series {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", prefix(self.kind), self.year)?;
        match self.lane {
            0 => Ok(()),
            lane => write!(f, "-{:02}", lane + 1),
        }
    }
}

/// A document's number, printed as `INV-2026-000042`, or `INV-2026-02-000042` in the second of
/// several series. Sequences start at 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DocumentNumber {
    pub series: Series,
    pub sequence: u64,
}

/// The text is not a document number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a document number such as `INV-2026-000042`, found `{found}`")]
pub struct InvalidDocumentNumber {
    found: String,
}

impl fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:06}", self.series, self.sequence)
    }
}

impl FromStr for DocumentNumber {
    type Err = InvalidDocumentNumber;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parse = || {
            let parts: Vec<&str> = text.split('-').collect();
            let (head, lane, sequence) = match parts[..] {
                [head, year, sequence] => ((head, year), 0, sequence),
                [head, year, lane, sequence] => (
                    (head, year),
                    lane.parse::<u8>().ok()?.checked_sub(1)?,
                    sequence,
                ),
                _ => return None,
            };
            let kind = DocumentKind::ALL
                .into_iter()
                .find(|kind| prefix(*kind) == head.0)?;
            let series = Series {
                kind,
                year: head.1.parse().ok()?,
                lane,
            };
            let number = Self {
                series,
                sequence: sequence.parse().ok()?,
            };
            (number.to_string() == text).then_some(number)
        };
        parse().ok_or_else(|| InvalidDocumentNumber {
            found: text.to_owned(),
        })
    }
}

/// A numbered document of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Issued {
    pub number: DocumentNumber,
    pub at: Timestamp,
}

fn prefix(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Invoice => "INV",
        DocumentKind::CreditNote => "CN",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn id(random: u8) -> OrderId {
        OrderId::new(at(), [random; 10])
    }

    fn at() -> Timestamp {
        "2026-12-31T23:59:59.999Z".parse().unwrap()
    }

    #[track_caller]
    fn check(lane: u8, text: &str) {
        let series = Series {
            kind: DocumentKind::CreditNote,
            year: 2026,
            lane,
        };
        let number = DocumentNumber {
            series,
            sequence: 42,
        };
        assert_eq!(number.to_string(), text);
        assert_eq!(text.parse(), Ok(number));
    }

    #[test]
    fn a_number_names_kind_year_series_and_place_in_it() {
        check(0, "CN-2026-000042");
        check(1, "CN-2026-02-000042");
        check(63, "CN-2026-64-000042");
        assert!("INV-2026-1234567".parse::<DocumentNumber>().is_ok());
        for text in [
            "",
            "INV-2026",
            "INV-2026-42",
            "XX-2026-000042",
            "INV-2026-0000042",
            "INV-2026-01-000042",
            "INV-2026-00-000042",
            "INV-2026-2-000042",
        ] {
            assert!(text.parse::<DocumentNumber>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_order_stays_in_its_series_and_orders_spread_over_all() {
        let eight: SeriesCount = "8".parse().unwrap();
        let lanes: BTreeSet<u8> = (0..=255)
            .map(|random| eight.series(DocumentKind::Invoice, id(random), at()).lane)
            .collect();
        assert_eq!(
            lanes.into_iter().collect::<Vec<_>>(),
            [0, 1, 2, 3, 4, 5, 6, 7]
        );
        for random in 0..=255 {
            let series = SeriesCount::ONE.series(DocumentKind::Invoice, id(random), at());
            assert_eq!(series.to_string(), "INV-2026");
        }
        for text in ["", "0", "65", "-1", "many"] {
            assert!(text.parse::<SeriesCount>().is_err(), "{text}");
        }
    }
}
