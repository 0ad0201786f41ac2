//! What keeps an operator from getting on.

use aws_sdk_s3::error::SdkError;
use order_store::StoreError;

use crate::replay::{ReplayId, State};

/// Why something was not done. Where nothing else is said, doing it again is safe.
#[derive(Debug, thiserror::Error)]
pub enum DlqError {
    #[error("{doing}")]
    Sqs {
        doing: &'static str,
        source: Box<aws_sdk_sqs::Error>,
    },
    #[error("{doing}")]
    S3 {
        doing: &'static str,
        source: Box<aws_sdk_s3::Error>,
    },
    #[error("{doing}")]
    Body {
        doing: &'static str,
        source: aws_sdk_s3::primitives::ByteStreamError,
    },
    #[error("look up the order of a dead letter")]
    Orders(#[from] StoreError),
    /// What the bucket of replays holds was not written by this program, or by another version.
    #[error("read `{key}` in the bucket of replays")]
    Foreign {
        key: String,
        source: serde_json::Error,
    },
    #[error("send a letter: SQS refused it with `{0}`")]
    Refused(String),
    #[error("send a letter: SQS is too busy to take it, try again")]
    NotTaken,
    #[error(
        "letter `{0}` can't be read by this version, as it could when it was selected: resume with that version, or discard it"
    )]
    Unreadable(String),
    #[error(
        "there is no dead letter `{0}`: it was replayed or discarded, or it is being looked at by someone else right now"
    )]
    NoSuchLetter(String),
    #[error("there is no replay `{0}`: see `dlq history`")]
    NoSuchReplay(String),
    #[error("read a job: expected the id of a replay or a reconciliation, found `{0}`")]
    NoSuchJob(String),
    #[error("{0}: there was no time left")]
    OutOfTime(&'static str),
    #[error(
        "replay {id} is in the hands of {runner}, who was there {seconds} s ago: wait, or stop it first"
    )]
    Busy {
        id: ReplayId,
        runner: String,
        seconds: u64,
    },
    #[error("replay {id} is {}: {why}", state.as_str())]
    WrongState {
        id: ReplayId,
        state: State,
        why: &'static str,
    },
    /// Others changed the same object each time.
    #[error("write `{0}`: others were faster too often")]
    Contended(String),
}

impl DlqError {
    /// An error of SQS while `doing` something.
    pub(crate) fn sqs<E, R>(doing: &'static str) -> impl FnOnce(SdkError<E, R>) -> Self
    where
        aws_sdk_sqs::Error: From<SdkError<E, R>>,
    {
        move |error| Self::Sqs {
            doing,
            source: Box::new(error.into()),
        }
    }

    /// The body of an object broke off.
    pub(crate) fn body(
        doing: &'static str,
    ) -> impl FnOnce(aws_sdk_s3::primitives::ByteStreamError) -> Self {
        move |source| Self::Body { doing, source }
    }

    /// An error of S3 while `doing` something.
    pub(crate) fn s3<E, R>(doing: &'static str) -> impl FnOnce(SdkError<E, R>) -> Self
    where
        aws_sdk_s3::Error: From<SdkError<E, R>>,
    {
        move |error| Self::S3 {
            doing,
            source: Box::new(error.into()),
        }
    }
}
