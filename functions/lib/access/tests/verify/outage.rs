//! The issuer does not answer, or not as it should.

use access::{Denied, Settings, Verifier};
use serde_json::json;

use crate::issuer::{Lie, Mood, TestIssuer, key, token_of};
use crate::{NOW, at, verify};

const HOUR: u64 = 3_600;

/// The error and its causes, without the URLs, of a first request to an issuer in a bad state.
async fn failure(issuer: &TestIssuer) -> String {
    let authorization = format!("Bearer {}", issuer.token(&key()));
    let verifier = issuer.verifier();
    let denied = verifier.verify(Some(&authorization), at(0)).await;
    let Err(Denied::Unavailable(error)) = denied else {
        panic!("{denied:?}");
    };
    error.to_string().replace(issuer.url(), "")
}

#[tokio::test]
async fn what_is_no_set_of_keys_is_no_reason_to_refuse_a_token() {
    let issuer = TestIssuer::start(&[]).await;
    for (mood, expected) in [
        (
            Mood::Error,
            "read `/keys`: expected status 200, found 500 Internal Server Error",
        ),
        (
            Mood::Redirect,
            "read `/keys`: expected status 200, found 302 Found",
        ),
        (Mood::Text("<html>".to_owned()), "read `/keys`"),
        (
            Mood::Text(format!("{{\"keys\": []{}}}", " ".repeat(256 * 1_024))),
            "read `/keys` to its end, at most 262144 bytes",
        ),
    ] {
        issuer.turn(mood);
        assert_eq!(failure(&issuer).await, expected);
    }
}

#[tokio::test]
async fn an_issuer_that_is_gone_or_does_not_speak_tls_is_unavailable() {
    let key = key();
    let issuer = TestIssuer::start(&[&key]).await;
    let authorization = format!("Bearer {}", issuer.token(&key));
    // Port 1 is nobody's.
    let with_tls = issuer.url().replace("http:", "https:");
    for url in ["http://127.0.0.1:1", "https://127.0.0.1:1", &with_tls] {
        let settings = Settings {
            issuer: url.to_owned(),
            audiences: vec!["order-api".to_owned()],
        };
        let verifier = Verifier::new(settings).unwrap();
        let denied = verifier.verify(Some(&authorization), at(0)).await;
        let Err(Denied::Unavailable(error)) = denied else {
            panic!("{denied:?}");
        };
        let text = format!("call `{url}/.well-known/openid-configuration`");
        assert_eq!(error.to_string(), text);
    }
}

#[tokio::test]
async fn a_silent_issuer_is_given_up() {
    let issuer = TestIssuer::start(&[]).await;
    // For an hour.
    issuer.turn(Mood::Silence);
    assert_eq!(failure(&issuer).await, "get an answer within 2 s");
}

#[tokio::test]
async fn another_issuer_or_keys_without_tls_are_not_believed() {
    let other = TestIssuer::lying(
        &[],
        Lie {
            issuer: Some("https://evil.example"),
            jwks_uri: None,
        },
    );
    let expected = "read `/.well-known/openid-configuration`: it is about another issuer, \
                    `https://evil.example`";
    assert_eq!(failure(&other.await).await, expected);

    let elsewhere = TestIssuer::lying(
        &[],
        Lie {
            issuer: None,
            jwks_uri: Some("http://evil.example/keys"),
        },
    );
    assert_eq!(
        failure(&elsewhere.await).await,
        "find out where the keys are"
    );
}

#[tokio::test]
async fn nobody_is_let_in_before_the_issuer_has_answered_once() {
    let key = key();
    let issuer = TestIssuer::start(&[&key]).await;
    issuer.turn(Mood::Error);
    let verifier = issuer.verifier();
    let token = issuer.token(&key);
    verifier.warm_up(at(0)).await;
    assert_eq!(verify(&verifier, &token, 0).await, "unavailable");
    assert_eq!(issuer.asked(), 2, "the first request tries again");

    assert_eq!(verify(&verifier, &token, 0).await, "unavailable");
    assert_eq!(issuer.asked(), 2, "but not each one of a flood");

    issuer.rotate(&[&key]);
    assert_eq!(verify(&verifier, &token, 1).await, "hello leonie");
}

#[tokio::test]
async fn old_keys_bridge_a_day() {
    let key = key();
    let issuer = TestIssuer::start(&[&key]).await;
    let verifier = issuer.verifier();
    let mut claims = issuer.claims();
    claims["exp"] = json!(NOW + 48 * HOUR);
    let token = token_of(&key, &claims);
    assert_eq!(verify(&verifier, &token, 0).await, "hello leonie");

    issuer.turn(Mood::Error);
    for second in [HOUR, HOUR + 1, HOUR + 29, HOUR + 30, 24 * HOUR - 1] {
        assert_eq!(verify(&verifier, &token, second).await, "hello leonie");
    }
    assert_eq!(
        issuer.asked(),
        1 + 3,
        "after 1 h, 30 s later, and a day later"
    );
    let unknown = token_of(&crate::issuer::key(), &claims);
    assert_eq!(
        verify(&verifier, &unknown, 24 * HOUR - 1).await,
        "unavailable"
    );
    assert_eq!(verify(&verifier, &token, 24 * HOUR).await, "unavailable");

    issuer.rotate(&[&key]);
    assert_eq!(
        verify(&verifier, &token, 24 * HOUR + 1).await,
        "hello leonie"
    );
}

#[test]
fn settings_that_cannot_be_meant_are_refused_at_the_start() {
    let refusal = |issuer: &str, audiences: &[&str]| {
        let settings = Settings {
            issuer: issuer.to_owned(),
            audiences: audiences.iter().copied().map(str::to_owned).collect(),
        };
        Verifier::new(settings).err().map(|error| error.to_string())
    };
    let issuer = Some("prepare to verify tokens: the issuer's URL".to_owned());
    assert_eq!(refusal("http://issuer.example", &["order-api"]), issuer);
    assert_eq!(refusal("https://issuer.example/", &["order-api"]), issuer);
    assert_eq!(refusal("", &["order-api"]), issuer);
    for audiences in [&[] as &[&str], &[""], &["order-api", ""]] {
        let text = refusal("https://issuer.example", audiences).unwrap();
        assert!(text.contains("audience"), "{text}");
    }
    assert_eq!(refusal("https://issuer.example", &["order-api"]), None);
}
