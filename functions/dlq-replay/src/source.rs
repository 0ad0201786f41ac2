//! The places where dead letters lie, each as it can be read.

pub(crate) mod outgoing;
pub(crate) mod queue;
pub(crate) mod stream_failures;
