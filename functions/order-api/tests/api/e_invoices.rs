//! What no e-invoice could say is refused with the order, by the name of the rule (EN 16931).

use serde_json::{Value, json};

use crate::test_api::{TestApi, order, request};

#[tokio::test]
async fn names_that_print_nothing_are_blank() {
    let api = TestApi::start().await;
    check(
        &api,
        &|order| {
            order["buyer"]["name"] = json!("\u{200b}");
            order["lines"][0]["description"] = json!(" \u{202e}\u{feff}");
        },
        &["/buyer/name", "/lines/0/description"],
    )
    .await;
}

#[tokio::test]
async fn tax_that_the_buyer_owes_needs_a_vat_number() {
    let api = TestApi::start().await;
    for (category, rule) in [
        ("REVERSE_CHARGE", "BR-AE-2"),
        ("INTRA_COMMUNITY", "BR-IC-2"),
    ] {
        for tax_id in [json!(null), json!("12-3456789"), json!("DE 123 456 789")] {
            let rules = check(
                &api,
                &|order| {
                    order["buyer"]["taxId"] = tax_id.clone();
                    order["shipTo"] = json!({"address": order["buyer"]["address"]});
                    order["lines"][0]["taxRateBasisPoints"] = json!(0);
                    order["lines"][0]["taxCategory"] = json!(category);
                },
                &["/buyer/taxId"],
            )
            .await;
            assert!(rules.contains(rule), "{tax_id}: {rules}");
        }
    }
}

#[tokio::test]
async fn category_rate_and_reason_agree() {
    let api = TestApi::start().await;
    for (category, rate, reason, place, rule) in [
        ("STANDARD", 0, json!(null), "taxRateBasisPoints", "BR-S-5"),
        (
            "ZERO_RATED",
            700,
            json!(null),
            "taxRateBasisPoints",
            "BR-Z-5",
        ),
        (
            "EXEMPT",
            700,
            json!("books"),
            "taxRateBasisPoints",
            "BR-E-5",
        ),
        ("EXPORT", 700, json!(null), "taxRateBasisPoints", "BR-G-5"),
        (
            "STANDARD",
            700,
            json!("books"),
            "taxExemptionReason",
            "BR-S-10",
        ),
        (
            "ZERO_RATED",
            0,
            json!("books"),
            "taxExemptionReason",
            "BR-Z-10",
        ),
        ("EXEMPT", 0, json!(null), "taxExemptionReason", "BR-E-10"),
    ] {
        let rules = check(
            &api,
            &|order| {
                order["lines"][0]["taxRateBasisPoints"] = json!(rate);
                order["lines"][0]["taxCategory"] = json!(category);
                order["lines"][0]["taxExemptionReason"] = reason.clone();
            },
            &[&format!("/lines/0/{place}")],
        )
        .await;
        assert!(rules.contains(rule), "{category}: {rules}");
    }
}

/// What is said of an order after `change`, and of which fields.
async fn check(api: &TestApi, change: &dyn Fn(&mut Value), faults: &[&str]) -> String {
    let mut order = order();
    change(&mut order);
    let answer = api.send(request("POST", "/orders").body(&order)).await;
    answer.is_problem(422, "invalid-body");
    assert_eq!(answer.faults(), faults, "{}", answer.body);
    answer.body["errors"].to_string()
}
