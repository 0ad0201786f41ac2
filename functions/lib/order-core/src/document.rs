//! Numbers of invoices and credit notes: gapless within a series and a year.

use std::fmt;
use std::str::FromStr;

use order_events::Timestamp;

/// What is issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DocumentKind {
    Invoice,
    CreditNote,
}

impl DocumentKind {
    const ALL: [Self; 2] = [Self::Invoice, Self::CreditNote];

    fn prefix(self) -> &'static str {
        match self {
            Self::Invoice => "INV",
            Self::CreditNote => "CN",
        }
    }
}

/// One run of consecutive numbers: a kind of document in a calendar year (UTC).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Series {
    pub kind: DocumentKind,
    pub year: u16,
}

impl Series {
    /// The series that numbers a document issued at `at`.
    #[must_use]
    pub fn of(kind: DocumentKind, at: Timestamp) -> Self {
        Self {
            kind,
            year: at.year(),
        }
    }
}

impl fmt::Display for Series {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.kind.prefix(), self.year)
    }
}

/// A document's number, printed as `INV-2026-000042`. Sequences start at 1.
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
            let (prefix, rest) = text.split_once('-')?;
            let (year, sequence) = rest.split_once('-')?;
            let kind = DocumentKind::ALL
                .into_iter()
                .find(|kind| kind.prefix() == prefix)?;
            let series = Series {
                kind,
                year: year.parse().ok()?,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_names_kind_year_and_place_in_the_series() {
        let at: Timestamp = "2026-12-31T23:59:59.999Z".parse().unwrap();
        let series = Series::of(DocumentKind::CreditNote, at);
        let number = DocumentNumber {
            series,
            sequence: 42,
        };
        assert_eq!(number.to_string(), "CN-2026-000042");
        assert_eq!("CN-2026-000042".parse(), Ok(number));
        assert!("INV-2026-1234567".parse::<DocumentNumber>().is_ok());
        for text in [
            "",
            "INV-2026",
            "INV-2026-42",
            "XX-2026-000042",
            "INV-2026-0000042",
        ] {
            assert!(text.parse::<DocumentNumber>().is_err(), "{text}");
        }
    }
}
