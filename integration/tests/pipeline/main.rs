//! The whole system, as its users see it: the real functions on the local stack.
#![expect(
    clippy::unwrap_used,
    reason = "in a test, what should be there and is not is a failure"
)]

mod delivery;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use aws_sdk_sqs::types::{Message, MessageSystemAttributeName};
use integration::demo::{self, Options};
use integration::{Stack, StackError, TRACE_HEADER, start_for_test, until};
use local_issuer::Role;
use order_events::{DocumentKind, EventId, OrderId, Version};
use serde_json::{Value, json};

fn order() -> Value {
    json!({
        "buyer": {
            "name": "Eva Köhler",
            "email": "eva@example.com",
            "address": {"line1": "Straße 1", "postalCode": "10115", "city": "Berlin", "country": "DE"},
        },
        "currency": "EUR",
        "lines": [
            {"description": "Chair", "quantity": "2", "unitPriceMinor": 4_999, "taxRateBasisPoints": 1_900},
            {"description": "Book", "quantity": 1, "unitPriceMinor": 1_250, "taxRateBasisPoints": 700},
        ],
    })
}

async fn place(stack: &Stack) -> OrderId {
    let customer = stack.client(Role::Customer, None).await.unwrap();
    let answer = customer.place(order().to_string()).await.unwrap();
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.body["orderId"].as_str().unwrap().parse().unwrap()
}

async fn advance(stack: &Stack, id: OrderId, to: &str) -> Value {
    let staff = stack.client(Role::Admin, None).await.unwrap();
    let answer = staff.transition(&id.to_string(), to).await.unwrap();
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

/// The marker of a version of an order, once the worker is done with it.
async fn marker(stack: &Stack, order_id: OrderId, version: u64) -> Value {
    let event = EventId {
        order_id,
        version: Version(version),
    };
    wait(|| stack.marker(event)).await
}

/// The X-Ray tracing header that a message came with.
fn trace_header(message: &Message) -> Option<&str> {
    let header = message
        .attributes()?
        .get(&MessageSystemAttributeName::AwsTraceHeader)?;
    Some(header)
}

/// What the customer's browser gets for a path that redirects.
async fn download(stack: &Stack, path: &str) -> Vec<u8> {
    let customer = stack.client(Role::Customer, None).await.unwrap();
    let answer = customer.get(path).await.unwrap();
    assert_eq!(answer.status, 302, "{}", answer.body);
    let file = reqwest::get(answer.header("location")).await.unwrap();
    assert_eq!(file.headers()["content-type"], "application/pdf");
    let name = &file.headers()["content-disposition"];
    assert!(
        name.to_str().unwrap().contains("-2026-000001.pdf"),
        "{name:?}"
    );
    file.bytes().await.unwrap().to_vec()
}

/// What `CloudWatch` would read out of the functions' logs.
async fn logs_metrics(stack: &mut Stack, metrics: &[&str]) {
    let log = stack.emulator().unwrap().log().to_owned();
    for metric in metrics {
        // A line is in the log a moment after what it tells of.
        wait(|| async {
            let text = std::fs::read_to_string(&log).unwrap();
            Ok(text.contains(metric).then_some(()))
        })
        .await;
    }
}

/// One line for each message, which says all that one searches for, and no name or address.
#[track_caller]
fn logs_each_message_and_nobodys_name(stack: &mut Stack) {
    let log = std::fs::read_to_string(stack.emulator().unwrap().log()).unwrap();
    let published = log.lines().filter(|line| line.contains("is published"));
    let lines: Vec<Value> = published
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 4, "{lines:?}");
    let fields = [
        "order.id",
        "order.version",
        "event.id",
        "outcome",
        "duration_ms",
        "attempt",
    ];
    for line in &lines {
        assert!(fields.iter().all(|field| !line[*field].is_null()), "{line}");
    }
    for personal in ["Köhler", "eva@example.com", "Straße", "10115"] {
        assert!(!log.contains(personal), "`{personal}` is in the log");
    }
}

pub(crate) async fn wait<T, F>(look: impl Fn() -> F) -> T
where
    F: Future<Output = Result<Option<T>, StackError>>,
{
    until(Duration::from_mins(1), look).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_goes_through_its_life() {
    let mut stack = start_for_test("life").await;
    let subscription = stack.subscribe().await.unwrap();
    let id = place(&stack).await;
    let confirmed = advance(&stack, id, "CONFIRMED").await;
    let number = confirmed["invoice"]["number"].as_str().unwrap();
    advance(&stack, id, "PAID").await;
    let refunded = advance(&stack, id, "REFUNDED").await;
    assert_eq!(refunded["invoice"]["number"], number);
    assert_eq!(refunded["nextStatuses"], json!([]));
    let staff = stack.client(Role::Admin, None).await.unwrap();
    let read = staff.get(&format!("/orders/{id}")).await.unwrap();
    assert_eq!(read.body, refunded);

    // Paid is the same invoice again, with the same number; the refund has a document of its own.
    let (confirmed, paid) = (marker(&stack, id, 2).await, marker(&stack, id, 3).await);
    let refunded_marker = marker(&stack, id, 4).await;
    assert_eq!(confirmed["document"]["number"], number);
    assert_eq!(paid["document"]["number"], number);
    assert_eq!(
        refunded_marker["document"]["number"],
        refunded["creditNote"]["number"]
    );
    let versions = stack
        .versions(&DocumentKind::Invoice.object_key(id))
        .await
        .unwrap();
    assert_eq!(
        versions,
        [&paid, &confirmed].map(|m| m["document"]["objectVersion"].as_str().unwrap())
    );
    let pdf = stack.invoice(id).await.unwrap().unwrap();
    assert_eq!(
        download(&stack, &format!("/orders/{id}/invoice")).await,
        pdf
    );
    let credit_note = download(&stack, &format!("/orders/{id}/credit-note")).await;
    assert!(credit_note.starts_with(b"%PDF") && credit_note != pdf);
    let invoice = pdf_extract::extract_text_from_mem(&pdf).unwrap();
    // 2 × 49.99 at 19 % and 12.50 at 7 %: 99.98 + 12.50 + 19.00 + 0.88.
    for text in ["PAID", number, "Köhler", "132.36", "19.00", "0.88"] {
        assert!(invoice.contains(text), "`{text}` is missing in:\n{invoice}");
    }

    let mut statuses = Vec::new();
    while statuses.len() < 4 {
        let heard = wait(|| async {
            let heard = subscription.take().await?;
            Ok(Some(heard).filter(|heard| !heard.is_empty()))
        });
        for notification in heard.await {
            assert_eq!(notification["orderId"], id.to_string());
            statuses.push(notification["status"].as_str().unwrap().to_owned());
        }
    }
    statuses.sort();
    assert_eq!(statuses, ["CONFIRMED", "PAID", "PENDING", "REFUNDED"]);
    assert_eq!(stack.dead_letters().await.unwrap(), 0);
    logs_each_message_and_nobodys_name(&mut stack);
    // Those of order-api are not to be seen: the emulator keeps no log of what its REST API calls.
    logs_metrics(
        &mut stack,
        &[
            "\"Status\":\"REFUNDED\",\"StatusChanges\":1",
            "\"DocumentsRendered\":1,\"Kind\":\"credit-note\"",
            "\"TimeToInvoice\":",
        ],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pending_order_is_cancelled_without_a_document_and_goes_nowhere_else() {
    let stack = start_for_test("cancelled").await;
    let id = place(&stack).await;
    let staff = stack.client(Role::Admin, None).await.unwrap();
    let refused = staff.transition(&id.to_string(), "SHIPPED").await.unwrap();
    assert_eq!(
        (refused.status, refused.header("content-type")),
        (409, "application/problem+json")
    );
    assert_eq!(refused.body["allowed"], json!(["CONFIRMED", "CANCELLED"]));

    advance(&stack, id, "CANCELLED").await;
    let marker = marker(&stack, id, 2).await;
    assert_eq!(
        (marker.get("document"), &marker["status"]),
        (None, &json!("CANCELLED"))
    );
    let documents = stack.keys_ending(".pdf").await.unwrap();
    assert!(documents.is_empty(), "{documents:?}");
    let again = staff.transition(&id.to_string(), "CONFIRMED").await;
    assert_eq!(again.unwrap().status, 409);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_nobody_can_read_is_parked_with_the_reason() {
    let mut stack = start_for_test("poison").await;
    stack
        .send_to_worker("poison", r#"{"type": "order-status-changed.v9"}"#)
        .await
        .unwrap();
    let parked = wait(|| stack.take_dead_letter()).await;
    assert_eq!(
        parked.body(),
        Some(r#"{"type": "order-status-changed.v9"}"#)
    );
    let attribute = |name: &str| {
        let attributes = parked.message_attributes().unwrap();
        attributes[name].string_value().unwrap().to_owned()
    };
    assert_eq!(attribute("errorCode"), "unreadable-event");
    assert_eq!(attribute("parkedBy"), "pdf-worker");
    assert_eq!(trace_header(&parked), Some(TRACE_HEADER));
    let reason = attribute("errorReason");
    assert!(reason.contains("order-status-changed.v9"), "{reason}");
    logs_metrics(
        &mut stack,
        &["\"ParkedBy\":\"pdf-worker\",\"ParkedMessages\":1"],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killing_the_worker_loses_no_invoice_and_repeats_no_number() {
    let mut stack = start_for_test("killed").await;
    let emulator = stack.emulator().unwrap().process_group();
    let cases = demo::read(&demo::chinook(), Some(40)).unwrap();
    let killed = AtomicUsize::new(0);
    let killing = async {
        // The worker is killed whenever it is there, until it was killed three times.
        while killed.load(Ordering::Relaxed) < 3 {
            killed.fetch_add(emulator.kill_function("PdfWorker"), Ordering::Relaxed);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let demo = demo::run(&stack, &cases, Options::default());
    let (report, ()) = tokio::join!(demo, killing);
    let report = report.unwrap();
    assert!(report.passed(), "{report}");
    assert_eq!((report.invoices, report.notifications), (40, 80));
    assert_eq!(killed.into_inner(), 3);
}
