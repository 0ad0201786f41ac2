//! Problem details (RFC 9457): every error answer, and nothing internal in any of them.

use std::fmt;

use access::{Denied, Scope};
use aws_lambda_events::http::header;
use lambda_kit::telemetry;
use order_events::OrderStatus;
use order_store::StoreError;
use schemars::JsonSchema;
use serde::Serialize;

use crate::respond::{self, Response};

/// An error answer. `detail` and `errors` say what to change.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
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
pub struct Fault {
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
    #[must_use]
    pub fn at(pointer: String, detail: String) -> Self {
        Self {
            pointer: Some(pointer),
            parameter: None,
            detail,
        }
    }

    #[must_use]
    pub fn of(parameter: &str, detail: String) -> Self {
        Self {
            pointer: None,
            parameter: Some(parameter.to_owned()),
            detail,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.pointer.as_ref().or(self.parameter.as_ref());
        match place.filter(|place| !place.is_empty()) {
            Some(place) => write!(f, "{place}: {}", self.detail),
            None => f.write_str(&self.detail),
        }
    }
}

impl Problem {
    /// A problem of its own kind; `detail` says what to change.
    #[must_use]
    pub fn new(status: u16, kind: &'static str, title: &'static str, detail: String) -> Self {
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

    /// With the statuses that the order may enter instead.
    #[must_use]
    pub fn allowing(self, statuses: Vec<OrderStatus>) -> Self {
        Self {
            allowed: Some(statuses.into()),
            ..self
        }
    }

    /// The same request may succeed after this time.
    #[must_use]
    pub fn retry_after(self, seconds: u16) -> Self {
        Self {
            retry_after_seconds: Some(seconds),
            ..self
        }
    }

    #[must_use]
    pub fn unauthenticated(detail: &'static str, error: Option<&'static str>) -> Self {
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

    #[must_use]
    pub fn insufficient_scope(scope: Scope) -> Self {
        let kind = "tag:order-to-invoice,2026:insufficient-scope";
        let scope = scope.as_str();
        let detail = format!("this takes a token with the scope `{scope}`");
        let challenge = format!("Bearer error=\"insufficient_scope\", scope=\"{scope}\"");
        Self {
            challenge: Some(challenge.into()),
            ..Self::new(403, kind, "Not yours to do", detail)
        }
    }

    #[must_use]
    pub fn invalid_parameters(mut errors: Vec<Fault>) -> Self {
        errors.sort();
        let kind = "tag:order-to-invoice,2026:invalid-parameters";
        let detail = format!("mend the {} fault(s) listed in `errors`", errors.len());
        Self {
            errors,
            ..Self::new(400, kind, "The parameters have faults", detail)
        }
    }

    #[must_use]
    pub fn invalid_parameter(name: &str, detail: String) -> Self {
        Self::invalid_parameters(vec![Fault::of(name, detail)])
    }

    /// Something that is needed for an answer can't be reached.
    #[must_use]
    pub fn unavailable(error: &dyn std::error::Error) -> Self {
        let reason = telemetry::chain(error);
        tracing::error!(error = reason, "answering 503: {error}");
        let kind = "tag:order-to-invoice,2026:unavailable";
        let detail = "nothing was changed: send the request again in a moment".to_owned();
        Self {
            retry_after_seconds: Some(2),
            ..Self::new(503, kind, "Not available now", detail)
        }
    }

    /// A fault of ours.
    #[must_use]
    pub fn internal(error: &dyn std::error::Error) -> Self {
        let reason = telemetry::chain(error);
        tracing::error!(error = reason, "answering 500: {error}");
        let kind = "tag:order-to-invoice,2026:internal";
        let detail = "this is our fault, and it has been logged".to_owned();
        Self::new(500, kind, "Something went wrong", detail)
    }

    #[must_use]
    pub fn malformed_body(detail: String) -> Self {
        let kind = "tag:order-to-invoice,2026:malformed-body";
        Self::new(400, kind, "The body is not JSON", detail)
    }

    #[must_use]
    pub fn body_too_large(limit: usize, found: usize) -> Self {
        let kind = "tag:order-to-invoice,2026:body-too-large";
        let detail = format!("send at most {limit} bytes, found {found}");
        Self::new(413, kind, "The body is too large", detail)
    }

    #[must_use]
    pub fn invalid_body(mut errors: Vec<Fault>) -> Self {
        errors.sort();
        let kind = "tag:order-to-invoice,2026:invalid-body";
        let detail = format!("mend the {} fault(s) listed in `errors`", errors.len());
        Self {
            errors,
            ..Self::new(422, kind, "The body has faults", detail)
        }
    }

    #[must_use]
    pub fn fault(pointer: String, detail: String) -> Self {
        Self::invalid_body(vec![Fault::at(pointer, detail)])
    }

    /// There is no such `thing`, or it is not the caller's.
    #[must_use]
    pub fn not_found(thing: &'static str, id: &str) -> Self {
        // An id is ASCII; whatever else was asked for is cut, not echoed at length.
        let id: String = id.chars().filter(char::is_ascii_graphic).take(64).collect();
        let (kind, title) = match thing {
            "order" => ("tag:order-to-invoice,2026:no-such-order", "No such order"),
            "message" => (
                "tag:order-to-invoice,2026:no-such-message",
                "No such message",
            ),
            "replay" => ("tag:order-to-invoice,2026:no-such-replay", "No such replay"),
            _ => ("tag:order-to-invoice,2026:not-found", "Not found"),
        };
        Self::new(404, kind, title, format!("there is no {thing} `{id}`"))
    }

    #[must_use]
    pub fn no_such_route() -> Self {
        let kind = "tag:order-to-invoice,2026:no-such-route";
        let detail = "this path or method is not part of the API".to_owned();
        Self::new(404, kind, "No such route", detail)
    }

    /// The response; what went wrong inside has been logged where it was found.
    #[must_use]
    pub fn response(&self) -> Response {
        let mut response = respond::answer(self.status, "application/problem+json", self);
        if let Some(seconds) = self.retry_after_seconds {
            respond::put(&mut response, header::RETRY_AFTER, &seconds.to_string());
        }
        if let Some(challenge) = &self.challenge {
            respond::put(&mut response, header::WWW_AUTHENTICATE, challenge);
        }
        response
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
            | StoreError::Unwritable { .. } => Self::internal(&error),
        }
    }
}
