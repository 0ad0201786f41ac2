//! What the tokens say: access tokens by the profile of RFC 9068, ID tokens by `OpenID` Connect Core.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use order_events::Timestamp;
use ring::rand::{SecureRandom, SystemRandom};
use serde_json::{Value, json};

use crate::role::Role;
use crate::signing::SigningKey;

/// Whom the tokens are for.
pub const AUDIENCE: &str = "order-api";

/// How long a token is valid, in seconds.
pub(crate) const LIFETIME: u64 = 3_600;

/// Issues tokens in the name of one issuer.
#[derive(Debug)]
pub(crate) struct AccessTokens {
    issuer: String,
    key: SigningKey,
}

impl AccessTokens {
    pub(crate) fn new(issuer: String, key: SigningKey) -> Self {
        Self { issuer, key }
    }

    pub(crate) fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The set of public keys, of which there is one.
    pub(crate) fn key_set(&self) -> Value {
        json!({ "keys": [self.key.jwk()] })
    }

    /// A token for `role`, in the name of `subject` or else of the role itself.
    pub(crate) fn issue(&self, role: Role, subject: Option<&str>, now: Timestamp) -> String {
        let subject = subject.unwrap_or(role.as_str());
        self.issue_to(role.as_str(), role, subject, now)
    }

    /// A token for an application that acts for somebody.
    pub(crate) fn issue_to(
        &self,
        client: &str,
        role: Role,
        subject: &str,
        now: Timestamp,
    ) -> String {
        let issued_at = now.unix_millis() / 1_000;
        let header = json!({ "typ": "at+jwt", "alg": "ES256", "kid": self.key.id() });
        let claims = json!({
            "iss": self.issuer,
            "sub": subject,
            "aud": AUDIENCE,
            "client_id": client,
            "scope": role.scope(),
            "iat": issued_at,
            "exp": issued_at + LIFETIME,
            "jti": fresh_id(),
        });
        self.key.sign(&header.to_string(), &claims.to_string())
    }

    /// Tells the application `client` who has signed in.
    pub(crate) fn identify(
        &self,
        client: &str,
        subject: &str,
        nonce: Option<&str>,
        now: Timestamp,
    ) -> String {
        let issued_at = now.unix_millis() / 1_000;
        let header = json!({ "typ": "JWT", "alg": "ES256", "kid": self.key.id() });
        let mut claims = json!({
            "iss": self.issuer,
            "sub": subject,
            "aud": client,
            "iat": issued_at,
            "exp": issued_at + LIFETIME,
        });
        if let Some(nonce) = nonce {
            claims["nonce"] = nonce.into();
        }
        self.key.sign(&header.to_string(), &claims.to_string())
    }
}

/// An id that nobody can guess, and no other token or code has.
pub(crate) fn fresh_id() -> String {
    let mut bytes = [0; 16];
    SystemRandom::new()
        .fill(&mut bytes)
        .expect("the operating system gave random numbers for the key");
    URL_SAFE_NO_PAD.encode(bytes)
}
