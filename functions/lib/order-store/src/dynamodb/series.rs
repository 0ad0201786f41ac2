//! The counters in the `invoice-series` table: the last number of each series.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_sdk_dynamodb::types::{TransactWriteItem, Update};
use order_core::{DocumentNumber, Series};

use super::commit::{Part, Write};
use super::{DynamoDbStore, number, text};
use crate::error::StoreError;

/// The numbers that this process drew last.
///
/// While nobody else draws from a series, the next number is known without a look at the table.
/// Whether that is so is a guess, from the last two draws having followed each other; the
/// condition of the transaction decides.
#[derive(Debug, Clone, Default)]
pub(super) struct OwnDraws(Arc<Mutex<HashMap<Series, Draw>>>);

#[derive(Debug, Clone, Copy)]
struct Draw {
    sequence: u64,
    /// Nobody else had drawn since the draw of ours before.
    alone: bool,
}

impl OwnDraws {
    /// The last number of `series`, if probably nobody else has drawn since.
    fn last(&self, series: Series) -> Option<u64> {
        let draw = self.draws().get(&series).copied();
        draw.filter(|draw| draw.alone).map(|draw| draw.sequence)
    }

    /// `number` was drawn by us.
    pub(super) fn remember(&self, number: DocumentNumber) {
        let DocumentNumber { series, sequence } = number;
        let mut draws = self.draws();
        let before = draws.get(&series).map(|draw| draw.sequence);
        let alone = before == Some(sequence - 1);
        draws.insert(series, Draw { sequence, alone });
    }

    /// Somebody else drew from `series`.
    pub(super) fn forget(&self, series: Series) {
        self.draws().remove(&series);
    }

    fn draws(&self) -> MutexGuard<'_, HashMap<Series, Draw>> {
        // Each entry is whole whenever the lock is given back, even by a panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl DynamoDbStore {
    /// The number after the last one of `series`, which somebody else may take first.
    pub(super) async fn next_number(&self, series: Series) -> Result<DocumentNumber, StoreError> {
        let last = match self.own_draws.last(series) {
            Some(last) => last,
            None => self.last_sequence(series).await?,
        };
        Ok(DocumentNumber {
            series,
            sequence: last + 1,
        })
    }

    /// The last number drawn from `series`; 0 before the first.
    async fn last_sequence(&self, series: Series) -> Result<u64, StoreError> {
        let output = self
            .client
            .get_item()
            .table_name(&self.tables.invoice_series)
            .key("series", text(&series))
            .consistent_read(true)
            .send()
            .await?;
        let Some(counter) = output.item else {
            return Ok(0);
        };
        let last = counter
            .get("lastSequence")
            .and_then(|last| last.as_n().ok()?.parse().ok());
        last.ok_or(StoreError::CorruptSeries { series })
    }

    /// Takes a number, unless somebody else took it.
    pub(super) fn draw(&self, drawn: DocumentNumber) -> Write {
        let DocumentNumber { series, sequence } = drawn;
        let update = Update::builder()
            .table_name(&self.tables.invoice_series)
            .key("series", text(&series))
            .update_expression("SET lastSequence = :next")
            .expression_attribute_values(":next", number(sequence));
        let update = match sequence - 1 {
            0 => update.condition_expression("attribute_not_exists(series)"),
            last => update
                .condition_expression("lastSequence = :last")
                .expression_attribute_values(":last", number(last)),
        };
        let update = update.build().expect("table, key and expression are set");
        Write {
            part: Part::Number,
            item: TransactWriteItem::builder().update(update).build(),
        }
    }
}

#[cfg(test)]
mod tests {
    use order_events::DocumentKind;

    use super::*;

    #[test]
    fn a_guess_takes_two_draws_of_ours_in_a_row() {
        let series = Series {
            kind: DocumentKind::Invoice,
            year: 2026,
            lane: 0,
        };
        let own_draws = OwnDraws::default();
        let after = |sequence| {
            own_draws.remember(DocumentNumber { series, sequence });
            own_draws.last(series)
        };
        assert_eq!([5, 6, 7].map(after), [None, Some(6), Some(7)]);
        // Somebody else drew 8.
        assert_eq!([9, 10].map(after), [None, Some(10)]);
        own_draws.forget(series);
        assert_eq!(own_draws.last(series), None);
    }
}
