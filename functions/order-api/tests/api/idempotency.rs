//! Requests that are sent more than once.

use futures::future::join_all;
use local_issuer::Role;
use serde_json::json;

use crate::test_api::{Request, TestApi, order, request};

const DAY_MILLIS: u64 = 24 * 60 * 60 * 1_000;

fn place(key: &str) -> Request {
    request("POST", "/orders")
        .header("idempotency-key", key)
        .body(&order())
}

#[tokio::test]
async fn the_same_request_gets_the_same_answer() {
    let api = TestApi::start().await;
    let first = api.send(place("k")).await;
    assert_eq!(
        (first.status, first.header("idempotent-replayed")),
        (201, None)
    );
    let id = first.body["orderId"].as_str().unwrap();
    // What has happened to the order since doesn't matter.
    api.advance(id, "CONFIRMED").await;
    let again = api.send(place("k")).await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!((again.status, &again.body), (201, &first.body));
    for name in ["etag", "location", "content-type"] {
        assert_eq!(again.header(name), first.header(name), "{name}");
    }
    assert_ne!(
        api.send(place("k2")).await.body["orderId"],
        first.body["orderId"]
    );
}

#[tokio::test]
async fn another_request_can_not_use_the_key() {
    let api = TestApi::start().await;
    let first = api.send(place("k")).await;
    let mut other = order();
    other["notes"] = json!("another");
    api.send(place("k").body(&other))
        .await
        .is_problem(422, "idempotency-key-reused");
    let id = first.body["orderId"].as_str().unwrap();
    let transition = request("POST", format!("/orders/{id}/transitions"))
        .header("idempotency-key", "k")
        .body(&json!({"to": "CONFIRMED"}));
    api.send(transition)
        .await
        .is_problem(422, "idempotency-key-reused");
}

#[tokio::test]
async fn a_key_belongs_to_its_caller() {
    let api = TestApi::start().await;
    let evas = api.send(place("k")).await;
    let token = api.token(Role::Customer, "ann");
    let anns = api.send(place("k").token(&token)).await;
    assert_eq!(
        (anns.status, anns.header("idempotent-replayed")),
        (201, None)
    );
    assert_ne!(anns.body["orderId"], evas.body["orderId"]);
}

#[tokio::test]
async fn a_key_is_forgotten_after_a_day() {
    let api = TestApi::start().await;
    let first = api.send(place("k")).await;
    api.wait_millis(DAY_MILLIS - 1);
    assert_eq!(api.send(place("k")).await.body, first.body);
    api.wait_millis(1);
    let later = api.send(place("k")).await;
    assert_eq!(
        (later.status, later.header("idempotent-replayed")),
        (201, None)
    );
    assert_ne!(later.body["orderId"], first.body["orderId"]);
}

#[tokio::test]
async fn what_was_refused_can_be_mended_and_sent_again() {
    let api = TestApi::start().await;
    let mut faulty = order();
    faulty["currency"] = json!("XXX");
    assert_eq!(api.send(place("k").body(&faulty)).await.status, 422);
    assert_eq!(api.send(place("k")).await.status, 201);
}

#[tokio::test]
async fn a_transition_is_made_once() {
    let api = TestApi::start().await;
    let id = api.place().await;
    let confirm = request("POST", format!("/orders/{id}/transitions"))
        .header("idempotency-key", "k")
        .body(&json!({"to": "CONFIRMED"}));
    let first = api.send(confirm.clone()).await;
    assert_eq!(first.body["invoice"]["number"], "INV-2026-000001");
    api.advance(&id, "PAID").await;
    let again = api.send(confirm.clone()).await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!((again.status, again.body), (200, first.body));
    assert_eq!(again.headers["etag"], first.headers["etag"]);
    // The path is part of the request.
    let other = api.place().await;
    let confirm = request("POST", format!("/orders/{other}/transitions"))
        .header("idempotency-key", "k")
        .body(&json!({"to": "CONFIRMED"}));
    api.send(confirm)
        .await
        .is_problem(422, "idempotency-key-reused");
}

#[tokio::test]
async fn a_key_is_printable_and_not_too_long() {
    let api = TestApi::start().await;
    for key in ["", " ", "é", &"k".repeat(256)] {
        let answer = api.send(place(key)).await;
        answer.is_problem(400, "invalid-parameters");
        assert_eq!(answer.faults(), ["Idempotency-Key"]);
    }
    assert_eq!(api.send(place(&"k".repeat(255))).await.status, 201);
}

#[tokio::test]
async fn any_number_of_requests_at_once_place_one_order() {
    let api = TestApi::start().await;
    let answers = join_all((0..32).map(|_| api.send(place("k")))).await;
    let first = &answers[0].body;
    assert!(
        answers
            .iter()
            .all(|answer| (answer.status, &answer.body) == (201, first))
    );
    let replayed = answers
        .iter()
        .filter(|answer| answer.header("idempotent-replayed").is_some());
    assert_eq!(replayed.count(), 31);
    let list = api.send(request("GET", "/orders")).await;
    assert_eq!(list.body["orders"].as_array().unwrap().len(), 1);
}
