//! `POST /orders/{orderId}/transitions`: the order enters its next status.

use aws_lambda_events::apigw::ApiGatewayProxyResponse;
use order_events::{OrderId, OrderStatus, Timestamp};
use order_store::OrderStore;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::problem::Problem;
use crate::representation::OrderRepresentation;
use crate::respond;

/// The status to enter.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TransitionRequest {
    to: OrderStatus,
}

pub(crate) async fn run(
    store: &OrderStore,
    id: OrderId,
    request: &TransitionRequest,
    now: Timestamp,
) -> Result<ApiGatewayProxyResponse, Problem> {
    let order = store
        .get(id)
        .await?
        .ok_or_else(|| Problem::no_such_order(&id.to_string()))?;
    let order = store.save(order.advance(request.to, now)?).await?;
    Ok(respond::order(200, &OrderRepresentation::from(&order)))
}
