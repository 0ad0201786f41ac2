//! The configuration that all AWS clients of a function share.

mod http;

use std::time::Duration;

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_async::rt::sleep::{SharedAsyncSleep, TokioSleep};
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::SdkConfig;
use aws_types::region::Region;

use crate::config::{MissingSettings, optional, required};

/// Region, credentials and, away from AWS, the endpoint as Lambda puts them into the environment,
/// and time-outs well inside those of a function: a call that hangs becomes a retry while there is
/// still time for one.
///
/// The SDK's own loader would also look into files and ask the machine's metadata service; code for
/// that would make every function larger, and every cold start longer.
///
/// # Errors
/// Names what the environment lacks.
pub fn sdk_config() -> Result<SdkConfig, MissingSettings> {
    let [region, key_id, key] =
        required(["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])?;
    // They last as long as the execution environment ("Defined runtime environment variables",
    // AWS Lambda developer guide).
    let session = optional("AWS_SESSION_TOKEN");
    let credentials = Credentials::new(key_id, key, session, None, "environment");
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(http::CONNECT_TIMEOUT)
        .operation_attempt_timeout(Duration::from_secs(5))
        .operation_timeout(Duration::from_secs(15))
        .build();
    let mut config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(region))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .http_client(http::client())
        .sleep_impl(SharedAsyncSleep::new(TokioSleep::new()))
        .timeout_config(timeouts);
    config.set_endpoint_url(optional("AWS_ENDPOINT_URL"));
    Ok(config.build())
}
