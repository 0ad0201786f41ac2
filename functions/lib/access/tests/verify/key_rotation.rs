//! Keys come and go, and the issuer is not asked more often than it has to be.

use crate::issuer::{TestIssuer, key, token_of};
use crate::{at, verify};

const UNKNOWN: &str = "the token is signed with a key that its issuer does not have";
const HOUR: u64 = 3_600;

#[tokio::test]
async fn keys_are_fetched_once_for_many_tokens() {
    let key = key();
    let issuer = TestIssuer::start(&[&key]).await;
    let verifier = issuer.verifier();
    let token = issuer.token(&key);
    for second in 0..100 {
        assert_eq!(verify(&verifier, &token, second).await, "hello leonie");
    }
    assert_eq!(issuer.asked(), 1);
}

#[tokio::test]
async fn warming_up_spares_the_first_request_the_wait() {
    let key = key();
    let issuer = TestIssuer::start(&[&key]).await;
    let verifier = issuer.verifier();
    verifier.warm_up(at(0)).await;
    assert_eq!(issuer.asked(), 1);
    let token = issuer.token(&key);
    assert_eq!(verify(&verifier, &token, 0).await, "hello leonie");
    assert_eq!(issuer.asked(), 1);
}

#[tokio::test]
async fn many_requests_at_once_share_one_fetch() {
    let key = key();
    let issuer = TestIssuer::start(&[&key]).await;
    let verifier = issuer.verifier();
    let token = issuer.token(&key);
    let ask = || verify(&verifier, &token, 0);
    let answers = tokio::join!(ask(), ask(), ask(), ask());
    let hello = || "hello leonie".to_owned();
    assert_eq!(answers, (hello(), hello(), hello(), hello()));
    assert_eq!(issuer.asked(), 1);
}

#[tokio::test]
async fn a_new_key_is_found_and_the_old_one_works_while_it_is_in_the_set() {
    let (old, new) = (key(), key());
    let issuer = TestIssuer::start(&[&old]).await;
    let verifier = issuer.verifier();
    let (old_token, new_token) = (issuer.token(&old), issuer.token(&new));
    assert_eq!(verify(&verifier, &old_token, 0).await, "hello leonie");

    issuer.rotate(&[&new, &old]);
    assert_eq!(verify(&verifier, &new_token, 30).await, "hello leonie");
    assert_eq!(verify(&verifier, &old_token, 31).await, "hello leonie");
    assert_eq!(issuer.asked(), 2);

    issuer.rotate(&[&new]);
    assert_eq!(
        verify(&verifier, &old_token, HOUR - 1).await,
        "hello leonie"
    );
    let late = token_of(&old, &{
        let mut claims = issuer.claims();
        claims["exp"] = (crate::NOW + 9 * HOUR).into();
        claims
    });
    assert_eq!(verify(&verifier, &late, HOUR + 30).await, UNKNOWN);
    assert_eq!(issuer.asked(), 3);
}

#[tokio::test]
async fn a_flood_of_forged_keys_is_no_flood_of_fetches() {
    let key = key();
    let issuer = TestIssuer::start(&[&key]).await;
    let verifier = issuer.verifier();
    let token = issuer.token(&key);
    assert_eq!(verify(&verifier, &token, 0).await, "hello leonie");
    for second in 0..120 {
        let forged = issuer.token(&crate::issuer::key());
        assert_eq!(verify(&verifier, &forged, second).await, UNKNOWN);
    }
    assert_eq!(issuer.asked(), 1 + 3, "after 30, 60 and 90 seconds");
    assert_eq!(verify(&verifier, &token, 120).await, "hello leonie");
}
