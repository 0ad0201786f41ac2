//! `Idempotency-Key`: a request that is sent again is answered again, and not done again.
//!
//! The key, the request's hash and the answer are written in the same transaction as the order,
//! so there is no state in between that could hang. Only what was done is remembered: a refused
//! request can be mended and sent with the same key.

use aws_lambda_events::apigw::ApiGatewayProxyRequest;
use order_core::{Order, Subject};
use order_events::Timestamp;
use order_store::{Answer, Claim, OrderStore, Remembered, RequestKey};
use rest::{Problem, Response};
use ring::digest::{Context, SHA256};

use crate::problem;
use crate::respond;

/// How long an answer is remembered.
const KEPT_FOR_MILLIS: u64 = 24 * 60 * 60 * 1_000;

/// Longest key in characters.
const LONGEST_KEY: usize = 255;

/// The identity of a request that may be sent again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Idempotency {
    key: RequestKey,
    request_hash: String,
}

impl Idempotency {
    /// That of `request`, if its caller gave it a key.
    pub(crate) fn of(
        request: &ApiGatewayProxyRequest,
        caller: &Subject,
    ) -> Result<Option<Self>, Problem> {
        let Some(key) = rest::header(request, "idempotency-key") else {
            return Ok(None);
        };
        let valid = (1..=LONGEST_KEY).contains(&key.len()) && key.is_ascii();
        if !valid || key.trim().is_empty() {
            let detail = format!("expected 1 to {LONGEST_KEY} ASCII characters");
            return Err(Problem::invalid_parameter("Idempotency-Key", detail));
        }
        let path = request.path.as_deref().unwrap_or_default();
        let body = request.body.as_deref().unwrap_or_default();
        Ok(Some(Self {
            key: RequestKey::new(digest(&[caller.as_str(), &key])),
            request_hash: digest(&[request.http_method.as_str(), path, body]),
        }))
    }

    /// The answer to this request, if it was answered already.
    pub(crate) async fn replay(
        &self,
        store: &dyn OrderStore,
        now: Timestamp,
    ) -> Result<Option<Response>, Problem> {
        match store.recall(&self.key, now).await? {
            None => Ok(None),
            Some(Remembered { request_hash, .. }) if request_hash != self.request_hash => {
                Err(problem::key_reused())
            }
            Some(remembered) => Ok(Some(respond::replayed(remembered))),
        }
    }

    pub(crate) fn claim<'a>(
        &'a self,
        now: Timestamp,
        answer: &'a (dyn Fn(&Order) -> Answer + Sync),
    ) -> Claim<'a> {
        let forgotten_at = Timestamp::from_unix_millis(now.unix_millis() + KEPT_FOR_MILLIS);
        Claim {
            key: &self.key,
            request_hash: &self.request_hash,
            now,
            forgotten_at: forgotten_at.unwrap_or(now),
            answer,
        }
    }
}

/// SHA-256 over `parts`, each with its length, so that none can be taken for a piece of another.
fn digest(parts: &[&str]) -> String {
    let mut context = Context::new(&SHA256);
    for part in parts {
        context.update(&part.len().to_be_bytes());
        context.update(part.as_bytes());
    }
    let digest = context.finish();
    digest
        .as_ref()
        .iter()
        .fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_apart() {
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
        assert_eq!(
            digest(&[]),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }
}
