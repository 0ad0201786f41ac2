//! A tiny `OpenID` Connect issuer for the local stack.
//!
//! **For the local stack and for tests only, never for production.** It gives a token of any role
//! and any subject to whoever asks, without a secret, and signs with a key that lives as long as
//! the process. So it listens on 127.0.0.1 and nowhere else, and there is no program to deploy: on
//! AWS, Amazon Cognito takes its place, and the functions cannot tell the difference.
//!
//! Programs get a token by the client credentials grant; people sign in to the console by a page
//! that asks who they are, and are sent back to this machine and nowhere else.
//!
//! [`Issuer`] is the running server; [`Role`] is who one can be.

mod access_token;
mod authorize_endpoint;
mod clock;
mod code;
mod cors;
mod discovery;
mod issuer;
mod loopback;
mod role;
mod server;
mod signing;
mod subject;
mod token_endpoint;

pub use access_token::AUDIENCE;
pub use issuer::{Issuer, StartFailed};
pub use role::{Role, UnknownRole};
pub use signing::{KeyFailed, SigningKey};
