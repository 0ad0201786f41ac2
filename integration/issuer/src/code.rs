//! Authorization codes: each is good once, for a minute, and for whoever asked for it (RFC 7636).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use order_events::Timestamp;
use ring::digest::{SHA256, digest};

use crate::access_token::fresh_id;
use crate::loopback::LoopbackUrl;
use crate::role::Role;

const VALID_FOR_MILLIS: u64 = 60_000;

/// What a code stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grant {
    pub(crate) role: Role,
    pub(crate) subject: String,
    pub(crate) redirect_uri: LoopbackUrl,
    pub(crate) challenge: Challenge,
    /// Comes back in the ID token, so that its receiver knows it is the answer to its question.
    pub(crate) nonce: Option<String>,
}

/// The digest of a secret that only the application knows which asked for the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Challenge(String);

impl Challenge {
    /// `None` if it is no SHA-256 digest in base64url.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        (bytes.len() == 32).then(|| Self(text.to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn is_of(&self, verifier: &str) -> bool {
        let length = (43..=128).contains(&verifier.len());
        length && URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes())) == self.0
    }
}

/// The codes that were given out and not yet used.
#[derive(Debug, Default)]
pub(crate) struct Codes(Mutex<HashMap<String, (Timestamp, Grant)>>);

impl Codes {
    /// A fresh code for `grant`.
    pub(crate) fn issue(&self, grant: Grant, now: Timestamp) -> String {
        let code = fresh_id();
        let mut codes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        codes.retain(|_, (issued_at, _)| is_fresh(*issued_at, now));
        codes.insert(code.clone(), (now, grant));
        code
    }

    /// What `code` stands for. Whatever comes of it, the code is used up.
    pub(crate) fn take(&self, code: &str, now: Timestamp) -> Option<Grant> {
        let mut codes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (issued_at, grant) = codes.remove(code)?;
        is_fresh(issued_at, now).then_some(grant)
    }
}

fn is_fresh(issued_at: Timestamp, now: Timestamp) -> bool {
    now.unix_millis() < issued_at.unix_millis() + VALID_FOR_MILLIS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant() -> Grant {
        Grant {
            role: Role::Customer,
            subject: "ada".to_owned(),
            redirect_uri: LoopbackUrl::parse("http://localhost:5173").unwrap(),
            // The example of RFC 7636, appendix B.
            challenge: Challenge::parse("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM").unwrap(),
            nonce: None,
        }
    }

    fn at(millis: u64) -> Timestamp {
        Timestamp::from_unix_millis(millis).unwrap()
    }

    #[test]
    fn a_code_is_good_once_and_for_a_minute() {
        let codes = Codes::default();
        let code = codes.issue(grant(), at(0));
        assert_eq!(codes.take(&code, at(59_999)), Some(grant()));
        assert_eq!(codes.take(&code, at(59_999)), None);
        let late = codes.issue(grant(), at(0));
        assert_eq!(codes.take(&late, at(60_000)), None);
        assert_eq!(codes.take("guessed", at(0)), None);
    }

    #[test]
    fn the_verifier_of_the_rfc_fits_its_challenge() {
        let Grant { challenge, .. } = grant();
        assert!(challenge.is_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
        assert!(!challenge.is_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK"));
        assert_eq!(Challenge::parse("too-short"), None);
    }
}
