//! The tables in this process, behind the real client, with a count of what each call costs.
//!
//! `dynoxide-rs` answers, an implementation of DynamoDB on `SQLite` that others test against AWS. It
//! is asked for the capacity that each call consumes, by the rules of AWS; its times are its own.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_sdk_dynamodb::config::StalledStreamProtectionConfig;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config, IdentityCache, Region};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use dynoxide::{Database, DynoxideError};
use order_core::SeriesCount;
use order_store::{DynamoDbStore, Tables};
use serde_json::{Value, json};

use crate::error::LoadError;

/// What calls cost, since it was asked last.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Cost {
    pub(crate) calls: u64,
    pub(crate) read_units: f64,
    pub(crate) write_units: f64,
    /// Items that were looked at to answer.
    pub(crate) items_read: u64,
}

/// Tables as they are deployed, empty, without a stream.
#[derive(Clone)]
pub(crate) struct CountingTable {
    database: Arc<Database>,
    cost: Arc<Mutex<Cost>>,
}

impl fmt::Debug for CountingTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CountingTable")
            .field("cost", &self.cost)
            .finish_non_exhaustive()
    }
}

impl CountingTable {
    pub(crate) fn create() -> Result<Self, LoadError> {
        let database = Database::memory().map_err(|error| LoadError::Table(error.to_string()))?;
        let table = Self {
            database: Arc::new(database),
            cost: Arc::default(),
        };
        for definition in definitions() {
            let answer = table.answer("CreateTable", &definition);
            answer.map_err(|error| LoadError::Table(error.to_string()))?;
        }
        Ok(table)
    }

    /// The store of orders on these tables.
    pub(crate) fn store(&self) -> DynamoDbStore {
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::from_static("us-east-1"))
            .endpoint_url("http://here")
            .allow_no_auth()
            .auth_scheme_preference(["noAuth".into()])
            .identity_cache(IdentityCache::no_cache())
            .retry_config(RetryConfig::disabled())
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
            .http_client(self.clone())
            .build();
        let tables = Tables {
            orders: "orders".to_owned(),
            invoice_series: "invoice-series".to_owned(),
            idempotency: "idempotency".to_owned(),
        };
        DynamoDbStore::new(
            aws_sdk_dynamodb::Client::from_conf(config),
            tables,
            SeriesCount::ONE,
        )
    }

    pub(crate) fn take_cost(&self) -> Cost {
        std::mem::take(&mut self.cost())
    }

    fn cost(&self) -> MutexGuard<'_, Cost> {
        // Each entry is whole whenever the lock is given back, even by a panic.
        self.cost.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, operation: &str, request: &Value) -> Result<Value, DynoxideError> {
        let database = &self.database;
        macro_rules! perform {
            ($method:ident) => {{
                let request =
                    serde_json::from_value(request.clone()).map_err(|error| unreadable(&error))?;
                serde_json::to_value(&database.$method(request)?)
                    .map_err(|error| unreadable(&error))
            }};
        }
        match operation {
            "CreateTable" => perform!(create_table),
            "GetItem" => perform!(get_item),
            "PutItem" => perform!(put_item),
            "Query" => perform!(query),
            "TransactWriteItems" => perform!(transact_write_items),
            other => Err(DynoxideError::InternalServerError(format!(
                "`{other}` is not served"
            ))),
        }
    }

    fn serve(&self, operation: &str, body: &[u8]) -> Result<(u16, String), serde_json::Error> {
        let mut request: Value = serde_json::from_slice(body)?;
        request["ReturnConsumedCapacity"] = json!("TOTAL");
        Ok(match self.answer(operation, &request) {
            Ok(answer) => {
                self.count(operation, &answer);
                (200, answer.to_string())
            }
            Err(error) => (error.status_code(), error.to_json()),
        })
    }

    fn count(&self, operation: &str, answer: &Value) {
        let consumed = &answer["ConsumedCapacity"];
        let all = consumed
            .as_array()
            .map_or(std::slice::from_ref(consumed), Vec::as_slice);
        let units: f64 = all
            .iter()
            .filter_map(|one| one["CapacityUnits"].as_f64())
            .sum();
        let mut cost = self.cost();
        cost.calls += 1;
        match operation {
            "PutItem" | "TransactWriteItems" => cost.write_units += units,
            _ => cost.read_units += units,
        }
        cost.items_read += match operation {
            "GetItem" => u64::from(answer.get("Item").is_some()),
            _ => answer["ScannedCount"].as_u64().unwrap_or(0),
        };
    }
}

impl HttpClient for CountingTable {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for CountingTable {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let operation = target.rsplit('.').next().unwrap_or_default();
        let body = request.body().bytes().unwrap_or_default();
        let answer = self
            .serve(operation, body)
            .map_err(|error| ConnectorError::user(error.into()));
        HttpConnectorFuture::ready(answer.and_then(|(status, body)| {
            let status = status
                .try_into()
                .map_err(|_| ConnectorError::user("a strange status".into()))?;
            Ok(HttpResponse::new(status, SdkBody::from(body)))
        }))
    }
}

fn unreadable(error: &serde_json::Error) -> DynoxideError {
    DynoxideError::SerializationException(error.to_string())
}

/// As `infra-cdk/lib/data-stack.ts` has them.
fn definitions() -> [Value; 3] {
    let attribute = |name: &str| json!({"AttributeName": name, "AttributeType": "S"});
    let key = |name: &str, kind: &str| json!({"AttributeName": name, "KeyType": kind});
    let index = |name: &str, partition: &str| {
        json!({
            "IndexName": name,
            "KeySchema": [key(partition, "HASH"), key("orderId", "RANGE")],
            "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["listing"]},
        })
    };
    let plain = |name: &str, partition: &str| {
        json!({
            "TableName": name,
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [attribute(partition)],
            "KeySchema": [key(partition, "HASH")],
        })
    };
    [
        json!({
            "TableName": "orders",
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions":
                (["orderId", "createdAt", "statusShard", "owner"].map(attribute)),
            "KeySchema": [key("orderId", "HASH"), key("createdAt", "RANGE")],
            "GlobalSecondaryIndexes":
                [index("StatusIndex", "statusShard"), index("OwnerIndex", "owner")],
        }),
        plain("invoice-series", "series"),
        plain("idempotency", "requestKey"),
    ]
}
