//! `POST /orders/{orderId}/transitions`: the order enters its next status.

use aws_lambda_events::apigw::ApiGatewayProxyRequest;
use order_core::{Order, Transition};
use order_events::OrderStatus;
use order_store::{Answer, StoreError};
use rest::{Problem, Response};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::Call;
use crate::idempotency::Idempotency;
use crate::problem;
use crate::representation::OrderRepresentation;
use crate::request;
use crate::respond;

/// The status to enter.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TransitionRequest {
    to: OrderStatus,
    /// Why; kept in the order's history and told to subscribers.
    #[serde(default)]
    #[schemars(schema_with = "rest::schema::text::<300>")]
    reason: Option<String>,
}

pub(crate) async fn run(
    call: &Call<'_>,
    request: &ApiGatewayProxyRequest,
    body: TransitionRequest,
    idempotency: Option<Idempotency>,
) -> Result<Response, Problem> {
    let id = request::order_id(request)?;
    let expected = request::condition(request, "If-Match")?;
    // Done once, the same change is no longer allowed: whether it was done is asked first.
    let replay = async {
        match &idempotency {
            Some(request) => request.replay(call.store, call.now).await,
            None => Ok(None),
        }
    };
    let (replayed, order) = tokio::try_join!(replay, call.actor.order(call.store, id))?;
    if let Some(answer) = replayed {
        return Ok(answer);
    }
    call.actor.check_transition(body.to)?;
    if expected.is_some_and(|expected| !expected.matches_strongly(order.version)) {
        return Err(problem::precondition_failed(order.version));
    }
    let from = order.status;
    let transition = Transition {
        to: body.to,
        reason: body.reason,
    };
    let next = order
        .advance(transition, call.actor.subject.clone(), call.now)
        .map_err(|refused| problem::transition_refused(&refused, call.actor.next_statuses(from)))?;

    let answer = |order: &Order| Answer {
        status: 200,
        body: rest::to_text(&OrderRepresentation::new(order, &call.actor)),
    };
    let claim = idempotency
        .as_ref()
        .map(|request| request.claim(call.now, &answer));
    match (call.store.save(next, claim).await, &idempotency) {
        (Ok(order), _) => Ok(respond::versioned(answer(&order), order.id, order.version)),
        // The same request, sent at the same time, may have been the one that got through.
        (Err(error @ (StoreError::KeyTaken | StoreError::Conflict { .. })), Some(request)) => {
            let replayed = request.replay(call.store, call.now).await?;
            replayed.ok_or_else(|| error.into())
        }
        (Err(error), _) => Err(error.into()),
    }
}
