//! `GET /orders/{orderId}`: the order as the last successful write left it.

use aws_lambda_events::apigw::ApiGatewayProxyResponse;
use order_events::OrderId;
use order_store::OrderStore;

use crate::problem::Problem;
use crate::representation::OrderRepresentation;
use crate::respond;

pub(crate) async fn run(
    store: &OrderStore,
    id: OrderId,
) -> Result<ApiGatewayProxyResponse, Problem> {
    let order = store
        .get(id)
        .await?
        .ok_or_else(|| Problem::no_such_order(&id.to_string()))?;
    Ok(respond::order(200, &OrderRepresentation::from(&order)))
}
