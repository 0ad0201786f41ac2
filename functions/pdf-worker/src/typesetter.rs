//! Rendering as the worker sees it: a document, a failure, or a time that was too long.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use order_events::{DocumentKind, OrderStatusChanged};

use crate::document::{RenderError, Renderer};
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
        let renderer = Arc::clone(&self.0);
        within(limit, LONGEST, move || renderer.render(kind, &event)).await
    }
}

/// What `render` makes on a thread of its own, if it takes no longer than `limit` and `longest`.
///
/// Typst can't be stopped: its thread runs on, and what it makes is lost. That it comes to an end
/// is for the bounds of every text and the size of a message to see to.
async fn within<R>(limit: Duration, longest: Duration, render: R) -> Result<Vec<u8>, Failure>
where
    R: FnOnce() -> Result<Vec<u8>, RenderError> + Send + 'static,
{
    const DOING: &str = "render the document";
    let rendering = tokio::task::spawn_blocking(render);
    let result = match tokio::time::timeout(limit.min(longest), rendering).await {
        Ok(result) => result,
        Err(_) if limit >= longest => {
            let source = format!("it takes longer than {longest:?}");
            return Err(Failure::park("render-too-slow", DOING)(source));
        }
        // The invocation had less time left than a document may take.
        Err(elapsed) => return Err(Failure::retry(DOING)(elapsed)),
    };
    result
        .map_err(Failure::park("render-panicked", DOING))?
        .map_err(Failure::park("render-failed", DOING))
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    const SHORT: Duration = Duration::from_millis(20);
    const LONG: Duration = Duration::from_mins(10);

    /// How a rendering fails that does not end before its failure is known.
    async fn endless(limit: Duration, longest: Duration) -> Failure {
        let (end, ended) = mpsc::channel::<()>();
        let render = move || {
            ended.recv().expect_err("nothing is sent");
            Ok(Vec::new())
        };
        let failure = within(limit, longest, render).await.unwrap_err();
        drop(end);
        failure
    }

    #[tokio::test]
    async fn a_document_that_takes_too_long_is_parked_with_the_reason() {
        let failure = endless(LONG, SHORT).await;
        let Failure::Park { code, source, .. } = failure else {
            panic!("{failure:?}");
        };
        assert_eq!(code, "render-too-slow");
        assert_eq!(source.to_string(), "it takes longer than 20ms");
    }

    #[tokio::test]
    async fn what_the_invocation_has_no_time_for_comes_again() {
        let failure = endless(SHORT, LONG).await;
        assert!(matches!(failure, Failure::Retry { .. }), "{failure:?}");
    }

    #[tokio::test]
    async fn a_panic_is_parked() {
        let failure = within(LONG, LONG, || panic!("a bug")).await.unwrap_err();
        let is_known = matches!(
            failure,
            Failure::Park {
                code: "render-panicked",
                ..
            }
        );
        assert!(is_known, "{failure:?}");
    }
}
