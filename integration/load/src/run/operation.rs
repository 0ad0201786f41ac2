//! What is done at each beginning, request by request.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use fastrand::Rng;
use serde_json::Value;

use super::client::{Client, Failed, order_id};
use super::scenario::Operation;

/// Most orders that are remembered to be read again.
const REMEMBERED: usize = 10_000;

/// What operations work with: bodies to place, ids to read.
#[derive(Debug)]
pub(crate) struct Material {
    pub(crate) client: Client,
    pub(crate) bodies: Vec<Value>,
    ids: Mutex<Vec<String>>,
}

/// One request of an operation.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) took: Duration,
}

impl Material {
    pub(crate) fn new(client: Client, bodies: Vec<Value>) -> Self {
        Self {
            client,
            bodies,
            ids: Mutex::default(),
        }
    }

    /// Does `operation`; its requests, as far as it got, and whether it ended well.
    pub(crate) async fn perform(
        &self,
        operation: Operation,
        choice: u64,
    ) -> (Vec<Step>, Result<(), Failed>) {
        let mut steps = Vec::new();
        let result = self.requests(operation, choice, &mut steps).await;
        (steps, result)
    }

    async fn requests(
        &self,
        operation: Operation,
        choice: u64,
        steps: &mut Vec<Step>,
    ) -> Result<(), Failed> {
        let mut rng = Rng::with_seed(choice);
        match operation {
            Operation::Place => self.place(&mut rng, steps).await.map(drop),
            Operation::PlaceAndConfirm => {
                let id = self.place(&mut rng, steps).await?;
                timed("confirm", steps, self.client.confirm(&id))
                    .await
                    .map(drop)
            }
            Operation::Get => {
                let path = format!("/orders/{}", self.known(&mut rng)?);
                timed("get", steps, self.client.get(&path)).await.map(drop)
            }
            Operation::History => {
                let path = format!("/orders/{}/events", self.known(&mut rng)?);
                timed("history", steps, self.client.get(&path))
                    .await
                    .map(drop)
            }
            Operation::List => timed("list", steps, self.client.get("/orders"))
                .await
                .map(drop),
            Operation::ListByStatus => {
                let path = "/orders?status=PENDING";
                timed("list-by-status", steps, self.client.get(path))
                    .await
                    .map(drop)
            }
        }
    }

    /// Places an order, which can then be read; its id.
    pub(crate) async fn place(
        &self,
        rng: &mut Rng,
        steps: &mut Vec<Step>,
    ) -> Result<String, Failed> {
        let body = &self.bodies[rng.usize(..self.bodies.len())];
        // Fresh in every run: with the keys of an earlier one, nothing would be placed.
        let key = uuid::Uuid::new_v4().to_string();
        let answer = timed("place", steps, self.client.place(body, &key)).await?;
        let id = order_id(&answer)?;
        let mut ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        if ids.len() < REMEMBERED {
            ids.push(id.clone());
        }
        Ok(id)
    }

    /// An order that was placed.
    fn known(&self, rng: &mut Rng) -> Result<String, Failed> {
        let ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        rng.choice(ids.iter()).cloned().ok_or(Failed::Strange)
    }
}

/// Makes a request and notes how long it took.
pub(crate) async fn timed<T>(
    name: &'static str,
    steps: &mut Vec<Step>,
    request: impl Future<Output = Result<T, Failed>>,
) -> Result<T, Failed> {
    let sent = Instant::now();
    let result = request.await;
    steps.push(Step {
        name,
        took: sent.elapsed(),
    });
    result
}
