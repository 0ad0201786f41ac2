//! Answers as API Gateway takes them (REST API, Lambda proxy integration).

use aws_lambda_events::apigw::ApiGatewayProxyResponse;
use aws_lambda_events::encodings::Body;
use aws_lambda_events::http::{HeaderMap, HeaderName, HeaderValue, header};
use serde::Serialize;

pub type Response = ApiGatewayProxyResponse;

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
pub fn answer<T: Serialize>(status: u16, content_type: &'static str, body: &T) -> Response {
    text(status, content_type, to_text(body))
}

/// No body.
pub fn empty(status: u16) -> Response {
    let mut response = Response::default();
    response.status_code = status.into();
    response.headers = HeaderMap::from_iter(
        ON_EVERY_ANSWER.map(|(name, value)| (name, HeaderValue::from_static(value))),
    );
    response
}

/// Sets a header whose value is known to be printable ASCII.
pub fn put(response: &mut Response, name: HeaderName, value: &str) {
    let value = HeaderValue::try_from(value).expect("the value is printable ASCII");
    response.headers.insert(name, value);
}

pub fn to_text<T: Serialize>(body: &T) -> String {
    serde_json::to_string(body).expect("an answer has only text keys")
}

/// Text that is JSON already.
pub fn text(status: u16, content_type: &'static str, body: String) -> Response {
    let mut response = empty(status);
    put(&mut response, header::CONTENT_TYPE, content_type);
    response.body = Some(Body::Text(body));
    response
}
