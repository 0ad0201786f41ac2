//! What the endpoints share.

use axum::Router;
use axum::middleware;
use axum::routing::{get, post};
use std::sync::Arc;

use crate::access_token::AccessTokens;
use crate::code::Codes;
use crate::discovery::{self, AUTHORIZE, CONFIGURATION, KEYS, TOKEN};
use crate::{authorize_endpoint, cors, token_endpoint};

#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) tokens: AccessTokens,
    pub(crate) codes: Codes,
}

pub(crate) fn routes(server: Arc<Server>) -> Router {
    Router::new()
        .route(CONFIGURATION, get(discovery::configuration))
        .route(KEYS, get(discovery::keys))
        .route(
            AUTHORIZE,
            get(authorize_endpoint::ask).post(authorize_endpoint::answer),
        )
        .route(TOKEN, post(token_endpoint::token))
        .layer(middleware::from_fn(cors::share))
        .with_state(server)
}
