//! Replays that take longer than somebody has time for.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use aws_config::{BehaviorVersion, Region};
use dlq_replay::replay::{self, Action, Ended, Limit, Replay, ReplayId, ReplayRequest, Run, State};
use dlq_replay::{Desk, Filter, Places};
use order_events::Timestamp;

use crate::aws::Aws;
use crate::dlq;

const LETTERS: u64 = 300;
/// So slow that a look at all the letters takes longer than a second.
const LATENCY: Duration = Duration::from_millis(50);

/// What the clock of the slices shows.
static MILLIS: AtomicU64 = AtomicU64::new(1_795_521_600_000);

#[tokio::test(flavor = "multi_thread")]
async fn whoever_waits_for_a_second_only_still_means_all_letters() {
    let aws = Aws::start().await;
    aws.poison(LETTERS);
    aws.slow_down(LATENCY);
    let replay = ["replay", "--force", "--reason", "a test", "--apply"];
    let more = ["--by", "a test", "--rate", "1000", "--wait", "1"];
    let done = dlq(&aws, &[&replay[..], &more].concat());
    assert_eq!(done.answer["counts"]["processed"], LETTERS);
    assert_eq!(aws.left(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn slice_after_slice_sends_each_letter_once() {
    let aws = Aws::start().await;
    aws.poison(LETTERS);
    let desk = desk(&aws, now).await;
    let id = begin(&desk, Action::Replay).await;
    let mut slices = 0;
    loop {
        slices += 1;
        let mut run = Run::take_up(&desk, &id, "a slice").await.unwrap();
        // Time goes on with each step, once the letters are chosen.
        let mut watch = |replay: &Replay| {
            let step = u64::from(replay.state != State::Preparing);
            MILLIS.fetch_add(20 * step, Ordering::Relaxed);
        };
        let limit = Limit::At(now().plus(Duration::from_millis(400)));
        let ended = run.go(limit, &mut watch).await.unwrap();
        if ended == Ended::Finished {
            assert_eq!(run.replay().state, State::Done);
            break;
        }
        // Whoever comes next finds all that is left.
        assert_eq!(aws.visible(), aws.left());
    }
    assert!(slices > 1);
    let sent: Vec<String> = aws
        .sent()
        .into_iter()
        .flat_map(|(_, orders)| orders)
        .collect();
    let orders: HashSet<&String> = sent.iter().collect();
    assert_eq!((sent.len() as u64, orders.len() as u64), (LETTERS, LETTERS));
    assert_eq!(aws.left(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_goes_with_its_last_record_whichever_slice_was_done_with_the_others() {
    let aws = Aws::start().await;
    // More than is under way at once.
    aws.give_up_on(60);
    let desk = desk(&aws, now).await;
    let id = begin(&desk, Action::Discard).await;
    let mut discarded = Vec::new();
    loop {
        let mut run = Run::take_up(&desk, &id, "a slice").await.unwrap();
        let mut watch = |_: &Replay| {
            MILLIS.fetch_add(20, Ordering::Relaxed);
        };
        let limit = Limit::At(now().plus(Duration::from_millis(30)));
        let ended = run.go(limit, &mut watch).await.unwrap();
        discarded.push(run.replay().counts.discarded);
        if ended == Ended::Finished {
            break;
        }
    }
    assert!(
        discarded.iter().any(|count| (1..60).contains(count)),
        "{discarded:?}"
    );
    assert_eq!((discarded.last(), aws.given_up_on()), (Some(&60), 0));
}

/// Begins a replay of all letters.
pub(crate) async fn begin(desk: &Desk, action: Action) -> ReplayId {
    let id = ReplayId::new((desk.now)(), 1);
    let ask = everything(action);
    replay::begin(desk, id.clone(), "a test".to_owned(), ask)
        .await
        .unwrap();
    id
}

/// All letters, as fast as can be.
pub(crate) fn everything(action: Action) -> ReplayRequest {
    ReplayRequest {
        force: true,
        rate: 1_000.try_into().unwrap(),
        ..ReplayRequest::new(action, Filter::default(), "a test".to_owned())
    }
}

fn now() -> Timestamp {
    Timestamp::from_unix_millis(MILLIS.load(Ordering::Relaxed)).unwrap()
}

/// A desk in this process, as the Lambda function has one.
pub(crate) async fn desk(aws: &Aws, now: fn() -> Timestamp) -> Desk {
    let sdk = aws_config::defaults(BehaviorVersion::latest())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .endpoint_url(&aws.url)
        .region(Region::new("eu-central-1"))
        .test_credentials()
        .load()
        .await;
    let places = Places {
        orders_table: "orders".to_owned(),
        invoices_bucket: "invoices".to_owned(),
        stream_failures_bucket: "failures".to_owned(),
        replays_bucket: "replays".to_owned(),
        status_changes_queue_url: format!("{}/1/changes", aws.url),
        dead_letter_queue_url: format!("{}/1/dead", aws.url),
        subscription_queue_urls: Vec::new(),
    };
    Desk::new(&sdk, places, now)
}
