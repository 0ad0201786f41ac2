//! Reading what is not in the body: headers and the path.

use aws_lambda_events::apigw::ApiGatewayProxyRequest;
use order_events::OrderId;
use rest::Problem;

use crate::etag::Condition;
use crate::problem;

/// The condition that a header states, if there is one.
pub(crate) fn condition(
    request: &ApiGatewayProxyRequest,
    name: &'static str,
) -> Result<Option<Condition>, Problem> {
    let condition = rest::header(request, name).map(|value| Condition::parse(&value));
    let condition = condition.transpose();
    condition.map_err(|error| Problem::invalid_parameter(name, error.to_string()))
}

/// The order that the path names. Text that is no order id names no order.
pub(crate) fn order_id(request: &ApiGatewayProxyRequest) -> Result<OrderId, Problem> {
    let text = request
        .path_parameters
        .get("orderId")
        .map(String::as_str)
        .unwrap_or_default();
    text.parse().map_err(|_| problem::no_such_order(text))
}
