//! What can be wrong with a request for an order, as problem details.

use order_core::{AmendRefused, TransitionRefused};
use order_events::{DocumentKind, OrderId, OrderStatus, Version};
use rest::Problem;

use crate::etag;

pub(crate) fn precondition_required(version: Version) -> Problem {
    let kind = "tag:order-to-invoice,2026:precondition-required";
    let tag = etag::of(version);
    let detail = format!("send `If-Match` with the version that you know; it is {tag} now");
    Problem::new(428, kind, "Which version do you change?", detail)
}

pub(crate) fn precondition_failed(version: Version) -> Problem {
    let kind = "tag:order-to-invoice,2026:precondition-failed";
    let tag = etag::of(version);
    let detail = format!("the order is at version {tag}: read it again, then decide again");
    Problem::new(412, kind, "The order has changed", detail)
}

pub(crate) fn key_reused() -> Problem {
    let kind = "tag:order-to-invoice,2026:idempotency-key-reused";
    let detail = "the key belongs to another request of yours: take a new one".to_owned();
    Problem::new(422, kind, "The idempotency key is in use", detail)
}

pub(crate) fn transition_refused(
    refused: &TransitionRefused,
    allowed: Vec<OrderStatus>,
) -> Problem {
    let kind = "tag:order-to-invoice,2026:transition-refused";
    Problem::new(409, kind, "The order can't go there", refused.to_string()).allowing(allowed)
}

pub(crate) fn amend_refused(refused: &AmendRefused) -> Problem {
    let kind = "tag:order-to-invoice,2026:amend-refused";
    let title = "The order can't be amended";
    Problem::new(409, kind, title, refused.to_string())
}

pub(crate) fn no_document(document: DocumentKind, id: OrderId) -> Problem {
    let kind = "tag:order-to-invoice,2026:no-such-document";
    let detail = format!("order `{id}` has no {document}");
    Problem::new(404, kind, "No such document", detail)
}

pub(crate) fn document_on_its_way(document: DocumentKind, id: OrderId) -> Problem {
    let kind = "tag:order-to-invoice,2026:document-on-its-way";
    let detail = format!("the {document} of order `{id}` is being made: ask again in a moment");
    Problem::new(404, kind, "The document is on its way", detail).retry_after(2)
}

pub(crate) fn order_too_large(limit: usize, found: usize) -> Problem {
    let kind = "tag:order-to-invoice,2026:order-too-large";
    let detail = format!("split the order: {limit} bytes are the most, found {found}");
    Problem::new(413, kind, "The order is too large", detail)
}

pub(crate) fn no_such_order(id: &str) -> Problem {
    Problem::not_found("order", id)
}
