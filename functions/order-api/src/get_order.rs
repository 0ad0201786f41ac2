//! `GET /orders/{orderId}`: the order as the last successful write left it.

use aws_lambda_events::apigw::ApiGatewayProxyRequest;
use rest::{Problem, Response};

use crate::Call;
use crate::representation::OrderRepresentation;
use crate::request;
use crate::respond;

pub(crate) async fn run(
    call: &Call<'_>,
    request: &ApiGatewayProxyRequest,
) -> Result<Response, Problem> {
    let known = request::condition(request, "If-None-Match")?;
    let order = call
        .actor
        .order(call.store, request::order_id(request)?)
        .await?;
    if known.is_some_and(|known| known.matches_weakly(order.version)) {
        return Ok(respond::not_modified(order.version));
    }
    Ok(respond::order(&OrderRepresentation::new(
        &order,
        &call.actor,
    )))
}
