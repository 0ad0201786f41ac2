//! The order API, as one of its callers sees it.

use local_issuer::Role;
use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Stack;
use crate::error::StackError;

/// Somebody who calls the order API.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    api_url: String,
    token: String,
}

/// An answer of the order API.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
}

#[derive(Deserialize)]
struct TokenResponse {
    access_token: String,
}

/// An access token from the issuer at `issuer`: for `role`, in the name of `subject` or else of the
/// role itself.
///
/// # Errors
/// If the issuer gives none.
pub async fn token(issuer: &str, role: Role, subject: Option<&str>) -> Result<String, StackError> {
    let mut form = vec![
        ("grant_type", "client_credentials"),
        ("client_id", role.as_str()),
    ];
    form.extend(subject.map(|subject| ("subject", subject)));
    let request = reqwest::Client::new()
        .post(format!("{issuer}/token"))
        .form(&form);
    let issuing = async { request.send().await?.error_for_status()?.json().await };
    let response: TokenResponse = issuing.await.map_err(StackError::Issuer)?;
    Ok(response.access_token)
}

impl Stack {
    /// A caller with the scopes of `role`, called `subject` or else like the role.
    ///
    /// # Errors
    /// If the issuer gives no token.
    pub async fn client(&self, role: Role, subject: Option<&str>) -> Result<Client, StackError> {
        let token = token(&self.outputs.token_issuer, role, subject).await?;
        Ok(self.client_with(token))
    }

    /// A caller with a token of any kind.
    #[must_use]
    pub fn client_with(&self, token: String) -> Client {
        Client {
            http: self.http.clone(),
            api_url: self.outputs.api_url.clone(),
            token,
        }
    }
}

impl Client {
    /// `POST /orders` with any body.
    ///
    /// # Errors
    /// If there is no answer; an error answer is an answer.
    pub async fn place(&self, body: impl Into<reqwest::Body>) -> Result<Answer, StackError> {
        self.send(Method::POST, "/orders", |request| request.body(body))
            .await
    }

    /// `POST /orders` as the request that has this idempotency key.
    ///
    /// # Errors
    /// As [`Client::place`].
    pub async fn place_once(&self, key: &str, order: &Value) -> Result<Answer, StackError> {
        self.send(Method::POST, "/orders", |request| {
            request
                .header("idempotency-key", key)
                .body(order.to_string())
        })
        .await
    }

    /// `POST /orders/{id}/transitions` to `status`.
    ///
    /// # Errors
    /// As [`Client::place`].
    pub async fn transition(&self, id: &str, status: &str) -> Result<Answer, StackError> {
        let path = format!("/orders/{id}/transitions");
        let body = json!({"to": status}).to_string();
        self.send(Method::POST, &path, |request| request.body(body))
            .await
    }

    /// `GET` of a path below the API's URL.
    ///
    /// # Errors
    /// As [`Client::place`].
    pub async fn get(&self, path: &str) -> Result<Answer, StackError> {
        self.send(Method::GET, path, |request| request).await
    }

    /// Any request, with whatever `complete` adds.
    ///
    /// # Errors
    /// As [`Client::place`].
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        complete: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Result<Answer, StackError> {
        let request = self
            .http
            .request(method, format!("{}{path}", self.api_url))
            .bearer_auth(&self.token)
            .header("content-type", "application/json");
        let response = complete(request).send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await?;
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Ok(Answer {
            status,
            headers,
            body,
        })
    }
}

impl Answer {
    /// The value of a header; empty without one.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }
}
