//! Where orders are kept: the only crate that names tables, keys and expressions.
//!
//! It also reads the images that the table's stream carries, since they are rows too.
//! It decides nothing: what is allowed, and what things cost, is settled in `order-core`.

mod backoff;
mod error;
mod row;
mod store;
mod stream;

pub use error::StoreError;
pub use store::{OrderStore, Tables};
pub use stream::{StatusChange, UnreadableImage, status_change};
