//! Replays and discards that are killed at each of their calls, and carried on by somebody else.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use dlq_replay::replay::{self, Action, Ended, Limit, ReplayId, Run, State};
use dlq_replay::{Desk, DlqError};
use futures::stream::{self, StreamExt};
use order_events::Timestamp;

use crate::aws::{Aws, Death};
use crate::limits::{desk, everything};

/// More than a breaker lets go at first.
const LETTERS: usize = 12;
/// Records of the stream that can only be discarded.
const RECORDS: usize = 3;
const AT_ONCE: usize = 32;
/// Long enough that progress is noted now and then.
const LATENCY: Duration = Duration::from_millis(20);
const NEVER: Death = Death {
    call: u64::MAX,
    is_done: false,
};

#[tokio::test(flavor = "multi_thread")]
async fn whatever_call_kills_it_nothing_is_lost_and_nothing_is_done_twice() {
    for action in [Action::Replay, Action::Discard] {
        let calls = survive(action, NEVER).await;
        assert!(calls > 10, "{action:?}: {calls}");
        let deaths = (1..=calls).flat_map(|call| {
            [false, true].map(|is_done| Box::pin(survive(action, Death { call, is_done })))
        });
        let mut survivors = stream::iter(deaths).buffer_unordered(AT_ONCE);
        while survivors.next().await.is_some() {}
        println!("{action:?}: killed at each of {calls} calls, before and after it was done");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_call_kills_an_undo_each_letter_comes_back_once() {
    let calls = restore(NEVER).await;
    assert!(calls > 5, "{calls}");
    for call in 1..=calls {
        for is_done in [false, true] {
            restore(Death { call, is_done }).await;
        }
    }
}

/// Has somebody die who puts back what was discarded, and another do it again. Returns how many
/// calls the first one made.
async fn restore(death: Death) -> u64 {
    let aws = Aws::start().await;
    aws.poison(LETTERS as u64);
    let desk = desk(&aws, fast_clock).await;
    let id = ReplayId::new(fast_clock(), 1);
    begin_and_carry_out(&desk, &id, Action::Discard).await;
    assert_eq!(aws.left(), 0);
    aws.kill_at(death);
    tokio::select! {
        () = aws.death() => {}
        undone = replay::undo(&desk, &id) => drop(undone.unwrap()),
    }
    let calls = aws.calls();
    aws.outlive();
    let undone = match replay::undo(&desk, &id).await {
        Ok(undone) => undone,
        // The first one came to its end.
        Err(DlqError::WrongState { .. }) => replay::find(&desk, &id).await.unwrap(),
        Err(error) => panic!("{death:?}: {error}"),
    };
    assert_eq!(undone.state, State::Undone, "{death:?}");
    assert_eq!(undone.counts.undone, LETTERS, "{death:?}");
    assert_eq!((aws.left(), aws.visible()), (LETTERS, LETTERS), "{death:?}");
    calls
}

/// Has a run die, and another carry on. Returns how many calls the first one made.
async fn survive(action: Action, death: Death) -> u64 {
    let aws = Aws::start().await;
    aws.poison(LETTERS as u64);
    aws.give_up_on(RECORDS);
    aws.slow_down(LATENCY);
    let desk = desk(&aws, fast_clock).await;
    let id = ReplayId::new(fast_clock(), 1);
    aws.kill_at(death);
    tokio::select! {
        () = aws.death() => {}
        () = begin_and_carry_out(&desk, &id, action) => {}
    }
    let calls = aws.calls();
    aws.outlive();

    if let Err(DlqError::NoSuchReplay(_)) = replay::find(&desk, &id).await {
        // Nobody knows of it yet, and nothing has happened.
        assert_eq!(aws.left(), LETTERS, "{death:?}");
        begin_and_carry_out(&desk, &id, action).await;
    } else {
        carry_out(&desk, &id).await;
    }
    let done = replay::find(&desk, &id).await.unwrap();
    assert_eq!(done.state, State::Done, "{death:?}: {done:?}");
    let (count, expected, messages, objects) = match action {
        Action::Replay => (done.counts.processed, LETTERS, LETTERS, 1),
        Action::Discard => (done.counts.discarded, LETTERS + RECORDS, 0, 0),
    };
    assert_eq!(count, expected, "{death:?}: {done:?}");
    assert_eq!(aws.messages(), messages, "{death:?}");
    assert_eq!((aws.left(), aws.given_up_on()), (0, objects), "{death:?}");
    calls
}

async fn begin_and_carry_out(desk: &Desk, id: &ReplayId, action: Action) {
    let ask = everything(action);
    replay::begin(desk, id.clone(), "a test".to_owned(), ask)
        .await
        .unwrap();
    carry_out(desk, id).await;
}

/// Goes on to the end, under the name that the runner before had: it is known to be dead.
async fn carry_out(desk: &Desk, id: &ReplayId) {
    let mut run = Run::take_up(desk, id, "a test").await.unwrap();
    let limit = Limit::Awaiting(Duration::from_mins(1));
    let ended = run.go(limit, &mut |_| {}).await.unwrap();
    assert_eq!(ended, Ended::Finished);
}

/// A clock that goes fifty times as fast as others: somebody waits for what a dead one has hidden.
fn fast_clock() -> Timestamp {
    static START: OnceLock<Instant> = OnceLock::new();
    let passed = START.get_or_init(Instant::now).elapsed();
    Timestamp::EPOCH.plus(Duration::from_hours(498_756) + passed * 50)
}
