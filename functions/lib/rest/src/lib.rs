//! What every function behind the REST API does alike: it reads bodies, lists their faults,
//! answers, says what went wrong as problem details (RFC 9457), and describes all that as
//! `OpenAPI`.
//!
//! It knows no route and decides nothing.

mod body;
mod cors;
mod parameters;
mod pattern;
mod problem;
mod request;
mod respond;
mod responses;
pub mod schema;

pub use body::{BodyReader, Faults, LARGEST_BODY, json};
pub use cors::{AllowedOrigins, InvalidOrigin};
pub use parameters::Parameters;
pub use problem::{Fault, Problem};
pub use request::header;
pub use respond::{Response, answer, empty, put, text, to_text};
pub use responses::Responses;
