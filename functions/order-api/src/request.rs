//! Reading what is not in the body: headers and the path.

use aws_lambda_events::apigw::ApiGatewayProxyRequest;
use order_events::OrderId;

use crate::etag::Condition;
use crate::problem::Problem;

/// The value of a header, if there is one and it is text.
pub(crate) fn header<'a>(request: &'a ApiGatewayProxyRequest, name: &str) -> Option<&'a str> {
    request.headers.get(name)?.to_str().ok()
}

/// The condition that a header states, if there is one.
pub(crate) fn condition(
    request: &ApiGatewayProxyRequest,
    name: &'static str,
) -> Result<Option<Condition>, Problem> {
    let condition = header(request, name).map(Condition::parse).transpose();
    condition.map_err(|error| Problem::invalid_parameter(name, error.to_string()))
}

/// The order that the path names. Text that is no order id names no order.
pub(crate) fn order_id(request: &ApiGatewayProxyRequest) -> Result<OrderId, Problem> {
    let text = request
        .path_parameters
        .get("orderId")
        .map(String::as_str)
        .unwrap_or_default();
    text.parse().map_err(|_| Problem::no_such_order(text))
}
