//! What an order may do and what it costs: every decision, and nothing else.
//!
//! Pure: no AWS, no clock, no randomness, no environment. Time, ids and document numbers are
//! arguments.

mod document;
mod order;
mod pricing;
mod snapshot;
mod status;

pub use document::{DocumentKind, DocumentNumber, InvalidDocumentNumber, Issued, Series};
pub use order::{Advanced, Order, OrderDraft, TransitionRefused, Unnumbered};
pub use pricing::{Line, LineDraft, PricingError, TaxGroup, Totals, price};
pub use status::{issues, next_statuses};
