//! Batches from a FIFO queue: groups side by side, messages of a group one after the other.

use std::collections::BTreeMap;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::str::FromStr;

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

/// A message of the batch at hand; its failure can be reported. There is no other way to get one
/// than [`handle_each`].
#[derive(Debug)]
pub struct Delivery {
    id: String,
    group: String,
    message: SqsMessage,
}

impl Delivery {
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The message group.
    #[must_use]
    pub fn group(&self) -> &str {
        &self.group
    }

    #[must_use]
    pub fn body(&self) -> &str {
        self.message.body.as_deref().unwrap_or_default()
    }

    /// How often the message was received, this time included. Whoever was held back behind
    /// another message of its group was received too.
    #[must_use]
    pub fn receive_count(&self) -> u32 {
        self.attribute("ApproximateReceiveCount").unwrap_or(1)
    }

    /// When the message was sent, in milliseconds since 1970.
    #[must_use]
    pub fn sent_at(&self) -> Option<u64> {
        self.attribute("SentTimestamp")
    }

    /// The X-Ray tracing header that the message was sent with.
    #[must_use]
    pub fn trace_header(&self) -> Option<&str> {
        let header = self.message.attributes.get("AWSTraceHeader");
        header.map(String::as_str)
    }

    fn attribute<T: FromStr>(&self, name: &str) -> Option<T> {
        self.message.attributes.get(name)?.parse().ok()
    }
}

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
    F: Fn(Delivery) -> T,
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

fn by_group(event: SqsEvent) -> Result<BTreeMap<String, Vec<Delivery>>, InvalidBatch> {
    let mut groups: BTreeMap<String, Vec<Delivery>> = BTreeMap::new();
    for message in event.records {
        let group = message.attributes.get("MessageGroupId").cloned();
        let group = present("MessageGroupId", group)?;
        let id = present("messageId", message.message_id.clone())?;
        let delivery = Delivery {
            id,
            group: group.clone(),
            message,
        };
        groups.entry(group).or_default().push(delivery);
    }
    Ok(groups)
}

fn present(name: &'static str, value: Option<String>) -> Result<String, InvalidBatch> {
    let value = value.filter(|value| !value.is_empty());
    value.ok_or(InvalidBatch { missing: name })
}

/// The ids of the group's messages that must come again.
async fn handle_group<F, T>(group: Vec<Delivery>, handle: &F) -> Vec<String>
where
    F: Fn(Delivery) -> T,
    T: Future<Output = Result<(), Retry>>,
{
    let mut messages = group.into_iter();
    while let Some(delivery) = messages.next() {
        let id = delivery.id.clone();
        let outcome = AssertUnwindSafe(async { handle(delivery).await })
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
        let response = handle_each(event, |delivery| {
            let id = delivery.id().to_owned();
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
