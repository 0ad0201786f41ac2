//! `GET /orders/{orderId}/invoice` and `…/credit-note`: the way to the PDF.

use aws_lambda_events::apigw::ApiGatewayProxyRequest;
use aws_lambda_events::http::header;
use order_events::DocumentKind;

use crate::Call;
use crate::documents::Documents;
use crate::problem::Problem;
use crate::request;
use crate::respond::{self, Response};

pub(crate) async fn run(
    call: &Call<'_>,
    request: &ApiGatewayProxyRequest,
    documents: &Documents,
    kind: DocumentKind,
) -> Result<Response, Problem> {
    let order = call
        .actor
        .order(call.store, request::order_id(request)?)
        .await?;
    let issued = match kind {
        DocumentKind::Invoice => order.invoice,
        DocumentKind::CreditNote => order.credit_note,
    };
    let number = issued
        .ok_or_else(|| Problem::no_document(kind, order.id))?
        .number;
    let link = documents.link(kind, order.id, number).await;
    match link.map_err(|error| Problem::unavailable(&error))? {
        None => Err(Problem::document_on_its_way(kind, order.id)),
        Some(link) => {
            let mut response = respond::empty(302);
            respond::put(&mut response, header::LOCATION, &link);
            // The link opens the document for whoever has it, for as long as it is valid.
            respond::put(&mut response, header::CACHE_CONTROL, "no-store");
            Ok(response)
        }
    }
}
