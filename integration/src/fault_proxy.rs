//! A proxy in front of the emulator that refuses what a test wants refused.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::emulator;
use crate::error::StackError;

/// Longest request that is passed on, in bytes.
const LONGEST_BODY: usize = 64 * 1024 * 1024;

/// The proxy. Its refusals look like those of AWS: 503 `SlowDown`.
#[derive(Debug)]
pub struct FaultProxy {
    address: SocketAddr,
    refusals: Refusals,
    server: JoinHandle<()>,
}

/// How many more requests to each service are refused, and how many were.
#[derive(Debug, Clone, Default)]
struct Refusals(Arc<Mutex<BTreeMap<String, Count>>>);

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    left: usize,
    made: usize,
}

#[derive(Debug, Clone)]
struct Proxy {
    emulator: String,
    http: reqwest::Client,
    refusals: Refusals,
}

impl FaultProxy {
    /// A proxy on a free port, in front of the emulator on `port`.
    pub(crate) async fn start(port: u16) -> Result<Self, StackError> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let listener = listener.map_err(StackError::aws("proxy"))?;
        let address = listener.local_addr().map_err(StackError::aws("proxy"))?;
        let refusals = Refusals::default();
        let proxy = Proxy {
            emulator: emulator::endpoint(port),
            http: reqwest::Client::new(),
            refusals: refusals.clone(),
        };
        let router = Router::new().fallback(pass_on).with_state(proxy);
        let server = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                eprintln!("warning: the fault proxy ended: {error}");
            }
        });
        Ok(Self {
            address,
            refusals,
            server,
        })
    }

    pub(crate) fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Refuses the next `count` requests of the functions to `service`, by its name in signatures:
    /// `s3`, `sns`, `sqs`, `dynamodb`.
    pub fn refuse(&self, service: &str, count: usize) {
        self.refusals
            .counts(|counts| counts.entry(service.to_owned()).or_default().left = count);
    }

    /// How many requests to `service` were refused.
    #[must_use]
    pub fn refused(&self, service: &str) -> usize {
        self.refusals
            .counts(|counts| counts.get(service).copied().unwrap_or_default().made)
    }
}

impl Drop for FaultProxy {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Refusals {
    fn counts<T>(&self, work: impl FnOnce(&mut BTreeMap<String, Count>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether this request is to be refused.
    fn take(&self, service: &str) -> bool {
        self.counts(|counts| {
            let Some(count) = counts.get_mut(service).filter(|count| count.left > 0) else {
                return false;
            };
            count.left -= 1;
            count.made += 1;
            true
        })
    }
}

async fn pass_on(State(proxy): State<Proxy>, request: Request) -> Response {
    let authorization = request.headers().get("authorization");
    // Credential=<key>/<day>/<region>/<service>/aws4_request
    let service = authorization
        .and_then(|value| value.to_str().ok()?.split('/').nth(3))
        .unwrap_or_default();
    if proxy.refusals.take(service) {
        let body = "<Error><Code>SlowDown</Code><Message>refused by a test</Message></Error>";
        return (StatusCode::SERVICE_UNAVAILABLE, body).into_response();
    }
    match forward(&proxy, request).await {
        Ok(response) => response,
        Err(error) => (StatusCode::BAD_GATEWAY, error.to_string()).into_response(),
    }
}

async fn forward(
    proxy: &Proxy,
    request: Request,
) -> Result<Response, Box<dyn std::error::Error + Send + Sync>> {
    let (parts, body) = request.into_parts();
    let url = format!("{}{}", proxy.emulator, parts.uri);
    let body = to_bytes(body, LONGEST_BODY).await?;
    let forwarded = proxy
        .http
        .request(parts.method, url)
        .headers(parts.headers)
        .body(body);
    let answer = forwarded.send().await?;
    let (status, headers) = (answer.status(), answer.headers().clone());
    let mut response = Response::new(Body::from(answer.bytes().await?));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}
