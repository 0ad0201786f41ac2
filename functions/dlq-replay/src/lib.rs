//! Dead letters, from wherever they ended up: looked at, understood, replayed, set aside.
//!
//! [`Desk`] is where an operator works. [`Desk::look`] goes over the dead letters without taking
//! any; [`verdict`] tells what replaying one would do; a [`replay::Run`] sends them again, so that
//! it can be cut off anywhere and taken up by whoever comes next. The CLI `dlq` and the Lambda
//! function are two doors to the same desk.
//!
//! Nothing is ever deleted that is not in the bucket of replays first.

pub mod api;
mod content;
mod desk;
mod edit;
mod error;
mod filter;
mod ledger;
mod letter;
mod look;
pub mod openapi;
pub mod reconcile;
pub mod replay;
mod source;
#[cfg(test)]
mod testing;
pub mod verdict;

pub use content::{Content, ContentReader};
pub use desk::{Desk, Places};
pub use edit::{Edited, edit};
pub use error::DlqError;
pub use filter::{Condition, Filter};
pub use ledger::{Standing, TheOrder};
pub use letter::{DeadLetter, Letter, Source};
pub use look::{Held, Look};
