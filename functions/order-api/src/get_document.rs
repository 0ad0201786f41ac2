//! `GET /orders/{orderId}/invoice` and `…/credit-note`: the way to the PDF.

use aws_lambda_events::apigw::ApiGatewayProxyRequest;
use aws_lambda_events::http::header;
use order_events::DocumentKind;
use rest::{Parameters, Problem, Response};

use crate::Call;
use crate::documents::Documents;
use crate::problem;
use crate::request;

pub(crate) async fn run(
    call: &Call<'_>,
    request: &ApiGatewayProxyRequest,
    documents: &Documents,
    kind: DocumentKind,
) -> Result<Response, Problem> {
    let mut parameters = Parameters::of(request, &["version"]);
    let version = parameters.read("version", version);
    parameters.check()?;
    let order = call
        .actor
        .order(call.store, request::order_id(request)?)
        .await?;
    let issued = match kind {
        DocumentKind::Invoice => order.invoice,
        DocumentKind::CreditNote => order.credit_note,
    };
    let number = issued
        .ok_or_else(|| problem::no_document(kind, order.id))?
        .number;
    let link = documents.link(kind, order.id, number, version).await;
    match link.map_err(|error| Problem::unavailable(&error))? {
        None => Err(problem::document_on_its_way(kind, order.id)),
        Some(link) => {
            let mut response = rest::empty(302);
            rest::put(&mut response, header::LOCATION, &link);
            // The link opens the document for whoever has it, for as long as it is valid.
            rest::put(&mut response, header::CACHE_CONTROL, "no-store");
            Ok(response)
        }
    }
}

/// The id of a version is opaque ("How S3 Versioning works", Amazon S3 user guide).
fn version(text: &str) -> Result<String, String> {
    if (1..=1_024).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(text.to_owned())
    } else {
        Err("expected the `documentVersion` of one of the order's events".to_owned())
    }
}
