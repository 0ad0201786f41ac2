//! What can go wrong with a message, and what to do about it.

use std::error::Error;

/// Why a message was not handled. Each failure knows whether another try can help.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Another try may succeed: the message is delivered again.
    #[error("{doing}, which another try may mend")]
    Retry {
        doing: &'static str,
        source: Box<dyn Error + Send + Sync>,
    },
    /// No try can succeed: the message is parked with this code.
    #[error("{doing}, which no other try can mend")]
    Park {
        code: &'static str,
        doing: &'static str,
        source: Box<dyn Error + Send + Sync>,
    },
}

impl Failure {
    pub(crate) fn retry<E: Into<Box<dyn Error + Send + Sync>>>(
        doing: &'static str,
    ) -> impl FnOnce(E) -> Self {
        move |source| Self::Retry {
            doing,
            source: source.into(),
        }
    }

    pub(crate) fn park<E: Into<Box<dyn Error + Send + Sync>>>(
        code: &'static str,
        doing: &'static str,
    ) -> impl FnOnce(E) -> Self {
        move |source| Self::Park {
            code,
            doing,
            source: source.into(),
        }
    }
}
