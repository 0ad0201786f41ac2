//! DynamoDB's place, taken by a stub that answers at once (JSON 1.0 protocol).
//!
//! It keeps what was written, so that it can be read. It checks no condition: in a benchmark they
//! all hold.

mod tables;

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::http::{Connection, Response, Server};
pub(crate) use tables::Keys;
use tables::Tables;

/// A running stub.
#[derive(Debug)]
pub(crate) struct DynamoDb {
    server: Server,
    state: Arc<Mutex<State>>,
}

/// What the stub did since it was asked last.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Tally {
    pub(crate) calls: usize,
    /// From each request's last byte read to its answer's last byte written.
    pub(crate) time: Duration,
}

#[derive(Debug)]
struct State {
    tables: Tables,
    tally: Tally,
}

impl DynamoDb {
    /// Starts a stub with tables that have these keys.
    pub(crate) async fn start(keys: Keys) -> io::Result<Self> {
        let state = Arc::new(Mutex::new(State {
            tables: Tables::new(keys),
            tally: Tally::default(),
        }));
        let shared = Arc::clone(&state);
        let server = Server::start(move |connection| serve(connection, Arc::clone(&shared))).await;
        Ok(Self {
            server: server?,
            state,
        })
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.server.address())
    }

    pub(crate) fn take_tally(&self) -> Tally {
        std::mem::take(&mut lock(&self.state).tally)
    }
}

async fn serve(mut connection: Connection, state: Arc<Mutex<State>>) {
    while let Some((request, arrived)) = connection.next().await {
        let target = request.header("x-amz-target").unwrap_or_default();
        let operation = target.rsplit('.').next().unwrap_or_default();
        let result = lock(&state).tables.perform(operation, &request.body);
        let (status, body) = match &result {
            Ok(answer) => ("200 OK", answer.as_str()),
            Err(_) => (
                "400 Bad Request",
                r#"{"__type":"com.amazonaws.dynamodb.v20120810#ValidationException"}"#,
            ),
        };
        let response = Response {
            status,
            headers: &[
                ("content-type", "application/x-amz-json-1.0"),
                (
                    "x-amzn-requestid",
                    "VVS7GBBHSL1B63CA3ODRFUEFARVV4KQNSO5AEMVJF66Q9ASUAAJG",
                ),
            ],
            body: body.as_bytes(),
        };
        if connection.answer(&response).await.is_err() {
            return;
        }
        let tally = &mut lock(&state).tally;
        tally.calls += 1;
        tally.time += arrived.elapsed();
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
