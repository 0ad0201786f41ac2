//! The HTTP edge: fetches an issuer's keys (`OpenID` Connect Discovery 1.0, section 4).
//!
//! It follows no redirect and reads no more than it needs, since whoever answers is trusted only
//! as far as TLS goes.

use std::net::IpAddr;
use std::time::Duration;

use bytes::Bytes;
use http::uri::Scheme;
use http::{StatusCode, Uri};
use http_body_util::{BodyExt, Empty, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use serde::Deserialize;

use crate::keys::KeySet;
use crate::verifier::SetupFailed;

/// Time for both requests together.
const TIME_OUT: Duration = Duration::from_secs(2);
/// Longest answer that is read, in bytes.
const LONGEST_ANSWER: usize = 256 * 1_024;

/// One issuer, and the HTTP client to call it with.
#[derive(Debug)]
pub(crate) struct Issuer {
    url: String,
    metadata: Uri,
    client: Client<HttpsConnector<HttpConnector>, Empty<Bytes>>,
}

/// The URL is not one that keys may come from.
#[derive(Debug, thiserror::Error)]
#[error(
    "expected an `https` URL without query or fragment, or `http` to a loopback address, found `{found}`"
)]
pub struct UnsafeUri {
    found: String,
}

/// Why the issuer's keys could not be fetched.
#[derive(Debug, thiserror::Error)]
pub enum KeysUnavailable {
    #[error("get an answer within {} s", TIME_OUT.as_secs())]
    TimedOut,
    #[error("call `{uri}`")]
    Unreachable {
        uri: Uri,
        source: hyper_util::client::legacy::Error,
    },
    #[error("read `{uri}`: expected status 200, found {found}")]
    Refused { uri: Uri, found: StatusCode },
    #[error("read `{uri}` to its end, at most {LONGEST_ANSWER} bytes")]
    Unreadable {
        uri: Uri,
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    #[error("read `{uri}`")]
    Malformed { uri: Uri, source: serde_json::Error },
    #[error("read `{uri}`: it is about another issuer, `{found}`")]
    OtherIssuer { uri: Uri, found: String },
    #[error("find out where the keys are")]
    UnsafeKeys(#[from] UnsafeUri),
    #[error("the last attempt failed moments ago")]
    JustFailed,
}

#[derive(Deserialize)]
struct Metadata {
    issuer: String,
    jwks_uri: String,
}

impl Issuer {
    /// The issuer at `url`; trusts the root certificates of Mozilla, which are built in.
    pub(crate) fn new(url: String) -> Result<Self, SetupFailed> {
        let metadata = metadata_uri(&url)?;
        let connector = HttpsConnectorBuilder::new()
            .with_provider_and_webpki_roots(rustls::crypto::ring::default_provider())
            .expect("ring knows the versions of TLS that rustls has by default");
        // An issuer with TLS can't send us to keys without it.
        let connector = if metadata.scheme() == Some(&Scheme::HTTPS) {
            connector.https_only()
        } else {
            connector.https_or_http()
        };
        let client = Client::builder(TokioExecutor::new())
            // Long enough for the second request, too short for an environment that was frozen
            // in between.
            .pool_idle_timeout(TIME_OUT)
            .pool_timer(TokioTimer::new())
            .build(connector.enable_http1().build());
        Ok(Self {
            url,
            metadata,
            client,
        })
    }

    pub(crate) async fn fetch_keys(&self) -> Result<KeySet, KeysUnavailable> {
        tokio::time::timeout(TIME_OUT, self.fetch())
            .await
            .unwrap_or(Err(KeysUnavailable::TimedOut))
    }

    async fn fetch(&self) -> Result<KeySet, KeysUnavailable> {
        let answer = self.get(&self.metadata).await?;
        let metadata: Metadata =
            serde_json::from_slice(&answer).map_err(malformed(&self.metadata))?;
        if metadata.issuer != self.url {
            return Err(KeysUnavailable::OtherIssuer {
                uri: self.metadata.clone(),
                found: metadata.issuer,
            });
        }
        let keys = safe_uri(&metadata.jwks_uri)?;
        let answer = self.get(&keys).await?;
        KeySet::from_json(&answer).map_err(malformed(&keys))
    }

    async fn get(&self, uri: &Uri) -> Result<Bytes, KeysUnavailable> {
        let response = self.client.get(uri.clone()).await;
        let response = response.map_err(|source| KeysUnavailable::Unreachable {
            uri: uri.clone(),
            source,
        })?;
        if response.status() != StatusCode::OK {
            return Err(KeysUnavailable::Refused {
                uri: uri.clone(),
                found: response.status(),
            });
        }
        let body = Limited::new(response.into_body(), LONGEST_ANSWER);
        let body = body.collect().await;
        let body = body.map_err(|source| KeysUnavailable::Unreadable {
            uri: uri.clone(),
            source,
        })?;
        Ok(body.to_bytes())
    }
}

/// Where the issuer describes itself.
fn metadata_uri(issuer: &str) -> Result<Uri, UnsafeUri> {
    if issuer.ends_with('/') || issuer.contains(['?', '#']) {
        return Err(UnsafeUri {
            found: issuer.to_owned(),
        });
    }
    safe_uri(&format!("{issuer}/.well-known/openid-configuration"))
}

/// A URL to which a request can't be read or answered by a third party on the way.
fn safe_uri(text: &str) -> Result<Uri, UnsafeUri> {
    text.parse().ok().filter(is_safe).ok_or_else(|| UnsafeUri {
        found: text.to_owned(),
    })
}

fn is_safe(uri: &Uri) -> bool {
    let Some(authority) = uri.authority() else {
        return false;
    };
    let host = authority.host().trim_matches(['[', ']']);
    let is_loopback = || host.parse().is_ok_and(|host: IpAddr| host.is_loopback());
    let is_protected = match uri.scheme_str() {
        Some("https") => true,
        Some("http") => is_loopback(),
        _ => false,
    };
    is_protected && !authority.as_str().contains('@')
}

fn malformed(uri: &Uri) -> impl FnOnce(serde_json::Error) -> KeysUnavailable {
    |source| KeysUnavailable::Malformed {
        uri: uri.clone(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_by_tls_or_from_this_machine() {
        for uri in [
            "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_a1B2c3/jwks.json",
            "https://login.example/keys?policy=1",
            "http://127.0.0.1:4567/jwks.json",
            "http://127.8.8.8/",
            "http://[::1]:80/",
        ] {
            assert!(safe_uri(uri).is_ok(), "{uri}");
        }
        for uri in [
            "",
            "/jwks.json",
            "jwks.json",
            "http://issuer.example/",
            "http://localhost.evil.example/",
            "http://127.0.0.1.evil.example/",
            "http://127.0.0.1@evil.example/",
            "https://user:word@issuer.example/",
            "http://10.0.0.1/",
            "http://169.254.169.254/latest/meta-data",
            "file:///etc/passwd",
            "ftp://127.0.0.1/",
            "https://",
        ] {
            assert!(safe_uri(uri).is_err(), "{uri}");
        }
    }

    #[test]
    fn the_issuer_is_a_plain_url_without_a_slash_at_its_end() {
        let uri = metadata_uri("https://issuer.example/pool").unwrap();
        let expected = "https://issuer.example/pool/.well-known/openid-configuration";
        assert_eq!(uri.to_string(), expected);
        for issuer in [
            "https://issuer.example/",
            "https://issuer.example?a=b",
            "https://issuer.example#a",
            "issuer.example",
        ] {
            let error = metadata_uri(issuer).unwrap_err();
            assert!(error.to_string().contains(issuer), "{error}");
        }
    }
}
