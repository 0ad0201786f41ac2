//! Placing orders and reading them.

use serde_json::{Value, json};

use crate::test_api::{NOBODYS, TestApi, order, request};

#[tokio::test]
async fn an_order_is_placed_and_read() {
    let api = TestApi::start().await;
    let placed = api.send(request("POST", "/orders").body(&order())).await;
    assert_eq!(placed.status, 201);
    let id = placed.body["orderId"].as_str().unwrap();
    assert_eq!(placed.header("location"), Some(&*format!("/orders/{id}")));
    assert_eq!(placed.header("etag"), Some("\"1\""));
    assert_eq!(placed.body["status"], "PENDING");
    assert_eq!(
        placed.body["nextStatuses"],
        json!(["CONFIRMED", "CANCELLED"])
    );
    // 2 × 49.99 at 19 % and 12.50 at 7 %.
    assert_eq!(placed.body["totals"]["grossMinor"], 13_236);

    let read = api.send(request("GET", format!("/orders/{id}"))).await;
    assert_eq!((read.status, &read.body), (200, &placed.body));
    for (known, status) in [("\"1\"", 304), ("W/\"1\"", 304), ("*", 304), ("\"2\"", 200)] {
        let get = request("GET", format!("/orders/{id}")).header("if-none-match", known);
        let read = api.send(get).await;
        assert_eq!((read.status, read.header("etag")), (status, Some("\"1\"")));
        assert_eq!(read.body.is_null(), status == 304);
    }
    let get = request("GET", format!("/orders/{id}")).header("if-none-match", "1");
    let answer = api.send(get).await;
    answer.is_problem(400, "invalid-parameters");
    assert_eq!(answer.faults(), ["If-None-Match"]);
}

#[tokio::test]
async fn all_that_an_order_can_have_comes_back() {
    let api = TestApi::start().await;
    let order = json!({
        "buyer": {
            "name": "Ana Prats", "email": "ana@example.com", "phone": "+34 600 000 000",
            "taxId": "ESB12345678",
            "address": {"line1": "Carrer 1", "city": "Barcelona", "region": "Catalunya", "country": "ES"},
        },
        "shipTo": {"name": "Lager", "address": {"line1": "Kai 2", "city": "Hamburg", "country": "DE"}},
        "locale": "es",
        "purchaseOrderReference": "PO 7",
        "notes": "Dos líneas,\nuna nota",
        "currency": "KWD",
        "lines": [
            {"description": "Oil", "sku": "O-1", "quantity": "2.5", "unitPriceMinor": 1_234,
             "discount": {"percentBasisPoints": 1_000, "reason": "spring"},
             "taxRateBasisPoints": 0, "taxCategory": "INTRA_COMMUNITY"},
            {"description": "Salt", "quantity": "1", "unitPriceMinor": 1_000,
             "discount": {"amountMinor": 100}, "taxRateBasisPoints": 500},
        ],
        "discount": {"amountMinor": 277, "reason": "loyal"},
        "shipping": {"amountMinor": 250, "taxRateBasisPoints": 500},
        // 3.085 − 10 % = 2.776 (0.3085 rounds to 0.309) and 0.900, − 0.277 + 0.250 = 3.649, and
        // 5 % on 0.900 − 0.068 + 0.250 = 1.082 is 0.054.
        "totalMinor": 3_703,
    });
    let placed = api.send(request("POST", "/orders").body(&order)).await;
    assert_eq!(placed.status, 201, "{}", placed.body);
    let body = placed.body;
    for name in [
        "shipTo",
        "locale",
        "purchaseOrderReference",
        "notes",
        "buyer",
    ] {
        assert_eq!(body[name], order[name], "{name}");
    }
    let subtotal = |index: usize| {
        let subtotal = &body["totals"]["taxSubtotals"][index];
        let amount = |name: &str| subtotal[name].as_i64().unwrap_or_default();
        (
            subtotal["taxCategory"].as_str().unwrap().to_owned(),
            amount("discountMinor"),
            amount("netMinor"),
            amount("taxMinor"),
        )
    };
    assert_eq!(subtotal(0), ("INTRA_COMMUNITY".to_owned(), 209, 2_567, 0));
    assert_eq!(subtotal(1), ("STANDARD".to_owned(), 68, 1_082, 54));
    let reason = &body["totals"]["taxSubtotals"][0]["taxExemptionReason"];
    assert_eq!(reason, "Intra-community supply");
    assert_eq!(body["lines"][0]["discount"]["amountMinor"], 309);
    assert_eq!(body["lines"][0]["netMinor"], 2_776);
    assert_eq!(body["totals"]["grossMinor"], 3_703);
}

#[tokio::test]
async fn the_history_tells_every_change() {
    let api = TestApi::start().await;
    let id = api.place().await;
    api.wait_millis(1_000);
    let patch = request("PATCH", format!("/orders/{id}")).header("if-match", "\"1\"");
    let patched = api.send(patch.body(&json!({"notes": "Ring twice"}))).await;
    assert_eq!(patched.status, 200, "{}", patched.body);
    api.wait_millis(1_000);
    api.advance(&id, "CONFIRMED").await;
    let history = api
        .send(request("GET", format!("/orders/{id}/events")))
        .await;
    let event = |version: u64, kind: &str, status: &str, second: u64, by: &str| {
        json!({
            "eventId": format!("{id}.{version}"), "version": version, "type": kind,
            "status": status, "at": format!("2026-11-24T12:00:0{second}.000Z"), "by": by,
        })
    };
    let expected = json!({"events": [
        event(1, "placed", "PENDING", 0, "eva"),
        event(2, "amended", "PENDING", 1, "eva"),
        event(3, "status-changed", "CONFIRMED", 2, "staff"),
    ]});
    assert_eq!((history.status, history.body), (200, expected));
}

#[tokio::test]
async fn an_order_that_is_not_there_is_not_found() {
    let api = TestApi::start().await;
    for id in [
        NOBODYS,
        "7",
        "01999F3A-6C1E-7B42-9D1F-2F6D0C9A7E55",
        &"x".repeat(9_000),
    ] {
        let answer = api.send(request("GET", format!("/orders/{id}"))).await;
        answer.is_problem(404, "no-such-order");
        assert!(answer.body["detail"].as_str().unwrap().len() < 100);
    }
}

#[tokio::test]
async fn a_body_with_faults_is_answered_with_all_of_them() {
    let api = TestApi::start().await;
    let check = async |body: String, status: i64, kind: &str, faults: &[&str]| {
        let answer = api.send(request("POST", "/orders").text(body)).await;
        answer.is_problem(status, kind);
        assert_eq!(answer.faults(), faults, "{}", answer.body);
    };
    let with = |change: &dyn Fn(&mut Value)| {
        let mut order = order();
        change(&mut order);
        order.to_string()
    };
    let invalid = async |change: &dyn Fn(&mut Value), faults: &[&str]| {
        check(with(change), 422, "invalid-body", faults).await;
    };
    check("{\"buyer\": ".into(), 400, "malformed-body", &[]).await;
    check(String::new(), 400, "malformed-body", &[]).await;
    let long = with(&|order| order["notes"] = json!("x".repeat(300_000)));
    check(long, 413, "body-too-large", &[]).await;
    // The body is just small enough, the priced order is not.
    let line = json!({
        "description": "ü".repeat(215), "quantity": 1, "unitPriceMinor": 1, "taxRateBasisPoints": 0,
    });
    let long = with(&|order| order["lines"] = vec![line.clone(); 500].into());
    assert!(long.len() < 256 * 1024, "{} bytes", long.len());
    check(long, 413, "order-too-large", &[]).await;
    check("[]".into(), 422, "invalid-body", &[""]).await;
    invalid(&|order| order["colour"] = json!("red"), &["/colour"]).await;
    invalid(
        &|order| order["lines"][0]["colour"] = json!(1),
        &["/lines/0/colour"],
    )
    .await;
    invalid(&|order| order["lines"] = json!([]), &["/lines"]).await;
    invalid(
        &|order| order["lines"] = vec![order["lines"][0].clone(); 501].into(),
        &["/lines"],
    )
    .await;
    invalid(
        &|order| {
            order["buyer"]["name"] = json!(" ");
            order["buyer"]["address"]["country"] = json!("Germany");
            order["lines"][0]["quantity"] = json!(1.5);
            order["lines"][1]["taxRateBasisPoints"] = json!(10_001);
            order["lines"][1]["unitPriceMinor"] = Value::Null;
            order["notes"] = json!("bell \u{7}");
            order["locale"] = json!("xx");
            order["discount"] = json!({"amountMinor": -1});
            order["shipTo"] = json!({"address": {"line1": "x", "city": "y"}});
            order.as_object_mut().unwrap().remove("currency");
        },
        &[
            "/buyer/address/country",
            "/buyer/name",
            "/currency",
            "/discount/amountMinor",
            "/lines/0/quantity",
            "/lines/1/taxRateBasisPoints",
            "/lines/1/unitPriceMinor",
            "/locale",
            "/notes",
            "/shipTo/address/country",
        ],
    )
    .await;
}

#[tokio::test]
async fn rules_that_only_the_domain_knows_name_the_place_too() {
    let api = TestApi::start().await;
    let check = async |change: &dyn Fn(&mut Value), faults: &[&str]| {
        let mut order = order();
        change(&mut order);
        let answer = api.send(request("POST", "/orders").body(&order)).await;
        answer.is_problem(422, "invalid-body");
        assert_eq!(answer.faults(), faults, "{}", answer.body);
        answer.body["errors"].to_string()
    };
    check(
        &|order| {
            order["currency"] = json!("XXX");
            order["lines"][1]["quantity"] = json!("0.0");
            order["discount"] = json!({});
            order["shipping"] =
                json!({"amountMinor": 1, "taxRateBasisPoints": 0, "taxCategory": "STANDARD"});
        },
        &[
            "/currency",
            "/discount",
            "/lines/1/quantity",
            "/shipping/taxRateBasisPoints",
        ],
    )
    .await;
    let rules = check(
        &|order| {
            order["lines"][0]["discount"] = json!({"amountMinor": 10_000});
            order["lines"][1]["taxRateBasisPoints"] = json!(0);
            order["lines"][1]["taxCategory"] = json!("INTRA_COMMUNITY");
            order["discount"] = json!({"amountMinor": 1_000_000});
        },
        &["/buyer/taxId", "/discount", "/lines/0/discount", "/shipTo"],
    )
    .await;
    assert!(
        rules.contains("BR-IC-2") && rules.contains("BR-IC-12"),
        "{rules}"
    );
    let rules = check(
        &|order| {
            order["lines"][0]["taxRateBasisPoints"] = json!(0);
            order["lines"][0]["taxCategory"] = json!("EXEMPT");
        },
        &["/lines/0/taxExemptionReason"],
    )
    .await;
    assert!(rules.contains("BR-E-10"), "{rules}");
    check(
        &|order| {
            order["lines"][0]["quantity"] = json!("999999999");
            order["lines"][0]["unitPriceMinor"] = json!(1_000_000_000_000_i64);
        },
        &["/lines/0"],
    )
    .await;
    let rules = check(
        &|order| order["totalMinor"] = json!(13_237),
        &["/totalMinor"],
    )
    .await;
    assert!(rules.contains("132.36 EUR"), "{rules}");
}
