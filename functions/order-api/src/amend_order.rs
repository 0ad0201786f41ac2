//! `PATCH /orders/{orderId}`: a pending order gets other content (JSON Merge Patch, RFC 7396).

use aws_lambda_events::apigw::ApiGatewayProxyRequest;
use order_core::{Advanced, price};
use rest::{BodyReader, Fault, Problem, Response};
use serde_json::Value;

use crate::Call;
use crate::order_request::{OrderRequest, broken_rules};
use crate::place_order::check_size;
use crate::problem;
use crate::representation::OrderRepresentation;
use crate::request;
use crate::respond;

/// What is patched is the request that would place the order as it is, so the result is checked
/// like any other.
pub(crate) async fn run(
    call: &Call<'_>,
    request: &ApiGatewayProxyRequest,
    reader: &BodyReader<OrderRequest>,
) -> Result<Response, Problem> {
    let patch = rest::json(request)?;
    if !patch.is_object() {
        let detail = "expected an object with the fields to change".to_owned();
        return Err(Problem::invalid_body(vec![Fault::at(
            String::new(),
            detail,
        )]));
    }
    let expected = request::condition(request, "If-Match")?;
    let order = call
        .actor
        .order(call.store, request::order_id(request)?)
        .await?;
    // Not knowing what one changes, one could undo what somebody else has changed.
    let expected = expected.ok_or_else(|| problem::precondition_required(order.version))?;
    if !expected.matches_strongly(order.version) {
        return Err(problem::precondition_failed(order.version));
    }
    order
        .check_amendable()
        .map_err(|refused| problem::amend_refused(&refused))?;

    let mut body: Value = serde_json::to_value(OrderRequest::from(&order.content))
        .expect("a request has only text keys");
    json_patch::merge(&mut body, &patch);
    let (draft, stated_total) = reader.check(body)?.draft()?;
    let content = price(draft).map_err(|faults| broken_rules(&faults))?;
    stated_total.check(content.totals.gross, content.currency)?;
    let amended = order.amend(content, call.actor.subject.clone(), call.now);
    let representation = OrderRepresentation::new(&amended, &call.actor);
    check_size(rest::to_text(&representation).len())?;
    call.store.save(Advanced::Ready(amended), None).await?;
    Ok(respond::order(&representation))
}
