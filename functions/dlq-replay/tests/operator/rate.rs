//! How fast a replay is, beside how fast it was asked to be. What it may be is a matter of `Pace` and
//! its tests; here it is measured.

use std::time::{Duration, Instant};

use crate::aws::Aws;
use crate::dlq;

/// How long an answer of SQS and S3 takes, about, to somebody in the same region.
const LATENCY: Duration = Duration::from_millis(15);

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_is_as_fast_as_asked() {
    let aws = Aws::start().await;
    for (latency, rate, letters) in [
        (Duration::ZERO, 5, 40),
        (Duration::ZERO, 50, 400),
        (Duration::ZERO, 400, 3_200),
        (LATENCY, 5, 40),
        (LATENCY, 50, 400),
        (LATENCY, 400, 3_200),
    ] {
        aws.poison(letters);
        aws.slow_down(latency);
        let asked = rate.to_string();
        let replay = ["replay", "--force", "--reason", "a test", "--apply"];
        let rate = ["--by", "a test", "--rate", &asked];
        let done = dlq(&aws, &[&replay[..], &rate].concat());
        assert_eq!(done.answer["counts"]["processed"], letters);
        let sent: Vec<(Instant, usize)> = aws
            .sent()
            .into_iter()
            .map(|(at, orders)| (at, orders.len()))
            .collect();
        println!(
            "{asked} a second were asked for, {:.1} were sent, {} in the fullest second, with \
             answers that take {} ms",
            rate_of(&sent),
            fullest_second(&sent),
            latency.as_millis()
        );
    }
}

/// Letters a second, from the first to the last.
fn rate_of(sent: &[(Instant, usize)]) -> f64 {
    let ((first, _), (last, count_of_last)) = (sent[0], sent[sent.len() - 1]);
    let count: usize = sent.iter().map(|(_, count)| count).sum();
    let before_last = u32::try_from(count - count_of_last).unwrap();
    f64::from(before_last) / last.duration_since(first).as_secs_f64()
}

fn fullest_second(sent: &[(Instant, usize)]) -> usize {
    let seconds = sent.iter().map(|(from, _)| {
        let end = *from + Duration::from_secs(1);
        let second = sent.iter().filter(|(at, _)| at >= from && *at < end);
        second.map(|(_, count)| count).sum()
    });
    seconds.max().unwrap()
}
