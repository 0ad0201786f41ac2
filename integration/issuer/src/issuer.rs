//! The running server.

use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use order_events::Timestamp;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::access_token::AccessTokens;
use crate::discovery::{self, CONFIGURATION, KEYS, TOKEN};
use crate::role::Role;
use crate::signing::{KeyFailed, SigningKey};
use crate::token_endpoint;

/// An issuer that runs in the background of this process; dropping it stops the server.
#[derive(Debug)]
pub struct Issuer {
    tokens: Arc<AccessTokens>,
    /// Never sent: the server stops when it is gone.
    _running: oneshot::Sender<()>,
}

/// Why the issuer does not run.
#[derive(Debug, thiserror::Error)]
pub enum StartFailed {
    #[error("start the local issuer: listen on 127.0.0.1")]
    Listen(#[from] io::Error),
    #[error("start the local issuer")]
    Key(#[from] KeyFailed),
}

impl Issuer {
    /// Starts an issuer on 127.0.0.1, at a port that the operating system chooses, with a fresh
    /// key.
    ///
    /// # Errors
    /// If there is no port to listen on, or no random numbers for the key.
    pub async fn start() -> Result<Self, StartFailed> {
        let key = SigningKey::generate()?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let tokens = Arc::new(AccessTokens::new(url, key));
        let (running, stopped) = oneshot::channel::<()>();
        let server = axum::serve(listener, routes(Arc::clone(&tokens)));
        tokio::spawn(
            server
                .with_graceful_shutdown(async { drop(stopped.await) })
                .into_future(),
        );
        Ok(Self {
            tokens,
            _running: running,
        })
    }

    /// The issuer's URL, without a slash at its end.
    #[must_use]
    pub fn url(&self) -> &str {
        self.tokens.issuer()
    }

    /// A token for `role`, in the name of `subject` or else of the role itself, without the way
    /// over HTTP.
    #[must_use]
    pub fn token(&self, role: Role, subject: Option<&str>, now: Timestamp) -> String {
        self.tokens.issue(role, subject, now)
    }
}

fn routes(tokens: Arc<AccessTokens>) -> Router {
    Router::new()
        .route(CONFIGURATION, get(discovery::configuration))
        .route(KEYS, get(discovery::keys))
        .route(TOKEN, post(token_endpoint::token))
        .with_state(tokens)
}
