//! Parking: a message that no retry can mend goes to the dead-letter queue, with the reason.
//!
//! The body is the payload as it was, so that it can be replayed; why it is there stands in its
//! attributes.

use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::{MessageAttributeValue, MessageSystemAttributeNameForSends};

use crate::metrics::Metric;
use crate::trace;

/// Attribute that holds the error code: stable, one for each cause.
pub const CODE: &str = "errorCode";
/// Attribute that holds the reason, for people to read.
pub const REASON: &str = "errorReason";
/// Attribute that names the function that parked the message.
pub const SOURCE: &str = "parkedBy";

/// Longest reason that is kept, in characters.
const LONGEST_REASON: usize = 1_000;

/// What is parked, and why.
#[derive(Debug, Clone, Copy)]
pub struct Parked<'a> {
    pub body: &'a str,
    /// Message group: the order, where it is known.
    pub group: &'a str,
    /// Identity of this delivery, not of the event: an event that was replayed and parked again
    /// within five minutes must not be taken for a duplicate.
    pub delivery: &'a str,
    pub code: &'static str,
    pub reason: &'a str,
    /// The X-Ray tracing header that the message came with: the letter belongs to its trace.
    pub trace_header: Option<&'a str>,
}

/// The dead-letter queue, as one function uses it.
#[derive(Debug, Clone)]
pub struct DeadLetterQueue {
    client: Client,
    url: String,
    source: &'static str,
}

/// The message could not be parked, so it must be delivered again.
#[derive(Debug, thiserror::Error)]
#[error("park a message in the dead-letter queue")]
pub struct ParkingFailed(#[from] Box<aws_sdk_sqs::Error>);

impl DeadLetterQueue {
    /// The FIFO queue at `url`; `source` names the function.
    #[must_use]
    pub fn new(client: Client, url: String, source: &'static str) -> Self {
        Self {
            client,
            url,
            source,
        }
    }

    /// Parks a message.
    ///
    /// # Errors
    /// If SQS does not confirm that it has the message.
    pub async fn park(&self, parked: Parked<'_>) -> Result<(), ParkingFailed> {
        // SQS refuses control characters in an attribute.
        let printable = parked
            .reason
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c });
        let reason: String = printable.take(LONGEST_REASON).collect();
        let mut message = self
            .client
            .send_message()
            .queue_url(&self.url)
            .message_body(parked.body)
            .message_group_id(parked.group)
            .message_deduplication_id(parked.delivery)
            .message_attributes(CODE, text(parked.code))
            .message_attributes(REASON, text(&reason))
            .message_attributes(SOURCE, text(self.source));
        if let Some(header) = parked.trace_header.filter(|it| trace::is_valid(it)) {
            let name = MessageSystemAttributeNameForSends::AwsTraceHeader;
            message = message.message_system_attributes(name, trace::attribute(header));
        }
        message
            .send()
            .await
            .map_err(|error| Box::new(aws_sdk_sqs::Error::from(error)))?;
        Metric::once("ParkedMessages")
            .of("ParkedBy", self.source)
            .record();
        Ok(())
    }
}

fn text(value: &str) -> MessageAttributeValue {
    let value = MessageAttributeValue::builder()
        .data_type("String")
        .string_value(value);
    value.build().expect("the data type is set")
}
