//! The console, served beside the local stack as `CloudFront` serves it on AWS: files, and the page
//! itself for every path that is none.

use std::net::Ipv4Addr;
use std::path::PathBuf;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Form, Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tower_http::services::{ServeDir, ServeFile};

use crate::error::StackError;
use crate::stack::{Mail, Stack, inbox};

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

/// What a page of the console knows already.
#[derive(Debug, Deserialize)]
struct Known {
    /// The id of the newest mail that it has.
    after: Option<String>,
}

/// The delivered mail, newest first.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Delivered {
    /// Of the mail that these are newer than; without it they are all that there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
    messages: Vec<Mail>,
}

/// Of a GET, a form is its query.
async fn read_inbox(State(served): State<Served>, Form(known): Form<Known>) -> Response {
    match inbox(&served.folder) {
        Ok(mails) => Json(Delivered::after(known.after, mails)).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

impl Delivered {
    /// What is newer than the mail `id` of these, which are sorted from old to new. A page that
    /// knows one of another stack gets everything.
    fn after(id: Option<String>, mut mails: Vec<Mail>) -> Self {
        let known = mails.iter().position(|mail| Some(&mail.id) == id.as_ref());
        let mut messages = mails.split_off(known.map_or(0, |known| known + 1));
        messages.reverse();
        Self {
            after: id.filter(|_| known.is_some()),
            messages,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stack::MailKind;

    fn check(after: Option<&str>, expected: (Option<&str>, &[&str])) {
        let mails = ["a", "b", "c"].map(|id| Mail {
            id: id.to_owned(),
            kind: MailKind::Email,
            to: "somebody@example.com".to_owned(),
            subject: None,
            body: String::new(),
            at: "2026-11-24T06:02:30.123Z".to_owned(),
            order_id: None,
            event_id: None,
            status: None,
        });
        let delivered = Delivered::after(after.map(str::to_owned), mails.to_vec());
        let ids: Vec<&str> = delivered.messages.iter().map(|mail| &*mail.id).collect();
        assert_eq!((delivered.after.as_deref(), &*ids), expected, "{after:?}");
    }

    #[test]
    fn a_page_gets_what_it_does_not_know_yet() {
        check(None, (None, &["c", "b", "a"]));
        check(Some("a"), (Some("a"), &["c", "b"]));
        check(Some("c"), (Some("c"), &[]));
    }

    #[test]
    fn a_page_that_knows_another_stack_gets_everything() {
        check(Some("z"), (None, &["c", "b", "a"]));
    }
}
