//! What the system has done so far: orders in the table, documents and markers in the bucket,
//! dead letters.

use aws_sdk_sqs::types::{
    MessageAttributeValue, MessageSystemAttributeName, MessageSystemAttributeNameForSends,
    QueueAttributeName,
};
use lambda_kit::parking;
use order_events::{DocumentKind, EventId, OrderId};
use serde_json::Value;

use super::Stack;
use crate::error::StackError;

/// The X-Ray tracing header of whatever is sent to the worker directly.
pub const TRACE_HEADER: &str = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1";

impl Stack {
    /// How many orders the table holds. Counting reads the whole table, so it is for tests only.
    ///
    /// # Errors
    /// If the table can't be read.
    pub async fn count_orders(&self) -> Result<usize, StackError> {
        let pages = self.dynamodb.scan().table_name(&self.outputs.orders_table);
        let mut pages = pages
            .select(aws_sdk_dynamodb::types::Select::Count)
            .into_paginator()
            .send();
        let mut count = 0;
        while let Some(page) = pages.next().await {
            let page = page.map_err(StackError::aws("DynamoDB"))?;
            count += usize::try_from(page.count()).unwrap_or_default();
        }
        Ok(count)
    }

    /// The invoice of an order as PDF, if there is one.
    ///
    /// # Errors
    /// If S3 does not answer.
    pub async fn invoice(&self, id: OrderId) -> Result<Option<Vec<u8>>, StackError> {
        self.object(&DocumentKind::Invoice.object_key(id)).await
    }

    /// The marker that the worker leaves when it is done with an event, if it is.
    ///
    /// # Errors
    /// If S3 does not answer, or the marker is no JSON.
    pub async fn marker(&self, event: EventId) -> Result<Option<Value>, StackError> {
        let prefix = event.order_id.object_prefix();
        let key = format!("{prefix}/events/{}.json", event.version);
        let object = self.object(&key).await?;
        let marker = object.map(|body| serde_json::from_slice(&body)).transpose();
        marker.map_err(StackError::aws("S3"))
    }

    /// An object of the invoices bucket, if it is there.
    ///
    /// # Errors
    /// If S3 does not answer.
    pub async fn object(&self, key: &str) -> Result<Option<Vec<u8>>, StackError> {
        let get = self
            .s3
            .get_object()
            .bucket(&self.outputs.invoices_bucket)
            .key(key);
        match get.send().await {
            Ok(object) => {
                let body = object.body.collect().await.map_err(StackError::aws("S3"))?;
                Ok(Some(body.to_vec()))
            }
            Err(error)
                if error.as_service_error().is_some_and(
                    aws_sdk_s3::operation::get_object::GetObjectError::is_no_such_key,
                ) =>
            {
                Ok(None)
            }
            Err(error) => Err(StackError::aws("S3")(error)),
        }
    }

    /// The metadata `name` of an object of the invoices bucket.
    ///
    /// # Errors
    /// If S3 does not answer.
    pub async fn metadata(&self, key: &str, name: &str) -> Result<Option<String>, StackError> {
        let head = self
            .s3
            .head_object()
            .bucket(&self.outputs.invoices_bucket)
            .key(key)
            .send();
        let head = head.await.map_err(StackError::aws("S3"))?;
        Ok(head.metadata.and_then(|mut metadata| metadata.remove(name)))
    }

    /// The keys of all objects in the invoices bucket that end with `suffix`.
    ///
    /// # Errors
    /// If S3 does not answer.
    pub async fn keys_ending(&self, suffix: &str) -> Result<Vec<String>, StackError> {
        let keys = self.keys(&self.outputs.invoices_bucket).await?;
        Ok(keys
            .into_iter()
            .filter(|key| key.ends_with(suffix))
            .collect())
    }

    /// The ids of all versions of an object, the newest first.
    ///
    /// # Errors
    /// If S3 does not answer.
    pub async fn versions(&self, key: &str) -> Result<Vec<String>, StackError> {
        let list = self
            .s3
            .list_object_versions()
            .bucket(&self.outputs.invoices_bucket)
            .prefix(key);
        let output = list.send().await.map_err(StackError::aws("S3"))?;
        Ok(output
            .versions
            .unwrap_or_default()
            .into_iter()
            .filter_map(|v| v.version_id)
            .collect())
    }

    async fn keys(&self, bucket: &str) -> Result<Vec<String>, StackError> {
        let mut pages = self
            .s3
            .list_objects_v2()
            .bucket(bucket)
            .into_paginator()
            .send();
        let mut keys = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(StackError::aws("S3"))?;
            keys.extend(
                page.contents
                    .unwrap_or_default()
                    .into_iter()
                    .filter_map(|o| o.key),
            );
        }
        Ok(keys)
    }

    /// What was given up: messages in the dead-letter queue and stream records in their bucket.
    ///
    /// # Errors
    /// If the emulator does not answer.
    pub async fn dead_letters(&self) -> Result<usize, StackError> {
        let messages = QueueAttributeName::ApproximateNumberOfMessages;
        let in_flight = QueueAttributeName::ApproximateNumberOfMessagesNotVisible;
        let attributes = self
            .sqs
            .get_queue_attributes()
            .queue_url(&self.outputs.dead_letter_queue_url)
            .attribute_names(messages.clone())
            .attribute_names(in_flight.clone())
            .send()
            .await
            .map_err(StackError::aws("SQS"))?;
        let attributes = attributes.attributes.unwrap_or_default();
        let count = |name| {
            attributes
                .get(name)
                .and_then(|count| count.parse().ok())
                .unwrap_or(0)
        };
        let records = self.keys(&self.outputs.stream_failures_bucket).await?.len();
        Ok(count(&messages) + count(&in_flight) + records)
    }

    /// Sends `body` to the queue that the worker drains, as the stream consumer would.
    ///
    /// # Errors
    /// If SQS does not take it.
    pub async fn send_to_worker(&self, group: &str, body: &str) -> Result<(), StackError> {
        let url = self.outputs.status_changes_queue_url.clone();
        let send = self.sqs.send_message().queue_url(url).message_body(body);
        let id = uuid::Uuid::new_v4().to_string();
        let trace = MessageSystemAttributeNameForSends::AwsTraceHeader;
        let send = send
            .message_group_id(group)
            .message_deduplication_id(id)
            .message_system_attributes(trace, lambda_kit::trace::attribute(TRACE_HEADER));
        send.send().await.map(drop).map_err(StackError::aws("SQS"))
    }

    /// Takes one message, with its attributes, out of the dead-letter queue.
    ///
    /// # Errors
    /// If SQS does not answer.
    pub async fn take_dead_letter(
        &self,
    ) -> Result<Option<aws_sdk_sqs::types::Message>, StackError> {
        let url = &self.outputs.dead_letter_queue_url;
        let receive = self
            .sqs
            .receive_message()
            .queue_url(url)
            .message_attribute_names("All")
            .message_system_attribute_names(MessageSystemAttributeName::All);
        let output = receive.send().await.map_err(StackError::aws("SQS"))?;
        let Some(message) = output.messages.unwrap_or_default().into_iter().next() else {
            return Ok(None);
        };
        let receipt = message.receipt_handle().unwrap_or_default();
        let delete = self
            .sqs
            .delete_message()
            .queue_url(url)
            .receipt_handle(receipt);
        delete.send().await.map_err(StackError::aws("SQS"))?;
        Ok(Some(message))
    }

    /// Puts a message among the dead letters of the queue of status changes; with the code that a
    /// function would have given it, if one did.
    ///
    /// # Errors
    /// If SQS does not take it.
    pub async fn put_dead_letter(
        &self,
        group: &str,
        body: &str,
        code: Option<&str>,
    ) -> Result<(), StackError> {
        let url = &self.outputs.dead_letter_queue_url;
        let send = self.sqs.send_message().queue_url(url).message_body(body);
        let id = uuid::Uuid::new_v4().to_string();
        let mut send = send.message_group_id(group).message_deduplication_id(id);
        for (name, value) in code.iter().flat_map(|code| {
            [
                (parking::CODE, *code),
                (parking::REASON, "put there by a test"),
            ]
        }) {
            let value = MessageAttributeValue::builder()
                .data_type("String")
                .string_value(value);
            let value = value.build().expect("the data type is set");
            send = send.message_attributes(name, value);
        }
        send.send().await.map(drop).map_err(StackError::aws("SQS"))
    }
}
