//! Who calls, and what they may do: bearer access tokens (RFC 6750), verified in the function.
//!
//! A token is a signed JWT (RFC 9068). Its issuer publishes the public keys by `OpenID` Connect
//! Discovery, so any compliant issuer will do: Amazon Cognito on AWS, `local-issuer` on the local
//! stack. [`Verifier`] turns the `Authorization` header into a [`Caller`], or says why it can't.
//!
//! What protects what: `token` takes a token apart and lets nobody see its claims before the
//! signature is verified; `keys` ties each key to the one algorithm it is for, and `verified` to the
//! signatures it need not verify again; `claims` decides
//! whether verified claims make a caller; `cache` decides when to fetch keys, and `issuer` does.
//!
//! No token and no subject is ever logged, or part of an error.

mod cache;
mod claims;
mod issuer;
mod keys;
mod scope;
mod token;
mod verified;
mod verifier;

use std::fmt;

pub use issuer::{KeysUnavailable, UnsafeUri};
pub use scope::{Scope, Scopes};
pub use verifier::{Settings, SetupFailed, Verifier};

/// Who calls.
#[derive(Clone, PartialEq, Eq)]
pub struct Caller {
    /// Who it is to the issuer: 1 to 255 characters, none of them a control character.
    pub subject: String,
    /// What they may do.
    pub scopes: Scopes,
}

/// Why there is no caller.
#[derive(Debug, thiserror::Error)]
pub enum Denied {
    /// Nobody tried: there is no `Authorization` header, or it is not about a bearer token.
    #[error("authenticate: expected `Authorization: Bearer` and an access token")]
    Missing,
    /// The token is not acceptable. The reason holds nothing of the token, and can be shown.
    #[error("authenticate: {0}")]
    Invalid(&'static str),
    /// Whether the token is acceptable can't be told now; it may be in a moment.
    #[error("fetch the keys of the token issuer")]
    Unavailable(#[source] Box<KeysUnavailable>),
}

/// Without the subject, which is somebody's.
impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caller")
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_can_be_logged_without_saying_who_it_is() {
        let caller = Caller {
            subject: "leonie".to_owned(),
            scopes: [Scope::OrdersRead].into_iter().collect(),
        };
        let text = r#"Caller { scopes: {"orders:read"}, .. }"#;
        assert_eq!(format!("{caller:?}"), text);
    }
}
