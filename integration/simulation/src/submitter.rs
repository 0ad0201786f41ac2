//! People and programs that place orders and move them along, and never give up on a request.

use std::future::Future;
use std::sync::Arc;

use order_core::{LineDraft, OrderDraft, Subject, Tax};
use order_events::{Address, Locale, MinorUnits, OrderId, Party, Timestamp};
use order_store::{DynamoDbStore, RequestKey, StoreError};

use crate::api::{self, Keyed};
use crate::function::invoke;
use crate::sim::Stage;
use crate::typesetter::Poison;

/// Milliseconds that `order-api` has.
const TIMEOUT: u64 = 10_000;

/// One person with one order.
#[derive(Debug, Clone)]
pub(crate) struct Submitter {
    stage: Stage,
    store: Arc<DynamoDbStore>,
    owner: Subject,
}

impl Submitter {
    pub(crate) fn new(stage: &Stage, store: &Arc<DynamoDbStore>, number: usize) -> Self {
        Self {
            stage: stage.clone(),
            store: Arc::clone(store),
            owner: Subject::new(format!("submitter-{number}")),
        }
    }

    /// Places the order and moves it along.
    pub(crate) async fn live(self) {
        let (wait, steps) = {
            let rng = &mut self.stage.sim.world().rng;
            (rng.u64(..60_000), rng.usize(..6))
        };
        self.stage.sim.sleep(wait).await;
        let id = self.place().await;
        if self.stage.sim.world().chance(0.2) {
            self.amend(id).await;
        }
        for _ in 0..steps {
            let (wait, competes) = {
                let mut world = self.stage.sim.world();
                // Some changes follow each other at once, others after the markers are written.
                let wait = if world.chance(0.5) { 50 } else { 60_000 };
                (world.rng.u64(..wait), world.chance(0.15))
            };
            self.stage.sim.sleep(wait).await;
            if competes {
                let other = self.clone();
                self.stage.spawn(async move { other.move_on(id).await });
            }
            self.move_on(id).await;
        }
    }

    async fn place(&self) -> OrderId {
        let request = self.request();
        let draft = draft(self.stage.sim.world().rng.u8(..));
        self.until_answered("order-api place", || {
            // Each time the request arrives, it would be another order.
            let mut world = self.stage.sim.world();
            let now = Timestamp::from_unix_millis(world.now).expect("the year is 2026");
            let random = std::array::from_fn(|_| world.rng.u8(..));
            let id = OrderId::new(now, random);
            api::place(Arc::clone(&self.store), request.clone(), id, draft.clone())
        })
        .await
    }

    async fn amend(&self, id: OrderId) {
        self.until_answered("order-api amend", || {
            api::amend(Arc::clone(&self.store), self.owner.clone(), id)
        })
        .await;
    }

    /// Has the order enter some status that it can.
    async fn move_on(&self, id: OrderId) {
        let request = self.request();
        // Mostly forward: the first one is.
        let choice = {
            let mut world = self.stage.sim.world();
            if world.chance(0.75) {
                0
            } else {
                world.rng.usize(..8)
            }
        };
        self.until_answered("order-api transition", || {
            let store = Arc::clone(&self.store);
            api::move_on(store, request.clone(), id, move |next| {
                next[choice % next.len()]
            })
        })
        .await;
    }

    fn request(&self) -> Keyed {
        Keyed {
            key: RequestKey::new(format!("key-{}", self.stage.sim.world().id())),
            owner: self.owner.clone(),
        }
    }

    /// Sends a request again and again until there is an answer.
    async fn until_answered<T: 'static, F>(&self, name: &'static str, work: impl Fn() -> F) -> T
    where
        F: Future<Output = Result<T, StoreError>> + 'static,
    {
        loop {
            let invoked = invoke(&self.stage, name, TIMEOUT, |_| work()).await;
            if let Some(Ok(value)) = invoked.answer {
                return value;
            }
            let wait = self.stage.sim.world().rng.u64(500..60_000);
            self.stage.sim.sleep(wait).await;
        }
    }
}

/// An order; `choice` decides whether anybody can print it.
fn draft(choice: u8) -> OrderDraft {
    let address = Address {
        line1: "Straße 1".into(),
        line2: None,
        postal_code: None,
        city: "Berlin".into(),
        region: None,
        country: "DE".parse().expect("a country"),
    };
    let poison = Poison::of(choice).map(|poison| poison.description().to_owned());
    let line = LineDraft {
        description: poison.unwrap_or_else(|| "Chair".to_owned()),
        sku: None,
        quantity: "1".parse().expect("a quantity"),
        unit_price: MinorUnits(100),
        discount: None,
        tax: Tax::new(None, 1_900.try_into().expect("a rate"), None).expect("a tax"),
    };
    OrderDraft {
        buyer: Party {
            name: "Eva".into(),
            email: None,
            phone: None,
            tax_id: None,
            address,
        },
        ship_to: None,
        locale: Locale::En,
        purchase_order_reference: None,
        notes: None,
        currency: "EUR".parse().expect("a currency"),
        lines: vec![line],
        discount: None,
        shipping: None,
    }
}
