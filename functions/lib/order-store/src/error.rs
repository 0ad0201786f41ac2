//! What can go wrong between us and the tables.

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use order_core::Series;
use order_events::OrderId;

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Someone else changed the order first: read it again and decide anew.
    #[error("order `{id}` was changed by someone else")]
    Conflict { id: OrderId },
    /// The key of the request belongs to a request that was answered already: recall it.
    #[error("the idempotency key is in use")]
    KeyTaken,
    /// Others were faster too often: they drew the document number, or sent the same request at
    /// once. Nothing was written.
    #[error("order `{id}` could not be written, too many others write at the same place")]
    Contended { id: OrderId },
    /// The table takes no more for now. Nothing was written.
    #[error("throttled by DynamoDB")]
    Throttled(#[source] Box<aws_sdk_dynamodb::Error>),
    /// DynamoDB could not be reached, or it refused for a reason that is not the caller's fault.
    #[error("call DynamoDB")]
    Unavailable(#[source] Box<aws_sdk_dynamodb::Error>),
    /// A row does not hold what this version of the code wrote.
    #[error("read the row of order `{id}`")]
    Corrupt {
        id: OrderId,
        source: serde_dynamo::Error,
    },
    /// A row of a list does not hold what this version of the code wrote.
    #[error("read a row of a list of orders")]
    CorruptListing(#[source] serde_dynamo::Error),
    /// A remembered request does not hold what this version of the code wrote.
    #[error("read a remembered request")]
    CorruptRequest,
    /// The counter of a series holds no number.
    #[error("read the counter of series `{series}`")]
    CorruptSeries { series: Series },
    /// The order cannot be written as a row.
    #[error("write order `{id}` as a row")]
    Unwritable {
        id: OrderId,
        source: serde_dynamo::Error,
    },
}

impl<E> From<SdkError<E>> for StoreError
where
    E: ProvideErrorMetadata,
    aws_sdk_dynamodb::Error: From<SdkError<E>>,
{
    fn from(error: SdkError<E>) -> Self {
        let throttled = matches!(
            error.code(),
            Some(
                "ProvisionedThroughputExceededException"
                    | "RequestLimitExceeded"
                    | "ThrottlingException"
            )
        );
        let source = Box::new(aws_sdk_dynamodb::Error::from(error));
        if throttled {
            Self::Throttled(source)
        } else {
            Self::Unavailable(source)
        }
    }
}
