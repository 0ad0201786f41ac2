//! The console, served beside the local stack as `CloudFront` serves it on AWS: files, and the page
//! itself for every path that is none.

use std::net::Ipv4Addr;
use std::path::PathBuf;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tower_http::services::{ServeDir, ServeFile};

use crate::error::StackError;
use crate::stack::{Stack, inbox};

/// Where the console will be, before there is anything to show.
#[derive(Debug)]
pub struct Door {
    listener: TcpListener,
    url: String,
}

/// The console, for as long as this lives.
#[derive(Debug)]
pub struct Console {
    url: String,
    server: JoinHandle<()>,
}

#[derive(Debug, Clone)]
struct Served {
    /// What the console reads at its start.
    config: Value,
    /// Where the stack keeps its files.
    folder: PathBuf,
}

impl Door {
    /// Takes `port` of the loopback interface; with 0, any that is free.
    ///
    /// # Errors
    /// If the port is taken, or the console is not built.
    pub async fn open(port: u16) -> Result<Self, StackError> {
        let page = files().join("index.html");
        if !page.exists() {
            return Err(StackError::ConsoleMissing { path: page });
        }
        let taken = |_| StackError::ConsolePortTaken { port };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
        let listener = listener.map_err(taken)?;
        let url = format!("http://{}", listener.local_addr().map_err(taken)?);
        Ok(Self { listener, url })
    }

    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Serves the console of `stack`.
    #[must_use]
    pub fn serve(self, stack: &Stack) -> Console {
        let outputs = stack.outputs();
        let behind = Served {
            config: json!({
                "apiUrl": outputs.api_url,
                "issuer": outputs.token_issuer,
                "clientId": "console",
                "local": true,
            }),
            folder: stack.folder().to_owned(),
        };
        let page = ServeFile::new(files().join("index.html"));
        let router = Router::new()
            .route("/config.json", get(config))
            .route("/inbox", get(read_inbox))
            .fallback_service(ServeDir::new(files()).fallback(page))
            .with_state(behind);
        let server = tokio::spawn(async move {
            if let Err(error) = axum::serve(self.listener, router).await {
                eprintln!("warning: the console is not served any more: {error}");
            }
        });
        Console {
            url: self.url,
            server,
        }
    }
}

fn files() -> PathBuf {
    xtask::root().join("frontend/dist")
}

impl Console {
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Asked for at each start: another stack has other addresses.
async fn config(State(served): State<Served>) -> impl IntoResponse {
    ([(CACHE_CONTROL, "no-cache")], Json(served.config))
}

/// The delivered mail, newest first.
async fn read_inbox(State(served): State<Served>) -> Response {
    match inbox(&served.folder) {
        Ok(mut mails) => {
            mails.reverse();
            Json(json!({"messages": mails})).into_response()
        }
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}
