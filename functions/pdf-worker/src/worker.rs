//! One message, from delivery to acknowledgement: done, parked, or to be delivered again.

mod keep;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use futures::FutureExt;
use lambda_kit::deadline::Deadline;
use lambda_kit::fifo_batch::{self, Delivery, InvalidBatch, Retry};
use lambda_kit::metrics::Metric;
use lambda_kit::parking::{DeadLetterQueue, Parked};
use lambda_kit::{telemetry, trace};
use order_events::{OrderStatusChanged, Timestamp};

use crate::failure::Failure;
use crate::notifier::Notifier;
use crate::plan;
use crate::storage::{Marker, Storage};
use crate::typesetter::Typesetter;

/// What is left of an invocation when no more messages are begun.
const TIME_FOR_A_MESSAGE: Duration = Duration::from_secs(2);

/// The worker with all that it needs, built once per execution environment.
#[derive(Debug)]
pub struct Worker {
    pub typesetter: Box<dyn Typesetter>,
    pub storage: Storage,
    pub notifier: Notifier,
    pub dead_letters: DeadLetterQueue,
    /// How often the queue delivers a message before it gives up on it.
    pub max_receive_count: u32,
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
    pub async fn handle(
        &self,
        event: SqsEvent,
        deadline: Deadline,
    ) -> Result<SqsBatchResponse, InvalidBatch> {
        fifo_batch::handle_each(event, |delivery| self.handle_message(delivery, deadline)).await
    }

    /// One line of the log for each message.
    async fn handle_message(&self, delivery: Delivery, deadline: Deadline) -> Result<(), Retry> {
        let started = (self.now)();
        if let Some(sent_at) = delivery.sent_at().filter(|_| delivery.receive_count() == 1) {
            let waited = started.unix_millis().saturating_sub(sent_at);
            Metric::millis("QueueLag", waited).record();
        }
        let event: OrderStatusChanged = match serde_json::from_str(delivery.body()) {
            Ok(event) => event,
            Err(error) => {
                let (message, code) = (delivery.id(), "unreadable-event");
                tracing::error!(
                    message.id = message,
                    code,
                    "message {message} can't be read"
                );
                return self.park(&delivery, code, &error.to_string()).await;
            }
        };
        let event = Arc::new(event);
        let result = self.process(&event, &delivery, deadline).await;

        let id = event.event_id;
        let order = tracing::field::display(id.order_id);
        let version = id.version.0;
        let trace = delivery.trace_header().and_then(trace::id);
        let attempt = delivery.receive_count();
        let duration_ms = (self.now)()
            .unix_millis()
            .saturating_sub(started.unix_millis());
        macro_rules! log {
            ($level:ident, $outcome:expr, $error:expr, $text:literal) => {
                tracing::$level!(
                    order.id = order,
                    order.version = version,
                    event.id = %id,
                    trace.id = trace,
                    attempt,
                    duration_ms,
                    outcome = $outcome,
                    error = $error,
                    $text
                )
            };
        }
        match result {
            Ok(Outcome::Published) => {
                log!(info, "published", None::<&str>, "event {id} is published");
                Ok(())
            }
            Ok(Outcome::Duplicate) => {
                Metric::once("DuplicatesSkipped").record();
                log!(
                    info,
                    "duplicate",
                    None::<&str>,
                    "event {id} was done already"
                );
                Ok(())
            }
            // The reason may quote the payload, and so a name: it stays in the dead-letter queue.
            Err(error @ Failure::Park { code, .. }) => {
                log!(error, "parked", code, "event {id} is parked");
                self.park(&delivery, code, &telemetry::chain(&error)).await
            }
            Err(error @ Failure::Retry { .. }) => {
                let reason = telemetry::chain(&error);
                if attempt < self.max_receive_count {
                    log!(
                        warn,
                        "retry",
                        reason,
                        "event {id} failed, it will come again"
                    );
                    return Err(Retry);
                }
                // The queue would give up on it too, and tell nobody why.
                log!(
                    error,
                    "parked",
                    reason,
                    "event {id} failed too often, it is parked"
                );
                self.park(&delivery, "retries-exhausted", &reason).await
            }
        }
    }

    async fn process(
        &self,
        event: &Arc<OrderStatusChanged>,
        delivery: &Delivery,
        deadline: Deadline,
    ) -> Result<Outcome, Failure> {
        if !deadline.leaves(TIME_FOR_A_MESSAGE, (self.now)()) {
            let source = "expected more than 2 s to be left of the invocation";
            return Err(Failure::retry("start")(source));
        }
        let steps = AssertUnwindSafe(self.take_steps(event, delivery, deadline));
        let panicked = |_| Failure::park("worker-panicked", "handle the event")("it panicked");
        steps.catch_unwind().await.map_err(panicked)?
    }

    /// Each step can be taken twice: whoever crashes in between starts again from the first.
    async fn take_steps(
        &self,
        event: &Arc<OrderStatusChanged>,
        delivery: &Delivery,
        deadline: Deadline,
    ) -> Result<Outcome, Failure> {
        if self.storage.is_done(event.event_id).await? {
            return Ok(Outcome::Duplicate);
        }
        let document = match plan::document(event) {
            Some(kind) => Some(self.keep(event, kind, deadline).await?),
            None => None,
        };
        let trace_header = delivery.trace_header();
        let notification_id = self.notifier.publish(event, trace_header).await?;
        let marker = Marker {
            event_id: event.event_id,
            status: event.order.status,
            queued_at: delivery.sent_at().and_then(Timestamp::from_unix_millis),
            document,
            notification_id,
            completed_at: (self.now)(),
        };
        self.storage.put_marker(&marker).await?;
        let took = marker.completed_at.unix_millis();
        let took = took.saturating_sub(event.occurred_at.unix_millis());
        Metric::millis("TimeToNotification", took).record();
        Ok(Outcome::Published)
    }

    async fn park(
        &self,
        delivery: &Delivery,
        code: &'static str,
        reason: &str,
    ) -> Result<(), Retry> {
        let id = delivery.id();
        let parked = Parked {
            body: delivery.body(),
            group: delivery.group(),
            delivery: id,
            code,
            reason,
            trace_header: delivery.trace_header(),
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
