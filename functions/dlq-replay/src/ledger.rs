//! What has become of an order: where it stands, and which of its changes were processed.

use futures::TryFutureExt;
use order_events::{EventId, OrderId, OrderStatus, Version};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::error::DlqError;

/// The order as the table has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TheOrder {
    pub version: Version,
    pub status: OrderStatus,
}

/// What there is to know of an order before one of its letters is replayed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Absent if there is no such order.
    pub order: Option<TheOrder>,
    /// The versions whose markers are there, lowest first.
    pub processed: Vec<Version>,
}

impl Desk {
    /// What has become of the order `id`.
    ///
    /// # Errors
    /// If the table or the bucket does not answer.
    pub async fn standing(&self, id: OrderId) -> Result<Standing, DlqError> {
        let order = self.orders.get(id).map_err(DlqError::from);
        let (order, processed) = futures::try_join!(order, self.processed(id))?;
        Ok(Standing {
            order: order.map(|order| TheOrder {
                version: order.version,
                status: order.status,
            }),
            processed,
        })
    }

    /// The versions of the order that pdf-worker is done with: it leaves a marker for each.
    ///
    /// # Errors
    /// If the bucket does not answer.
    pub async fn processed(&self, id: OrderId) -> Result<Vec<Version>, DlqError> {
        let prefix = format!("{}/events/", id.object_prefix());
        let mut pages = self
            .s3
            .list_objects_v2()
            .bucket(&self.places.invoices_bucket)
            .prefix(&prefix)
            .into_paginator()
            .send();
        let mut versions = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(DlqError::s3("look for the markers of an order"))?;
            let keys = page.contents().iter().filter_map(|object| object.key());
            versions.extend(keys.filter_map(|key| version(&prefix, key)));
        }
        versions.sort_unstable();
        Ok(versions)
    }

    /// Whether pdf-worker is done with `event`.
    ///
    /// # Errors
    /// If the bucket does not answer.
    pub async fn is_processed(&self, event: EventId) -> Result<bool, DlqError> {
        Ok(self
            .processed(event.order_id)
            .await?
            .contains(&event.version))
    }
}

/// The version of which the marker `key` tells.
fn version(prefix: &str, key: &str) -> Option<Version> {
    let name = key.strip_prefix(prefix)?.strip_suffix(".json")?;
    name.parse().ok().map(Version)
}
