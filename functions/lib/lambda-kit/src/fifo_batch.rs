//! Batches from a FIFO queue: groups side by side, messages of a group one after the other.

use std::collections::BTreeMap;
use std::future::Future;
use std::panic::AssertUnwindSafe;

use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent, SqsMessage};
use futures::FutureExt;
use futures::future::join_all;

/// A message came without the identifier by which its failure would be reported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("read a batch: an SQS message has no `{missing}`")]
pub struct InvalidBatch {
    missing: &'static str,
}

/// A message that must be delivered again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry;

/// Handles each message and answers with those to be delivered again.
///
/// In a group, the first failure ends the work: it and all later messages are reported, or a
/// later change would overtake it ("Using partial batch responses … with FIFO queues", AWS Lambda
/// developer guide). Other groups go on. A panic counts as the failure of its message.
///
/// # Errors
/// [`InvalidBatch`] fails the batch as a whole, since reporting an empty identifier would too.
pub async fn handle_each<F, T>(event: SqsEvent, handle: F) -> Result<SqsBatchResponse, InvalidBatch>
where
    F: Fn(SqsMessage) -> T,
    T: Future<Output = Result<(), Retry>>,
{
    let groups = by_group(event)?;
    let failed = join_all(
        groups
            .into_values()
            .map(|group| handle_group(group, &handle)),
    )
    .await;
    let mut response = SqsBatchResponse::default();
    response.set_failures(failed.into_iter().flatten());
    Ok(response)
}

struct Identified {
    id: String,
    message: SqsMessage,
}

fn by_group(event: SqsEvent) -> Result<BTreeMap<String, Vec<Identified>>, InvalidBatch> {
    let mut groups: BTreeMap<String, Vec<Identified>> = BTreeMap::new();
    for message in event.records {
        let group = message
            .attributes
            .get("MessageGroupId")
            .filter(|group| !group.is_empty());
        let group = group
            .ok_or(InvalidBatch {
                missing: "MessageGroupId",
            })?
            .clone();
        let id = message.message_id.clone().filter(|id| !id.is_empty());
        let id = id.ok_or(InvalidBatch {
            missing: "messageId",
        })?;
        groups
            .entry(group)
            .or_default()
            .push(Identified { id, message });
    }
    Ok(groups)
}

/// The ids of the group's messages that must come again.
async fn handle_group<F, T>(group: Vec<Identified>, handle: &F) -> Vec<String>
where
    F: Fn(SqsMessage) -> T,
    T: Future<Output = Result<(), Retry>>,
{
    let mut messages = group.into_iter();
    while let Some(Identified { id, message }) = messages.next() {
        let outcome = AssertUnwindSafe(async { handle(message).await })
            .catch_unwind()
            .await;
        if outcome.is_err() {
            tracing::error!(
                message.id = id,
                "handling message {id} panicked, it will come again"
            );
        }
        if !matches!(outcome, Ok(Ok(()))) {
            return std::iter::once(id)
                .chain(messages.map(|later| later.id))
                .collect();
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::Mutex;

    use super::*;

    fn message(group: &str, id: &str) -> SqsMessage {
        let mut message = SqsMessage::default();
        message.message_id = Some(id.into()).filter(|id: &String| !id.is_empty());
        message.attributes = HashMap::from([("MessageGroupId".to_owned(), group.to_owned())]);
        message
    }

    /// Handles `messages`, given as (group, id), of which `bad` fail, and returns what was handled
    /// and what is reported.
    async fn run(
        messages: &[(&str, &str)],
        bad: fn(&str) -> Result<(), Retry>,
    ) -> Result<(Vec<String>, Vec<String>), InvalidBatch> {
        let mut event = SqsEvent::default();
        event.records = messages
            .iter()
            .map(|(group, id)| message(group, id))
            .collect();
        let handled = Mutex::new(Vec::new());
        let response = handle_each(event, |message| {
            let id = message.message_id.unwrap();
            handled.lock().unwrap().push(id.clone());
            async move { bad(&id) }
        })
        .await?;
        let reported = response
            .batch_item_failures
            .into_iter()
            .map(|item| item.item_identifier);
        Ok((handled.into_inner().unwrap(), reported.collect()))
    }

    #[tokio::test]
    async fn a_failure_holds_back_the_rest_of_its_group_only() {
        let messages = [
            ("a", "a1"),
            ("b", "b1"),
            ("a", "a2"),
            ("a", "a3"),
            ("b", "b2"),
        ];
        let bad = |id: &str| if id == "a2" { Err(Retry) } else { Ok(()) };
        let (handled, reported) = run(&messages, bad).await.unwrap();
        assert_eq!(reported, ["a2", "a3"]);
        assert!(!handled.contains(&"a3".to_owned()), "{handled:?}");
        assert!(handled.contains(&"b2".to_owned()), "{handled:?}");
    }

    #[tokio::test]
    async fn a_panic_fails_its_message_and_spares_other_groups() {
        let bad = |id: &str| if id == "a1" { panic!("poison") } else { Ok(()) };
        let (handled, reported) = run(&[("a", "a1"), ("b", "b1")], bad).await.unwrap();
        assert_eq!((reported, handled.len()), (vec!["a1".to_owned()], 2));
    }

    #[tokio::test]
    async fn what_cannot_be_reported_fails_the_batch_before_any_work() {
        let good = |_: &str| Ok(());
        let error = run(&[("a", "a1"), ("a", "")], good).await.unwrap_err();
        assert_eq!(
            error,
            InvalidBatch {
                missing: "messageId"
            }
        );
        let error = run(&[("", "a1")], good).await.unwrap_err();
        assert_eq!(
            error,
            InvalidBatch {
                missing: "MessageGroupId"
            }
        );
    }
}
