//! The part `pdf-worker`: invoices a second, from the message to the marker.

use std::time::{Duration, Instant};

use crate::error::BenchError;
use crate::invoices;
use crate::lambda::{Instance, Program};
use crate::part::{Effort, build};
use crate::sample::Sample;
use crate::section::{Bar, Row, Section, grouped, millis, ratio, times};
use crate::services::Services;
use crate::stream_consumer::handle;
use xtask::Step;

/// Messages that the function gets at once (`BatchSize` of its event source).
const BATCH: usize = 10;
/// How long each call takes where waiting is measured.
const LATENCY: Duration = Duration::from_millis(25);

/// What one and two processes took for as much work each.
#[derive(Debug, Default)]
struct Scaling {
    one: Vec<Duration>,
    two: Vec<Duration>,
    /// Time of the processor of the one.
    processor: Vec<Duration>,
}

/// What a batch took while the services are slow.
#[derive(Debug, Default)]
struct Overlap {
    together: Vec<Duration>,
    one_by_one: Vec<Duration>,
    processor: Vec<Duration>,
    /// For one message.
    calls: u32,
}

pub(crate) async fn run(effort: Effort) -> Result<Vec<Section>, BenchError> {
    build("pdf-worker")?;
    let batches = effort.choose(6, 40);
    let events = invoices::events(5, batches * BATCH)?;
    let batches: Vec<String> = events.chunks(BATCH).map(invoices::batch).collect();
    let rounds = effort.choose(1, 3);
    let step = Step::start("Making invoices on one core, and on two");
    let scaling = scaling(&batches, rounds).await?;
    step.done();
    let step = Step::start("Making invoices while the services are slow");
    let overlap = overlap(&events, effort.choose(3, 10)).await?;
    step.done();
    Ok(vec![section(&scaling, events.len(), &overlap)])
}

async fn scaling(batches: &[String], rounds: usize) -> Result<Scaling, BenchError> {
    let services = Services::start(Duration::ZERO).await?;
    let program = program(&services);
    let mut scaling = Scaling::default();
    for _ in 0..rounds {
        let [mut first, mut second] = [
            warm(&program.on_core(0), &batches[0]).await?,
            warm(&program.on_core(1), &batches[0]).await?,
        ];
        let before = first.usage();
        let started = Instant::now();
        handle_all(&mut first, batches).await?;
        scaling.one.push(started.elapsed());
        first.rest().await?;
        scaling
            .processor
            .push(first.usage().processor_since(before));
        let started = Instant::now();
        let (one, other) = tokio::join!(
            handle_all(&mut first, batches),
            handle_all(&mut second, batches)
        );
        one?;
        other?;
        scaling.two.push(started.elapsed());
        first.stop().await?;
        second.stop().await?;
    }
    Ok(scaling)
}

async fn overlap(events: &[String], batches: usize) -> Result<Overlap, BenchError> {
    let services = Services::start(LATENCY).await?;
    let together: Vec<String> = events.chunks(BATCH).map(invoices::batch).collect();
    let alone: Vec<String> = events.chunks(1).map(invoices::batch).collect();
    let mut instance = warm(&program(&services), &together[0]).await?;
    let mut overlap = Overlap::default();
    for (index, batch) in together.iter().enumerate().take(batches) {
        let before = instance.usage();
        overlap.together.push(handle(&mut instance, batch).await?);
        instance.rest().await?;
        overlap
            .processor
            .push(instance.usage().processor_since(before));
        services.take_calls();
        let mut sum = Duration::ZERO;
        let singles = &alone[index * BATCH..][..BATCH];
        for single in singles {
            sum += handle(&mut instance, single).await?;
        }
        overlap.one_by_one.push(sum);
        let calls = services.take_calls() / BATCH;
        overlap.calls = u32::try_from(calls).unwrap_or_default();
    }
    instance.stop().await?;
    Ok(overlap)
}

/// A process that has handled a batch and is at rest.
async fn warm(program: &Program, batch: &str) -> Result<Instance, BenchError> {
    let (mut instance, _) = Instance::start(program).await?;
    handle(&mut instance, batch).await?;
    instance.rest().await?;
    Ok(instance)
}

async fn handle_all(instance: &mut Instance, batches: &[String]) -> Result<(), BenchError> {
    for batch in batches {
        handle(instance, batch).await?;
    }
    Ok(())
}

/// The function, with S3 and SNS at these services.
pub(crate) fn program(services: &Services) -> Program {
    let seller = include_str!("../../../functions/pdf-worker/samples/seller.json");
    let variables = [
        ("INVOICES_BUCKET", "invoices"),
        (
            "NOTIFICATIONS_TOPIC_ARN",
            "arn:aws:sns:eu-central-1:123456789012:order-notifications",
        ),
        ("DEAD_LETTER_QUEUE_URL", "http://127.0.0.1:9/123/dead.fifo"),
        ("ORDER_URL_BASE", "https://orders.example"),
        ("SELLER", seller),
        ("MAX_RECEIVE_COUNT", "5"),
        ("LOG_LEVEL", "info"),
        ("AWS_ENDPOINT_URL", &services.url()),
    ];
    let variables = variables.map(|(name, value)| (name, value.to_owned()));
    Program::ours("pdf-worker", 1_024, variables.to_vec())
}

fn section(scaling: &Scaling, invoices: usize, overlap: &Overlap) -> Section {
    let median = |times: &[Duration]| times.iter().copied().collect::<Sample>().percentile(50);
    let invoices = f64::from(u32::try_from(invoices).unwrap_or(u32::MAX));
    let processor = median(&scaling.processor);
    let [one, two] = [&scaling.one, &scaling.two].map(|times| median(times));
    let [single, double] = [(invoices, one), (2.0 * invoices, two)]
        .map(|(count, time)| ratio(count, time.as_secs_f64()));
    let gain = ratio(double, single);
    let rate = |rate: f64| format!("{} a second", grouped(rate));

    let [together, one_by_one, busy] =
        [&overlap.together, &overlap.one_by_one, &overlap.processor].map(|times| median(times));
    let waits = LATENCY * overlap.calls * u32::try_from(BATCH).unwrap_or(1);
    let mut batch = Row::new(
        format!(
            "a batch of {BATCH} while each call takes {} ms",
            LATENCY.as_millis()
        ),
        millis(together),
    )
    .against(
        format!("{} one by one", millis(one_by_one)),
        times(one_by_one, together),
    );
    batch.bar = Some(format!("< {}", millis(waits + busy)));
    batch.met = Some(together < waits + busy);

    Section::new("pdf-worker")
        .note(
            "The real binary under a host of the Runtime API, with batches of 10 orders of five \
             lines, each rendered, kept in a stub of S3 and told to a stub of SNS. An execution \
             environment of its size has less than one core on Lambda, so it scales by \
             environments: two processes, each bound to a core by `taskset`, the stubs and the host \
             on the same two. Medians.",
        )
        .note(format!(
            "While a batch is handled, its messages wait for services and render side by side: the \
             bar is the sum of its waits ({} calls for each message) and of its time of the \
             processor ({}), which is what a worker takes that does one thing after the other.",
            overlap.calls,
            millis(busy),
        ))
        .row(Row::new(
            "invoices a core-second, message to marker",
            grouped(ratio(invoices, processor.as_secs_f64())),
        ))
        .row(
            Row::new("on two cores", rate(double))
                .against(format!("{} on one", rate(single)), gain)
                .held_to(Bar::AtLeast(1.8), gain, "×"),
        )
        .row(batch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scaling_is_work_by_time_and_a_batch_is_held_to_the_sum_of_its_parts() {
        let times = |millis| vec![Duration::from_millis(millis)];
        let scaling = Scaling {
            one: times(1_000),
            two: times(1_000),
            processor: times(500),
        };
        let mut overlap = Overlap {
            together: times(300),
            one_by_one: times(1_350),
            processor: times(100),
            calls: 5,
        };
        let found = section(&scaling, 100, &overlap);
        assert_eq!(found.rows[0].figure, "200");
        assert_eq!(found.rows[1].figure, "200 a second");
        assert_eq!(
            (found.rows[1].ratio.as_deref(), found.rows[1].met),
            (Some("2 ×"), Some(true))
        );
        assert_eq!(
            (found.rows[2].bar.as_deref(), found.rows[2].met),
            (Some("< 1350 ms"), Some(true))
        );
        overlap.together = times(1_350);
        assert_eq!(section(&scaling, 100, &overlap).rows[2].met, Some(false));
    }
}
