//! Which web pages may call the API from a browser (WHATWG Fetch, "CORS protocol").

use std::str::FromStr;

use aws_lambda_events::apigw::ApiGatewayProxyRequest;
use aws_lambda_events::http::header;

use crate::request;
use crate::respond::{self, Response};

/// Origins whose pages may call the API; all others are left to the browser to refuse.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AllowedOrigins(Vec<String>);

/// The text names something else than origins.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected origins such as `https://console.example.com`, separated by commas, or `none`; found `{found}`"
)]
pub struct InvalidOrigin {
    found: String,
}

impl FromStr for AllowedOrigins {
    type Err = InvalidOrigin;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "none" {
            return Ok(Self::default());
        }
        let origins = text.split(',').map(|origin| {
            let host = origin
                .strip_prefix("https://")
                .or_else(|| origin.strip_prefix("http://"));
            let is_origin = host.is_some_and(|host| {
                !host.is_empty() && !host.contains(['/', '*', ' ', '?', '#', '@'])
            });
            is_origin
                .then(|| origin.to_owned())
                .ok_or_else(|| InvalidOrigin {
                    found: origin.to_owned(),
                })
        });
        origins.collect::<Result<_, _>>().map(Self)
    }
}

impl AllowedOrigins {
    /// Answers a preflight request.
    #[must_use]
    pub fn preflight(&self, request: &ApiGatewayProxyRequest) -> Response {
        let mut response = respond::empty(204);
        if self.allowed(request).is_some() {
            let allow = [
                (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PATCH"),
                (
                    header::ACCESS_CONTROL_ALLOW_HEADERS,
                    "authorization, content-type, idempotency-key, if-match, if-none-match",
                ),
                (header::ACCESS_CONTROL_MAX_AGE, "7200"),
            ];
            for (name, value) in allow {
                respond::put(&mut response, name, value);
            }
        }
        response
    }

    /// Lets the page that sent `request` read the answer, if its origin is allowed to.
    pub fn share(&self, request: &ApiGatewayProxyRequest, response: &mut Response) {
        if self.0.is_empty() {
            return;
        }
        // A cache must not give the answer for one origin to another.
        respond::put(response, header::VARY, "origin");
        if let Some(origin) = self.allowed(request) {
            respond::put(response, header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            respond::put(
                response,
                header::ACCESS_CONTROL_EXPOSE_HEADERS,
                "etag, idempotent-replayed, location, retry-after, www-authenticate",
            );
        }
    }

    fn allowed(&self, request: &ApiGatewayProxyRequest) -> Option<&str> {
        let origin = request::header(request, "origin")?;
        let mut allowed = self.0.iter().map(String::as_str);
        allowed.find(|allowed| *allowed == origin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_origins_are_origins() {
        let two = "https://console.example.com,http://localhost:5173";
        assert_eq!(two.parse::<AllowedOrigins>().unwrap().0.len(), 2);
        assert_eq!("none".parse(), Ok(AllowedOrigins::default()));
        for text in [
            "",
            "*",
            "console.example.com",
            "https://",
            "https://*.example.com",
            "https://example.com/",
            "https://example.com, https://example.org",
        ] {
            assert!(text.parse::<AllowedOrigins>().is_err(), "{text}");
        }
    }
}
