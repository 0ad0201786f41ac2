//! Listening to what subscribers are told.

use aws_sdk_sqs::types::{DeleteMessageBatchRequestEntry, QueueAttributeName};
use serde_json::Value;

use super::Stack;
use crate::error::StackError;

/// A queue of one's own that hears every notification from now on.
#[derive(Debug)]
pub struct Notifications {
    sqs: aws_sdk_sqs::Client,
    url: String,
}

impl Stack {
    /// Subscribes a new queue to the notifications.
    ///
    /// # Errors
    /// If the emulator does not answer.
    pub async fn subscribe(&self) -> Result<Notifications, StackError> {
        let name = format!("subscriber-{}", uuid::Uuid::new_v4());
        let queue = self.sqs.create_queue().queue_name(name).send().await;
        let url = queue
            .map_err(StackError::aws("SQS"))?
            .queue_url
            .unwrap_or_default();
        let attributes = self.sqs.get_queue_attributes().queue_url(&url);
        let attributes = attributes
            .attribute_names(QueueAttributeName::QueueArn)
            .send()
            .await;
        let attributes = attributes
            .map_err(StackError::aws("SQS"))?
            .attributes
            .unwrap_or_default();
        let arn = attributes.get(&QueueAttributeName::QueueArn);
        self.sns
            .subscribe()
            .topic_arn(&self.outputs.notifications_topic_arn)
            .protocol("sqs")
            .set_endpoint(arn.cloned())
            .attributes("RawMessageDelivery", "true")
            .send()
            .await
            .map_err(StackError::aws("SNS"))?;
        Ok(Notifications {
            sqs: self.sqs.clone(),
            url,
        })
    }
}

impl Notifications {
    /// The notifications that have arrived since the last call.
    ///
    /// # Errors
    /// If SQS does not answer, or a notification is no JSON.
    pub async fn take(&self) -> Result<Vec<Value>, StackError> {
        let receive = self
            .sqs
            .receive_message()
            .queue_url(&self.url)
            .max_number_of_messages(10);
        let receive = receive.wait_time_seconds(1);
        let output = receive.send().await.map_err(StackError::aws("SQS"))?;
        let messages = output.messages.unwrap_or_default();
        let bodies = messages
            .iter()
            .map(|message| message.body().unwrap_or_default());
        let notifications = bodies
            .map(serde_json::from_str)
            .collect::<Result<Vec<_>, _>>();
        let notifications = notifications.map_err(StackError::aws("SNS"))?;
        if !messages.is_empty() {
            let entries = messages.iter().enumerate().map(|(index, message)| {
                let receipt = message.receipt_handle().unwrap_or_default();
                let entry = DeleteMessageBatchRequestEntry::builder().id(index.to_string());
                entry
                    .receipt_handle(receipt)
                    .build()
                    .expect("id and receipt are set")
            });
            let delete = self.sqs.delete_message_batch().queue_url(&self.url);
            let delete = delete.set_entries(Some(entries.collect())).send();
            delete.await.map_err(StackError::aws("SQS"))?;
        }
        Ok(notifications)
    }
}
