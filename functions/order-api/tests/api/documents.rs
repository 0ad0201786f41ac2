//! The way to the documents.

use crate::test_api::{Bucket, TestApi, request};

#[tokio::test]
async fn a_document_is_where_the_answer_says_for_a_minute() {
    let api = TestApi::start().await;
    let id = api.place().await;
    api.advance(&id, "CONFIRMED").await;
    let answer = api
        .send(request("GET", format!("/orders/{id}/invoice")))
        .await;
    assert_eq!(answer.status, 302, "{}", answer.body);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let location = answer.header("location").unwrap();
    let tail = &id[id.len() - 2..];
    let key = format!("/invoices/orders/{tail}/{id}/invoice.pdf?");
    for part in [
        &*key,
        "X-Amz-Expires=60",
        "X-Amz-Signature=",
        "INV-2026-000001.pdf",
    ] {
        assert!(location.contains(part), "{location}");
    }
    let answer = api
        .send(request("GET", format!("/orders/{id}/credit-note")))
        .await;
    answer.is_problem(404, "no-such-document");
    api.advance(&id, "CANCELLED").await;
    let answer = api
        .send(request("GET", format!("/orders/{id}/credit-note")))
        .await;
    let location = answer.header("location").unwrap();
    assert!(location.contains("/credit-note.pdf?"), "{location}");
}

#[tokio::test]
async fn a_document_that_is_not_there_yet_is_asked_for_again() {
    let api = TestApi::start().await;
    let id = api.place().await;
    let path = format!("/orders/{id}/invoice");
    let answer = api.send(request("GET", &*path)).await;
    answer.is_problem(404, "no-such-document");
    api.advance(&id, "CONFIRMED").await;
    *api.bucket.lock().unwrap() = Bucket::Empty;
    let answer = api.send(request("GET", &*path)).await;
    answer.is_problem(404, "document-on-its-way");
    assert_eq!(answer.header("retry-after"), Some("2"));
    *api.bucket.lock().unwrap() = Bucket::Broken;
    api.send(request("GET", &*path))
        .await
        .is_problem(503, "unavailable");
}
