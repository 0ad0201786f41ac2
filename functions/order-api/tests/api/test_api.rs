//! The API with a clock that stands still, an issuer of its own, and what it takes to call it.

use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

use ::access::{Settings, Verifier};
use aws_lambda_events::apigw::ApiGatewayProxyRequest;
use aws_lambda_events::encodings::Body;
use aws_lambda_events::http::HeaderMap;
use axum::http::{StatusCode, Uri};
use local_issuer::{AUDIENCE, Issuer, Role};
use order_api::{Api, Arrival, CursorKey, Documents, Parts};
use order_core::SeriesCount;
use order_events::{OrderId, Timestamp};
use order_store::{MemoryStore, OrderStore};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// The present of these tests.
pub(crate) static NOW: LazyLock<Timestamp> =
    LazyLock::new(|| "2026-11-24T12:00:00.000Z".parse().unwrap());

/// Any order's id that nobody has placed.
pub(crate) const NOBODYS: &str = "01999f3a-6c1e-7b42-9d1f-2f6d0c9a7e55";

#[derive(Debug)]
pub(crate) struct TestApi {
    api: Api,
    pub(crate) issuer: Issuer,
    pub(crate) bucket: Arc<Mutex<Bucket>>,
    /// Milliseconds since [`NOW`].
    clock: AtomicU64,
    requests: AtomicU64,
}

/// What the bucket of invoices says of any document.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Bucket {
    Full,
    Empty,
    Broken,
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: i64,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

/// A request to be sent.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    method: &'static str,
    path: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

pub(crate) fn request(method: &'static str, path: impl Into<String>) -> Request {
    Request {
        method,
        path: path.into(),
        headers: Vec::new(),
        body: None,
    }
}

impl Request {
    pub(crate) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    pub(crate) fn token(self, token: &str) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }

    pub(crate) fn body(self, body: &Value) -> Self {
        self.text(body.to_string())
    }

    pub(crate) fn text(mut self, body: impl Into<String>) -> Self {
        self.body = Some(body.into());
        self
    }
}

impl TestApi {
    pub(crate) async fn start() -> Self {
        Self::with(MemoryStore::new(SeriesCount::ONE)).await
    }

    pub(crate) async fn with(store: impl OrderStore + 'static) -> Self {
        Self::for_audience(AUDIENCE, store).await
    }

    /// An API that takes only tokens that are for `audience`.
    pub(crate) async fn for_audience(audience: &str, store: impl OrderStore + 'static) -> Self {
        let issuer = Issuer::start().await.unwrap();
        let bucket = Arc::new(Mutex::new(Bucket::Full));
        let verifier = Verifier::new(Settings {
            issuer: issuer.url().to_owned(),
            audiences: vec![audience.to_owned()],
        });
        let api = Api::new(Parts {
            store: Box::new(store),
            verifier: verifier.unwrap(),
            documents: documents(Arc::clone(&bucket)).await,
            cursors: CursorKey::new("a secret of these tests"),
            allowed_origins: "https://console.example.com".parse().unwrap(),
        });
        Self {
            api,
            issuer,
            bucket,
            clock: AtomicU64::new(0),
            requests: AtomicU64::new(0),
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        let since = self.clock.load(Ordering::Relaxed);
        Timestamp::from_unix_millis(NOW.unix_millis() + since).unwrap()
    }

    /// Lets time pass.
    pub(crate) fn wait_millis(&self, millis: u64) {
        self.clock.fetch_add(millis, Ordering::Relaxed);
    }

    pub(crate) fn token(&self, role: Role, subject: &str) -> String {
        self.issuer.token(role, Some(subject), self.now())
    }

    /// Sends a request as the customer Eva, unless it has a token of its own.
    pub(crate) async fn send(&self, request: Request) -> Answer {
        if request
            .headers
            .iter()
            .any(|(name, _)| name == "authorization")
        {
            return self.send_as_is(request).await;
        }
        let token = self.token(Role::Customer, "eva");
        self.send_as_is(request.token(&token)).await
    }

    pub(crate) async fn send_as_is(&self, request: Request) -> Answer {
        let event = event(&request);
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        let mut random = [0x5A; 10];
        random[2..].copy_from_slice(&number.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes());
        let arrival = Arrival {
            now: self.now(),
            order_id: OrderId::new(self.now(), random),
        };
        let response = self.api.handle(&event, arrival).await;
        let body = match response.body {
            Some(Body::Text(text)) => serde_json::from_str(&text).unwrap(),
            _ => Value::Null,
        };
        Answer {
            status: response.status_code,
            headers: response.headers,
            body,
        }
    }

    /// Places [`order`] as Eva; its id.
    pub(crate) async fn place(&self) -> String {
        let placed = self.send(request("POST", "/orders").body(&order())).await;
        assert_eq!(placed.status, 201, "{}", placed.body);
        placed.body["orderId"].as_str().unwrap().to_owned()
    }

    /// Moves an order on, as somebody of the staff.
    pub(crate) async fn advance(&self, id: &str, to: &str) -> Answer {
        let path = format!("/orders/{id}/transitions");
        let token = self.token(Role::Admin, "staff");
        let request = request("POST", path).token(&token).body(&json!({"to": to}));
        let advanced = self.send(request).await;
        assert_eq!(advanced.status, 200, "{}", advanced.body);
        advanced
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Where the body or the parameters have faults.
    pub(crate) fn faults(&self) -> Vec<&str> {
        let faults = self.body["errors"].as_array().into_iter().flatten();
        faults
            .map(|fault| {
                let place = fault.get("pointer").or(fault.get("parameter"));
                place.unwrap().as_str().unwrap()
            })
            .collect()
    }

    #[track_caller]
    pub(crate) fn is_problem(&self, status: i64, kind: &str) {
        assert_eq!(self.status, status, "{}", self.body);
        let found = self.body["type"].as_str().unwrap();
        assert_eq!(found, format!("tag:order-to-invoice,2026:{kind}"));
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json")
        );
        assert_eq!(self.body["status"], status);
    }
}

pub(crate) fn order() -> Value {
    json!({
        "buyer": {
            "name": "Eva Köhler",
            "email": "eva@example.com",
            "address": {"line1": "Straße 1", "postalCode": "10115", "city": "Berlin", "country": "DE"},
        },
        "currency": "EUR",
        "lines": [
            {"description": "Chair", "quantity": "2", "unitPriceMinor": 4_999, "taxRateBasisPoints": 1_900},
            {"description": "Book", "quantity": 1, "unitPriceMinor": 1_250, "taxRateBasisPoints": 700},
        ],
    })
}

/// The event that API Gateway makes of a request.
fn event(request: &Request) -> ApiGatewayProxyRequest {
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    let resource = match &segments[..] {
        [orders, _] => format!("/{orders}/{{orderId}}"),
        [orders, _, rest] => format!("/{orders}/{{orderId}}/{rest}"),
        _ => path.to_owned(),
    };
    let mut parameters = serde_json::Map::new();
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        let values = parameters.entry(name).or_insert(json!([]));
        values.as_array_mut().unwrap().push(value.into());
    }
    let headers: serde_json::Map<_, _> = request
        .headers
        .iter()
        .map(|(name, value)| (name.clone(), Value::from(value.as_str())))
        .collect();
    let event = json!({
        "resource": resource,
        "path": path,
        "httpMethod": request.method,
        "headers": headers,
        "multiValueHeaders": {},
        "multiValueQueryStringParameters": parameters,
        "pathParameters": segments.get(1).map(|id| json!({"orderId": id})),
        "requestContext": {"httpMethod": request.method},
        "body": request.body,
        "isBase64Encoded": false,
    });
    serde_json::from_value(event).unwrap()
}

/// A bucket that lists every document that it is asked for, or none.
async fn documents(bucket: Arc<Mutex<Bucket>>) -> Documents {
    let answer = move |uri: Uri| {
        let bucket = *bucket.lock().unwrap();
        async move {
            let mut query = uri.query().unwrap_or_default().split('&');
            let prefix = query.find_map(|pair| pair.strip_prefix("prefix="));
            let key = prefix.unwrap_or_default().replace("%2F", "/");
            match bucket {
                Bucket::Full => Ok(format!(
                    "<ListBucketResult><Contents><Key>{key}</Key></Contents></ListBucketResult>"
                )),
                Bucket::Empty => Ok("<ListBucketResult/>".to_owned()),
                Bucket::Broken => Err(StatusCode::INTERNAL_SERVER_ERROR),
            }
        }
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = axum::Router::new().fallback(answer);
    tokio::spawn(async move { axum::serve(listener, router).await });
    let credentials = aws_sdk_s3::config::Credentials::new("id", "secret", None, None, "test");
    let config = aws_sdk_s3::Config::builder()
        .behavior_version(aws_sdk_s3::config::BehaviorVersion::latest())
        .region(aws_sdk_s3::config::Region::new("eu-central-1"))
        .credentials_provider(credentials)
        .endpoint_url(url)
        .retry_config(aws_sdk_s3::config::retry::RetryConfig::disabled())
        .http_client(aws_smithy_http_client::Builder::new().build_http());
    Documents::new(config.build(), "invoices".into())
}
