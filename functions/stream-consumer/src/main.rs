//! The Lambda function `stream-consumer`.

use lambda_kit::deadline::Deadline;
use lambda_kit::parking::DeadLetterQueue;
use lambda_kit::{aws, clock, config, telemetry};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use stream_consumer::{Consumer, Event};

/// Reading a record makes many small values, and drops them again.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::init();
    let [queue_url, dead_letter_queue_url] =
        config::required(["STATUS_CHANGES_QUEUE_URL", "DEAD_LETTER_QUEUE_URL"])?;
    let sqs = aws_sdk_sqs::Client::new(&aws::sdk_config()?);
    let dead_letters = DeadLetterQueue::new(sqs.clone(), dead_letter_queue_url, "stream-consumer");
    let consumer = &Consumer {
        sqs,
        queue_url,
        dead_letters,
        now: clock::now,
    };

    lambda_runtime::run(service_fn(move |event: LambdaEvent<Event>| async move {
        let deadline = Deadline::at(event.context.deadline);
        Ok::<_, Error>(consumer.handle(event.payload, deadline).await?)
    }))
    .await
}
