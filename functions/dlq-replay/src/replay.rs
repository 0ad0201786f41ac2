//! Replaying and discarding, so that it can be cut off anywhere and taken up by whoever comes
//! next.
//!
//! First all letters that are meant are written down, whole, in the bucket of replays: the
//! [selection](select). Then each is sent, and the queue's confirmation awaited, and only then is
//! it deleted: the [run](Run). A letter that is still among the dead letters is therefore not done,
//! and one that is not was sent; who takes up a run looks at what is left. Sent twice, an event is
//! still the same event, and pdf-worker does it once.

mod breaker;
mod decide;
mod ended;
mod hands;
mod history;
mod marks;
mod pace;
mod plan;
mod progress;
mod request;
mod run;
mod select;
mod send;
mod shown;
mod steps;
mod store;
mod track;
mod undo;

pub use history::{Outcome, begin, find, history, letters, reopen, request_stop};
pub use marks::{Counts, Mark};
pub use plan::{Judged, Preview, Refused, ReplayPlan};
pub use progress::{Returned, Runner, State, StopCause};
pub use request::{Action, ReplayId, ReplayRequest, Request};
pub use run::{Ended, Limit, Run};
pub use select::{Extent, plan};
pub use shown::Replay;
pub use undo::undo;
