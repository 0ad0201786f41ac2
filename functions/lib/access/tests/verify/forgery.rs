//! Tokens of people who would like to be somebody else.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use local_issuer::SigningKey;
use proptest::prelude::*;
use ring::hmac;
use serde_json::json;

use crate::issuer::{ID, Mood, TestIssuer, key, token_of};
use crate::{rsa, verify};

const WRONG: &str = "the token's signature is wrong";
const UNKNOWN: &str = "the token is signed with a key that its issuer does not have";
const NOT_ALLOWED: &str = "the token is signed with neither ES256 nor RS256";

/// An issuer with an EC key, and the RSA key.
async fn start() -> (TestIssuer, SigningKey) {
    let key = key();
    let issuer = TestIssuer::start(&[]).await;
    issuer.turn(Mood::Keys(vec![key.jwk(), rsa::jwk()]));
    (issuer, key)
}

#[tokio::test]
async fn unsigned_tokens_are_refused() {
    let (issuer, key) = start().await;
    let verifier = issuer.verifier();
    for alg in ["none", "None", "NONE", "nOnE", "none ", ""] {
        let header = json!({ "alg": alg, "kid": key.id() });
        let unsigned = rsa::unsigned(&header, &issuer.claims());
        let signature = issuer.token(&key);
        let signature = signature.rsplit('.').next().unwrap();
        for token in [format!("{unsigned}."), format!("{unsigned}.{signature}")] {
            assert_eq!(verify(&verifier, &token, 0).await, NOT_ALLOWED, "{alg}");
        }
    }
    let header = json!({ "alg": "ES256", "kid": key.id() });
    let token = format!("{}.", rsa::unsigned(&header, &issuer.claims()));
    assert_eq!(verify(&verifier, &token, 0).await, WRONG);
}

#[tokio::test]
async fn a_public_key_is_no_shared_secret() {
    let (issuer, _) = start().await;
    let verifier = issuer.verifier();
    let jwk = rsa::jwk().to_string();
    for secret in [rsa::bytes(rsa::N), rsa::N.into(), jwk.into_bytes()] {
        let header = json!({ "alg": "HS256", "kid": ID });
        let unsigned = rsa::unsigned(&header, &issuer.claims());
        let secret = hmac::Key::new(hmac::HMAC_SHA256, &secret);
        let tag = URL_SAFE_NO_PAD.encode(hmac::sign(&secret, unsigned.as_bytes()));
        let token = format!("{unsigned}.{tag}");
        assert_eq!(verify(&verifier, &token, 0).await, NOT_ALLOWED);

        let header = json!({ "alg": "RS256", "kid": ID });
        let token = format!("{}.{tag}", rsa::unsigned(&header, &issuer.claims()));
        assert_eq!(verify(&verifier, &token, 0).await, WRONG);
    }
}

#[tokio::test]
async fn a_key_is_used_with_its_own_algorithm_only() {
    let (issuer, key) = start().await;
    let verifier = issuer.verifier();
    let claims = issuer.claims();
    let token = rsa::sign(&json!({ "alg": "RS256", "kid": key.id() }), &claims);
    assert_eq!(verify(&verifier, &token, 0).await, UNKNOWN);
    let header = json!({ "alg": "ES256", "kid": ID }).to_string();
    let token = key.sign(&header, &claims.to_string());
    assert_eq!(verify(&verifier, &token, 0).await, UNKNOWN);
}

#[tokio::test]
async fn a_key_of_ones_own_does_not_help() {
    let (issuer, key) = start().await;
    let verifier = issuer.verifier();
    let mine = crate::issuer::key();
    let token = issuer.token(&mine);
    assert_eq!(verify(&verifier, &token, 0).await, UNKNOWN);

    // Its own key under the name of the issuer's, and brought along in the header.
    let header = json!({ "alg": "ES256", "kid": key.id(), "jwk": mine.jwk() });
    let token = mine.sign(&header.to_string(), &issuer.claims().to_string());
    assert_eq!(verify(&verifier, &token, 0).await, WRONG);
}

#[tokio::test]
async fn a_signature_is_for_one_payload() {
    let (issuer, key) = start().await;
    let verifier = issuer.verifier();
    let token = issuer.token(&key);
    let mut claims = issuer.claims();
    claims["scope"] = json!("orders:admin");
    let other = token_of(&key, &claims);
    let signature = |token: &str| token.rsplit_once('.').unwrap().1.to_owned();
    let signed = |token: &str| token.rsplit_once('.').unwrap().0.to_owned();
    let swapped = format!("{}.{}", signed(&other), signature(&token));
    assert_eq!(verify(&verifier, &swapped, 0).await, WRONG);
    assert_eq!(verify(&verifier, &token, 0).await, "hello leonie");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_single_character_can_be_changed(position in any::<prop::sample::Index>(), c in "[A-Za-z0-9_.-]") {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let key = key();
            let issuer = TestIssuer::start(&[&key]).await;
            let token = issuer.token(&key);
            let position = position.index(token.len());
            let mut changed = token.clone();
            changed.replace_range(position..=position, &c);
            let accepted = verify(&issuer.verifier(), &changed, 0).await == "hello leonie";
            assert_eq!(accepted, changed == token, "{changed}");
        });
    }
}
