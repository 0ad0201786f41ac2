//! Where an application finds out how to use the issuer: `OpenID` Connect Discovery 1.0, and the
//! public keys.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use serde_json::{Value, json};

use crate::server::Server;

pub(crate) const CONFIGURATION: &str = "/.well-known/openid-configuration";
pub(crate) const KEYS: &str = "/jwks.json";
pub(crate) const AUTHORIZE: &str = "/authorize";
pub(crate) const TOKEN: &str = "/token";

pub(crate) async fn configuration(State(server): State<Arc<Server>>) -> Json<Value> {
    let issuer = server.tokens.issuer();
    Json(json!({
        "issuer": issuer,
        "jwks_uri": format!("{issuer}{KEYS}"),
        "authorization_endpoint": format!("{issuer}{AUTHORIZE}"),
        "authorization_response_iss_parameter_supported": true,
        "token_endpoint": format!("{issuer}{TOKEN}"),
        "token_endpoint_auth_methods_supported": ["none"],
        "grant_types_supported": ["authorization_code", "client_credentials"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "code_challenge_methods_supported": ["S256"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "scopes_supported": ["openid", "orders:read", "orders:write", "orders:admin", "ops:replay"],
    }))
}

/// The key stays as long as the server runs, so it may be cached for as long as a token lives.
pub(crate) async fn keys(State(server): State<Arc<Server>>) -> impl IntoResponse {
    (
        [(CACHE_CONTROL, "public, max-age=3600")],
        Json(server.tokens.key_set()),
    )
}
