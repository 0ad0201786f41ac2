//! The Lambda Runtime API ("Using the Lambda runtime API for custom runtimes", AWS Lambda
//! Developer Guide), from the side of the service.

use std::io;
use std::time::Instant;

use order_events::Timestamp;
use tokio::sync::{mpsc, oneshot};

use crate::http::{Connection, Request, Response, Server};

const BASE: &str = "/2018-06-01/runtime/";

/// What the function called, in the order in which it did.
#[derive(Debug)]
pub(crate) enum Call {
    /// It is ready for an event; it waits until there is one.
    Next {
        at: Instant,
        event: oneshot::Sender<Invocation>,
    },
    /// It answered an event.
    Response {
        at: Instant,
        id: String,
        answer: Vec<u8>,
    },
    /// It could not start, or could not handle an event.
    Error { report: String },
}

/// An event on its way to the function.
#[derive(Debug)]
pub(crate) struct Invocation {
    pub(crate) id: String,
    pub(crate) deadline: Timestamp,
    pub(crate) function_arn: String,
    pub(crate) event: String,
}

#[derive(Debug, PartialEq, Eq)]
enum Endpoint<'a> {
    Next,
    Response { id: &'a str },
    Error,
}

/// Starts a host for one function.
pub(crate) async fn start() -> io::Result<(Server, mpsc::UnboundedReceiver<Call>)> {
    let (calls, called) = mpsc::unbounded_channel();
    let server = Server::start(move |connection| serve(connection, calls.clone())).await?;
    Ok((server, called))
}

/// Ends with the connection, or when nobody listens any more.
async fn serve(mut connection: Connection, calls: mpsc::UnboundedSender<Call>) {
    while let Some((request, at)) = connection.next().await {
        let answered = match Endpoint::of(&request) {
            Some(Endpoint::Next) => {
                let (event, waiting) = oneshot::channel();
                if calls.send(Call::Next { at, event }).is_err() {
                    return;
                }
                let Ok(invocation) = waiting.await else {
                    return;
                };
                send(&mut connection, &invocation).await
            }
            Some(Endpoint::Response { id }) => {
                let id = id.to_owned();
                let answer = request.body;
                if calls.send(Call::Response { at, id, answer }).is_err() {
                    return;
                }
                accept(&mut connection).await
            }
            Some(Endpoint::Error) => {
                let report = String::from_utf8_lossy(&request.body).into_owned();
                if calls.send(Call::Error { report }).is_err() {
                    return;
                }
                accept(&mut connection).await
            }
            None => {
                let response = Response {
                    status: "404 Not Found",
                    headers: &[],
                    body: b"",
                };
                connection.answer(&response).await
            }
        };
        if answered.is_err() {
            return;
        }
    }
}

async fn send(connection: &mut Connection, invocation: &Invocation) -> io::Result<()> {
    let deadline = invocation.deadline.unix_millis().to_string();
    let headers = [
        ("content-type", "application/json"),
        ("lambda-runtime-aws-request-id", &invocation.id),
        ("lambda-runtime-deadline-ms", &deadline),
        (
            "lambda-runtime-invoked-function-arn",
            &invocation.function_arn,
        ),
        (
            "lambda-runtime-trace-id",
            "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0",
        ),
    ];
    let response = Response {
        status: "200 OK",
        headers: &headers,
        body: invocation.event.as_bytes(),
    };
    connection.answer(&response).await
}

async fn accept(connection: &mut Connection) -> io::Result<()> {
    let response = Response {
        status: "202 Accepted",
        headers: &[("content-type", "application/json")],
        body: br#"{"status":"OK"}"#,
    };
    connection.answer(&response).await
}

impl<'a> Endpoint<'a> {
    fn of(request: &'a Request) -> Option<Self> {
        let path: Vec<&str> = request.path.strip_prefix(BASE)?.split('/').collect();
        match (request.method.as_str(), &path[..]) {
            ("GET", ["invocation", "next"]) => Some(Self::Next),
            ("POST", ["invocation", id, "response"]) => Some(Self::Response { id }),
            ("POST", ["invocation", _, "error"] | ["init", "error"]) => Some(Self::Error),
            _ => None,
        }
    }
}
