//! Deployment to the emulator: the synthesised templates, as `CloudFormation` takes them.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{Cursor, Write};
use std::path::Path;
use std::time::Duration;

use aws_config::SdkConfig;
use aws_sdk_cloudformation::types::{
    Capability, OnFailure, Stack as StackDescription, StackStatus,
};
use aws_sdk_s3::primitives::ByteStream;
use serde::{Deserialize, Serialize};
use xtask::Step;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::error::StackError;
use crate::synth::{Asset, Template};
use crate::wait::until;

const CREATE_LIMIT: Duration = Duration::from_mins(1);

/// What the deployed stacks say about themselves.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Outputs {
    pub api_url: String,
    pub token_issuer: String,
    pub orders_table: String,
    pub orders_stream_arn: String,
    pub stream_consumer: String,
    pub invoice_series_table: String,
    pub idempotency_table: String,
    pub invoices_bucket: String,
    pub stream_failures_bucket: String,
    pub replays_bucket: String,
    pub dlq_replay: String,
    pub status_changes_queue_url: String,
    pub dead_letter_queue_url: String,
    pub replay_jobs_queue_url: String,
    pub notifications_topic_arn: String,
}

/// Uploads templates and assets to the emulator at `endpoint`, and creates the stacks.
///
/// # Errors
/// If a stack is not created; the reason is `CloudFormation`'s.
pub(crate) async fn deploy(
    sdk: &SdkConfig,
    endpoint: &str,
    templates: &[Template],
) -> Result<Outputs, StackError> {
    let step = Step::start("Deploying the stacks");
    upload(&aws_sdk_s3::Client::new(sdk), templates).await?;
    let client = aws_sdk_cloudformation::Client::new(sdk);
    let mut deployed = Vec::new();
    for template in templates {
        deployed.push(create(&client, endpoint, template).await?);
    }
    step.done();
    let output = |name| {
        let all = deployed.iter().flat_map(StackDescription::outputs);
        let mut named = all.filter(|output| output.output_key() == Some(name));
        let value = named.next().and_then(|output| output.output_value());
        value
            .map(str::to_owned)
            .ok_or(StackError::MissingOutput(name))
    };
    Ok(Outputs {
        api_url: output("ApiUrl")?,
        token_issuer: output("TokenIssuer")?,
        orders_table: output("OrdersTableName")?,
        orders_stream_arn: output("OrdersStreamArn")?,
        stream_consumer: output("StreamConsumerName")?,
        invoice_series_table: output("InvoiceSeriesTableName")?,
        idempotency_table: output("IdempotencyTableName")?,
        invoices_bucket: output("InvoicesBucketName")?,
        stream_failures_bucket: output("StreamFailuresBucketName")?,
        replays_bucket: output("ReplaysBucketName")?,
        dlq_replay: output("DlqReplayName")?,
        status_changes_queue_url: output("StatusChangesQueueUrl")?,
        dead_letter_queue_url: output("DeadLetterQueueUrl")?,
        replay_jobs_queue_url: output("ReplayJobsQueueUrl")?,
        notifications_topic_arn: output("NotificationsTopicArn")?,
    })
}

async fn upload(s3: &aws_sdk_s3::Client, templates: &[Template]) -> Result<(), StackError> {
    let assets = || {
        let files = templates.iter().map(|template| &template.file);
        files.chain(templates.iter().flat_map(|template| &template.assets))
    };
    let buckets: BTreeSet<&str> = assets().map(|asset| asset.bucket.as_str()).collect();
    for bucket in buckets {
        s3.create_bucket()
            .bucket(bucket)
            .send()
            .await
            .map_err(StackError::aws("S3"))?;
    }
    for asset in assets() {
        let body = content(asset)?;
        let put = s3.put_object().bucket(&asset.bucket).key(&asset.key);
        put.body(ByteStream::from(body))
            .send()
            .await
            .map_err(StackError::aws("S3"))?;
    }
    Ok(())
}

fn content(asset: &Asset) -> Result<Vec<u8>, StackError> {
    if asset.packed {
        pack(&asset.source)
    } else {
        fs::read(&asset.source).map_err(StackError::file(&asset.source))
    }
}

/// The files of a folder as a zip archive. They are stored as they are: nothing is sent far.
fn pack(folder: &Path) -> Result<Vec<u8>, StackError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .unix_permissions(0o755);
    let packing = |source| StackError::Pack {
        path: folder.to_owned(),
        source,
    };
    for entry in fs::read_dir(folder).map_err(StackError::file(folder))? {
        let path = entry.map_err(StackError::file(folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        archive.start_file(name, options).map_err(packing)?;
        let mut file = File::open(&path).map_err(StackError::file(&path))?;
        std::io::copy(&mut file, &mut archive).map_err(StackError::file(&path))?;
    }
    archive.flush().map_err(StackError::file(folder))?;
    Ok(archive.finish().map_err(packing)?.into_inner())
}

async fn create(
    client: &aws_sdk_cloudformation::Client,
    endpoint: &str,
    template: &Template,
) -> Result<StackDescription, StackError> {
    let Asset { bucket, key, .. } = &template.file;
    client
        .create_stack()
        .stack_name(&template.stack)
        .template_url(format!("{endpoint}/{bucket}/{key}"))
        .capabilities(Capability::CapabilityNamedIam)
        .on_failure(OnFailure::DoNothing)
        .send()
        .await
        .map_err(StackError::aws("CloudFormation"))?;
    let failed = |status: &str, reason: &str| StackError::StackFailed {
        stack: template.stack.clone(),
        status: status.to_owned(),
        reason: reason.to_owned(),
    };
    let created = until(CREATE_LIMIT, || async {
        let described = client
            .describe_stacks()
            .stack_name(&template.stack)
            .send()
            .await;
        let described = described.map_err(StackError::aws("CloudFormation"))?;
        let stack = described.stacks.unwrap_or_default().into_iter().next();
        match stack.as_ref().and_then(StackDescription::stack_status) {
            Some(StackStatus::CreateComplete) => Ok(stack),
            Some(StackStatus::CreateInProgress) | None => Ok(None),
            Some(other) => {
                let reason = stack
                    .as_ref()
                    .and_then(StackDescription::stack_status_reason);
                Err(failed(other.as_str(), reason.unwrap_or("no reason given")))
            }
        }
    });
    created.await.map_err(|error| match error {
        StackError::TimedOut(error) => failed("CREATE_IN_PROGRESS", &error.to_string()),
        error => error,
    })
}
