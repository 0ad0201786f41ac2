//! Moving an order through its life.

use local_issuer::Role;
use serde_json::json;

use crate::test_api::{TestApi, request};

#[tokio::test]
async fn the_staff_takes_an_order_to_its_end() {
    let api = TestApi::start().await;
    let id = api.place().await;
    let confirmed = api.advance(&id, "CONFIRMED").await;
    assert_eq!(confirmed.header("etag"), Some("\"2\""));
    assert_eq!(confirmed.body["invoice"]["number"], "INV-2026-000001");
    assert_eq!(confirmed.body["nextStatuses"], json!(["PAID", "CANCELLED"]));
    for to in ["PAID", "SHIPPED", "DELIVERED"] {
        assert_eq!(api.advance(&id, to).await.body["status"], to);
    }
    let refunded = api.advance(&id, "REFUNDED").await;
    assert_eq!(refunded.body["creditNote"]["number"], "CN-2026-000001");
    assert_eq!(refunded.body["nextStatuses"], json!([]));
}

#[tokio::test]
async fn a_customer_confirms_and_cancels_and_sees_no_more_than_that() {
    let api = TestApi::start().await;
    let id = api.place().await;
    let path = format!("/orders/{id}/transitions");
    for to in ["PAID", "SHIPPED", "DELIVERED", "REFUNDED"] {
        let answer = api
            .send(request("POST", &*path).body(&json!({"to": to})))
            .await;
        answer.is_problem(403, "insufficient-scope");
    }
    let body = json!({"to": "CONFIRMED", "reason": "as agreed"});
    let confirmed = api.send(request("POST", &*path).body(&body)).await;
    assert_eq!(confirmed.status, 200, "{}", confirmed.body);
    assert_eq!(confirmed.body["nextStatuses"], json!(["CANCELLED"]));
    let history = api
        .send(request("GET", format!("/orders/{id}/events")))
        .await;
    assert_eq!(history.body["events"][1]["reason"], "as agreed");
    let cancelled = api
        .send(request("POST", &*path).body(&json!({"to": "CANCELLED"})))
        .await;
    assert_eq!(cancelled.body["creditNote"]["number"], "CN-2026-000001");
}

#[tokio::test]
async fn a_refused_transition_tells_what_is_allowed() {
    let api = TestApi::start().await;
    let id = api.place().await;
    let token = api.token(Role::Admin, "staff");
    let path = format!("/orders/{id}/transitions");
    let request = request("POST", path).token(&token);
    let answer = api
        .send(request.clone().body(&json!({"to": "SHIPPED"})))
        .await;
    answer.is_problem(409, "transition-refused");
    assert_eq!(answer.body["allowed"], json!(["CONFIRMED", "CANCELLED"]));
    for body in [
        json!({}),
        json!({"to": "shipped"}),
        json!({"to": "PAID", "x": 1}),
        json!(1),
    ] {
        let answer = api.send(request.clone().body(&body)).await;
        answer.is_problem(422, "invalid-body");
    }
}

#[tokio::test]
async fn a_transition_may_name_the_version_that_it_is_meant_for() {
    let api = TestApi::start().await;
    let id = api.place().await;
    let transition = |version: &str| {
        request("POST", format!("/orders/{id}/transitions"))
            .header("if-match", version)
            .body(&json!({"to": "CONFIRMED"}))
    };
    api.send(transition("\"2\""))
        .await
        .is_problem(412, "precondition-failed");
    api.send(transition("x"))
        .await
        .is_problem(400, "invalid-parameters");
    assert_eq!(api.send(transition("\"1\"")).await.status, 200);
}
