//! A server on loopback that serves discovery and keys as told, and counts how often it is asked.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use access::{Settings, Verifier};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use local_issuer::SigningKey;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::NOW;

pub(crate) const ID: &str = "rsa-of-rfc-7515";

/// What the issuer says when it is asked for its keys.
#[derive(Debug, Clone)]
pub(crate) enum Mood {
    Keys(Vec<Value>),
    Text(String),
    Error,
    Redirect,
    Silence,
}

/// What the discovery document says in place of the truth.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lie {
    pub(crate) issuer: Option<&'static str>,
    pub(crate) jwks_uri: Option<&'static str>,
}

#[derive(Debug)]
struct Served {
    url: String,
    mood: Mood,
    lie: Lie,
    asked: usize,
}

/// The issuer, for as long as the test's runtime lives.
#[derive(Debug)]
pub(crate) struct TestIssuer {
    url: String,
    served: Arc<Mutex<Served>>,
}

impl TestIssuer {
    pub(crate) async fn start(keys: &[&SigningKey]) -> Self {
        Self::lying(keys, Lie::default()).await
    }

    pub(crate) async fn lying(keys: &[&SigningKey], lie: Lie) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let served = Arc::new(Mutex::new(Served {
            url: url.clone(),
            mood: mood(keys),
            lie,
            asked: 0,
        }));
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/keys", get(keys_as_told))
            .with_state(Arc::clone(&served));
        tokio::spawn(axum::serve(listener, routes).into_future());
        Self { url, served }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// From now on, serves these keys.
    pub(crate) fn rotate(&self, keys: &[&SigningKey]) {
        self.turn(mood(keys));
    }

    pub(crate) fn turn(&self, mood: Mood) {
        lock(&self.served).mood = mood;
    }

    /// How often its keys were asked for.
    pub(crate) fn asked(&self) -> usize {
        lock(&self.served).asked
    }

    /// A verifier of its tokens for the audience `order-api` and the client `console`.
    pub(crate) fn verifier(&self) -> Verifier {
        Verifier::new(Settings {
            issuer: self.url.clone(),
            audiences: vec!["order-api".to_owned(), "console".to_owned()],
        })
        .unwrap()
    }

    /// The claims of a good token for an hour.
    pub(crate) fn claims(&self) -> Value {
        json!({
            "iss": self.url,
            "sub": "leonie",
            "aud": "order-api",
            "iat": NOW,
            "exp": NOW + 3_600,
            "scope": "orders:read orders:write",
        })
    }

    /// A good token for an hour.
    pub(crate) fn token(&self, key: &SigningKey) -> String {
        token_of(key, &self.claims())
    }
}

/// A token of any claims, with the header that a good one has.
pub(crate) fn token_of(key: &SigningKey, claims: &Value) -> String {
    let header = json!({ "alg": "ES256", "typ": "at+jwt", "kid": key.id() });
    key.sign(&header.to_string(), &claims.to_string())
}

pub(crate) fn key() -> SigningKey {
    SigningKey::generate().unwrap()
}

fn mood(keys: &[&SigningKey]) -> Mood {
    Mood::Keys(keys.iter().map(|key| key.jwk()).collect())
}

fn lock(served: &Mutex<Served>) -> std::sync::MutexGuard<'_, Served> {
    served.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn metadata(State(served): State<Arc<Mutex<Served>>>) -> Response {
    let served = lock(&served);
    let metadata = json!({
        "issuer": served.lie.issuer.unwrap_or(&served.url),
        "jwks_uri": served.lie.jwks_uri.map_or_else(|| format!("{}/keys", served.url), str::to_owned),
    });
    metadata.to_string().into_response()
}

async fn keys_as_told(State(served): State<Arc<Mutex<Served>>>) -> Response {
    let mood = {
        let mut served = lock(&served);
        served.asked += 1;
        served.mood.clone()
    };
    match mood {
        Mood::Keys(keys) => json!({ "keys": keys }).to_string().into_response(),
        Mood::Text(text) => text.into_response(),
        Mood::Error => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Mood::Redirect => (StatusCode::FOUND, [(LOCATION, "/elsewhere")]).into_response(),
        Mood::Silence => {
            tokio::time::sleep(Duration::from_hours(1)).await;
            StatusCode::GATEWAY_TIMEOUT.into_response()
        }
    }
}
