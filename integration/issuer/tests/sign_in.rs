//! Signing in to the console as a browser does it: asked who one is, sent back with a code, and the
//! code exchanged for tokens.
#![expect(
    clippy::unwrap_used,
    reason = "in a test, what should be there and is not is a failure"
)]

use std::collections::HashMap;

use access::{Settings, Verifier};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use local_issuer::{AUDIENCE, Issuer};
use order_events::Timestamp;
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::{Value, json};

const CONSOLE: &str = "http://127.0.0.1:5173";
/// The example of RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

type Form = HashMap<&'static str, &'static str>;

/// What the console asks for, with `changes`; a change to nothing leaves the parameter out.
fn request(changes: &[(&'static str, &'static str)]) -> Form {
    let mut form = Form::from([
        ("response_type", "code"),
        ("client_id", "console"),
        ("redirect_uri", CONSOLE),
        ("scope", "openid orders:read"),
        ("state", "s t&a=te"),
        ("nonce", "n\"o<nce"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
        ("role", "admin"),
        ("subject", "Leonie Köhler"),
    ]);
    form.extend(changes.iter().copied());
    form.retain(|_, value| !value.is_empty());
    form
}

async fn authorize(issuer: &Issuer, method: Method, form: &Form) -> Response {
    let client = Client::builder().redirect(Policy::none()).build().unwrap();
    let url = format!("{}/authorize", issuer.url());
    let request = if method == Method::GET {
        // The query of a page is encoded as a form is.
        let form = client.post(&url).form(form).build().unwrap();
        let query = form.body().unwrap().as_bytes().unwrap();
        client.get(format!("{url}?{}", std::str::from_utf8(query).unwrap()))
    } else {
        client.post(url).form(form)
    };
    request.send().await.unwrap()
}

/// The parameters with which a browser is sent back to the console.
fn sent_back(response: &Response) -> HashMap<String, String> {
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let location = response.headers()["location"].to_str().unwrap();
    let url = reqwest::Url::parse(location).unwrap();
    assert_eq!(url.origin().ascii_serialization(), CONSOLE);
    url.query_pairs().into_owned().collect()
}

async fn sign_in(issuer: &Issuer) -> String {
    let response = authorize(issuer, Method::POST, &request(&[])).await;
    let mut parameters = sent_back(&response);
    assert_eq!(parameters["state"], "s t&a=te");
    assert_eq!(parameters["iss"], issuer.url());
    parameters.remove("code").unwrap()
}

async fn exchange(
    issuer: &Issuer,
    code: &str,
    changes: &[(&'static str, &'static str)],
) -> (StatusCode, Value) {
    let mut form = HashMap::from([
        ("grant_type", "authorization_code"),
        ("client_id", "console"),
        ("redirect_uri", CONSOLE),
        ("code_verifier", VERIFIER),
        ("code", code),
    ]);
    form.extend(changes.iter().copied());
    form.retain(|_, value| !value.is_empty());
    let url = format!("{}/token", issuer.url());
    let response = Client::new().post(url).form(&form).send().await.unwrap();
    (response.status(), response.json().await.unwrap())
}

fn claims(token: &str) -> Value {
    let payload = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

#[tokio::test]
async fn the_page_asks_and_keeps_what_it_was_asked_with() {
    let issuer = Issuer::start().await.unwrap();
    let response = authorize(&issuer, Method::GET, &request(&[])).await;
    assert_eq!(response.status(), StatusCode::OK);
    let policy = response.headers()["content-security-policy"].to_str();
    assert!(policy.unwrap().contains("frame-ancestors 'none'"));
    let page = response.text().await.unwrap();
    for part in [
        "<h1>Who are you?</h1>",
        "value=\"customer\"",
        "value=\"admin\"",
        "value=\"ops\"",
        "name=\"nonce\" value=\"n&quot;o&lt;nce\"",
        CHALLENGE,
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
}

#[tokio::test]
async fn whoever_answers_gets_tokens_in_that_name() {
    let issuer = Issuer::start().await.unwrap();
    let code = sign_in(&issuer).await;
    let (status, mut body) = exchange(&issuer, &code, &[]).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let access_token = body["access_token"].take();
    let id_token = body["id_token"].take();
    assert_eq!(
        body,
        json!({
            "access_token": null,
            "id_token": null,
            "token_type": "Bearer",
            "expires_in": 3_600,
            "scope": "orders:read orders:write orders:admin",
        })
    );

    let identity = claims(id_token.as_str().unwrap());
    assert_eq!(identity["sub"], "Leonie Köhler");
    assert_eq!(identity["aud"], "console");
    assert_eq!(identity["nonce"], "n\"o<nce");
    let access = claims(access_token.as_str().unwrap());
    assert_eq!(access["client_id"], "console");

    let settings = Settings {
        issuer: issuer.url().to_owned(),
        audiences: vec![AUDIENCE.to_owned()],
    };
    let verifier = Verifier::new(settings).unwrap();
    let seconds = access["iat"].as_u64().unwrap();
    let now = Timestamp::from_unix_millis(seconds * 1_000).unwrap();
    let authorization = format!("Bearer {}", access_token.as_str().unwrap());
    let caller = verifier.verify(Some(&authorization), now).await.unwrap();
    assert_eq!(caller.subject, "Leonie Köhler");
    // An ID token opens nothing.
    let authorization = format!("Bearer {}", id_token.as_str().unwrap());
    assert!(verifier.verify(Some(&authorization), now).await.is_err());
}

#[tokio::test]
async fn a_code_works_once_and_only_for_who_asked_for_it() {
    let issuer = Issuer::start().await.unwrap();
    for (changes, error) in [
        ([("code_verifier", "a")], "invalid_grant"),
        ([("redirect_uri", "http://127.0.0.1:5174")], "invalid_grant"),
        ([("code", "guessed")], "invalid_grant"),
        ([("client_id", "customer")], "invalid_client"),
        ([("code_verifier", "")], "invalid_request"),
        ([("redirect_uri", "")], "invalid_request"),
        ([("code", "")], "invalid_request"),
    ] {
        let code = sign_in(&issuer).await;
        let (status, body) = exchange(&issuer, &code, &changes).await;
        let found = (status, &body["error"]);
        assert_eq!(found, (StatusCode::BAD_REQUEST, &json!(error)), "{body}");
    }
    let code = sign_in(&issuer).await;
    // A wrong guess uses it up.
    exchange(&issuer, &code, &[("code_verifier", "a")]).await;
    let (status, _) = exchange(&issuer, &code, &[]).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let code = sign_in(&issuer).await;
    assert_eq!(exchange(&issuer, &code, &[]).await.0, StatusCode::OK);
    assert_eq!(
        exchange(&issuer, &code, &[]).await.0,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn nobody_is_sent_anywhere_but_to_this_machine() {
    let issuer = Issuer::start().await.unwrap();
    for changes in [
        [("redirect_uri", "https://example.com/")],
        [("redirect_uri", "http://localhost.example.com/")],
        [("redirect_uri", "")],
        [("client_id", "customer")],
        [("client_id", "")],
    ] {
        for method in [Method::GET, Method::POST] {
            let response = authorize(&issuer, method, &request(&changes)).await;
            assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{changes:?}");
            assert!(!response.headers().contains_key("location"));
        }
    }
}

#[tokio::test]
async fn the_console_is_told_what_is_wrong_with_its_request() {
    let issuer = Issuer::start().await.unwrap();
    for (changes, error) in [
        ([("response_type", "token")], "unsupported_response_type"),
        ([("code_challenge_method", "plain")], "invalid_request"),
        ([("code_challenge_method", "")], "invalid_request"),
        ([("code_challenge", "abc")], "invalid_request"),
        ([("code_challenge", "")], "invalid_request"),
    ] {
        for method in [Method::GET, Method::POST] {
            let response = authorize(&issuer, method, &request(&changes)).await;
            let parameters = sent_back(&response);
            assert_eq!(parameters["error"], error);
            assert_eq!(parameters["state"], "s t&a=te");
            assert!(!parameters.contains_key("code"));
        }
    }
}

#[tokio::test]
async fn who_answers_wrongly_is_asked_again() {
    let issuer = Issuer::start().await.unwrap();
    for changes in [[("role", "root")], [("role", "")], [("subject", "a\nb")]] {
        let response = authorize(&issuer, Method::POST, &request(&changes)).await;
        assert_eq!(response.status(), StatusCode::OK, "{changes:?}");
        let page = response.text().await.unwrap();
        assert!(page.contains("role=\"alert\""), "{page}");
    }
}

#[tokio::test]
async fn without_a_name_one_has_that_of_the_role() {
    let issuer = Issuer::start().await.unwrap();
    let form = request(&[("subject", ""), ("role", "ops")]);
    let response = authorize(&issuer, Method::POST, &form).await;
    let code = sent_back(&response).remove("code").unwrap();
    let (_, body) = exchange(&issuer, &code, &[]).await;
    let access = claims(body["access_token"].as_str().unwrap());
    assert_eq!(access["sub"], "ops");
    assert_eq!(access["scope"], "orders:read ops:replay");
}

#[tokio::test]
async fn pages_of_this_machine_may_read_the_answers_and_no_others() {
    let issuer = Issuer::start().await.unwrap();
    let client = Client::new();
    for path in ["/.well-known/openid-configuration", "/jwks.json", "/token"] {
        for (origin, allowed) in [
            (CONSOLE, true),
            ("http://localhost:3000", true),
            ("https://example.com", false),
            ("null", false),
        ] {
            for method in [Method::GET, Method::POST, Method::OPTIONS] {
                let url = format!("{}{path}", issuer.url());
                let request = client.request(method, url).header("origin", origin);
                let request = request.header("access-control-request-method", "POST");
                let response = request.send().await.unwrap();
                let shared = response.headers().get("access-control-allow-origin");
                assert_eq!(shared.is_some_and(|shared| shared == origin), allowed);
                assert_eq!(response.headers()["vary"], "origin");
            }
        }
    }
}
