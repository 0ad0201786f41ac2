//! The running system, and what people do with it.

use std::path::{Path, PathBuf};

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_sqs::types::{DeleteMessageBatchRequestEntry, QueueAttributeName};
use order_events::{EventId, OrderId};
use serde_json::{Value, json};

use crate::deploy::{Outputs, deploy};
use crate::emulator::{self, Emulator, Running};
use crate::error::StackError;
use crate::synth::synthesise;

/// The system on this machine: the order API by REST, everything else by the AWS clients.
#[derive(Debug)]
pub struct Stack {
    /// Present in the process that started it.
    emulator: Option<Emulator>,
    outputs: Outputs,
    http: reqwest::Client,
    s3: aws_sdk_s3::Client,
    sqs: aws_sdk_sqs::Client,
    sns: aws_sdk_sns::Client,
    dynamodb: aws_sdk_dynamodb::Client,
}

/// An answer of the order API.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub content_type: String,
    pub body: Value,
}

/// A queue of one's own that hears every notification from now on.
#[derive(Debug)]
pub struct Notifications {
    sqs: aws_sdk_sqs::Client,
    url: String,
}

impl Stack {
    /// Starts the emulator on `port` and deploys everything; `folder` keeps its files. What it
    /// starts from must be there: see [`xtask::prepare`].
    ///
    /// # Errors
    /// Whatever keeps it from running, in words that say what to do.
    pub async fn start(port: u16, folder: &Path) -> Result<Self, StackError> {
        let emulator = Emulator::start(&xtask::emulator_program(), port, folder).await?;
        let sdk = sdk_config(port).await;
        let cloud_assembly = folder.join("cdk.out");
        let templates =
            tokio::task::block_in_place(|| synthesise(&emulator.endpoint(), &cloud_assembly))?;
        let outputs = deploy(&sdk, &templates).await?;
        emulator.announce(&outputs)?;
        Ok(Self::new(Some(emulator), outputs, &sdk))
    }

    /// Joins the stack that another process runs with its files in `folder`, if there is one.
    pub async fn join(folder: &Path) -> Option<Self> {
        let running = Running::find(folder)?;
        let sdk = sdk_config(running.port).await;
        Some(Self::new(None, running.outputs, &sdk))
    }

    fn new(emulator: Option<Emulator>, outputs: Outputs, sdk: &SdkConfig) -> Self {
        Self {
            emulator,
            outputs,
            http: reqwest::Client::new(),
            s3: aws_sdk_s3::Client::new(sdk),
            sqs: aws_sdk_sqs::Client::new(sdk),
            sns: aws_sdk_sns::Client::new(sdk),
            dynamodb: aws_sdk_dynamodb::Client::new(sdk),
        }
    }

    /// What was deployed.
    #[must_use]
    pub fn outputs(&self) -> &Outputs {
        &self.outputs
    }

    /// The emulator, in the process that started it.
    pub fn emulator(&mut self) -> Option<&mut Emulator> {
        self.emulator.as_mut()
    }

    /// `POST /orders` with any body.
    ///
    /// # Errors
    /// If there is no answer; an error answer is an answer.
    pub async fn place_order(&self, body: impl Into<reqwest::Body>) -> Result<Answer, StackError> {
        self.post("/orders", body).await
    }

    /// `POST /orders/{id}/transitions` to `status`.
    ///
    /// # Errors
    /// As [`Stack::place_order`].
    pub async fn transition(&self, id: &str, status: &str) -> Result<Answer, StackError> {
        self.post(
            &format!("/orders/{id}/transitions"),
            json!({"to": status}).to_string(),
        )
        .await
    }

    /// `GET /orders/{id}`.
    ///
    /// # Errors
    /// As [`Stack::place_order`].
    pub async fn order(&self, id: &str) -> Result<Answer, StackError> {
        let url = format!("{}/orders/{id}", self.outputs.api_url);
        answer(self.http.get(url).send().await?).await
    }

    async fn post(&self, path: &str, body: impl Into<reqwest::Body>) -> Result<Answer, StackError> {
        let url = format!("{}{path}", self.outputs.api_url);
        let request = self
            .http
            .post(url)
            .header("content-type", "application/json")
            .body(body);
        answer(request.send().await?).await
    }

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

    /// Where the invoice of an order is kept.
    #[must_use]
    pub fn invoice_key(id: OrderId) -> String {
        format!("orders/{}/{id}/invoice.pdf", id.tail())
    }

    /// The invoice of an order as PDF, if there is one.
    ///
    /// # Errors
    /// If S3 does not answer.
    pub async fn invoice(&self, id: OrderId) -> Result<Option<Vec<u8>>, StackError> {
        self.object(&Self::invoice_key(id)).await
    }

    /// The marker that the worker leaves when it is done with an event, if it is.
    ///
    /// # Errors
    /// If S3 does not answer, or the marker is no JSON.
    pub async fn marker(&self, event: EventId) -> Result<Option<Value>, StackError> {
        let (id, version) = (event.order_id, event.version);
        let object = self
            .object(&format!("orders/{}/{id}/events/{version}.json", id.tail()))
            .await?;
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
        let send = send.message_group_id(group).message_deduplication_id(id);
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
            .message_attribute_names("All");
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

async fn answer(response: reqwest::Response) -> Result<Answer, StackError> {
    let status = response.status().as_u16();
    let content_type = response.headers().get("content-type");
    let content_type = content_type
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let content_type = content_type.to_owned();
    let text = response.text().await?;
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    Ok(Answer {
        status,
        content_type,
        body,
    })
}

/// Where the stack that `cargo local` runs keeps its files.
#[must_use]
pub fn default_folder() -> PathBuf {
    xtask::target().join("local")
}

async fn sdk_config(port: u16) -> SdkConfig {
    let credentials = aws_sdk_s3::config::Credentials::new("local", "local", None, None, "local");
    aws_config::defaults(BehaviorVersion::latest())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .region(Region::new("us-east-1"))
        .credentials_provider(credentials)
        .endpoint_url(emulator::endpoint(port))
        .load()
        .await
}
