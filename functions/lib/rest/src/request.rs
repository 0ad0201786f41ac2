//! Reading what is not in the body.

use std::borrow::Cow;

use aws_lambda_events::apigw::ApiGatewayProxyRequest;

/// The value of a header, if there is one. What is not text in it never counts as absent.
#[must_use]
pub fn header<'a>(request: &'a ApiGatewayProxyRequest, name: &str) -> Option<Cow<'a, str>> {
    let value = request.headers.get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()))
}
