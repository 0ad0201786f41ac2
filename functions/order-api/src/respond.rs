//! Orders as answers.

use aws_lambda_events::http::{HeaderName, header};
use order_events::{OrderId, Version};
use order_store::{Answer, Remembered};
use rest::Response;

use crate::etag;
use crate::representation::OrderRepresentation;

/// Marks an answer that was given before.
const IDEMPOTENT_REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// An order, with its version as entity tag.
pub(crate) fn order(order: &OrderRepresentation) -> Response {
    let answer = Answer {
        status: 200,
        body: rest::to_text(order),
    };
    versioned(answer, order.order.order_id, order.order.version)
}

/// A new order, with the path where it is found.
pub(crate) fn created(answer: Answer, id: OrderId) -> Response {
    versioned(answer, id, Version::FIRST)
}

/// An answer that belongs to a version of an order.
pub(crate) fn versioned(answer: Answer, id: OrderId, version: Version) -> Response {
    let is_new = answer.status == 201;
    let mut response = rest::text(answer.status, "application/json", answer.body);
    rest::put(&mut response, header::ETAG, &etag::of(version));
    if is_new {
        rest::put(&mut response, header::LOCATION, &format!("/orders/{id}"));
    }
    response
}

/// An answer once more.
pub(crate) fn replayed(remembered: Remembered) -> Response {
    let Remembered {
        order_id,
        version,
        answer,
        ..
    } = remembered;
    let mut response = versioned(answer, order_id, version);
    rest::put(&mut response, IDEMPOTENT_REPLAYED, "true");
    response
}

/// What the caller has is what it would get.
pub(crate) fn not_modified(version: Version) -> Response {
    let mut response = rest::empty(304);
    rest::put(&mut response, header::ETAG, &etag::of(version));
    response
}
