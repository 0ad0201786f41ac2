//! Bugs that the simulation has to find: each is a promise broken on purpose, by a service that
//! lies or by an answer that is changed on its way. The functions themselves are never touched.

use clap::ValueEnum;
use serde_json::Value;

use crate::service::{Request, Service};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Bug {
    /// The stream consumer reports records by `eventID`.
    EventIdInsteadOfSequenceNumber,
    /// It takes a batch for sent although entries were refused.
    RefusedEntriesAreIgnored,
    /// It names messages after the stream's records instead of their events.
    DeduplicationByStreamRecord,
    /// It gives each message a group of its own.
    GroupForEachMessage,
    /// A function begins work whatever is left of its time.
    DeadlineIsIgnored,
    /// The mapping forgets records before they are done.
    CheckpointBeforeDelivery,
    /// The worker writes documents over whatever is there.
    UnconditionalDocument,
    /// It leaves the marker before it publishes.
    MarkerBeforePublication,
    /// It never finds a marker.
    MarkerIsNeverSeen,
    /// It takes a marker for written when another write is under way.
    ConflictCountsAsDone,
    /// It takes a notification for sent that was not.
    NotificationIsDropped,
    /// It reports a failed message and not those behind it.
    OnlyTheFailedIsReported,
    /// It reports nothing.
    EverythingIsAcknowledged,
    /// What is parked does not get there.
    ParkedMessagesAreLost,
    /// Messages come back while the worker is still busy with them.
    ShortVisibility,
    /// Numbers are drawn whatever was drawn before.
    UnconditionalNumber,
    /// Orders are written over versions that nobody looked at.
    UnconditionalOrder,
    /// A request with the same key is done again.
    UnconditionalRequest,
}

impl Bug {
    /// The request as the buggy code would have sent it.
    pub(crate) fn changed(self, service: Service, request: &Request) -> Option<Request> {
        match (self, service) {
            (Self::UnconditionalDocument, Service::S3) if request.path.contains(".pdf") => {
                let mut request = request.clone();
                request.headers.retain(|(name, _)| !name.starts_with("if-"));
                Some(request)
            }
            (Self::DeduplicationByStreamRecord, Service::Sqs) => change_entries(request, |entry| {
                entry["MessageDeduplicationId"] = format!("record-{}", entry["Id"]).into();
            }),
            (Self::GroupForEachMessage, Service::Sqs) => change_entries(request, |entry| {
                entry["MessageGroupId"] = entry["MessageDeduplicationId"].clone();
            }),
            (Self::UnconditionalNumber, Service::DynamoDb) => {
                Some(without_condition(request, "invoice-series"))
            }
            (Self::UnconditionalOrder, Service::DynamoDb) => {
                Some(without_condition(request, "orders"))
            }
            (Self::UnconditionalRequest, Service::DynamoDb) => {
                Some(without_condition(request, "idempotency"))
            }
            _ => None,
        }
    }
}

/// The batch with each of its entries changed.
fn change_entries(request: &Request, change: impl Fn(&mut Value)) -> Option<Request> {
    let mut body = request.json();
    body.get_mut("Entries")?
        .as_array_mut()?
        .iter_mut()
        .for_each(change);
    Some(with_body(request, &body))
}

/// The request with no condition on writes to `table`.
fn without_condition(request: &Request, table: &str) -> Request {
    let mut body = request.json();
    if let Some(writes) = body.get_mut("TransactItems").and_then(Value::as_array_mut) {
        for write in writes
            .iter_mut()
            .filter_map(|item| item.as_object_mut())
            .flatten()
        {
            forget_condition(write.1, table);
        }
    } else {
        forget_condition(&mut body, table);
    }
    with_body(request, &body)
}

fn forget_condition(write: &mut Value, table: &str) {
    if write["TableName"] == table
        && let Some(write) = write.as_object_mut()
    {
        write.remove("ConditionExpression");
    }
}

fn with_body(request: &Request, body: &Value) -> Request {
    Request {
        body: body.to_string().into_bytes(),
        ..request.clone()
    }
}
