//! The topic that subscribers listen to.

use aws_sdk_sns::error::SdkError;
use aws_sdk_sns::operation::publish::PublishError;
use order_events::OrderStatusChanged;

use crate::failure::Failure;
use crate::notification::Notification;

/// The topic, and where its notifications lead.
#[derive(Debug)]
pub struct Notifier {
    pub sns: aws_sdk_sns::Client,
    pub topic_arn: String,
    /// `<order_url_base>/<order id>` is the order's page.
    pub order_url_base: String,
}

impl Notifier {
    /// Publishes the event; returns the id that SNS gave the message. SNS passes the tracing
    /// header of the request on to its subscribers.
    pub(crate) async fn publish(
        &self,
        event: &OrderStatusChanged,
        trace_header: Option<&str>,
    ) -> Result<Option<String>, Failure> {
        let url = format!("{}/{}", self.order_url_base, event.order.order_id);
        let notification = Notification::new(event, &url);
        let trace_header = trace_header.map(str::to_owned);
        let result = self
            .sns
            .publish()
            .topic_arn(&self.topic_arn)
            .subject(notification.subject)
            .message(notification.message)
            .message_structure("json")
            .set_message_attributes(Some(notification.attributes))
            .customize()
            .mutate_request(move |request| {
                if let Some(header) = &trace_header {
                    request
                        .headers_mut()
                        .insert("x-amzn-trace-id", header.clone());
                }
            })
            .send()
            .await;
        let output = result.map_err(failure)?;
        Ok(output.message_id)
    }
}

fn failure(error: SdkError<PublishError>) -> Failure {
    const DOING: &str = "notify the subscribers";
    let refused = matches!(
        error.as_service_error(),
        Some(
            PublishError::InvalidParameterException(_)
                | PublishError::InvalidParameterValueException(_)
                | PublishError::ValidationException(_)
        )
    );
    let source = Box::new(aws_sdk_sns::Error::from(error));
    if refused {
        Failure::park("notification-refused", DOING)(source)
    } else {
        Failure::retry(DOING)(source)
    }
}
