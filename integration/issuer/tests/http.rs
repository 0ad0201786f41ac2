//! What an application sees of the issuer, and that `access` believes its tokens.
#![expect(
    clippy::unwrap_used,
    reason = "in a test, what should be there and is not is a failure"
)]

use std::time::Duration;

use access::{Scope, Settings, Verifier};
use local_issuer::{AUDIENCE, Issuer, Role};
use order_events::Timestamp;
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};

fn now() -> Timestamp {
    #[expect(
        clippy::disallowed_methods,
        reason = "the server's tokens are of the present"
    )]
    let now = std::time::SystemTime::now();
    let since = now
        .duration_since(std::time::SystemTime::UNIX_EPOCH)
        .unwrap();
    Timestamp::from_unix_millis(since.as_millis().try_into().unwrap()).unwrap()
}

async fn get(issuer: &Issuer, path: &str) -> Response {
    let url = format!("{}{path}", issuer.url());
    let response = Client::new().get(url).send().await.unwrap();
    response.error_for_status().unwrap()
}

async fn post(issuer: &Issuer, form: &[(&str, &str)]) -> (StatusCode, Value) {
    let url = format!("{}/token", issuer.url());
    let response = Client::new().post(url).form(form).send().await.unwrap();
    assert_eq!(response.headers()["cache-control"], "no-store");
    (response.status(), response.json().await.unwrap())
}

/// Who the token says it is, as an API sees it that trusts the issuer.
async fn caller(issuer: &Issuer, token: &str) -> access::Caller {
    let verifier = Verifier::new(Settings {
        issuer: issuer.url().to_owned(),
        audiences: vec![AUDIENCE.to_owned()],
    })
    .unwrap();
    let authorization = format!("Bearer {token}");
    verifier.verify(Some(&authorization), now()).await.unwrap()
}

#[tokio::test]
async fn discovery_leads_to_the_key() {
    let issuer = Issuer::start().await.unwrap();
    let metadata: Value = get(&issuer, "/.well-known/openid-configuration")
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(metadata["issuer"], issuer.url());
    assert_eq!(
        metadata["token_endpoint"],
        format!("{}/token", issuer.url())
    );
    assert_eq!(metadata["jwks_uri"], format!("{}/jwks.json", issuer.url()));

    let keys = get(&issuer, "/jwks.json").await;
    assert_eq!(keys.headers()["cache-control"], "public, max-age=3600");
    let keys: Value = keys.json().await.unwrap();
    assert_eq!(keys["keys"].as_array().unwrap().len(), 1);
    assert_eq!(keys["keys"][0]["alg"], "ES256");
    assert_eq!(
        keys["keys"][0].get("d"),
        None,
        "the private half stays here"
    );
}

#[tokio::test]
async fn every_role_gets_a_token_that_access_believes() {
    use Scope::{OpsReplay, OrdersAdmin, OrdersRead, OrdersWrite};

    let issuer = Issuer::start().await.unwrap();
    for (role, scopes) in [
        (Role::Customer, vec![OrdersRead, OrdersWrite]),
        (Role::Admin, vec![OrdersRead, OrdersWrite, OrdersAdmin]),
        (Role::Ops, vec![OrdersRead, OpsReplay]),
    ] {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", role.as_str()),
        ];
        let (status, mut body) = post(&issuer, &form).await;
        assert_eq!(status, StatusCode::OK);
        let token = body["access_token"].take();
        let expected = json!({
            "access_token": null,
            "token_type": "Bearer",
            "expires_in": 3_600,
            "scope": role.scope(),
        });
        assert_eq!(body, expected);

        let by_http = caller(&issuer, token.as_str().unwrap()).await;
        assert_eq!(by_http.subject, role.as_str());
        assert_eq!(by_http.scopes, scopes.into_iter().collect());
        assert_eq!(
            caller(&issuer, &issuer.token(role, None, now())).await,
            by_http
        );
    }
}

#[tokio::test]
async fn a_token_can_be_in_the_name_of_any_subject() {
    let issuer = Issuer::start().await.unwrap();
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", "customer"),
        ("subject", "Leonie Köhler"),
    ];
    let (_, body) = post(&issuer, &form).await;
    let token = body["access_token"].as_str().unwrap();
    assert_eq!(caller(&issuer, token).await.subject, "Leonie Köhler");
    let token = issuer.token(Role::Customer, Some("bob"), now());
    assert_eq!(caller(&issuer, &token).await.subject, "bob");
}

#[tokio::test]
async fn what_is_wrong_with_a_request_is_told_as_rfc_6749_wants_it() {
    let issuer = Issuer::start().await.unwrap();
    let grant = ("grant_type", "client_credentials");
    let client = ("client_id", "customer");
    let long = "a".repeat(256);
    for (form, error) in [
        (vec![], "invalid_request"),
        (vec![client], "invalid_request"),
        (vec![grant], "invalid_request"),
        (vec![grant, grant, client], "invalid_request"),
        (vec![grant, client, ("subject", "")], "invalid_request"),
        (vec![grant, client, ("subject", "a\nb")], "invalid_request"),
        (vec![grant, client, ("subject", &long)], "invalid_request"),
        (
            vec![("grant_type", "password"), client],
            "unsupported_grant_type",
        ),
        (vec![grant, ("client_id", "root")], "invalid_client"),
    ] {
        let (status, body) = post(&issuer, &form).await;
        assert_eq!(
            (status, &body["error"]),
            (StatusCode::BAD_REQUEST, &json!(error))
        );
        assert!(body["error_description"].is_string(), "{body}");
    }

    let url = format!("{}/token", issuer.url());
    let request = Client::new().post(url).json(&json!({ "grant_type": "x" }));
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["error"], "invalid_request");
}

#[tokio::test]
async fn dropping_the_issuer_stops_the_server() {
    let issuer = Issuer::start().await.unwrap();
    let url = format!("{}/jwks.json", issuer.url());
    let client = Client::new();
    client.get(&url).send().await.unwrap();
    drop(issuer);
    let stopped = async {
        while client.get(&url).send().await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), stopped)
        .await
        .unwrap();
}
