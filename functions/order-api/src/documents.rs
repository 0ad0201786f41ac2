//! Links to documents: presigned, so that who may see one is decided here, and the bytes come
//! straight from S3.
//!
//! It reads the bucket of invoices, and can't write it.

use std::time::Duration;

use aws_sdk_s3::Client;
use aws_sdk_s3::presigning::{PresigningConfig, PresigningConfigError};
use order_core::DocumentNumber;
use order_events::{DocumentKind, OrderId};

/// How long a link opens its document: long enough to follow it, too short to pass it on.
const VALID_FOR: Duration = Duration::from_mins(1);

/// The bucket of invoices, to read.
#[derive(Debug, Clone)]
pub struct Documents {
    client: Client,
    bucket: String,
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
    pub fn new(client: Client, bucket: String) -> Self {
        Self { client, bucket }
    }

    /// A link to the newest version of the document with this number, if it has been made.
    pub(crate) async fn link(
        &self,
        kind: DocumentKind,
        id: OrderId,
        number: DocumentNumber,
    ) -> Result<Option<String>, NoLink> {
        let key = kind.object_key(id);
        // A HEAD of what is not there would count as a refused request, and warn operators.
        let list = self.client.list_objects_v2().bucket(&self.bucket);
        let found = list.prefix(&key).max_keys(1).send().await;
        let found = found.map_err(|error| NoLink::Look(Box::new(error.into())))?;
        if found.contents().first().and_then(|object| object.key()) != Some(&*key) {
            return Ok(None);
        }
        let signed = self
            .client
            .get_object()
            .bucket(&self.bucket)
            .key(key)
            .response_content_disposition(format!("inline; filename=\"{number}.pdf\""))
            .presigned(PresigningConfig::expires_in(VALID_FOR)?)
            .await;
        let signed = signed.map_err(|error| NoLink::Sign(Box::new(error.into())))?;
        Ok(Some(signed.uri().to_owned()))
    }
}
