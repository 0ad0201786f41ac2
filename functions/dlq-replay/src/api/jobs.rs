//! Replays that outlast a request: a message names the replay, and comes again until it is done.
//!
//! An invocation carries a replay on for a while and then hands it to the next. One that is cut
//! off leaves its message behind, so that SQS hands it on.

use std::time::Duration;

use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use lambda_kit::deadline::Deadline;
use lambda_kit::fifo_batch::{self, Delivery, InvalidBatch, Retry};
use lambda_kit::telemetry;
use order_events::Timestamp;

use crate::desk::Desk;
use crate::error::DlqError;
use crate::replay::{Ended, Limit, ReplayId, Run};

/// What is left of an invocation for noting the progress and handing on.
const RESERVE: Duration = Duration::from_secs(10);

/// The FIFO queue of replays to carry on, one message each.
#[derive(Debug, Clone)]
pub struct Jobs {
    pub sqs: aws_sdk_sqs::Client,
    pub queue_url: String,
}

impl Jobs {
    /// Has the replay carried on.
    pub(crate) async fn put(&self, id: &ReplayId, now: Timestamp) -> Result<(), DlqError> {
        self.sqs
            .send_message()
            .queue_url(&self.queue_url)
            .message_body(id.as_str())
            // One invocation for each replay at a time.
            .message_group_id(id.as_str())
            .message_deduplication_id(format!("{id}.{}", now.unix_millis()))
            .send()
            .await
            .map(drop)
            .map_err(DlqError::sqs("hand on a replay"))
    }

    /// Carries the replays of a batch on.
    ///
    /// # Errors
    /// If a message can't be named, the batch fails as a whole.
    pub async fn handle(
        &self,
        desk: &Desk,
        event: SqsEvent,
        deadline: Deadline,
    ) -> Result<SqsBatchResponse, InvalidBatch> {
        fifo_batch::handle_each(event, |delivery| async move {
            let result = self.carry_on(desk, &delivery, deadline).await;
            result.map_err(|error| {
                let (id, error) = (delivery.body(), telemetry::chain(&error));
                tracing::warn!(replay.id = id, error, "replay {id} will be taken up again");
                Retry
            })
        })
        .await
    }

    async fn carry_on(
        &self,
        desk: &Desk,
        delivery: &Delivery,
        deadline: Deadline,
    ) -> Result<(), DlqError> {
        let id: ReplayId = delivery
            .body()
            .parse()
            .map_err(|_| DlqError::NoSuchReplay(delivery.body().chars().take(64).collect()))?;
        let mut run = Run::take_up(desk, &id, &format!("job {id}")).await?;
        let now = (desk.now)();
        let left = deadline.remaining(now).saturating_sub(RESERVE);
        let limit = Limit::At(now.plus(left));
        if run.go(limit, &mut |_| {}).await? == Ended::OutOfTime {
            return self.put(&id, (desk.now)()).await;
        }
        let replay = run.replay();
        tracing::info!(
            replay.id = %id,
            state = replay.state.as_str(),
            selected = replay.counts.selected,
            processed = replay.counts.processed,
            returned = replay.counts.returned,
            "replay {id} is {}",
            replay.state.as_str()
        );
        Ok(())
    }
}
