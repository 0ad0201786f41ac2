//! `POST /token`: the client credentials grant (RFC 6749, section 4.4), without the credentials, and
//! the authorization code grant (section 4.1.3) for who has signed in at `/authorize`.

use std::sync::Arc;

use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use axum::{Form, Json};
use serde::{Deserialize, Serialize};

use crate::access_token::LIFETIME;
use crate::authorize_endpoint::CONSOLE;
use crate::clock;
use crate::code::{Codes, Grant};
use crate::role::Role;
use crate::server::Server;
use crate::subject;

/// The form that a client sends. Unknown fields are ignored, as the RFC wants it.
#[derive(Debug, Deserialize)]
pub(crate) struct TokenRequest {
    grant_type: Option<String>,
    client_id: Option<String>,
    /// In whose name; not in any RFC, for who tests with several customers.
    subject: Option<String>,
    code: Option<String>,
    redirect_uri: Option<String>,
    code_verifier: Option<String>,
}

#[derive(Debug, Serialize)]
struct TokenResponse {
    access_token: String,
    token_type: &'static str,
    expires_in: u64,
    scope: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<String>,
}

/// Section 5.2: a code for programs, a sentence for people.
#[derive(Debug, Serialize)]
pub(crate) struct TokenError {
    error: &'static str,
    error_description: String,
}

pub(crate) async fn token(
    State(server): State<Arc<Server>>,
    form: Result<Form<TokenRequest>, FormRejection>,
) -> Result<Response, TokenError> {
    let Form(request) = form.map_err(|rejection| {
        let status = rejection.status();
        TokenError::invalid_request(format!("the body is not a form that can be read: {status}"))
    })?;
    let now = clock::now();
    let tokens = &server.tokens;
    let (access_token, id_token, role) = match request.grant_type.as_deref() {
        Some("client_credentials") => {
            let (role, subject) = claimed(&request)?;
            (tokens.issue(role, subject, now), None, role)
        }
        Some("authorization_code") => {
            let Grant {
                role,
                subject,
                nonce,
                ..
            } = redeemed(&request, &server.codes)?;
            let access_token = tokens.issue_to(CONSOLE, role, &subject, now);
            let id_token = tokens.identify(CONSOLE, &subject, nonce.as_deref(), now);
            (access_token, Some(id_token), role)
        }
        found => {
            let expected = "expected `grant_type=client_credentials` or `authorization_code`";
            return Err(match found {
                None => TokenError::invalid_request(expected.to_owned()),
                Some(_) => TokenError {
                    error: "unsupported_grant_type",
                    error_description: expected.to_owned(),
                },
            });
        }
    };
    let body = TokenResponse {
        access_token,
        token_type: "Bearer",
        expires_in: LIFETIME,
        scope: role.scope(),
        id_token,
    };
    Ok(([(CACHE_CONTROL, "no-store")], Json(body)).into_response())
}

/// Whom a program says it is: nobody asks it for a secret.
fn claimed(request: &TokenRequest) -> Result<(Role, Option<&str>), TokenError> {
    let client_id = request.client_id.as_deref().ok_or_else(|| {
        TokenError::invalid_request("add `client_id`: `customer`, `admin` or `ops`".to_owned())
    })?;
    let role: Role = client_id.parse().map_err(|_| TokenError {
        error: "invalid_client",
        error_description: "expected `client_id` to be `customer`, `admin` or `ops`".to_owned(),
    })?;
    let subject = request.subject.as_deref();
    if subject.is_some_and(|subject| !subject::is_acceptable(subject)) {
        return Err(TokenError::invalid_request(format!(
            "expected `subject` to have 1 to {} characters, none of them a control character",
            subject::LONGEST
        )));
    }
    Ok((role, subject))
}

/// What the code stands for, if whoever sends it is who asked for it. A complete request
/// uses the code up, whatever comes of it.
fn redeemed(request: &TokenRequest, codes: &Codes) -> Result<Grant, TokenError> {
    let missing = |name| TokenError::invalid_request(format!("add `{name}`"));
    let code = request.code.as_deref().ok_or_else(|| missing("code"))?;
    let verifier = request.code_verifier.as_deref();
    let verifier = verifier.ok_or_else(|| missing("code_verifier"))?;
    let redirect_uri = request.redirect_uri.as_deref();
    let redirect_uri = redirect_uri.ok_or_else(|| missing("redirect_uri"))?;
    if request.client_id.as_deref() != Some(CONSOLE) {
        return Err(TokenError {
            error: "invalid_client",
            error_description: format!("expected `client_id={CONSOLE}`"),
        });
    }
    codes
        .take(code, clock::now())
        .filter(|grant| grant.redirect_uri.as_str() == redirect_uri)
        .filter(|grant| grant.challenge.is_of(verifier))
        .ok_or_else(|| TokenError {
            error: "invalid_grant",
            error_description: "the code is unknown, used or expired, or `redirect_uri` or \
                                `code_verifier` is not the one it was asked for with"
                .to_owned(),
        })
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
