//! The order API under measurement: its environment, what it is asked, and how long its answers
//! take. It is a program of ours or of another's; both are asked and served alike.

mod request;

use std::time::Duration;

use local_issuer::{AUDIENCE, Issuer, Role};
use serde::Deserialize;
use serde_json::Value;

use crate::clock;
use crate::dynamodb::{DynamoDb, Keys, Stream};
use crate::error::BenchError;
use crate::lambda::{Instance, Program, Usage};
use request::Request;

const ORDERS: &str = "orders-of-bench";
const IDEMPOTENCY: &str = "idempotency";
const TABLES: Keys = &[
    (ORDERS, &["orderId", "createdAt"]),
    ("invoice-series", &["series"]),
    (IDEMPOTENCY, &["requestKey"]),
];

/// All that the function calls.
#[derive(Debug)]
pub(crate) struct Surroundings {
    dynamodb: DynamoDb,
    issuer: Issuer,
}

/// A running function, and a customer who uses it.
#[derive(Debug)]
pub(crate) struct OrderApi<'a> {
    instance: Instance,
    around: &'a Surroundings,
    token: String,
    /// So that no two running functions use the same key.
    keys: u64,
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
    /// The part of it that the database took for its answers.
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
    /// An empty database and an issuer.
    pub(crate) async fn start(stream: Stream) -> Result<Self, BenchError> {
        Ok(Self {
            dynamodb: DynamoDb::start(TABLES, stream).await?,
            issuer: Issuer::start().await?,
        })
    }

    /// What the stream of the orders tells.
    pub(crate) fn stream_records(&self) -> Result<Vec<Value>, BenchError> {
        self.dynamodb.stream_records(ORDERS)
    }

    /// All that is in the tables of orders and of keys, in no order.
    pub(crate) fn rows(&self) -> Result<[Vec<Value>; 2], BenchError> {
        Ok([
            self.dynamodb.rows(ORDERS)?,
            self.dynamodb.rows(IDEMPOTENCY)?,
        ])
    }

    /// What the function is configured with.
    pub(crate) fn variables(&self) -> Vec<(&'static str, String)> {
        let variables = [
            ("ORDERS_TABLE", ORDERS),
            ("INVOICE_SERIES_TABLE", "invoice-series"),
            ("INVOICE_SERIES_COUNT", "1"),
            ("IDEMPOTENCY_TABLE", IDEMPOTENCY),
            ("INVOICES_BUCKET", "invoices"),
            ("CURSOR_KEY", "a secret of this benchmark"),
            ("TOKEN_ISSUER", self.issuer.url()),
            ("TOKEN_AUDIENCES", AUDIENCE),
            ("ALLOWED_ORIGINS", "none"),
            ("LOG_LEVEL", "info"),
            ("AWS_ENDPOINT_URL", &self.dynamodb.url()),
        ];
        variables
            .map(|(name, value)| (name, value.to_owned()))
            .to_vec()
    }
}

impl<'a> OrderApi<'a> {
    /// A fresh process, and the time until it was ready.
    pub(crate) async fn start(
        around: &'a Surroundings,
        program: &Program,
        number: u64,
    ) -> Result<(Self, Duration), BenchError> {
        let (instance, init) = Instance::start(program).await?;
        let customer = Some("eva");
        let token = around.issuer.token(Role::Customer, customer, clock::now());
        let api = Self {
            instance,
            around,
            token,
            keys: number << 32,
            keys_used: 0,
        };
        Ok((api, init))
    }

    /// Grants a wish. The order that it takes is placed before, and not measured.
    pub(crate) async fn grant(&mut self, wish: Wish) -> Result<Granted, BenchError> {
        let request = self.request(wish).await?;
        Ok(self.send(wish.name(), request).await?.0)
    }

    /// Grants a wish; what is answered.
    pub(crate) async fn answer(&mut self, wish: Wish) -> Result<Value, BenchError> {
        let request = self.request(wish).await?;
        let (_, body) = self.send(wish.name(), request).await?;
        read(wish.name(), &body)
    }

    async fn request(&mut self, wish: Wish) -> Result<Request, BenchError> {
        Ok(match wish {
            Wish::PlaceOrder => Request::place(),
            Wish::PlaceOrderWithKey => {
                self.keys_used += 1;
                Request::place_with_key(self.keys | self.keys_used)
            }
            Wish::GetOrder => Request::get(&self.fresh_order().await?),
            Wish::ConfirmOrder => Request::confirm(&self.fresh_order().await?),
        })
    }

    /// What the process has used, once it is at rest.
    pub(crate) async fn usage(&mut self) -> Result<Usage, BenchError> {
        self.instance.rest().await?;
        Ok(self.instance.usage())
    }

    pub(crate) async fn stop(self) -> Result<(), BenchError> {
        self.instance.stop().await
    }

    /// Confirms the order.
    pub(crate) async fn confirm(&mut self, order: &str) -> Result<(), BenchError> {
        self.send(Wish::ConfirmOrder.name(), Request::confirm(order))
            .await?;
        Ok(())
    }

    /// The id of an order that nobody has touched yet.
    pub(crate) async fn fresh_order(&mut self) -> Result<String, BenchError> {
        let name = Wish::PlaceOrder.name();
        let (_, body) = self.send(name, Request::place()).await?;
        let order = read(name, &body)?;
        Ok(order["orderId"].as_str().unwrap_or_default().to_owned())
    }

    /// Sends a request; the time it took, and the body of the answer.
    async fn send(
        &mut self,
        name: &'static str,
        request: Request,
    ) -> Result<(Granted, String), BenchError> {
        let event = request.event(&self.token);
        let dynamodb = &self.around.dynamodb;
        dynamodb.take_tally();
        let answer = self.instance.invoke(event).await?;
        let tally = dynamodb.take_tally();
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

fn read(request: &'static str, body: &str) -> Result<Value, BenchError> {
    serde_json::from_str(body).map_err(|source| BenchError::Unreadable { request, source })
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
    /// What the function took: everything but the database's part.
    pub(crate) fn in_handler(&self) -> Duration {
        self.total.saturating_sub(self.in_dynamodb)
    }
}
