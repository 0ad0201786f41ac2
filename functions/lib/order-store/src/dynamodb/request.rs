//! The `idempotency` table: requests that were answered, until they are forgotten.
//!
//! DynamoDB removes expired items days later ("Using time to live", DynamoDB Developer Guide), so
//! what is forgotten is decided by comparing with the clock.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{Put, TransactWriteItem};
use order_core::Order;
use order_events::{Timestamp, Version};

use super::commit::{Part, Write};
use super::{Attributes, DynamoDbStore, number, text};
use crate::error::StoreError;
use crate::store::{Answer, Claim, Remembered, RequestKey};

impl DynamoDbStore {
    /// What was answered to the request with `key`, unless it is forgotten by `now`.
    pub(super) async fn remembered(
        &self,
        key: &RequestKey,
        now: Timestamp,
    ) -> Result<Option<Remembered>, StoreError> {
        let output = self
            .client
            .get_item()
            .table_name(&self.tables.idempotency)
            .key("requestKey", text(&key.as_str()))
            .consistent_read(true)
            .send()
            .await?;
        let Some(item) = output.item else {
            return Ok(None);
        };
        let (expires_at, remembered) = read(&item).ok_or(StoreError::CorruptRequest)?;
        Ok((seconds(now) < expires_at).then_some(remembered))
    }

    /// Remembers the request of `claim` together with its answer, unless its key is in use.
    pub(super) fn remember(&self, claim: &Claim<'_>, order: &Order) -> Write {
        let answer = (claim.answer)(order);
        let item = HashMap::from([
            ("requestKey".to_owned(), text(&claim.key.as_str())),
            ("requestHash".to_owned(), text(&claim.request_hash)),
            ("orderId".to_owned(), text(&order.id)),
            ("version".to_owned(), number(order.version.0)),
            ("status".to_owned(), number(answer.status.into())),
            ("body".to_owned(), text(&answer.body)),
            ("expiresAt".to_owned(), number(seconds(claim.forgotten_at))),
        ]);
        let put = Put::builder()
            .table_name(&self.tables.idempotency)
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(requestKey) OR expiresAt <= :now")
            .expression_attribute_values(":now", number(seconds(claim.now)))
            .build()
            .expect("table and item are set");
        Write {
            part: Part::Request,
            item: TransactWriteItem::builder().put(put).build(),
        }
    }
}

/// When the request is forgotten, in seconds, and what is remembered of it.
fn read(item: &Attributes) -> Option<(u64, Remembered)> {
    let text = |name: &str| item.get(name)?.as_s().ok();
    let number = |name: &str| item.get(name)?.as_n().ok();
    let answer = Answer {
        status: number("status")?.parse().ok()?,
        body: text("body")?.clone(),
    };
    let remembered = Remembered {
        request_hash: text("requestHash")?.clone(),
        order_id: text("orderId")?.parse().ok()?,
        version: Version(number("version")?.parse().ok()?),
        answer,
    };
    Some((number("expiresAt")?.parse().ok()?, remembered))
}

/// As DynamoDB counts time to live.
fn seconds(at: Timestamp) -> u64 {
    at.unix_millis() / 1_000
}
