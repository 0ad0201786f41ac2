//! Work that outlasts an invocation: a message says what it is, and comes again until it is done.
//!
//! An invocation carries a replay or a reconciliation on for a while and then hands it to the next.
//! One that is cut off leaves its message behind, so that SQS hands it on.

use std::str::FromStr;
use std::time::Duration;

use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use lambda_kit::deadline::Deadline;
use lambda_kit::fifo_batch::{self, Delivery, InvalidBatch, Retry};
use lambda_kit::telemetry;
use order_events::{OrderId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::error::DlqError;
use crate::reconcile::Reconciliation;
use crate::replay::{Ended, Limit, ReplayId, Run};

/// What is left of an invocation for noting the progress and handing on.
const RESERVE: Duration = Duration::from_secs(10);

/// The message group of all reconciliations: one invocation at a time.
const RECONCILIATIONS: &str = "reconciliation";

/// The FIFO queue of what is to be carried on, one message each.
#[derive(Debug, Clone)]
pub struct Jobs {
    pub sqs: aws_sdk_sqs::Client,
    pub queue_url: String,
}

/// What a message asks for.
#[derive(Debug, PartialEq)]
enum Job {
    /// Its body is the id.
    Replay(ReplayId),
    Reconciliation(Reconciliation),
}

/// The body of a message about a reconciliation.
#[derive(Serialize, Deserialize)]
struct Body<R> {
    reconcile: R,
}

impl FromStr for Job {
    type Err = DlqError;

    fn from_str(body: &str) -> Result<Self, Self::Err> {
        let replay = body.parse().map(Self::Replay).ok();
        let reconciliation = || {
            let Body { reconcile } = serde_json::from_str(body).ok()?;
            Some(Self::Reconciliation(reconcile))
        };
        let job = replay.or_else(reconciliation);
        job.ok_or_else(|| DlqError::NoSuchJob(body.chars().take(64).collect()))
    }
}

impl Jobs {
    /// Has the replay carried on.
    pub(crate) async fn put(&self, id: &ReplayId, now: Timestamp) -> Result<(), DlqError> {
        let once = format!("{id}.{}", now.unix_millis());
        // One invocation for each replay at a time.
        self.send(id.to_string(), id.as_str(), once).await
    }

    /// Has the rest of a reconciliation carried on, by an invocation that began behind the order
    /// `begun`.
    ///
    /// If that invocation is made twice, both hand on the rest, maybe from different places: for
    /// five minutes SQS takes the first only. After that both go on, and find the same.
    pub(crate) async fn put_reconciliation(
        &self,
        rest: &Reconciliation,
        begun: Option<OrderId>,
    ) -> Result<(), DlqError> {
        let body = serde_json::to_string(&Body { reconcile: rest });
        let body = body.expect("a reconciliation has only text keys");
        let begun = begun.map_or_else(|| "start".to_owned(), |id| id.to_string());
        let once = format!("{}.{begun}", rest.begun_at().unix_millis());
        self.send(body, RECONCILIATIONS, once).await
    }

    async fn send(&self, body: String, group: &str, once: String) -> Result<(), DlqError> {
        self.sqs
            .send_message()
            .queue_url(&self.queue_url)
            .message_body(body)
            .message_group_id(group)
            .message_deduplication_id(once)
            .send()
            .await
            .map(drop)
            .map_err(DlqError::sqs("hand on a job"))
    }

    /// Carries the jobs of a batch on.
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
                // The id of a replay, or what is the same for all reconciliations.
                let (job, error) = (delivery.group(), telemetry::chain(&error));
                tracing::warn!(job, error, "job {job} will be taken up again");
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
        match delivery.body().parse()? {
            Job::Replay(id) => self.replay(desk, &id, deadline).await,
            Job::Reconciliation(rest) => rest.carry_on(desk, self, deadline).await.map(drop),
        }
    }

    async fn replay(&self, desk: &Desk, id: &ReplayId, deadline: Deadline) -> Result<(), DlqError> {
        let mut run = Run::take_up(desk, id, &format!("job {id}")).await?;
        let now = (desk.now)();
        let left = deadline.remaining(now).saturating_sub(RESERVE);
        let limit = Limit::At(now.plus(left));
        if run.go(limit, &mut |_| {}).await? == Ended::OutOfTime {
            return self.put(id, (desk.now)()).await;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconcile::Window;

    #[test]
    fn a_message_names_a_replay_or_holds_a_reconciliation() {
        let id: ReplayId = "20261124-172805-3f9a".parse().unwrap();
        assert_eq!(id.as_str().parse::<Job>().unwrap(), Job::Replay(id));

        let body = r#"{"reconcile":{"from":"2026-11-22T02:30:00.000Z","to":"2026-11-24T02:30:00.000Z","after":"01a20c26-0d6b-7b42-9d1f-2f6d0c9a7e55","found":{"orders":300,"queued":2,"parked":1}}}"#;
        let Ok(Job::Reconciliation(rest)) = body.parse() else {
            panic!("{body}");
        };
        // As one version writes it, another reads it.
        assert_eq!(
            serde_json::to_string(&Body { reconcile: rest }).unwrap(),
            body
        );

        let begun = Reconciliation::begin(
            Window { days: 2 },
            "2026-11-24T02:30:00.000Z".parse().unwrap(),
        );
        let body = serde_json::to_string(&Body { reconcile: &begun }).unwrap();
        assert!(
            body.contains(r#""from":"2026-11-22T02:30:00.000Z""#),
            "{body}"
        );
        assert_eq!(body.parse::<Job>().unwrap(), Job::Reconciliation(begun));

        for body in ["", "{}", r#"{"reconcile":{"days":2}}"#, "20261124"] {
            let error = body.parse::<Job>().unwrap_err();
            assert!(matches!(error, DlqError::NoSuchJob(_)), "{body}");
        }
    }
}
