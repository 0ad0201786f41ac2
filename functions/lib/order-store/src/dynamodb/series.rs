//! The counters in the `invoice-series` table: the last number of each series.

use aws_sdk_dynamodb::types::{TransactWriteItem, Update};
use order_core::Series;

use super::commit::{Part, Write};
use super::{DynamoDbStore, number, text};
use crate::error::StoreError;

impl DynamoDbStore {
    /// The last number drawn from `series`; 0 before the first.
    pub(super) async fn last_sequence(&self, series: Series) -> Result<u64, StoreError> {
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

    /// Takes the number after `last`, unless somebody else took it.
    pub(super) fn draw_number(&self, series: Series, last: u64) -> Write {
        let condition = if last == 0 {
            "attribute_not_exists(series)"
        } else {
            "lastSequence = :last"
        };
        let update = Update::builder()
            .table_name(&self.tables.invoice_series)
            .key("series", text(&series))
            .update_expression("SET lastSequence = :next")
            .condition_expression(condition)
            .expression_attribute_values(":next", number(last + 1));
        let update = if last == 0 {
            update
        } else {
            update.expression_attribute_values(":last", number(last))
        };
        let update = update.build().expect("table, key and expression are set");
        Write {
            part: Part::Number,
            item: TransactWriteItem::builder().update(update).build(),
        }
    }
}
