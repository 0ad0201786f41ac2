//! `POST /orders`: an order is placed, priced by us.

use lambda_kit::metrics::Metric;
use order_core::{Advanced, Order};
use order_events::OrderId;
use order_store::{Answer, StoreError};
use rest::{Problem, Response};

use crate::idempotency::Idempotency;
use crate::order_request::{OrderRequest, broken_rules};
use crate::problem;
use crate::representation::OrderRepresentation;
use crate::respond;
use crate::{Call, LARGEST_ORDER};

pub(crate) async fn run(
    call: &Call<'_>,
    id: OrderId,
    request: OrderRequest,
    idempotency: Option<Idempotency>,
) -> Result<Response, Problem> {
    let (draft, stated_total) = request.draft()?;
    let order = Order::place(id, call.actor.subject.clone(), draft)
        .map_err(|faults| broken_rules(&faults))?;
    let content = &order.content;
    stated_total.check(content.totals.gross, content.currency)?;
    let answer = |order: &Order| Answer {
        status: 201,
        body: rest::to_text(&OrderRepresentation::new(order, &call.actor)),
    };
    let first = answer(&order);
    check_size(first.body.len())?;

    let claim = idempotency
        .as_ref()
        .map(|request| request.claim(call.now, &answer));
    match (
        call.store.save(Advanced::Ready(order), claim).await,
        &idempotency,
    ) {
        (Ok(_), _) => {
            Metric::once("OrdersPlaced").record();
            Ok(respond::created(first, id))
        }
        (Err(StoreError::KeyTaken), Some(request)) => {
            let replayed = request.replay(call.store, call.now).await?;
            replayed.ok_or_else(|| StoreError::KeyTaken.into())
        }
        (Err(error), _) => Err(error.into()),
    }
}

/// An order travels whole in each of its events, so it must fit into a message, with its documents
/// yet to come.
pub(crate) fn check_size(bytes: usize) -> Result<(), Problem> {
    if bytes > LARGEST_ORDER {
        return Err(problem::order_too_large(LARGEST_ORDER, bytes));
    }
    Ok(())
}
