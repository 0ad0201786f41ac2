//! The running system, and what people do with it.

mod notifications;
mod outcome;

use std::path::{Path, PathBuf};

use aws_config::{BehaviorVersion, Region, SdkConfig};
use serde_json::{Value, json};

use crate::deploy::{Outputs, deploy};
use crate::emulator::{self, Emulator, Running};
use crate::error::StackError;
use crate::synth::synthesise;

pub use notifications::Notifications;

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
