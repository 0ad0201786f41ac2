//! Waiting for a condition, never for a fixed time.

use std::future::Future;
use std::time::{Duration, Instant};

/// Between two looks at a condition.
const PAUSE: Duration = Duration::from_millis(50);

/// The condition did not come true in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("waited {0:?} in vain")]
pub struct TimedOut(pub Duration);

/// Looks again and again until `condition` yields a value, for at most `limit`.
///
/// # Errors
/// [`TimedOut`] if it never did; an error of the condition itself ends the wait at once.
pub async fn until<T, E, F>(limit: Duration, mut condition: impl FnMut() -> F) -> Result<T, E>
where
    F: Future<Output = Result<Option<T>, E>>,
    E: From<TimedOut>,
{
    let started = Instant::now();
    loop {
        if let Some(value) = condition().await? {
            return Ok(value);
        }
        if started.elapsed() > limit {
            return Err(TimedOut(limit).into());
        }
        tokio::time::sleep(PAUSE).await;
    }
}
