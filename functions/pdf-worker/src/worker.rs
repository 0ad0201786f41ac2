//! One message, from delivery to marker.

use std::sync::Arc;

use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent, SqsMessage};
use lambda_kit::fifo_batch::{self, InvalidBatch, Retry};
use lambda_kit::metrics::Metric;
use lambda_kit::parking::{DeadLetterQueue, Parked};
use lambda_kit::telemetry;
use order_events::{OrderStatus, OrderStatusChanged, Timestamp};

use crate::document::{DocumentKind, Renderer};
use crate::failure::Failure;
use crate::notification::Notification;
use crate::plan;
use crate::storage::{DocumentTrace, Marker, Standing, Storage};

/// How often a document is looked at again after somebody else wrote it first.
const RACES: usize = 4;

/// The topic that subscribers listen to.
#[derive(Debug)]
pub struct Notifier {
    pub sns: aws_sdk_sns::Client,
    pub topic_arn: String,
    /// `<order_url_base>/<order id>` is the order's page.
    pub order_url_base: String,
}

/// The worker with all that it needs, built once per execution environment.
#[derive(Debug)]
pub struct Worker {
    pub renderer: Arc<Renderer>,
    pub storage: Storage,
    pub notifier: Notifier,
    pub dead_letters: DeadLetterQueue,
    pub now: fn() -> Timestamp,
}

/// How a message ended well.
#[derive(Debug, Clone, Copy)]
enum Outcome {
    Published,
    /// Its marker was there already.
    Duplicate,
}

impl Worker {
    /// Handles a batch and names the messages that must be delivered again.
    ///
    /// # Errors
    /// If a message can't be named, the batch fails as a whole.
    pub async fn handle(&self, event: SqsEvent) -> Result<SqsBatchResponse, InvalidBatch> {
        fifo_batch::handle_each(event, |message| self.handle_message(message)).await
    }

    async fn handle_message(&self, message: SqsMessage) -> Result<(), Retry> {
        let body = message.body.as_deref().unwrap_or_default();
        let event: OrderStatusChanged = match serde_json::from_str(body) {
            Ok(event) => event,
            Err(error) => {
                return self
                    .park(&message, "unreadable-event", &error.to_string())
                    .await;
            }
        };
        let id = event.event_id;
        let order = event.order.order_id.to_string();
        let version = event.order.version.0;
        match self.process(Arc::new(event)).await {
            Ok(outcome) => {
                tracing::info!(
                    order.id = order,
                    order.version = version,
                    ?outcome,
                    "handled event {id}"
                );
                Ok(())
            }
            Err(error @ Failure::Park { code, .. }) => {
                self.park(&message, code, &telemetry::chain(&error)).await
            }
            Err(error @ Failure::Retry { .. }) => {
                let reason = telemetry::chain(&error);
                tracing::warn!(
                    order.id = order,
                    order.version = version,
                    error = reason,
                    "event {id} failed, it will come again"
                );
                Err(Retry)
            }
        }
    }

    async fn process(&self, event: Arc<OrderStatusChanged>) -> Result<Outcome, Failure> {
        if self.storage.is_done(event.event_id).await? {
            return Ok(Outcome::Duplicate);
        }
        let document = match plan::document(&event) {
            Some(kind) => Some(self.keep(&event, kind).await?),
            None => None,
        };
        let notification_id = self.notifier.publish(&event).await?;
        let marker = Marker {
            event_id: event.event_id,
            status: event.order.status,
            document,
            notification_id,
            completed_at: (self.now)(),
        };
        self.storage.put_marker(&marker).await?;
        Ok(Outcome::Published)
    }

    /// Renders the document and keeps it, unless the bucket has this version or a newer one.
    async fn keep(
        &self,
        event: &Arc<OrderStatusChanged>,
        kind: DocumentKind,
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
                        None => self.render(Arc::clone(event), kind).await?,
                    };
                    let put =
                        self.storage
                            .put_document(&key, &standing, event, number, bytes.clone());
                    match put.await? {
                        Ok(object_version) => {
                            self.count(event, kind);
                            object_version
                        }
                        Err(_overtaken) => {
                            pdf = Some(bytes);
                            continue;
                        }
                    }
                }
            };
            let (number, kept_at) = (number.to_owned(), (self.now)());
            return Ok(DocumentTrace {
                key,
                number,
                kept_at,
                object_version,
            });
        }
        Err(Failure::retry("write the document")(format!(
            "overtaken {RACES} times on `{key}`"
        )))
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

    /// Renders on a thread of its own, so that calls of other orders go on meanwhile.
    async fn render(
        &self,
        event: Arc<OrderStatusChanged>,
        kind: DocumentKind,
    ) -> Result<Vec<u8>, Failure> {
        let renderer = Arc::clone(&self.renderer);
        let rendering = tokio::task::spawn_blocking(move || renderer.render(kind, &event));
        rendering
            .await
            .map_err(Failure::park("render-panicked", "render the document"))?
            .map_err(Failure::park("render-failed", "render the document"))
    }

    async fn park(
        &self,
        message: &SqsMessage,
        code: &'static str,
        reason: &str,
    ) -> Result<(), Retry> {
        let id = message.message_id.as_deref().unwrap_or_default();
        // The reason may quote the payload, and so a name: it stays in the dead-letter queue.
        tracing::error!(message.id = id, code, "parking message {id}");
        let group = message.attributes.get("MessageGroupId").map(String::as_str);
        let body = message.body.as_deref().unwrap_or_default();
        let parked = Parked {
            body,
            group: group.unwrap_or(id),
            delivery: id,
            code,
            reason,
        };
        self.dead_letters.park(parked).await.map_err(|error| {
            let error = telemetry::chain(&error);
            tracing::error!(
                message.id = id,
                error,
                "parking {id} failed, it will come again"
            );
            Retry
        })
    }
}

impl Notifier {
    /// Publishes the event; returns the id that SNS gave the message.
    async fn publish(&self, event: &OrderStatusChanged) -> Result<Option<String>, Failure> {
        let url = format!("{}/{}", self.order_url_base, event.order.order_id);
        let notification = Notification::new(event, &url);
        let result = self
            .sns
            .publish()
            .topic_arn(&self.topic_arn)
            .subject(notification.subject)
            .message(notification.message)
            .message_structure("json")
            .set_message_attributes(Some(notification.attributes))
            .send()
            .await;
        let output = result.map_err(|error| {
            Failure::retry("notify the subscribers")(Box::new(aws_sdk_sns::Error::from(error)))
        })?;
        Ok(output.message_id)
    }
}
