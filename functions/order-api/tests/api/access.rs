//! Who may do what, on every route.

use local_issuer::{AUDIENCE, Issuer, Role, SigningKey};
use order_core::SeriesCount;
use order_store::MemoryStore;
use ring::hmac;
use serde_json::{Value, json};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::test_api::{NOBODYS, NOW, Request, TestApi, order, request};

/// One request of each route, about the order `id`.
fn every_route(id: &str) -> Vec<Request> {
    let of_order = |method, rest: &str| request(method, format!("/orders/{id}{rest}"));
    vec![
        request("POST", "/orders").body(&order()),
        request("GET", "/orders"),
        of_order("GET", ""),
        of_order("PATCH", "")
            .header("if-match", "*")
            .body(&json!({"notes": "mine"})),
        of_order("GET", "/events"),
        of_order("GET", "/invoice"),
        of_order("GET", "/credit-note"),
        of_order("POST", "/transitions").body(&json!({"to": "CANCELLED"})),
    ]
}

/// Tokens that look almost right.
async fn bad_tokens(api: &TestApi) -> Vec<(&'static str, String)> {
    let issuer = &api.issuer;
    let good = issuer.token(Role::Admin, None, *NOW);
    let parts: Vec<&str> = good.split('.').collect();
    let decode = |part: &str| -> Value {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
    };
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let (header, claims) = (decode(parts[0]), decode(parts[1]));
    let with_alg = |alg: &str| {
        let mut header = header.clone();
        header["alg"] = json!(alg);
        format!("{}.{}", encode(&header), parts[1])
    };
    // The public key that everybody can get, as if it were a secret.
    let keys = reqwest::get(format!("{}/jwks.json", issuer.url()))
        .await
        .unwrap();
    let keys: Value = serde_json::from_str(&keys.text().await.unwrap()).unwrap();
    let secret = hmac::Key::new(
        hmac::HMAC_SHA256,
        &URL_SAFE_NO_PAD
            .decode(keys["keys"][0]["x"].as_str().unwrap())
            .unwrap(),
    );
    let confused = with_alg("HS256");
    let tag = hmac::sign(&secret, confused.as_bytes());
    let mut promoted = claims.clone();
    promoted["sub"] = json!("root");
    let early = issuer.token(Role::Admin, None, "2026-11-24T10:59:59Z".parse().unwrap());
    let other = Issuer::start().await.unwrap();
    let stranger = SigningKey::generate().unwrap();
    vec![
        ("expired", early),
        ("of another issuer", other.token(Role::Admin, None, *NOW)),
        (
            "signed by a stranger",
            stranger.sign(&header.to_string(), &claims.to_string()),
        ),
        ("unsigned", format!("{}.", with_alg("none"))),
        (
            "of a public key as secret",
            format!("{confused}.{}", URL_SAFE_NO_PAD.encode(tag)),
        ),
        (
            "with a changed claim",
            format!("{}.{}.{}", parts[0], encode(&promoted), parts[2]),
        ),
        ("cut short", good[..good.len() - 8].to_owned()),
        ("no token at all", "eva".to_owned()),
    ]
}

#[tokio::test]
async fn every_route_needs_a_token_that_is_right() {
    let api = TestApi::start().await;
    let id = api.place().await;
    let bad_tokens = bad_tokens(&api).await;
    for route in every_route(&id) {
        let answer = api.send_as_is(route.clone()).await;
        answer.is_problem(401, "unauthenticated");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
        let basic = route
            .clone()
            .header("authorization", "Basic ZXZhOnNlc2FtZQ==");
        api.send(basic).await.is_problem(401, "unauthenticated");
        for (what, token) in &bad_tokens {
            let answer = api.send(route.clone().token(token)).await;
            assert_eq!(answer.status, 401, "{route:?} with a token {what}");
            let challenge = answer.header("www-authenticate").unwrap();
            assert!(challenge.contains("error=\"invalid_token\""), "{challenge}");
        }
    }
    // Nothing of all that did anything.
    let list = api.send(request("GET", "/orders")).await;
    assert_eq!(list.body["orders"].as_array().unwrap().len(), 1);
    assert_eq!(list.body["orders"][0]["version"], 1);
}

#[tokio::test]
async fn a_token_for_another_audience_is_refused_on_every_route() {
    let store = MemoryStore::new(SeriesCount::ONE);
    let api = TestApi::for_audience("another-api", store).await;
    for route in every_route(NOBODYS) {
        let answer = api.send(route).await;
        answer.is_problem(401, "unauthenticated");
        assert_eq!(answer.body["detail"], "the token is for another audience");
    }
}

#[tokio::test]
async fn somebody_elses_order_is_not_there_on_any_route() {
    let api = TestApi::start().await;
    let id = api.place().await;
    let ann = api.token(Role::Customer, "ann");
    // The first two are about no order in particular.
    for route in every_route(&id).into_iter().skip(2) {
        api.send(route.token(&ann))
            .await
            .is_problem(404, "no-such-order");
    }
    let list = api.send(request("GET", "/orders").token(&ann)).await;
    assert_eq!(list.body["orders"], json!([]));
    let read = api.send(request("GET", format!("/orders/{id}"))).await;
    assert_eq!(read.body["version"], 1);
}

#[tokio::test]
async fn every_route_needs_its_scope() {
    let api = TestApi::start().await;
    let id = api.place().await;
    // Ops may read, and the order is its own.
    let ops = api.token(Role::Ops, "eva");
    let expected = [403, 200, 200, 403, 200, 404, 404, 403];
    for (route, status) in every_route(&id).into_iter().zip(expected) {
        let answer = api.send(route.clone().token(&ops)).await;
        assert_eq!(answer.status, status, "{route:?}");
        if status == 403 {
            answer.is_problem(403, "insufficient-scope");
            let challenge = answer.header("www-authenticate").unwrap();
            assert!(challenge.contains("scope=\"orders:write\""), "{challenge}");
        }
    }
    assert_eq!(AUDIENCE, "order-api");
}

#[tokio::test]
async fn an_administrator_sees_and_changes_everybodys_orders() {
    let api = TestApi::start().await;
    let id = api.place().await;
    let staff = api.token(Role::Admin, "staff");
    let expected = [201, 200, 200, 200, 200, 404, 404, 200];
    for (route, status) in every_route(&id).into_iter().zip(expected) {
        let answer = api.send(route.clone().token(&staff)).await;
        assert_eq!(answer.status, status, "{route:?}: {}", answer.body);
    }
}
