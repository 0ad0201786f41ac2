//! The same desk behind the REST API, as the console uses it.

use integration::start_for_test;
use local_issuer::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::{event, id_of, park, place, text, wait};

#[tokio::test(flavor = "multi_thread")]
async fn operators_replay_through_the_api_and_nobody_else_does() {
    let stack = start_for_test("dlq-api").await;
    let order = place(&stack).await;
    let parked = event(&order, 2, "SHIPPED");
    park(&stack, &parked, Some("render-failed")).await;

    for role in [Role::Customer, Role::Admin] {
        let client = stack.client(role, None).await.unwrap();
        assert_eq!(client.get("/ops/dlq").await.unwrap().status, 403, "{role}");
    }
    let ops = stack.client(Role::Ops, None).await.unwrap();
    let overview = ops.get("/ops/dlq").await.unwrap();
    assert_eq!(overview.status, 200, "{}", overview.body);
    let group = &overview.body["groups"][0];
    assert_eq!(
        (&group["code"], &group["count"]),
        (&json!("render-failed"), &json!(1))
    );
    let list = ops
        .get("/ops/dlq/messages?code=render-failed&where=/order/version=2")
        .await
        .unwrap();
    assert_eq!(list.body["messages"][0]["verdict"], "replayable");
    let letter = text(&list.body["messages"][0]["id"]).to_owned();
    let invalid = ops.get("/ops/dlq/messages?verdict=invalid").await.unwrap();
    assert_eq!(
        (invalid.status, &invalid.body["messages"]),
        (200, &json!([]))
    );
    let detail = ops
        .get(&format!("/ops/dlq/messages/{letter}"))
        .await
        .unwrap();
    assert_eq!(
        detail.body["verdict"]["kind"], "replayable",
        "{}",
        detail.body
    );
    assert_eq!(
        ops.get("/ops/dlq/messages?colour=red")
            .await
            .unwrap()
            .status,
        400
    );
    assert_eq!(
        ops.get("/ops/dlq/messages/nobody").await.unwrap().status,
        404
    );
    assert_eq!(
        ops.get("/ops/dlq/replays/nothing").await.unwrap().status,
        404
    );

    let ask = |more: Value| {
        let mut ask = json!({"action": "replay", "filter": {"ids": [letter]}, "reason": "fixed"});
        json_patch::merge(&mut ask, &more);
        let ops = &ops;
        async move {
            let send = ops.send(Method::POST, "/ops/dlq/replays", |request| {
                request.body(ask.to_string())
            });
            send.await.unwrap()
        }
    };
    let faulty = ask(json!({"reason": "  ", "rate": 0})).await;
    assert!([400, 422].contains(&faulty.status), "{}", faulty.body);
    let plan = ask(json!({})).await;
    assert_eq!((plan.status, &plan.body["selected"]), (200, &json!(1)));
    let begun = ask(json!({"apply": true})).await;
    assert_eq!(
        (begun.status, &begun.body["state"]),
        (202, &json!("preparing"))
    );

    let path = format!("/ops/dlq/replays/{}", text(&begun.body["replayId"]));
    let done = wait(|| async {
        let replay = ops.get(&path).await?.body;
        Ok((replay["state"] == "done").then_some(replay))
    })
    .await;
    assert_eq!(done["counts"]["processed"], 1, "{done}");
    assert_eq!(done["by"], "ops");
    assert!(stack.marker(id_of(&parked)).await.unwrap().is_some());
    let history = ops.get("/ops/dlq/replays").await.unwrap();
    assert_eq!(history.body["replays"][0], done);
}
