//! The REST API: a request becomes a decision of `order-core`, kept by `order-store`.
//!
//! It writes DynamoDB and touches nothing else: no queue, no document, no notification. Those
//! follow from the table's stream. It reads documents only to find out whether they are there.

mod amend_order;
mod cursor;
mod documents;
mod etag;
mod get_document;
mod get_history;
mod get_order;
mod idempotency;
mod list_orders;
pub mod openapi;
mod order_request;
mod permission;
mod place_order;
mod problem;
mod representation;
mod request;
mod respond;
mod transition_order;

use access::{Scope, Verifier};
use aws_lambda_events::apigw::{ApiGatewayProxyRequest, ApiGatewayProxyResponse};
use order_events::{DocumentKind, OrderId, Timestamp};
use order_store::OrderStore;
use rest::{AllowedOrigins, BodyReader, Problem};

use crate::idempotency::Idempotency;
use crate::order_request::OrderRequest;
use crate::permission::Actor;
use crate::transition_order::TransitionRequest;

pub use crate::cursor::CursorKey;
pub use crate::documents::Documents;

/// Largest order in bytes of JSON: a message of 256 KiB, less room for what an event adds.
const LARGEST_ORDER: usize = 250 * 1024;

/// What the API works with.
#[derive(Debug)]
pub struct Parts {
    pub store: Box<dyn OrderStore>,
    pub verifier: Verifier,
    pub documents: Documents,
    pub cursors: CursorKey,
    pub allowed_origins: AllowedOrigins,
}

/// The API with all that it needs, built once per execution environment.
#[derive(Debug)]
pub struct Api {
    parts: Parts,
    order_body: BodyReader<OrderRequest>,
    transition_body: BodyReader<TransitionRequest>,
}

/// What a request gets from the outside world besides its own content.
#[derive(Debug, Clone, Copy)]
pub struct Arrival {
    pub now: Timestamp,
    /// The id for an order that the request may place.
    pub order_id: OrderId,
}

/// A request whose caller is known.
#[derive(Debug)]
struct Call<'a> {
    store: &'a dyn OrderStore,
    actor: Actor,
    now: Timestamp,
}

impl Api {
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self {
            parts,
            order_body: BodyReader::new(),
            transition_body: BodyReader::new(),
        }
    }

    /// Gets ready for the first request while there is time for it.
    pub async fn warm_up(&self, now: Timestamp) {
        self.parts.verifier.warm_up(now).await;
    }

    /// Answers `request`. Whatever goes wrong is an answer too: problem details (RFC 9457).
    pub async fn handle(
        &self,
        request: &ApiGatewayProxyRequest,
        arrival: Arrival,
    ) -> ApiGatewayProxyResponse {
        let origins = &self.parts.allowed_origins;
        let mut response = if request.http_method == "OPTIONS" {
            origins.preflight(request)
        } else {
            let result = self.route(request, arrival).await;
            result.unwrap_or_else(|problem| problem.response())
        };
        origins.share(request, &mut response);
        response
    }

    async fn route(
        &self,
        request: &ApiGatewayProxyRequest,
        arrival: Arrival,
    ) -> Result<ApiGatewayProxyResponse, Problem> {
        let authorization = rest::header(request, "authorization");
        let caller = self
            .parts
            .verifier
            .verify(authorization.as_deref(), arrival.now);
        let call = &Call {
            store: &*self.parts.store,
            actor: Actor::new(caller.await?),
            now: arrival.now,
        };
        let resource = request.resource.as_deref().unwrap_or_default();
        match (request.http_method.as_str(), resource) {
            ("POST", "/orders") => {
                call.actor.check(Scope::OrdersWrite)?;
                let idempotency = Idempotency::of(request, &call.actor.subject)?;
                let body = self.order_body.read(request)?;
                place_order::run(call, arrival.order_id, body, idempotency).await
            }
            ("GET", "/orders") => {
                call.actor.check(Scope::OrdersRead)?;
                list_orders::run(call, request, &self.parts.cursors).await
            }
            ("GET", "/orders/{orderId}") => {
                call.actor.check(Scope::OrdersRead)?;
                get_order::run(call, request).await
            }
            ("PATCH", "/orders/{orderId}") => {
                call.actor.check(Scope::OrdersWrite)?;
                amend_order::run(call, request, &self.order_body).await
            }
            ("GET", "/orders/{orderId}/events") => {
                call.actor.check(Scope::OrdersRead)?;
                get_history::run(call, request, &self.parts.documents).await
            }
            ("GET", "/orders/{orderId}/invoice") => {
                call.actor.check(Scope::OrdersRead)?;
                let documents = &self.parts.documents;
                get_document::run(call, request, documents, DocumentKind::Invoice).await
            }
            ("GET", "/orders/{orderId}/credit-note") => {
                call.actor.check(Scope::OrdersRead)?;
                let documents = &self.parts.documents;
                get_document::run(call, request, documents, DocumentKind::CreditNote).await
            }
            ("POST", "/orders/{orderId}/transitions") => {
                call.actor.check(Scope::OrdersWrite)?;
                let idempotency = Idempotency::of(request, &call.actor.subject)?;
                let body = self.transition_body.read(request)?;
                transition_order::run(call, request, body, idempotency).await
            }
            _ => Err(Problem::no_such_route()),
        }
    }
}
