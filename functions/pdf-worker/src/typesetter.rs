//! Rendering as the worker sees it: a document, a failure, or a time that was too long.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use order_events::{DocumentKind, OrderStatusChanged};

use crate::document::Renderer;
use crate::failure::Failure;

/// No document takes so long that is worth waiting for.
const LONGEST: Duration = Duration::from_secs(10);

/// Makes documents.
#[async_trait]
pub trait Typesetter: fmt::Debug + Send + Sync {
    /// The document that `event` calls for, as PDF, within `limit`.
    ///
    /// # Errors
    /// [`Failure::Park`] if the event is at fault.
    async fn set(
        &self,
        kind: DocumentKind,
        event: Arc<OrderStatusChanged>,
        limit: Duration,
    ) -> Result<Vec<u8>, Failure>;
}

/// Renders with Typst, on a thread of its own for each document, so that calls of other orders go
/// on meanwhile.
#[derive(Debug, Clone)]
pub struct TypstTypesetter(Arc<Renderer>);

impl TypstTypesetter {
    #[must_use]
    pub fn new(renderer: Renderer) -> Self {
        Self(Arc::new(renderer))
    }
}

#[async_trait]
impl Typesetter for TypstTypesetter {
    async fn set(
        &self,
        kind: DocumentKind,
        event: Arc<OrderStatusChanged>,
        limit: Duration,
    ) -> Result<Vec<u8>, Failure> {
        const DOING: &str = "render the document";
        let renderer = Arc::clone(&self.0);
        let rendering = tokio::task::spawn_blocking(move || renderer.render(kind, &event));
        // Typst can't be stopped: its thread runs on, and what it makes is lost.
        let result = match tokio::time::timeout(limit.min(LONGEST), rendering).await {
            Ok(result) => result,
            Err(_) if limit >= LONGEST => {
                let source = format!("it takes longer than {LONGEST:?}");
                return Err(Failure::park("render-too-slow", DOING)(source));
            }
            Err(elapsed) => return Err(Failure::retry(DOING)(elapsed)),
        };
        result
            .map_err(Failure::park("render-panicked", DOING))?
            .map_err(Failure::park("render-failed", DOING))
    }
}
