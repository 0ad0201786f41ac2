//! The document of an event, rendered and kept, unless the bucket has this version or a newer one.

use std::sync::Arc;
use std::time::Duration;

use lambda_kit::deadline::Deadline;
use lambda_kit::metrics::Metric;
use order_events::{DocumentKind, OrderStatus, OrderStatusChanged};

use super::Worker;
use crate::failure::Failure;
use crate::plan;
use crate::storage::{DocumentTrace, Standing};

/// How often a document is looked at again after somebody else wrote it first.
const RACES: usize = 4;

/// What the steps after rendering need.
const TIME_AFTER_RENDERING: Duration = Duration::from_secs(1);

impl Worker {
    pub(super) async fn keep(
        &self,
        event: &Arc<OrderStatusChanged>,
        kind: DocumentKind,
        deadline: Deadline,
    ) -> Result<DocumentTrace, Failure> {
        let number = plan::number(event, kind).ok_or_else(|| {
            let source = format!("the order has no number for its {kind}");
            Failure::park("missing-number", "name the document")(source)
        })?;
        let key = kind.object_key(event.order.order_id);
        let mut pdf = None;
        for _ in 0..RACES {
            let standing = self.storage.standing(&key, event.order.version).await?;
            let object_version = match standing {
                Standing::Same { object_version } => object_version,
                Standing::Newer { order_version } => {
                    tracing::info!(
                        document.key = key,
                        "version {order_version} is kept already"
                    );
                    None
                }
                Standing::Nothing | Standing::Older { .. } => {
                    let bytes = match pdf.take() {
                        Some(bytes) => bytes,
                        None => self.render(event, kind, deadline).await?,
                    };
                    let put =
                        self.storage
                            .put_document(&key, &standing, event, number, bytes.clone());
                    let Ok(object_version) = put.await? else {
                        pdf = Some(bytes);
                        continue;
                    };
                    self.count(event, kind);
                    object_version
                }
            };
            return Ok(DocumentTrace {
                key,
                number: number.to_owned(),
                kept_at: (self.now)(),
                object_version,
            });
        }
        let source = format!("overtaken {RACES} times on `{key}`");
        Err(Failure::retry("write the document")(source))
    }

    async fn render(
        &self,
        event: &Arc<OrderStatusChanged>,
        kind: DocumentKind,
        deadline: Deadline,
    ) -> Result<Vec<u8>, Failure> {
        let started = (self.now)();
        let limit = deadline
            .remaining(started)
            .saturating_sub(TIME_AFTER_RENDERING);
        let pdf = self.typesetter.set(kind, Arc::clone(event), limit).await?;
        let took = (self.now)()
            .unix_millis()
            .saturating_sub(started.unix_millis());
        Metric::millis("RenderTime", took).record();
        Ok(pdf)
    }

    /// Counts a document that was kept, and how long its buyer waited for a first invoice.
    fn count(&self, event: &OrderStatusChanged, kind: DocumentKind) {
        let name = match kind {
            DocumentKind::Invoice => "invoice",
            DocumentKind::CreditNote => "credit-note",
        };
        Metric::once("DocumentsRendered").of("Kind", name).record();
        if event.order.status == OrderStatus::Confirmed {
            let now = (self.now)().unix_millis();
            let waited = now.saturating_sub(event.occurred_at.unix_millis());
            Metric::millis("TimeToInvoice", waited).record();
        }
    }
}
