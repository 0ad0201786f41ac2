//! Finding the deployed system: its stacks say what it is made of.

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_cloudformation::error::ProvideErrorMetadata;
use aws_sdk_cloudformation::types::Stack;
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use dlq_replay::{Desk, Places};
use lambda_kit::clock;

/// Why there is no desk to work at.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotConnected {
    #[error(
        "there is no stack `{stack}` in {region}: is --environment right, and are credentials and region those of its account?"
    )]
    NoStack { stack: String, region: String },
    #[error("find the stack `{stack}`")]
    Stack {
        stack: String,
        source: Box<aws_sdk_cloudformation::Error>,
    },
    #[error("the stack `{stack}` has no output `{output}`: deploy this version of it first")]
    Output { stack: String, output: &'static str },
    #[error("ask AWS who is calling")]
    Identity(#[source] Box<aws_sdk_sts::Error>),
}

/// Region, credentials and endpoint as the AWS command line finds them.
pub(crate) async fn sdk_config() -> SdkConfig {
    let http = Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .build_https();
    aws_config::defaults(BehaviorVersion::latest())
        .http_client(http)
        .load()
        .await
}

/// The desk of an environment.
pub(crate) async fn desk(sdk: &SdkConfig, environment: &str) -> Result<Desk, NotConnected> {
    let stack = format!("orders-{environment}-service");
    let client = aws_sdk_cloudformation::Client::new(sdk);
    let described = client.describe_stacks().stack_name(&stack).send().await;
    let described = described.map_err(|error| {
        let source: Box<aws_sdk_cloudformation::Error> = Box::new(error.into());
        let stack = stack.clone();
        // What CloudFormation says of a name that it does not know ("DescribeStacks").
        if source.code() == Some("ValidationError") {
            let region = sdk.region().map_or("no region", Region::as_ref).to_owned();
            NotConnected::NoStack { stack, region }
        } else {
            NotConnected::Stack { stack, source }
        }
    })?;
    let outputs = described.stacks().first().map(Stack::outputs);
    let outputs = outputs.unwrap_or_default();
    let output = |name: &'static str| {
        let mut named = outputs
            .iter()
            .filter(|output| output.output_key() == Some(name));
        let value = named.next().and_then(|output| output.output_value());
        value
            .map(str::to_owned)
            .ok_or_else(|| NotConnected::Output {
                stack: stack.clone(),
                output: name,
            })
    };
    let places = Places {
        orders_table: output("OrdersTableName")?,
        invoices_bucket: output("InvoicesBucketName")?,
        stream_failures_bucket: output("StreamFailuresBucketName")?,
        replays_bucket: output("ReplaysBucketName")?,
        status_changes_queue_url: output("StatusChangesQueueUrl")?,
        dead_letter_queue_url: output("DeadLetterQueueUrl")?,
        subscription_queue_urls: Places::subscriptions(&output("SubscriptionDeadLetterQueueUrls")?),
    };
    Ok(Desk::new(sdk, places, clock::now))
}

/// Who is calling, as AWS knows it.
pub(crate) async fn identity(sdk: &SdkConfig) -> Result<String, NotConnected> {
    let client = aws_sdk_sts::Client::new(sdk);
    let identity = client.get_caller_identity().send().await;
    let identity = identity.map_err(|error| NotConnected::Identity(Box::new(error.into())))?;
    Ok(identity.arn.unwrap_or_else(|| "unknown".to_owned()))
}
