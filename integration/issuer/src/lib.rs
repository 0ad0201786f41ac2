//! A tiny `OpenID` Connect issuer for the local stack.
//!
//! **For the local stack and for tests only, never for production.** It gives a token of any role
//! and any subject to whoever asks, without a secret, and signs with a key that lives as long as
//! the process. So it listens on 127.0.0.1 and nowhere else, and there is no program to deploy: on
//! AWS, Amazon Cognito takes its place, and the functions cannot tell the difference.
//!
//! [`Issuer`] is the running server; [`Role`] is who one can be.

mod access_token;
mod clock;
mod discovery;
mod issuer;
mod role;
mod signing;
mod token_endpoint;

pub use access_token::AUDIENCE;
pub use issuer::{Issuer, StartFailed};
pub use role::{Role, UnknownRole};
pub use signing::{KeyFailed, SigningKey};
