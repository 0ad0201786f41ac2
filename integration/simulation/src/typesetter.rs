//! Documents as text: rendering is a pure function and has tests of its own.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use order_events::{DocumentKind, OrderStatusChanged};
use pdf_worker::{Failure, Typesetter};

use crate::sim::Sim;

/// An order that nobody can print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Poison {
    Fails,
    Panics,
    /// Takes longer than an invocation has.
    Hangs,
}

impl Poison {
    /// A few of all orders are poison.
    pub(crate) fn of(choice: u8) -> Option<Self> {
        match choice {
            0..6 => Some(Self::Fails),
            6..12 => Some(Self::Panics),
            12..18 => Some(Self::Hangs),
            _ => None,
        }
    }

    pub(crate) fn description(self) -> &'static str {
        match self {
            Self::Fails => "fails",
            Self::Panics => "panics",
            Self::Hangs => "hangs",
        }
    }

    fn in_order(event: &OrderStatusChanged) -> Option<Self> {
        let all = [Self::Fails, Self::Panics, Self::Hangs];
        let described = |poison: &Self| event.order.lines[0].description == poison.description();
        all.into_iter().find(described)
    }
}

#[derive(Debug)]
pub(crate) struct TextTypesetter(pub(crate) Sim);

#[async_trait]
impl Typesetter for TextTypesetter {
    async fn set(
        &self,
        kind: DocumentKind,
        event: Arc<OrderStatusChanged>,
        limit: Duration,
    ) -> Result<Vec<u8>, Failure> {
        let takes = self.0.world().rng.u64(5..400);
        self.0.sleep(takes).await;
        let failure = |code, source: &str| Failure::Park {
            code,
            doing: "render the document",
            source: source.into(),
        };
        match Poison::in_order(&event) {
            Some(Poison::Fails) => return Err(failure("render-failed", "it can't be rendered")),
            Some(Poison::Panics) => resume_unwind(Box::new("a panic that nobody is told of")),
            Some(Poison::Hangs) => {
                self.0
                    .sleep(u64::try_from(limit.as_millis()).unwrap_or(u64::MAX))
                    .await;
                return Err(failure("render-too-slow", "it takes too long"));
            }
            None => {}
        }
        let order = &event.order;
        let issued = match kind {
            DocumentKind::Invoice => &order.invoice,
            DocumentKind::CreditNote => &order.credit_note,
        };
        let number = issued.as_ref().map_or("", |issued| issued.number.as_str());
        Ok(format!("{kind} {number} of version {}", order.version).into_bytes())
    }
}
