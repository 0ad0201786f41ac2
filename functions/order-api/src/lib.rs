//! The REST API: a request becomes a decision of `order-core`, kept by `order-store`.
//!
//! It writes DynamoDB and touches nothing else: no queue, no document, no notification. Those
//! follow from the table's stream.

mod body;
mod get_order;
pub mod openapi;
mod place_order;
mod problem;
mod representation;
mod respond;
mod transition_order;

use aws_lambda_events::apigw::{ApiGatewayProxyRequest, ApiGatewayProxyResponse};
use order_events::{OrderId, Timestamp};
use order_store::OrderStore;

use crate::body::BodyReader;
use crate::problem::Problem;

pub use crate::place_order::PlaceOrderRequest;
pub use crate::representation::OrderRepresentation;
pub use crate::transition_order::TransitionRequest;

/// The API with all that it needs, built once per execution environment.
#[derive(Debug)]
pub struct Api {
    store: OrderStore,
    place_order_body: BodyReader<PlaceOrderRequest>,
    transition_body: BodyReader<TransitionRequest>,
}

/// What a request gets from the outside world besides its own content.
#[derive(Debug, Clone, Copy)]
pub struct Arrival {
    pub now: Timestamp,
    /// The id for an order that the request may place.
    pub order_id: OrderId,
}

impl Api {
    #[must_use]
    pub fn new(store: OrderStore) -> Self {
        Self {
            store,
            place_order_body: BodyReader::new(),
            transition_body: BodyReader::new(),
        }
    }

    /// Answers `request`. Whatever goes wrong is an answer too: problem details (RFC 9457).
    pub async fn handle(
        &self,
        request: ApiGatewayProxyRequest,
        arrival: Arrival,
    ) -> ApiGatewayProxyResponse {
        let result = self.route(request, arrival).await;
        result.unwrap_or_else(|problem| problem.response())
    }

    async fn route(
        &self,
        request: ApiGatewayProxyRequest,
        arrival: Arrival,
    ) -> Result<ApiGatewayProxyResponse, Problem> {
        let resource = request.resource.as_deref().unwrap_or_default();
        match (request.http_method.as_str(), resource) {
            ("POST", "/orders") => {
                let body = self.place_order_body.read(&request)?;
                place_order::run(&self.store, arrival.order_id, body).await
            }
            ("GET", "/orders/{orderId}") => get_order::run(&self.store, order_id(&request)?).await,
            ("POST", "/orders/{orderId}/transitions") => {
                let id = order_id(&request)?;
                let body = self.transition_body.read(&request)?;
                transition_order::run(&self.store, id, &body, arrival.now).await
            }
            _ => Err(Problem::no_such_route()),
        }
    }
}

/// The order that the path names. Text that is no order id names no order.
fn order_id(request: &ApiGatewayProxyRequest) -> Result<OrderId, Problem> {
    let text = request
        .path_parameters
        .get("orderId")
        .map(String::as_str)
        .unwrap_or_default();
    text.parse().map_err(|_| Problem::no_such_order(text))
}
