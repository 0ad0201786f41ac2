//! Answers as API Gateway takes them (REST API, Lambda proxy integration).

use aws_lambda_events::apigw::ApiGatewayProxyResponse;
use aws_lambda_events::encodings::Body;
use aws_lambda_events::http::{HeaderMap, HeaderName, HeaderValue, header};
use order_events::{OrderId, Version};
use order_store::{Answer, Remembered};
use serde::Serialize;

use crate::etag;
use crate::representation::OrderRepresentation;

pub(crate) type Response = ApiGatewayProxyResponse;

/// Marks an answer that was given before.
const IDEMPOTENT_REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// Headers of every answer (OWASP REST Security Cheat Sheet, "Security headers"). Answers are
/// personal data: no cache but the caller's keeps them, and that one asks before it uses them.
const ON_EVERY_ANSWER: [(HeaderName, &str); 5] = [
    (header::CACHE_CONTROL, "private, no-cache"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'",
    ),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        header::STRICT_TRANSPORT_SECURITY,
        "max-age=63072000; includeSubDomains",
    ),
];

/// A body of type `content_type`.
pub(crate) fn json<T: Serialize>(status: u16, content_type: &'static str, body: &T) -> Response {
    text(status, content_type, to_text(body))
}

/// No body.
pub(crate) fn empty(status: u16) -> Response {
    let mut response = Response::default();
    response.status_code = status.into();
    response.headers = HeaderMap::from_iter(
        ON_EVERY_ANSWER.map(|(name, value)| (name, HeaderValue::from_static(value))),
    );
    response
}

/// An order, with its version as entity tag.
pub(crate) fn order(order: &OrderRepresentation) -> Response {
    let answer = Answer {
        status: 200,
        body: to_text(order),
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
    let mut response = text(answer.status, "application/json", answer.body);
    put(&mut response, header::ETAG, &etag::of(version));
    if is_new {
        put(&mut response, header::LOCATION, &format!("/orders/{id}"));
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
    put(&mut response, IDEMPOTENT_REPLAYED, "true");
    response
}

/// What the caller has is what it would get.
pub(crate) fn not_modified(version: Version) -> Response {
    let mut response = empty(304);
    put(&mut response, header::ETAG, &etag::of(version));
    response
}

/// Sets a header whose value is known to be printable ASCII.
pub(crate) fn put(response: &mut Response, name: HeaderName, value: &str) {
    let value = HeaderValue::try_from(value).expect("the value is printable ASCII");
    response.headers.insert(name, value);
}

pub(crate) fn to_text<T: Serialize>(body: &T) -> String {
    serde_json::to_string(body).expect("an answer has only text keys")
}

fn text(status: u16, content_type: &'static str, body: String) -> Response {
    let mut response = empty(status);
    put(&mut response, header::CONTENT_TYPE, content_type);
    response.body = Some(Body::Text(body));
    response
}
