//! The running server.

use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;

use order_events::Timestamp;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::access_token::AccessTokens;
use crate::code::Codes;
use crate::role::Role;
use crate::server::{Server, routes};
use crate::signing::{KeyFailed, SigningKey};

/// An issuer that runs in the background of this process; dropping it stops the server.
#[derive(Debug)]
pub struct Issuer {
    server: Arc<Server>,
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
        let server = Arc::new(Server {
            tokens: AccessTokens::new(url, key),
            codes: Codes::default(),
        });
        let (running, stopped) = oneshot::channel::<()>();
        let serving = axum::serve(listener, routes(Arc::clone(&server)));
        tokio::spawn(
            serving
                .with_graceful_shutdown(async { drop(stopped.await) })
                .into_future(),
        );
        Ok(Self {
            server,
            _running: running,
        })
    }

    /// The issuer's URL, without a slash at its end.
    #[must_use]
    pub fn url(&self) -> &str {
        self.server.tokens.issuer()
    }

    /// A token for `role`, in the name of `subject` or else of the role itself, without the way
    /// over HTTP.
    #[must_use]
    pub fn token(&self, role: Role, subject: Option<&str>, now: Timestamp) -> String {
        self.server.tokens.issue(role, subject, now)
    }
}
