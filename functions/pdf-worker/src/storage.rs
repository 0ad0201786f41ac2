//! Documents and markers in the versioned bucket. Every write is conditional.

use aws_sdk_s3::Client;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::operation::head_object::HeadObjectOutput;
use aws_sdk_s3::operation::put_object::PutObjectError;
use aws_sdk_s3::primitives::ByteStream;
use order_events::{EventId, OrderStatusChanged, Timestamp, Version};
use serde::Serialize;

use crate::failure::Failure;

/// Object metadata that holds the order version which a document shows.
const ORDER_VERSION: &str = "order-version";

/// There is such an object, or another one than was looked at ("How to prevent object overwrites
/// with conditional writes", Amazon S3 user guide).
const FAILED_CONDITION: u16 = 412;
/// Another conditional write is under way. It may fail yet, so nothing is known to be there.
const WRITE_UNDER_WAY: u16 = 409;

/// The invoices bucket.
#[derive(Debug, Clone)]
pub struct Storage {
    client: Client,
    bucket: String,
}

/// What is already there in place of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    Nothing,
    /// An older version of the order, under this entity tag.
    Older {
        etag: String,
    },
    /// This very version, in this version of the object.
    Same {
        object_version: Option<String>,
    },
    /// A newer version of the order: it must not be overwritten.
    Newer {
        order_version: Version,
    },
}

/// Somebody wrote the document after we looked.
#[derive(Debug)]
pub(crate) struct Overtaken;

/// The last trace of a handled event: what was published and when. It is the order's audit trail,
/// and while it exists the event is done.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Marker {
    pub(crate) event_id: EventId,
    pub(crate) status: order_events::OrderStatus,
    /// When its message was sent to the queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) queued_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) document: Option<DocumentTrace>,
    /// The id that SNS gave the notification.
    pub(crate) notification_id: Option<String>,
    pub(crate) completed_at: Timestamp,
}

/// The document of a handled event.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DocumentTrace {
    pub(crate) key: String,
    pub(crate) number: String,
    pub(crate) kept_at: Timestamp,
    /// The version of the object; absent if a newer order version had taken its place already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) object_version: Option<String>,
}

fn marker_key(event: EventId) -> String {
    let prefix = event.order_id.object_prefix();
    format!("{prefix}/events/{}.json", event.version)
}

impl Storage {
    #[must_use]
    pub fn new(client: Client, bucket: String) -> Self {
        Self { client, bucket }
    }

    /// Whether the event has been handled to its end.
    pub(crate) async fn is_done(&self, event: EventId) -> Result<bool, Failure> {
        self.exists(&marker_key(event)).await
    }

    /// What is in place of the document that shows `event`'s version of the order.
    pub(crate) async fn standing(&self, key: &str, ours: Version) -> Result<Standing, Failure> {
        if !self.exists(key).await? {
            return Ok(Standing::Nothing);
        }
        let Some(head) = self.head(key).await? else {
            return Ok(Standing::Nothing);
        };
        let theirs = head
            .metadata()
            .and_then(|metadata| metadata.get(ORDER_VERSION)?.parse().ok());
        let theirs = Version(theirs.ok_or_else(|| {
            let source = format!("expected metadata `{ORDER_VERSION}` on `{key}`");
            Failure::park("foreign-document", "look at the present document")(source)
        })?);
        Ok(match theirs.cmp(&ours) {
            std::cmp::Ordering::Greater => Standing::Newer {
                order_version: theirs,
            },
            std::cmp::Ordering::Equal => Standing::Same {
                object_version: head.version_id,
            },
            std::cmp::Ordering::Less => Standing::Older {
                etag: head.e_tag.unwrap_or_default(),
            },
        })
    }

    /// Writes the document over what `standing` found, and nothing else. Returns the version of
    /// the object.
    pub(crate) async fn put_document(
        &self,
        key: &str,
        standing: &Standing,
        event: &OrderStatusChanged,
        number: &str,
        pdf: Vec<u8>,
    ) -> Result<Result<Option<String>, Overtaken>, Failure> {
        let put = self
            .client
            .put_object()
            .bucket(&self.bucket)
            .key(key)
            .content_type("application/pdf")
            .metadata(ORDER_VERSION, event.order.version.to_string())
            .metadata("document-number", number)
            .body(ByteStream::from(pdf));
        let put = match standing {
            Standing::Older { etag } => put.if_match(etag),
            _ => put.if_none_match("*"),
        };
        match put.send().await {
            Ok(output) => Ok(Ok(output.version_id)),
            Err(error) if matches!(status(&error), Some(FAILED_CONDITION | WRITE_UNDER_WAY)) => {
                Ok(Err(Overtaken))
            }
            Err(error) => Err(put_failed("write the document", error)),
        }
    }

    /// Marks the event as done. That somebody else has done so is as good.
    pub(crate) async fn put_marker(&self, marker: &Marker) -> Result<(), Failure> {
        let body = serde_json::to_vec(marker).map_err(Failure::retry("write the marker"))?;
        let result = self
            .client
            .put_object()
            .bucket(&self.bucket)
            .key(marker_key(marker.event_id))
            .content_type("application/json")
            .if_none_match("*")
            .body(ByteStream::from(body))
            .send()
            .await;
        match result {
            Ok(_) => Ok(()),
            Err(error) if status(&error) == Some(FAILED_CONDITION) => Ok(()),
            Err(error) => Err(put_failed("write the marker", error)),
        }
    }

    /// Whether there is such an object. Mostly there is none yet, and then a HEAD would be answered
    /// 404: one more refused request, which operators are warned of.
    async fn exists(&self, key: &str) -> Result<bool, Failure> {
        let list = self.client.list_objects_v2().bucket(&self.bucket);
        let output = list.prefix(key).max_keys(1).send().await.map_err(|error| {
            let error = Box::new(aws_sdk_s3::Error::from(error));
            Failure::retry("look into the invoices bucket")(error)
        })?;
        let first = output.contents().first();
        Ok(first.is_some_and(|object| object.key() == Some(key)))
    }

    async fn head(&self, key: &str) -> Result<Option<HeadObjectOutput>, Failure> {
        let result = self
            .client
            .head_object()
            .bucket(&self.bucket)
            .key(key)
            .send()
            .await;
        match result {
            Ok(output) => Ok(Some(output)),
            Err(error)
                if error.as_service_error().is_some_and(
                    aws_sdk_s3::operation::head_object::HeadObjectError::is_not_found,
                ) =>
            {
                Ok(None)
            }
            Err(error) => {
                let error = Box::new(aws_sdk_s3::Error::from(error));
                Err(Failure::retry("look into the invoices bucket")(error))
            }
        }
    }
}

/// What S3 says is wrong with the object itself stays wrong ("Error responses", Amazon S3 API
/// reference).
fn put_failed(doing: &'static str, error: SdkError<PutObjectError>) -> Failure {
    let refused = matches!(
        error.code(),
        Some("EntityTooLarge" | "InvalidArgument" | "KeyTooLongError" | "MetadataTooLarge")
    );
    let source = Box::new(aws_sdk_s3::Error::from(error));
    if refused {
        Failure::park("object-refused", doing)(source)
    } else {
        Failure::retry(doing)(source)
    }
}

/// The status of S3's answer, if there was one.
fn status(error: &SdkError<PutObjectError>) -> Option<u16> {
    error
        .raw_response()
        .map(|response| response.status().as_u16())
}
