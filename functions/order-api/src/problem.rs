//! Problem details (RFC 9457): every error answer, and nothing internal in any of them.

use access::{Denied, Scope};
use aws_lambda_events::http::header;
use lambda_kit::telemetry;
use order_core::{AmendRefused, TransitionRefused};
use order_events::{DocumentKind, OrderId, OrderStatus, Version};
use order_store::StoreError;
use schemars::JsonSchema;
use serde::Serialize;

use crate::etag;
use crate::respond::{self, Response};

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
    allowed: Option<Box<[OrderStatus]>>,
    #[serde(skip)]
    retry_after_seconds: Option<u16>,
    /// The value of `WWW-Authenticate`.
    #[serde(skip)]
    challenge: Option<Box<str>>,
}

/// One fault of a request.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub(crate) struct Fault {
    /// Where in the body, as a JSON pointer (RFC 6901); empty for the body as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    /// The query parameter or header, if it is not in the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
    /// What is expected there.
    detail: String,
}

impl Fault {
    pub(crate) fn at(pointer: String, detail: String) -> Self {
        Self {
            pointer: Some(pointer),
            parameter: None,
            detail,
        }
    }

    pub(crate) fn of(parameter: &str, detail: String) -> Self {
        Self {
            pointer: None,
            parameter: Some(parameter.to_owned()),
            detail,
        }
    }
}

impl Problem {
    fn new(status: u16, kind: &'static str, title: &'static str, detail: String) -> Self {
        Self {
            kind,
            title,
            status,
            detail,
            errors: Vec::new(),
            allowed: None,
            retry_after_seconds: None,
            challenge: None,
        }
    }

    pub(crate) fn unauthenticated(detail: &'static str, error: Option<&'static str>) -> Self {
        let kind = "tag:order-to-invoice,2026:unauthenticated";
        // RFC 6750 §3: a request without a token is told no error.
        let challenge = match error {
            None => "Bearer".to_owned(),
            Some(error) => format!("Bearer error=\"{error}\", error_description=\"{detail}\""),
        };
        Self {
            challenge: Some(challenge.into()),
            ..Self::new(401, kind, "Who are you?", detail.to_owned())
        }
    }

    pub(crate) fn insufficient_scope(scope: Scope) -> Self {
        let kind = "tag:order-to-invoice,2026:insufficient-scope";
        let scope = scope.as_str();
        let detail = format!("this takes a token with the scope `{scope}`");
        let challenge = format!("Bearer error=\"insufficient_scope\", scope=\"{scope}\"");
        Self {
            challenge: Some(challenge.into()),
            ..Self::new(403, kind, "Not yours to do", detail)
        }
    }

    pub(crate) fn invalid_parameters(mut errors: Vec<Fault>) -> Self {
        errors.sort();
        let kind = "tag:order-to-invoice,2026:invalid-parameters";
        let detail = format!("mend the {} fault(s) listed in `errors`", errors.len());
        Self {
            errors,
            ..Self::new(400, kind, "The parameters have faults", detail)
        }
    }

    pub(crate) fn invalid_parameter(name: &str, detail: String) -> Self {
        Self::invalid_parameters(vec![Fault::of(name, detail)])
    }

    pub(crate) fn precondition_required(version: Version) -> Self {
        let kind = "tag:order-to-invoice,2026:precondition-required";
        let tag = etag::of(version);
        let detail = format!("send `If-Match` with the version that you know; it is {tag} now");
        Self::new(428, kind, "Which version do you change?", detail)
    }

    pub(crate) fn precondition_failed(version: Version) -> Self {
        let kind = "tag:order-to-invoice,2026:precondition-failed";
        let tag = etag::of(version);
        let detail = format!("the order is at version {tag}: read it again, then decide again");
        Self::new(412, kind, "The order has changed", detail)
    }

    pub(crate) fn key_reused() -> Self {
        let kind = "tag:order-to-invoice,2026:idempotency-key-reused";
        let detail = "the key belongs to another request of yours: take a new one".to_owned();
        Self::new(422, kind, "The idempotency key is in use", detail)
    }

    pub(crate) fn transition_refused(
        refused: &TransitionRefused,
        allowed: Vec<OrderStatus>,
    ) -> Self {
        let kind = "tag:order-to-invoice,2026:transition-refused";
        let problem = Self::new(409, kind, "The order can't go there", refused.to_string());
        Self {
            allowed: Some(allowed.into()),
            ..problem
        }
    }

    pub(crate) fn no_document(document: DocumentKind, id: OrderId) -> Self {
        let kind = "tag:order-to-invoice,2026:no-such-document";
        let detail = format!("order `{id}` has no {document}");
        Self::new(404, kind, "No such document", detail)
    }

    pub(crate) fn document_on_its_way(document: DocumentKind, id: OrderId) -> Self {
        let kind = "tag:order-to-invoice,2026:document-on-its-way";
        let detail = format!("the {document} of order `{id}` is being made: ask again in a moment");
        Self {
            retry_after_seconds: Some(2),
            ..Self::new(404, kind, "The document is on its way", detail)
        }
    }

    /// Something that is needed for an answer can't be reached.
    pub(crate) fn unavailable(error: &dyn std::error::Error) -> Self {
        let reason = telemetry::chain(error);
        tracing::error!(error = reason, "answering 503: {error}");
        let kind = "tag:order-to-invoice,2026:unavailable";
        let detail = "nothing was changed: send the request again in a moment".to_owned();
        Self {
            retry_after_seconds: Some(2),
            ..Self::new(503, kind, "Not available now", detail)
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
        Self::invalid_body(vec![Fault::at(pointer, detail)])
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
    pub(crate) fn response(&self) -> Response {
        let mut response = respond::json(self.status, "application/problem+json", self);
        if let Some(seconds) = self.retry_after_seconds {
            respond::put(&mut response, header::RETRY_AFTER, &seconds.to_string());
        }
        if let Some(challenge) = &self.challenge {
            respond::put(&mut response, header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

impl From<AmendRefused> for Problem {
    fn from(refused: AmendRefused) -> Self {
        let kind = "tag:order-to-invoice,2026:amend-refused";
        let title = "The order can't be amended";
        Self::new(409, kind, title, refused.to_string())
    }
}

impl From<Denied> for Problem {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Missing => Self::unauthenticated("send a bearer token", None),
            Denied::Invalid(detail) => Self::unauthenticated(detail, Some("invalid_token")),
            Denied::Unavailable(error) => Self::unavailable(&error),
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
            StoreError::KeyTaken => {
                let kind = "tag:order-to-invoice,2026:conflict";
                let detail = "a request with this idempotency key is under way".to_owned();
                Self::new(409, kind, "Sent twice at once", detail)
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
            | StoreError::CorruptListing(_)
            | StoreError::CorruptRequest
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
