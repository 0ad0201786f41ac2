//! Amending a pending order.

use local_issuer::Role;
use serde_json::{Value, json};

use crate::test_api::{Answer, TestApi, request};

async fn amend(api: &TestApi, id: &str, version: &str, patch: &Value) -> Answer {
    let request = request("PATCH", format!("/orders/{id}")).header("if-match", version);
    api.send(request.body(patch)).await
}

#[tokio::test]
async fn what_is_absent_stays_and_null_removes() {
    let api = TestApi::start().await;
    let id = api.place().await;
    let patch = json!({
        "buyer": {"email": null, "address": {"city": "Potsdam"}},
        "notes": "Ring twice",
        "shipping": {"amountMinor": 500, "taxRateBasisPoints": 1_900},
    });
    let amended = amend(&api, &id, "\"1\"", &patch).await;
    assert_eq!(amended.status, 200, "{}", amended.body);
    assert_eq!(amended.header("etag"), Some("\"2\""));
    assert_eq!(amended.body["version"], 2);
    assert_eq!(amended.body["buyer"]["name"], "Eva Köhler");
    assert_eq!(amended.body["buyer"].get("email"), None);
    assert_eq!(amended.body["buyer"]["address"]["city"], "Potsdam");
    assert_eq!(amended.body["totals"]["grossMinor"], 13_236 + 595);
    let read = api.send(request("GET", format!("/orders/{id}"))).await;
    assert_eq!(read.body, amended.body);

    let lines = json!([{"description": "Stool", "quantity": "1", "unitPriceMinor": 100, "taxRateBasisPoints": 0}]);
    let patch = json!({"lines": lines, "shipping": null, "totalMinor": 100});
    let amended = amend(&api, &id, "\"2\"", &patch).await;
    assert_eq!(
        amended.body["totals"]["grossMinor"], 100,
        "{}",
        amended.body
    );
    // Nothing to change is a change too: the history tells that it was asked for.
    assert_eq!(
        amend(&api, &id, "\"3\"", &json!({})).await.body["version"],
        4
    );
}

#[tokio::test]
async fn the_result_must_be_as_valid_as_any_order() {
    let api = TestApi::start().await;
    let id = api.place().await;
    for (patch, faults) in [
        (json!({"buyer": null}), vec!["/buyer"]),
        (json!({"lines": [], "colour": 1}), vec!["/colour", "/lines"]),
        (json!({"currency": "XXX"}), vec!["/currency"]),
        (
            json!({"discount": {"amountMinor": 999_999}}),
            vec!["/discount"],
        ),
        (json!({"totalMinor": 1}), vec!["/totalMinor"]),
        (json!([]), vec![""]),
    ] {
        let answer = amend(&api, &id, "\"1\"", &patch).await;
        answer.is_problem(422, "invalid-body");
        assert_eq!(answer.faults(), faults);
    }
    let read = api.send(request("GET", format!("/orders/{id}"))).await;
    assert_eq!(read.body["version"], 1);
}

#[tokio::test]
async fn the_version_that_is_changed_must_be_named_and_be_the_last() {
    let api = TestApi::start().await;
    let id = api.place().await;
    let patch = json!({"notes": "x"});
    let without = request("PATCH", format!("/orders/{id}")).body(&patch);
    api.send(without)
        .await
        .is_problem(428, "precondition-required");
    for version in ["\"2\"", "W/\"1\"", "\"0\""] {
        let answer = amend(&api, &id, version, &patch).await;
        answer.is_problem(412, "precondition-failed");
    }
    amend(&api, &id, "1", &patch)
        .await
        .is_problem(400, "invalid-parameters");
    assert_eq!(amend(&api, &id, "*", &patch).await.status, 200);
}

#[tokio::test]
async fn only_a_pending_order_is_amended() {
    let api = TestApi::start().await;
    let id = api.place().await;
    api.advance(&id, "CONFIRMED").await;
    let token = api.token(Role::Admin, "staff");
    let request = request("PATCH", format!("/orders/{id}")).header("if-match", "\"2\"");
    let answer = api
        .send(request.token(&token).body(&json!({"notes": "x"})))
        .await;
    answer.is_problem(409, "amend-refused");
}
