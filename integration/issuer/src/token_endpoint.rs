//! `POST /token`: the client credentials grant (RFC 6749, section 4.4), without the credentials.

use std::sync::Arc;

use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use axum::{Form, Json};
use serde::{Deserialize, Serialize};

use crate::access_token::{AccessTokens, LIFETIME};
use crate::clock;
use crate::role::Role;

/// Longest subject that the order API takes, in characters.
const LONGEST_SUBJECT: usize = 255;

/// The form that a client sends. Unknown fields are ignored, as the RFC wants it.
#[derive(Debug, Deserialize)]
pub(crate) struct TokenRequest {
    grant_type: Option<String>,
    client_id: Option<String>,
    /// In whose name; not in any RFC, for who tests with several customers.
    subject: Option<String>,
}

#[derive(Debug, Serialize)]
struct TokenResponse {
    access_token: String,
    token_type: &'static str,
    expires_in: u64,
    scope: &'static str,
}

/// Section 5.2: a code for programs, a sentence for people.
#[derive(Debug, Serialize)]
pub(crate) struct TokenError {
    error: &'static str,
    error_description: String,
}

pub(crate) async fn token(
    State(tokens): State<Arc<AccessTokens>>,
    form: Result<Form<TokenRequest>, FormRejection>,
) -> Result<Response, TokenError> {
    let Form(request) = form.map_err(|rejection| {
        let status = rejection.status();
        TokenError::invalid_request(format!("the body is not a form that can be read: {status}"))
    })?;
    let (role, subject) = granted(&request)?;
    let body = TokenResponse {
        access_token: tokens.issue(role, subject, clock::now()),
        token_type: "Bearer",
        expires_in: LIFETIME,
        scope: role.scope(),
    };
    Ok(([(CACHE_CONTROL, "no-store")], Json(body)).into_response())
}

/// Whom the request is granted a token for, if it is.
fn granted(request: &TokenRequest) -> Result<(Role, Option<&str>), TokenError> {
    let grant_type = request.grant_type.as_deref().ok_or_else(|| {
        TokenError::invalid_request("add `grant_type=client_credentials`".to_owned())
    })?;
    if grant_type != "client_credentials" {
        return Err(TokenError {
            error: "unsupported_grant_type",
            error_description: "expected `grant_type=client_credentials`".to_owned(),
        });
    }
    let client_id = request.client_id.as_deref().ok_or_else(|| {
        TokenError::invalid_request("add `client_id`: `customer`, `admin` or `ops`".to_owned())
    })?;
    let role: Role = client_id.parse().map_err(|_| TokenError {
        error: "invalid_client",
        error_description: "expected `client_id` to be `customer`, `admin` or `ops`".to_owned(),
    })?;
    let subject = request.subject.as_deref();
    if subject.is_some_and(|subject| !is_acceptable(subject)) {
        return Err(TokenError::invalid_request(format!(
            "expected `subject` to have 1 to {LONGEST_SUBJECT} characters, none of them a control \
             character"
        )));
    }
    Ok((role, subject))
}

fn is_acceptable(subject: &str) -> bool {
    (1..=LONGEST_SUBJECT).contains(&subject.chars().count()) && !subject.contains(char::is_control)
}

impl TokenError {
    fn invalid_request(error_description: String) -> Self {
        Self {
            error: "invalid_request",
            error_description,
        }
    }
}

impl IntoResponse for TokenError {
    fn into_response(self) -> Response {
        let no_store = [(CACHE_CONTROL, "no-store")];
        (StatusCode::BAD_REQUEST, no_store, Json(self)).into_response()
    }
}
