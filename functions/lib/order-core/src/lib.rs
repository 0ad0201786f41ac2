//! What an order may do and what it costs: every decision, and nothing else.
//!
//! Pure: no AWS, no clock, no randomness, no environment. Time, ids and document numbers are
//! arguments.

mod content;
mod discount;
mod document;
mod fault;
mod history;
mod order;
mod pricing;
mod snapshot;
mod status;
mod tax;

pub use content::{Content, Line, LineDraft, OrderDraft, Shipping};
pub use discount::{Discount, Worth};
pub use document::{
    DocumentNumber, InvalidDocumentNumber, InvalidSeriesCount, Issued, Series, SeriesCount,
};
pub use fault::{OrderFault, Place, Rule};
pub use history::{Change, ChangeKind, Subject, with_kinds};
pub use order::{Advanced, AmendRefused, Order, Transition, TransitionRefused, Unnumbered};
pub use pricing::{TaxGroup, Totals, price};
pub use status::{issues, next_statuses};
pub use tax::{InvalidTax, Tax};
