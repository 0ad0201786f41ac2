//! Drains status changes: renders the document that a change calls for, keeps it, and tells the
//! subscribers.
//!
//! It knows events, never the table: an event carries the whole order. Every step can run twice.

pub mod document;
mod failure;
mod figures;
mod notification;
mod notifier;
mod plan;
pub mod seller;
mod storage;
mod typesetter;
mod worker;

pub use failure::Failure;
pub use notifier::Notifier;
pub use storage::Storage;
pub use typesetter::{Typesetter, TypstTypesetter};
pub use worker::Worker;
