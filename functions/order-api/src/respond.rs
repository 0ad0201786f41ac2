//! Answers as API Gateway takes them (REST API, Lambda proxy integration).

use aws_lambda_events::apigw::ApiGatewayProxyResponse;
use aws_lambda_events::encodings::Body;
use aws_lambda_events::http::{HeaderMap, HeaderValue, header};
use serde::Serialize;

use crate::representation::OrderRepresentation;

/// A body of type `content_type`. Answers are personal data: no cache but the caller's keeps them.
pub(crate) fn json<T: Serialize>(
    status: u16,
    content_type: &'static str,
    body: &T,
) -> ApiGatewayProxyResponse {
    let mut response = ApiGatewayProxyResponse::default();
    response.status_code = status.into();
    response.headers = HeaderMap::from_iter([
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-cache"),
        ),
        (
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ),
    ]);
    let body = serde_json::to_string(body).expect("an answer has only text keys");
    response.body = Some(Body::Text(body));
    response
}

/// An order, with its version as entity tag.
pub(crate) fn order(status: u16, order: &OrderRepresentation) -> ApiGatewayProxyResponse {
    let mut response = json(status, "application/json", order);
    let version = order.order.version;
    let etag = HeaderValue::try_from(format!("\"{version}\"")).expect("digits in quotes");
    response.headers.insert(header::ETAG, etag);
    response
}

/// A new order, with the path where it is found.
pub(crate) fn created(order: &OrderRepresentation) -> ApiGatewayProxyResponse {
    let mut response = self::order(201, order);
    let path = format!("/orders/{}", order.order.order_id);
    let location = HeaderValue::try_from(path).expect("an order id is ASCII");
    response.headers.insert(header::LOCATION, location);
    response
}
