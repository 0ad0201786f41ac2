//! `/authorize`: the authorization code grant (RFC 6749, section 4.1) with PKCE (RFC 7636). In the
//! place of a password one says who one is.

mod page;

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::clock;
use crate::code::{Challenge, Grant};
use crate::loopback::LoopbackUrl;
use crate::role::Role;
use crate::server::Server;
use crate::subject;

/// The console, which keeps no secret.
pub(crate) const CONSOLE: &str = "console";

/// What an application asks for, as a query or, once somebody has answered, as a form.
#[derive(Debug, Deserialize)]
pub(crate) struct AuthorizeRequest {
    response_type: Option<String>,
    client_id: Option<String>,
    redirect_uri: Option<String>,
    scope: Option<String>,
    state: Option<String>,
    nonce: Option<String>,
    code_challenge: Option<String>,
    code_challenge_method: Option<String>,
    /// Who one says one is.
    role: Option<String>,
    subject: Option<String>,
}

/// A request that can be granted to whoever answers it.
#[derive(Debug)]
struct Question {
    redirect_uri: LoopbackUrl,
    challenge: Challenge,
    scope: Option<String>,
    state: Option<String>,
    nonce: Option<String>,
}

/// Why there is nothing to ask.
#[derive(Debug)]
enum Refused {
    /// Nobody can be sent back: the address itself is in doubt (section 4.1.2.1).
    Here(&'static str),
    /// The application is told.
    There {
        redirect_uri: LoopbackUrl,
        state: Option<String>,
        error: &'static str,
        description: &'static str,
    },
}

/// `GET`: the page that asks.
pub(crate) async fn ask(form: Result<Form<AuthorizeRequest>, FormRejection>) -> Response {
    match read(form).and_then(question) {
        Ok(question) => page::ask(&question, None).into_response(),
        Err(refused) => refused.into_response(),
    }
}

/// `POST`: the answer, which sends the browser back with a code.
pub(crate) async fn answer(
    State(server): State<Arc<Server>>,
    form: Result<Form<AuthorizeRequest>, FormRejection>,
) -> Response {
    let request = match read(form) {
        Ok(request) => request,
        Err(refused) => return refused.into_response(),
    };
    let role = request.role.as_deref().map(str::parse::<Role>);
    let named = request.subject.clone().unwrap_or_default();
    let question = match question(request) {
        Ok(question) => question,
        Err(refused) => return refused.into_response(),
    };
    let Some(Ok(role)) = role else {
        return page::ask(&question, Some("Choose one of the three.")).into_response();
    };
    let subject = match named.trim() {
        "" => role.as_str(),
        named => named,
    };
    if !subject::is_acceptable(subject) {
        return page::ask(&question, Some("Take a name of at most 255 characters."))
            .into_response();
    }
    let Question {
        redirect_uri,
        challenge,
        state,
        nonce,
        ..
    } = question;
    let grant = Grant {
        role,
        subject: subject.to_owned(),
        redirect_uri: redirect_uri.clone(),
        challenge,
        nonce,
    };
    let code = server.codes.issue(grant, clock::now());
    let mut parameters = vec![("code", code.as_str()), ("iss", server.tokens.issuer())];
    parameters.extend(state.as_deref().map(|state| ("state", state)));
    see_other(&redirect_uri.with(&parameters))
}

fn read(form: Result<Form<AuthorizeRequest>, FormRejection>) -> Result<AuthorizeRequest, Refused> {
    form.map(|Form(request)| request)
        .map_err(|_| Refused::Here("The request can't be read: each parameter may be there once."))
}

fn question(request: AuthorizeRequest) -> Result<Question, Refused> {
    if request.client_id.as_deref() != Some(CONSOLE) {
        return Err(Refused::Here("Expected client_id=console."));
    }
    let redirect_uri = request.redirect_uri.as_deref();
    let redirect_uri = redirect_uri.and_then(LoopbackUrl::parse).ok_or(Refused::Here(
        "Expected redirect_uri to be an http address of this machine, such as http://127.0.0.1:5173.",
    ))?;
    let refused = |error, description| Refused::There {
        redirect_uri: redirect_uri.clone(),
        state: request.state.clone(),
        error,
        description,
    };
    if request.response_type.as_deref() != Some("code") {
        return Err(refused(
            "unsupported_response_type",
            "expected response_type=code",
        ));
    }
    if request.code_challenge_method.as_deref() != Some("S256") {
        return Err(refused(
            "invalid_request",
            "expected code_challenge_method=S256",
        ));
    }
    let challenge = request.code_challenge.as_deref().and_then(Challenge::parse);
    let challenge = challenge.ok_or_else(|| {
        refused(
            "invalid_request",
            "expected code_challenge to be a SHA-256 digest in base64url",
        )
    })?;
    Ok(Question {
        challenge,
        scope: request.scope,
        state: request.state,
        nonce: request.nonce,
        redirect_uri,
    })
}

fn see_other(url: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, url)]).into_response()
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self {
            Self::Here(reason) => (StatusCode::BAD_REQUEST, page::refuse(reason)).into_response(),
            Self::There {
                redirect_uri,
                state,
                error,
                description,
            } => {
                let mut parameters = vec![("error", error), ("error_description", description)];
                parameters.extend(state.as_deref().map(|state| ("state", state)));
                see_other(&redirect_uri.with(&parameters))
            }
        }
    }
}
