//! Where orders are kept: the only crate that names tables, keys and expressions.
//!
//! [`DynamoDbStore`] is the real one; [`MemoryStore`] keeps the same promises without a network,
//! for tests, simulations and benchmarks. One suite of tests runs against both.
//!
//! It also reads the images that the table's stream carries, since they are rows too.
//! It decides nothing: what is allowed, and what things cost, is settled in `order-core`.

mod backoff;
mod dynamodb;
mod error;
mod image;
mod listing;
mod memory;
mod row;
mod store;
mod stream;

pub use dynamodb::{DynamoDbStore, Tables};
pub use error::StoreError;
pub use listing::{ListQuery, Listing, Page, Sort, Whose};
pub use memory::MemoryStore;
pub use store::{Answer, Claim, OrderStore, Remembered, RequestKey};
pub use stream::{StatusChange, UnreadableImage, status_change, trace_header};
