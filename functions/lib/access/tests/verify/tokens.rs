//! Tokens as honest issuers write them, and those that are out of date or for somebody else.

use access::{Denied, Scope};
use serde_json::{Value, json};

use crate::issuer::{ID, Mood, TestIssuer, key, token_of};
use crate::{NOW, at, rsa, verify};

#[tokio::test]
async fn es256_tokens_are_accepted() {
    let key = key();
    let issuer = TestIssuer::start(&[&key]).await;
    let authorization = format!("Bearer {}", issuer.token(&key));
    let caller = issuer
        .verifier()
        .verify(Some(&authorization), at(0))
        .await
        .unwrap();
    assert_eq!(caller.subject, "leonie");
    let scopes = [Scope::OrdersRead, Scope::OrdersWrite];
    assert_eq!(caller.scopes, scopes.into_iter().collect());
}

#[tokio::test]
async fn tokens_of_cognito_are_accepted() {
    let issuer = TestIssuer::start(&[]).await;
    issuer.turn(Mood::Keys(vec![rsa::jwk()]));
    // As the developer guide shows them: no `typ`, no `aud`, scopes with a prefix.
    let claims = json!({
        "sub": "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
        "iss": issuer.url(),
        "version": 2,
        "client_id": "console",
        "origin_jti": "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
        "token_use": "access",
        "scope": "openid order-api/orders:read order-api/orders:admin",
        "auth_time": NOW,
        "exp": NOW + 3_600,
        "iat": NOW,
        "jti": "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
        "username": "leonie",
    });
    let token = rsa::sign(&json!({ "kid": ID, "alg": "RS256" }), &claims);
    let authorization = format!("Bearer {token}");
    let caller = issuer
        .verifier()
        .verify(Some(&authorization), at(0))
        .await
        .unwrap();
    assert_eq!(caller.subject, "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee");
    let scopes = [Scope::OrdersRead, Scope::OrdersAdmin];
    assert_eq!(caller.scopes, scopes.into_iter().collect());
}

#[tokio::test]
async fn no_token_is_told_from_a_bad_one() {
    let issuer = TestIssuer::start(&[]).await;
    let verifier = issuer.verifier();
    for authorization in [None, Some(""), Some("Basic YTpi"), Some("Bearer")] {
        let denied = verifier.verify(authorization, at(0)).await.unwrap_err();
        assert!(matches!(denied, Denied::Missing), "{authorization:?}");
    }
    let denied = verifier
        .verify(Some("Bearer a.b"), at(0))
        .await
        .unwrap_err();
    let text = "authenticate: the token does not have three segments";
    assert_eq!(denied.to_string(), text);
    assert_eq!(issuer.asked(), 0, "nothing of this needs a key");
}

#[tokio::test]
async fn claims_that_do_not_fit_are_refused() {
    let key = key();
    let issuer = TestIssuer::start(&[&key]).await;
    let verifier = issuer.verifier();
    for (name, value, reason) in [
        ("exp", json!(NOW), "the token has expired"),
        ("exp", Value::Null, "the token does not expire"),
        ("nbf", json!(NOW + 61), "the token is not valid yet"),
        ("iat", json!(NOW + 61), "the token was issued in the future"),
        (
            "iss",
            json!("https://evil.example"),
            "the token is from another issuer",
        ),
        (
            "aud",
            json!(["billing"]),
            "the token is for another audience",
        ),
        (
            "sub",
            json!(""),
            "the token's subject is missing or not acceptable",
        ),
        (
            "scope",
            json!(7),
            "the token's claims are not those of an access token",
        ),
    ] {
        let mut claims = issuer.claims();
        claims[name] = value;
        let token = token_of(&key, &claims);
        assert_eq!(verify(&verifier, &token, 0).await, reason);
    }
}

#[tokio::test]
async fn a_token_that_was_accepted_expires_like_any_other() {
    let key = key();
    let issuer = TestIssuer::start(&[&key]).await;
    let verifier = issuer.verifier();
    let mut claims = issuer.claims();
    claims["exp"] = json!(NOW + 100);
    let token = token_of(&key, &claims);
    for second in [0, 1, 99] {
        assert_eq!(verify(&verifier, &token, second).await, "hello leonie");
    }
    assert_eq!(
        verify(&verifier, &token, 100).await,
        "the token has expired"
    );
}

#[tokio::test]
async fn signed_claims_that_are_no_object_are_refused() {
    let key = key();
    let issuer = TestIssuer::start(&[&key]).await;
    let verifier = issuer.verifier();
    let header = json!({ "alg": "ES256", "kid": key.id() }).to_string();
    let good = issuer.claims().to_string();
    let twice = good.replacen('{', r#"{"sub":"somebody else","#, 1);
    for claims in ["", "null", "[]", "{", &format!("{good} {good}"), &twice] {
        let token = key.sign(&header, claims);
        let reason = "the token's claims are not those of an access token";
        assert_eq!(verify(&verifier, &token, 0).await, reason, "{claims}");
    }
}

#[tokio::test]
async fn only_an_issuer_with_one_key_need_not_name_it() {
    let (key, other) = (key(), key());
    let issuer = TestIssuer::start(&[&key]).await;
    let token = key.sign(r#"{"alg":"ES256"}"#, &issuer.claims().to_string());
    assert_eq!(verify(&issuer.verifier(), &token, 0).await, "hello leonie");

    issuer.rotate(&[&key, &other]);
    let reason = "the token does not say which of the issuer's keys it is signed with";
    assert_eq!(verify(&issuer.verifier(), &token, 0).await, reason);
}
