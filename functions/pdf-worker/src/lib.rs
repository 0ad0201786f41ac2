//! Turns a status change of an order into a document and a notification.

pub mod document;
pub mod seller;
