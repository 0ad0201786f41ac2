//! A breaker while nobody processes what is sent.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use dlq_replay::replay::{self, Action, Ended, Limit, Replay, Run, StopCause};
use order_events::Timestamp;

use crate::aws::Aws;
use crate::limits::{begin, desk};

const LETTERS: u64 = 300;

static MILLIS: AtomicU64 = AtomicU64::new(1_795_521_600_000);

#[tokio::test(flavor = "multi_thread")]
async fn of_letters_that_are_not_heard_of_ten_are_sent_until_somebody_resumes() {
    let aws = Aws::start().await;
    aws.poison(LETTERS);
    aws.fall_idle();
    let desk = desk(&aws, now).await;
    let id = begin(&desk, Action::Replay).await;
    let mut run = Run::take_up(&desk, &id, "a test").await.unwrap();
    let mut watch = |replay: &Replay| pass(replay.counts.sent == 10);
    let limit = Limit::Awaiting(Duration::from_mins(1));
    let ended = run.go(limit, &mut watch).await.unwrap();
    let stopped = run.replay();
    assert_eq!(
        (ended, stopped.stopped_because),
        (Ended::Finished, Some(StopCause::Breaker))
    );
    assert_eq!(
        aws.sent()
            .iter()
            .map(|(_, orders)| orders.len())
            .sum::<usize>(),
        10
    );

    // Whatever becomes of the ten, the others tell whether it is mended.
    aws.wake_up();
    replay::reopen(&desk, &id).await.unwrap();
    let mut run = Run::take_up(&desk, &id, "a test").await.unwrap();
    let mut watch = |Replay { counts, .. }: &Replay| pass(counts.sent == 10 && counts.waiting == 0);
    let ended = run.go(limit, &mut watch).await.unwrap();
    let counts = run.replay().counts;
    assert_eq!(
        (ended, counts.processed as u64, counts.sent),
        (Ended::OutOfTime, LETTERS - 10, 10)
    );
}

/// Time goes on with each step, and fast if there is nothing to do but to wait.
fn pass(is_silent: bool) {
    let millis = if is_silent { 60_000 } else { 20 };
    MILLIS.fetch_add(millis, Ordering::Relaxed);
}

fn now() -> Timestamp {
    Timestamp::from_unix_millis(MILLIS.load(Ordering::Relaxed)).unwrap()
}
