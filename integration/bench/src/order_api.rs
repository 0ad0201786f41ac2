//! The function `order-api` under measurement: its environment, what it is asked, and how long its
//! answers take.

mod request;

use std::path::PathBuf;
use std::time::Duration;

use local_issuer::{AUDIENCE, Issuer, Role};
use serde::Deserialize;
use serde_json::Value;

use crate::clock;
use crate::dynamodb::{DynamoDb, Keys};
use crate::error::BenchError;
use crate::lambda::{Instance, Program};
use request::Request;

const TABLES: Keys = &[
    ("orders", &["orderId", "createdAt"]),
    ("invoice-series", &["series"]),
    ("idempotency", &["requestKey"]),
];

/// All that the function calls, and how to start the function.
#[derive(Debug)]
pub(crate) struct Surroundings {
    program: Program,
    dynamodb: DynamoDb,
    issuer: Issuer,
}

/// A running function, and a customer who uses it.
#[derive(Debug)]
pub(crate) struct OrderApi<'a> {
    instance: Instance,
    dynamodb: &'a DynamoDb,
    token: String,
    keys_used: u64,
}

/// What a customer may want.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    PlaceOrder,
    PlaceOrderWithKey,
    GetOrder,
    ConfirmOrder,
}

/// A wish that was granted, and the time it took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Granted {
    /// From the event's first byte sent to the answer's last byte received.
    pub(crate) total: Duration,
    /// The part of it that the stub took for its answers.
    pub(crate) in_dynamodb: Duration,
    pub(crate) dynamodb_calls: usize,
}

/// What API Gateway would send to the client.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct HttpAnswer {
    status_code: u16,
    #[serde(default)]
    body: Option<String>,
}

impl Surroundings {
    /// Starts what the program at `path` needs.
    pub(crate) async fn start(path: PathBuf) -> Result<Self, BenchError> {
        let dynamodb = DynamoDb::start(TABLES).await.map_err(BenchError::Listen)?;
        let issuer = Issuer::start().await?;
        let variables = [
            ("ORDERS_TABLE", "orders"),
            ("INVOICE_SERIES_TABLE", "invoice-series"),
            ("INVOICE_SERIES_COUNT", "1"),
            ("IDEMPOTENCY_TABLE", "idempotency"),
            ("INVOICES_BUCKET", "invoices"),
            ("CURSOR_KEY", "a secret of this benchmark"),
            ("TOKEN_ISSUER", issuer.url()),
            ("TOKEN_AUDIENCES", AUDIENCE),
            ("ALLOWED_ORIGINS", "none"),
            ("LOG_LEVEL", "info"),
            ("AWS_ENDPOINT_URL", &dynamodb.url()),
        ];
        let program = Program {
            name: "order-api",
            path,
            memory_size: 512,
            variables: variables
                .map(|(name, value)| (name, value.to_owned()))
                .to_vec(),
        };
        Ok(Self {
            program,
            dynamodb,
            issuer,
        })
    }
}

impl<'a> OrderApi<'a> {
    /// A fresh process, and the time until it was ready.
    pub(crate) async fn start(around: &'a Surroundings) -> Result<(Self, Duration), BenchError> {
        let (instance, init) = Instance::start(&around.program).await?;
        let api = Self {
            instance,
            dynamodb: &around.dynamodb,
            token: around
                .issuer
                .token(Role::Customer, Some("eva"), clock::now()),
            keys_used: 0,
        };
        Ok((api, init))
    }

    /// Grants a wish. The order that it takes is placed before, and not measured.
    pub(crate) async fn grant(&mut self, wish: Wish) -> Result<Granted, BenchError> {
        let request = match wish {
            Wish::PlaceOrder => Request::place(),
            Wish::PlaceOrderWithKey => {
                self.keys_used += 1;
                Request::place_with_key(self.keys_used)
            }
            Wish::GetOrder => Request::get(&self.fresh_order().await?),
            Wish::ConfirmOrder => Request::confirm(&self.fresh_order().await?),
        };
        Ok(self.send(wish.name(), request).await?.0)
    }

    pub(crate) fn peak_memory(&self) -> u64 {
        self.instance.peak_memory()
    }

    pub(crate) async fn stop(self) -> Result<(), BenchError> {
        self.instance.stop().await
    }

    /// The id of an order that nobody has touched yet.
    async fn fresh_order(&mut self) -> Result<String, BenchError> {
        let name = Wish::PlaceOrder.name();
        let (_, body) = self.send(name, Request::place()).await?;
        let order: Value =
            serde_json::from_str(&body).map_err(|source| BenchError::Unreadable {
                request: name,
                source,
            })?;
        Ok(order["orderId"].as_str().unwrap_or_default().to_owned())
    }

    /// Sends a request; the time it took, and the body of the answer.
    async fn send(
        &mut self,
        name: &'static str,
        request: Request,
    ) -> Result<(Granted, String), BenchError> {
        let event = request.event(&self.token);
        self.dynamodb.take_tally();
        let answer = self.instance.invoke(event).await?;
        let tally = self.dynamodb.take_tally();
        let HttpAnswer { status_code, body } =
            serde_json::from_slice(&answer.body).map_err(|source| BenchError::Unreadable {
                request: name,
                source,
            })?;
        let body = body.unwrap_or_default();
        if !(200..300).contains(&status_code) {
            return Err(BenchError::Refused {
                request: name,
                status: status_code,
                body,
            });
        }
        let granted = Granted {
            total: answer.time,
            in_dynamodb: tally.time,
            dynamodb_calls: tally.calls,
        };
        Ok((granted, body))
    }
}

impl Wish {
    pub(crate) const ALL: [Self; 4] = [
        Self::PlaceOrder,
        Self::PlaceOrderWithKey,
        Self::GetOrder,
        Self::ConfirmOrder,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::PlaceOrder => "place order",
            Self::PlaceOrderWithKey => "place order, with Idempotency-Key",
            Self::GetOrder => "get order",
            Self::ConfirmOrder => "confirm order",
        }
    }
}

impl Granted {
    /// What the function took: everything but the stub's part.
    pub(crate) fn in_handler(&self) -> Duration {
        self.total.saturating_sub(self.in_dynamodb)
    }
}
