//! Problem details (RFC 9457): every error answer, and nothing internal in any of them.

use aws_lambda_events::apigw::ApiGatewayProxyResponse;
use aws_lambda_events::http::{HeaderValue, header};
use lambda_kit::telemetry;
use order_core::{TransitionRefused, next_statuses};
use order_events::OrderStatus;
use order_store::StoreError;
use schemars::JsonSchema;
use serde::Serialize;

use crate::respond;

/// An error answer. `detail` and `errors` say what to change.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Problem {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    detail: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    errors: Vec<Fault>,
    /// The statuses that the order may enter now, if it can't enter the one asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<OrderStatus>>")]
    allowed: Option<&'static [OrderStatus]>,
    #[serde(skip)]
    retry_after_seconds: Option<u16>,
}

/// One fault of a body.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub(crate) struct Fault {
    /// Where, as a JSON pointer (RFC 6901); empty for the body as a whole.
    pub(crate) pointer: String,
    /// What is expected there.
    pub(crate) detail: String,
}

impl Problem {
    fn new(status: u16, kind: &'static str, title: &'static str, detail: String) -> Self {
        let (errors, allowed, retry_after_seconds) = (Vec::new(), None, None);
        Self {
            kind,
            title,
            status,
            detail,
            errors,
            allowed,
            retry_after_seconds,
        }
    }

    pub(crate) fn malformed_body(detail: String) -> Self {
        let kind = "tag:order-to-invoice,2026:malformed-body";
        Self::new(400, kind, "The body is not JSON", detail)
    }

    pub(crate) fn body_too_large(limit: usize, found: usize) -> Self {
        let kind = "tag:order-to-invoice,2026:body-too-large";
        let detail = format!("send at most {limit} bytes, found {found}");
        Self::new(413, kind, "The body is too large", detail)
    }

    pub(crate) fn order_too_large(limit: usize, found: usize) -> Self {
        let kind = "tag:order-to-invoice,2026:order-too-large";
        let detail = format!("split the order: {limit} bytes are the most, found {found}");
        Self::new(413, kind, "The order is too large", detail)
    }

    pub(crate) fn invalid_body(mut errors: Vec<Fault>) -> Self {
        errors.sort();
        let kind = "tag:order-to-invoice,2026:invalid-body";
        let detail = format!("mend the {} fault(s) listed in `errors`", errors.len());
        Self {
            errors,
            ..Self::new(422, kind, "The body has faults", detail)
        }
    }

    pub(crate) fn fault(pointer: String, detail: String) -> Self {
        Self::invalid_body(vec![Fault { pointer, detail }])
    }

    pub(crate) fn no_such_order(id: &str) -> Self {
        let kind = "tag:order-to-invoice,2026:no-such-order";
        // An id is ASCII; whatever else was asked for is cut, not echoed at length.
        let id: String = id.chars().filter(char::is_ascii_graphic).take(64).collect();
        Self::new(
            404,
            kind,
            "No such order",
            format!("there is no order `{id}`"),
        )
    }

    pub(crate) fn no_such_route() -> Self {
        let kind = "tag:order-to-invoice,2026:no-such-route";
        let detail = "this path or method is not part of the API".to_owned();
        Self::new(404, kind, "No such route", detail)
    }

    /// The response; what went wrong inside has been logged where it was found.
    pub(crate) fn response(&self) -> ApiGatewayProxyResponse {
        let mut response = respond::json(self.status, "application/problem+json", self);
        if let Some(seconds) = self.retry_after_seconds {
            response
                .headers
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<TransitionRefused> for Problem {
    fn from(refused: TransitionRefused) -> Self {
        let kind = "tag:order-to-invoice,2026:transition-refused";
        let problem = Self::new(409, kind, "The order can't go there", refused.to_string());
        Self {
            allowed: Some(next_statuses(refused.from)),
            ..problem
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::Conflict { .. } => {
                let kind = "tag:order-to-invoice,2026:conflict";
                let detail = format!("{error}: read it again, then decide again");
                Self::new(409, kind, "The order has changed", detail)
            }
            StoreError::Contended { .. } | StoreError::Throttled(_) => {
                let reason = telemetry::chain(&error);
                tracing::warn!(error = reason, "answering 503: {error}");
                let kind = "tag:order-to-invoice,2026:busy";
                let detail = "nothing was changed: send the request again".to_owned();
                let problem = Self::new(503, kind, "Too busy", detail);
                Self {
                    retry_after_seconds: Some(1),
                    ..problem
                }
            }
            StoreError::Unavailable(_)
            | StoreError::Corrupt { .. }
            | StoreError::CorruptSeries { .. }
            | StoreError::Unwritable { .. } => {
                let reason = telemetry::chain(&error);
                tracing::error!(error = reason, "answering 500: {error}");
                let kind = "tag:order-to-invoice,2026:internal";
                let detail = "this is our fault, and it has been logged".to_owned();
                Self::new(500, kind, "Something went wrong", detail)
            }
        }
    }
}
