//! `GET /orders/{orderId}/events`: everything that happened to the order.

use aws_lambda_events::apigw::ApiGatewayProxyRequest;
use rest::{Problem, Response};

use crate::Call;
use crate::representation::OrderHistory;
use crate::request;

pub(crate) async fn run(
    call: &Call<'_>,
    request: &ApiGatewayProxyRequest,
) -> Result<Response, Problem> {
    let order = call
        .actor
        .order(call.store, request::order_id(request)?)
        .await?;
    Ok(rest::answer(
        200,
        "application/json",
        &OrderHistory::from(&order),
    ))
}
