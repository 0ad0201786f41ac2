//! Links to documents: presigned, so that who may see one is decided here, and the bytes come
//! straight from S3.
//!
//! It reads the bucket of invoices, and can't write it. The markers there tell how far a change of
//! an order has been processed.

use std::collections::HashMap;
use std::sync::OnceLock;
use std::time::Duration;

use aws_sdk_s3::presigning::{PresigningConfig, PresigningConfigError};
use aws_sdk_s3::primitives::ByteStreamError;
use aws_sdk_s3::{Client, Config};
use futures::future::try_join_all;
use order_core::DocumentNumber;
use order_events::{DocumentKind, OrderId, Timestamp, Version};
use serde::Deserialize;

/// How long a link opens its document: long enough to follow it, too short to pass it on.
const VALID_FOR: Duration = Duration::from_mins(1);

/// The bucket of invoices, to read.
#[derive(Debug)]
pub struct Documents {
    config: Config,
    /// Built for the first who asks for a document: to take orders needs none, and it would be a
    /// fifth of the work until the function is ready.
    client: OnceLock<Client>,
    bucket: String,
}

/// What pdf-worker tells of an event that it is done with, as far as it matters here.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Trace {
    pub(crate) queued_at: Option<Timestamp>,
    pub(crate) document: Option<DocumentTrace>,
    pub(crate) completed_at: Option<Timestamp>,
}

/// The document of a processed event.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DocumentTrace {
    pub(crate) kept_at: Option<Timestamp>,
    pub(crate) object_version: Option<String>,
}

/// Why the traces of an order can't be told.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoTraces {
    #[error("look for the markers of an order")]
    Look(#[source] Box<aws_sdk_s3::Error>),
    #[error("read a marker")]
    Read(#[from] ByteStreamError),
    #[error("understand a marker")]
    Understand(#[from] serde_json::Error),
}

/// Why there is no link, although there may be a document.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoLink {
    #[error("look for the document")]
    Look(#[source] Box<aws_sdk_s3::Error>),
    #[error("sign the link to the document")]
    Sign(#[source] Box<aws_sdk_s3::Error>),
    #[error("limit the validity of the link")]
    Validity(#[from] PresigningConfigError),
}

impl Documents {
    #[must_use]
    pub fn new(config: Config, bucket: String) -> Self {
        Self {
            config,
            client: OnceLock::new(),
            bucket,
        }
    }

    fn client(&self) -> &Client {
        self.client
            .get_or_init(|| Client::from_conf(self.config.clone()))
    }

    /// A link to the document with this number, if it has been made: to its newest version, unless
    /// another is asked for.
    pub(crate) async fn link(
        &self,
        kind: DocumentKind,
        id: OrderId,
        number: DocumentNumber,
        version: Option<String>,
    ) -> Result<Option<String>, NoLink> {
        let key = kind.object_key(id);
        // A HEAD of what is not there would count as a refused request, and warn operators.
        let list = self.client().list_objects_v2().bucket(&self.bucket);
        let found = list.prefix(&key).max_keys(1).send().await;
        let found = found.map_err(|error| NoLink::Look(Box::new(error.into())))?;
        if found.contents().first().and_then(|object| object.key()) != Some(&*key) {
            return Ok(None);
        }
        let signed = self
            .client()
            .get_object()
            .bucket(&self.bucket)
            .key(key)
            .set_version_id(version)
            .response_content_disposition(format!("inline; filename=\"{number}.pdf\""))
            .presigned(PresigningConfig::expires_in(VALID_FOR)?)
            .await;
        let signed = signed.map_err(|error| NoLink::Sign(Box::new(error.into())))?;
        Ok(Some(signed.uri().to_owned()))
    }

    /// What the processing of the order has left, by version.
    pub(crate) async fn traces(&self, id: OrderId) -> Result<HashMap<Version, Trace>, NoTraces> {
        let prefix = format!("{}/events/", id.object_prefix());
        let list = self.client().list_objects_v2().bucket(&self.bucket);
        let found = list.prefix(&prefix).send().await;
        let found = found.map_err(|error| NoTraces::Look(Box::new(error.into())))?;
        let versions = found.contents().iter().filter_map(|object| {
            let name = object.key()?.strip_prefix(&prefix)?.strip_suffix(".json")?;
            name.parse().ok().map(Version)
        });
        let traces = versions.map(|version| self.trace(&prefix, version));
        try_join_all(traces).await.map(HashMap::from_iter)
    }

    async fn trace(&self, prefix: &str, version: Version) -> Result<(Version, Trace), NoTraces> {
        let key = format!("{prefix}{version}.json");
        let object = self.client().get_object().bucket(&self.bucket).key(key);
        let object = object.send().await;
        let object = object.map_err(|error| NoTraces::Look(Box::new(error.into())))?;
        let body = object.body.collect().await?.into_bytes();
        Ok((version, serde_json::from_slice(&body)?))
    }
}
