//! The API as its callers see it: real requests, real tokens, and orders in memory.
#![expect(
    clippy::unwrap_used,
    reason = "in a test, what should be there and is not is a failure"
)]

mod access;
mod amend;
mod browsers;
mod documents;
mod e_invoices;
mod idempotency;
mod lists;
mod orders;
mod test_api;
mod transitions;
mod trouble;
