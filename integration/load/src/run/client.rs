//! As much HTTP as a load needs: one token, connections that stay open, a limit for each request.

use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Uri};
use http_body_util::{BodyExt, Full};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client as Http;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

use crate::error::LoadError;

pub(crate) type Connections = Http<HttpsConnector<HttpConnector>, Full<Bytes>>;

/// Somebody who calls an order API.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    http: Connections,
    api_url: String,
    authorization: String,
    timeout: Duration,
}

/// Why an operation failed; the kinds are counted, so there are few.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub(crate) enum Failed {
    #[error("answered {0}")]
    Status(u16),
    #[error("no answer in time")]
    TimedOut,
    #[error("no connection")]
    Unreachable,
    #[error("an answer that is no order")]
    Strange,
}

impl Client {
    pub(crate) fn new(api_url: &str, token: &str, timeout: Duration) -> Result<Self, LoadError> {
        let known = ["http", "https"];
        let scheme = api_url.parse::<Uri>().ok();
        let scheme = scheme.as_ref().and_then(Uri::scheme_str);
        if !scheme.is_some_and(|scheme| known.contains(&scheme)) {
            return Err(LoadError::NoApi {
                url: api_url.to_owned(),
            });
        }
        Ok(Self {
            http: http()?,
            api_url: api_url.trim_end_matches('/').to_owned(),
            authorization: format!("Bearer {token}"),
            timeout,
        })
    }

    /// Places an order; the answer's body. `key` tells this request from every other.
    pub(crate) async fn place(&self, order: &Value, key: &str) -> Result<Value, Failed> {
        let request = self
            .request(Method::POST, "/orders")
            .header("idempotency-key", key);
        self.send(request, order.to_string()).await
    }

    pub(crate) async fn confirm(&self, order_id: &str) -> Result<Value, Failed> {
        let request = self.request(Method::POST, &format!("/orders/{order_id}/transitions"));
        self.send(request, r#"{"to":"CONFIRMED"}"#.to_owned()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Result<Value, Failed> {
        self.send(self.request(Method::GET, path), String::new())
            .await
    }

    fn request(&self, method: Method, path: &str) -> http::request::Builder {
        Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.api_url))
            .header("authorization", &self.authorization)
            .header("content-type", "application/json")
    }

    async fn send(&self, request: http::request::Builder, body: String) -> Result<Value, Failed> {
        let request = request
            .body(Full::from(body))
            .map_err(|_| Failed::Unreachable)?;
        let exchange = async {
            let answer = self
                .http
                .request(request)
                .await
                .map_err(|_| Failed::Unreachable)?;
            let status = answer.status();
            let body = answer
                .into_body()
                .collect()
                .await
                .map_err(|_| Failed::Unreachable)?;
            if !status.is_success() {
                return Err(Failed::Status(status.as_u16()));
            }
            serde_json::from_slice(&body.to_bytes()).map_err(|_| Failed::Strange)
        };
        let answered = tokio::time::timeout(self.timeout, exchange).await;
        answered.unwrap_or(Err(Failed::TimedOut))
    }
}

/// Connections over HTTP/1.1, with TLS where the URL asks for it.
pub(crate) fn http() -> Result<Connections, LoadError> {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    connector.enforce_http(false);
    let connector = HttpsConnectorBuilder::new()
        .with_provider_and_native_roots(rustls::crypto::ring::default_provider())
        .map_err(LoadError::RootCertificates)?
        .https_or_http()
        .enable_http1()
        .wrap_connector(connector);
    Ok(Http::builder(TokioExecutor::new()).build(connector))
}

/// The id of the order in an answer.
pub(crate) fn order_id(answer: &Value) -> Result<String, Failed> {
    let id = answer["orderId"].as_str().ok_or(Failed::Strange)?;
    Ok(id.to_owned())
}
