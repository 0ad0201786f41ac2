//! `GET /orders/{orderId}/events`: everything that happened to the order, and what became of it.

use std::collections::HashMap;

use aws_lambda_events::apigw::ApiGatewayProxyRequest;
use lambda_kit::telemetry;
use rest::{Problem, Response};

use crate::Call;
use crate::documents::Documents;
use crate::representation::OrderHistory;
use crate::request;

pub(crate) async fn run(
    call: &Call<'_>,
    request: &ApiGatewayProxyRequest,
    documents: &Documents,
) -> Result<Response, Problem> {
    let id = request::order_id(request)?;
    let order = call.actor.order(call.store, id).await?;
    // The order tells its history itself; how it was processed is an addition.
    let traces = documents.traces(id).await.unwrap_or_else(|error| {
        let error = telemetry::chain(&error);
        tracing::warn!(order.id = %id, error, "answering without the traces of order {id}");
        HashMap::new()
    });
    Ok(rest::answer(
        200,
        "application/json",
        &OrderHistory::new(&order, traces),
    ))
}
