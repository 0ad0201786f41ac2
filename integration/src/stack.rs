//! The running system, and what people do with it.

mod client;
pub(crate) mod inbox;
mod notifications;
mod outcome;
mod stream_mapping;

use std::path::{Path, PathBuf};

use aws_config::{BehaviorVersion, Region, SdkConfig};
use dlq_replay::{Desk, Places};
use local_issuer::Issuer;
use order_events::Timestamp;
use reqwest::redirect::Policy;

use crate::deploy::{Outputs, deploy};
use crate::emulator::{self, Emulator, Running};
use crate::error::StackError;
use crate::stack::stream_mapping::Mapping;
use crate::synth::{stream_settings, synthesise};

pub use client::{Answer, Client, token};
pub use inbox::{Mail, MailKind, inbox};
pub use notifications::Notifications;
pub use outcome::TRACE_HEADER;

/// Where a stack runs.
#[derive(Debug, Clone)]
pub struct Place {
    /// The port of the emulator.
    pub port: u16,
    /// Where it keeps its files.
    pub folder: PathBuf,
    /// Where its functions find AWS.
    pub aws: String,
    /// Where the console is served: the API lets it in, and notifications lead there.
    pub console_url: String,
}

impl Place {
    /// At `port`, with the console where it is by default.
    #[must_use]
    pub fn new(port: u16, folder: PathBuf) -> Self {
        Self {
            port,
            folder,
            aws: emulator::endpoint(port),
            console_url: "http://127.0.0.1:5173".to_owned(),
        }
    }
}

/// The system on this machine: the order API by REST, everything else by the AWS clients.
#[derive(Debug)]
pub struct Stack {
    /// Reads the stream for as long as this process lives. It ends before the emulator does.
    _stream_mapping: Option<stream_mapping::Running>,
    /// Present in the process that started it.
    emulator: Option<Emulator>,
    /// Gives out tokens for as long as this process lives.
    _issuer: Option<Issuer>,
    /// Where it keeps its files.
    folder: PathBuf,
    outputs: Outputs,
    http: reqwest::Client,
    s3: aws_sdk_s3::Client,
    sqs: aws_sdk_sqs::Client,
    sns: aws_sdk_sns::Client,
    dynamodb: aws_sdk_dynamodb::Client,
}

impl Stack {
    /// Starts the emulator at its place and deploys everything. What it starts from must be there:
    /// see [`xtask::prepare`].
    ///
    /// # Errors
    /// Whatever keeps it from running, in words that say what to do.
    pub async fn start(place: &Place) -> Result<Self, StackError> {
        let Place { port, folder, .. } = place;
        let port = *port;
        let emulator = Emulator::start(&xtask::emulator_program(), place).await?;
        let sdk = sdk_config(port).await;
        let issuer = Issuer::start().await?;
        let cloud_assembly = folder.join("cdk.out");
        let templates =
            tokio::task::block_in_place(|| synthesise(place, issuer.url(), &cloud_assembly))?;
        let outputs = deploy(&sdk, &emulator.endpoint(), &templates).await?;
        let mapping = Mapping {
            endpoint: emulator.endpoint(),
            stream_arn: outputs.orders_stream_arn.clone(),
            function: outputs.stream_consumer.clone(),
            failures_bucket: outputs.stream_failures_bucket.clone(),
            settings: stream_settings(&templates)?,
        };
        let stream_mapping = mapping.start(aws_sdk_s3::Client::new(&sdk));
        emulator.announce(&outputs)?;
        Ok(Self {
            _stream_mapping: Some(stream_mapping),
            emulator: Some(emulator),
            _issuer: Some(issuer),
            ..Self::new(folder, outputs, &sdk)
        })
    }

    /// Joins the stack that another process runs with its files in `folder`, if there is one.
    pub async fn join(folder: &Path) -> Option<Self> {
        let running = Running::find(folder)?;
        let sdk = sdk_config(running.port).await;
        Some(Self::new(folder, running.outputs, &sdk))
    }

    fn new(folder: &Path, outputs: Outputs, sdk: &SdkConfig) -> Self {
        // A redirect is an answer to look at.
        let http = reqwest::Client::builder().redirect(Policy::none()).build();
        Self {
            _stream_mapping: None,
            emulator: None,
            _issuer: None,
            folder: folder.to_owned(),
            outputs,
            http: http.expect("a client without TLS needs nothing from the system"),
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

    /// Where it keeps its files.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where an operator works on this stack, at the time that `now` tells.
    pub async fn desk(&self, now: fn() -> Timestamp) -> Option<Desk> {
        let port = self.emulator.as_ref()?.port();
        let outputs = &self.outputs;
        let places = Places {
            orders_table: outputs.orders_table.clone(),
            invoices_bucket: outputs.invoices_bucket.clone(),
            stream_failures_bucket: outputs.stream_failures_bucket.clone(),
            replays_bucket: outputs.replays_bucket.clone(),
            status_changes_queue_url: outputs.status_changes_queue_url.clone(),
            dead_letter_queue_url: outputs.dead_letter_queue_url.clone(),
            subscription_queue_urls: Vec::new(),
        };
        Some(Desk::new(&sdk_config(port).await, places, now))
    }

    /// A client of the tables, for looking behind the API.
    #[must_use]
    pub fn dynamodb(&self) -> &aws_sdk_dynamodb::Client {
        &self.dynamodb
    }

    /// The emulator, in the process that started it.
    pub fn emulator(&mut self) -> Option<&mut Emulator> {
        self.emulator.as_mut()
    }
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
