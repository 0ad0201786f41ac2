//! The verifier against an issuer that is reached over HTTP.
#![expect(
    clippy::unwrap_used,
    reason = "in a test, what should be there and is not is a failure"
)]

mod forgery;
mod issuer;
mod key_rotation;
mod outage;
mod rsa;
mod tokens;

use order_events::Timestamp;

/// The present of these tests, in seconds since the Unix epoch.
const NOW: u64 = 1_795_500_000;

/// `seconds` after [`NOW`].
fn at(seconds: u64) -> Timestamp {
    Timestamp::from_unix_millis((NOW + seconds) * 1_000).unwrap()
}

/// What became of a token, in words: the subject, the reason why it is refused, or `unavailable`.
async fn verify(verifier: &access::Verifier, token: &str, seconds: u64) -> String {
    let authorization = format!("Bearer {token}");
    match verifier.verify(Some(&authorization), at(seconds)).await {
        Ok(caller) => format!("hello {}", caller.subject),
        Err(access::Denied::Invalid(reason)) => reason.to_owned(),
        Err(access::Denied::Unavailable(_)) => "unavailable".to_owned(),
        Err(access::Denied::Missing) => "missing".to_owned(),
    }
}
