//! The event source mappings: who invokes the consumer and the worker.

pub(crate) mod queue;
pub(crate) mod stream;
