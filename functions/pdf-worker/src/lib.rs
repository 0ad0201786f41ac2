//! Drains status changes: renders the document that a change calls for, keeps it, and tells the
//! subscribers.
//!
//! It knows events, never the table: an event carries the whole order. Every step can run twice.

pub mod document;
mod failure;
mod notification;
mod plan;
pub mod seller;
mod storage;
mod worker;

pub use failure::Failure;
pub use storage::Storage;
pub use worker::{Notifier, Worker};
