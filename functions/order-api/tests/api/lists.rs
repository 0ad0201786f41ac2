//! Lists of orders.

use local_issuer::Role;
use serde_json::Value;

use crate::test_api::{Answer, TestApi, order, request};

/// An API with five orders of Eva, a second apart, of which the second and fourth are confirmed,
/// and one of Ann between the third and the fourth. Their ids, in that order.
async fn start() -> (TestApi, Vec<String>) {
    let api = TestApi::start().await;
    let mut ids = Vec::new();
    for who in ["eva", "eva", "eva", "ann", "eva", "eva"] {
        let token = api.token(Role::Customer, who);
        let placed = api
            .send(request("POST", "/orders").token(&token).body(&order()))
            .await;
        ids.push(placed.body["orderId"].as_str().unwrap().to_owned());
        api.wait_millis(1_000);
    }
    api.advance(&ids[1], "CONFIRMED").await;
    api.advance(&ids[4], "CONFIRMED").await;
    (api, ids)
}

async fn list(api: &TestApi, role: Role, query: &str) -> Answer {
    let name = if role == Role::Admin { "staff" } else { "eva" };
    let token = api.token(role, name);
    let path = format!("/orders?{query}");
    api.send(request("GET", path).token(&token)).await
}

fn positions(answer: &Answer, ids: &[String]) -> Vec<usize> {
    assert_eq!(answer.status, 200, "{}", answer.body);
    let position = |row: &Value| ids.iter().position(|id| row["orderId"] == **id).unwrap();
    let rows = answer.body["orders"].as_array().unwrap();
    rows.iter().map(position).collect()
}

#[tokio::test]
async fn filters_and_order_are_as_asked_for() {
    let (api, ids) = start().await;
    let check = async |role, query: &str, expected: &[usize]| {
        let answer = list(&api, role, query).await;
        assert_eq!(positions(&answer, &ids), expected, "{query}");
        assert_eq!(answer.body.get("nextCursor"), None);
    };
    check(Role::Customer, "", &[5, 4, 2, 1, 0]).await;
    check(Role::Customer, "sort=oldest", &[0, 1, 2, 4, 5]).await;
    check(Role::Customer, "status=CONFIRMED", &[4, 1]).await;
    check(Role::Customer, "status=PAID", &[]).await;
    check(Role::Customer, "owner=eva&status=CONFIRMED", &[4, 1]).await;
    check(Role::Admin, "", &[5, 4, 3, 2, 1, 0]).await;
    check(Role::Admin, "status=PENDING&sort=newest", &[5, 3, 2, 0]).await;
    check(Role::Admin, "owner=ann", &[3]).await;
    let times = "from=2026-11-24T12:00:01Z&to=2026-11-24T12:00:04Z";
    check(Role::Admin, times, &[3, 2, 1]).await;
    check(Role::Customer, times, &[2, 1]).await;
    check(Role::Admin, "to=2026-11-24T12:00:00Z", &[]).await;
}

#[tokio::test]
async fn a_row_shows_what_a_list_needs() {
    let (api, ids) = start().await;
    let answer = list(&api, Role::Customer, "status=CONFIRMED&limit=1").await;
    let row = &answer.body["orders"][0];
    let expected = serde_json::json!({
        "orderId": ids[4], "version": 2, "status": "CONFIRMED",
        "createdAt": "2026-11-24T12:00:04.000Z", "updatedAt": "2026-11-24T12:00:06.000Z",
        "buyerName": "Eva Köhler", "currency": "EUR", "grossMinor": 13_236,
        "invoiceNumber": "INV-2026-000002", "nextStatuses": ["CANCELLED"],
    });
    assert_eq!(*row, expected);
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repeat() {
    let (api, ids) = start().await;
    for sort in ["newest", "oldest"] {
        let whole = list(&api, Role::Admin, &format!("sort={sort}")).await;
        let mut seen = Vec::new();
        let mut cursor = String::new();
        for size in [1, 2, 3] {
            let query = format!("sort={sort}&limit={size}{cursor}");
            let page = list(&api, Role::Admin, &query).await;
            seen.extend(positions(&page, &ids));
            let next = page.body["nextCursor"].as_str();
            assert_eq!(next.is_some(), size < 3);
            cursor = format!("&cursor={}", next.unwrap_or_default());
        }
        assert_eq!(seen, positions(&whole, &ids));
    }
}

#[tokio::test]
async fn a_cursor_is_good_for_its_own_list_only() {
    let (api, _) = start().await;
    let page = list(&api, Role::Customer, "limit=1").await;
    let cursor = page.body["nextCursor"].as_str().unwrap();
    assert_eq!(
        list(&api, Role::Customer, &format!("cursor={cursor}"))
            .await
            .status,
        200
    );
    let forged = format!("{}A{}", &cursor[..12], &cursor[13..]);
    for (role, query) in [
        (Role::Customer, format!("cursor={cursor}&status=PAID")),
        (Role::Customer, format!("cursor={cursor}&sort=oldest")),
        (
            Role::Customer,
            format!("cursor={cursor}&from=2026-11-24T12:00:00Z"),
        ),
        (Role::Admin, format!("cursor={cursor}")),
        (Role::Customer, format!("cursor={forged}")),
        (Role::Customer, "cursor=".to_owned()),
    ] {
        let answer = list(&api, role, &query).await;
        answer.is_problem(400, "invalid-parameters");
        assert_eq!(answer.faults(), ["cursor"]);
    }
}

#[tokio::test]
async fn all_faults_of_the_parameters_are_listed() {
    let (api, _) = start().await;
    for (query, faults) in [
        ("limit=0", vec!["limit"]),
        ("limit=101", vec!["limit"]),
        ("limit=1&limit=2", vec!["limit"]),
        ("page=2", vec!["page"]),
        ("owner=", vec!["owner"]),
        (
            "limit=x&status=paid&sort=up&from=yesterday&to=2026-13-01",
            vec!["from", "limit", "sort", "status", "to"],
        ),
    ] {
        let answer = list(&api, Role::Customer, query).await;
        answer.is_problem(400, "invalid-parameters");
        assert_eq!(answer.faults(), faults);
    }
    let others = list(&api, Role::Customer, "owner=ann").await;
    others.is_problem(403, "insufficient-scope");
}
