//! Where an application finds out how to use the issuer: `OpenID` Connect Discovery 1.0, and the
//! public keys.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use serde_json::{Value, json};

use crate::access_token::AccessTokens;

pub(crate) const CONFIGURATION: &str = "/.well-known/openid-configuration";
pub(crate) const KEYS: &str = "/jwks.json";
pub(crate) const TOKEN: &str = "/token";

pub(crate) async fn configuration(State(tokens): State<Arc<AccessTokens>>) -> Json<Value> {
    let issuer = tokens.issuer();
    Json(json!({
        "issuer": issuer,
        "jwks_uri": format!("{issuer}{KEYS}"),
        "token_endpoint": format!("{issuer}{TOKEN}"),
        "token_endpoint_auth_methods_supported": ["none"],
        "grant_types_supported": ["client_credentials"],
        "response_types_supported": [],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "scopes_supported": ["orders:read", "orders:write", "orders:admin", "ops:replay"],
    }))
}

/// The key stays as long as the server runs, so it may be cached for as long as a token lives.
pub(crate) async fn keys(State(tokens): State<Arc<AccessTokens>>) -> impl IntoResponse {
    (
        [(CACHE_CONTROL, "public, max-age=3600")],
        Json(tokens.key_set()),
    )
}
