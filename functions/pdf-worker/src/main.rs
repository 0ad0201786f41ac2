//! The Lambda function `pdf-worker`.

use std::sync::Arc;

use aws_lambda_events::sqs::SqsEvent;
use lambda_kit::parking::DeadLetterQueue;
use lambda_kit::{aws, clock, config, telemetry};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use pdf_worker::document::Renderer;
use pdf_worker::{Notifier, Storage, Worker};

#[tokio::main]
async fn main() -> Result<(), Error> {
    telemetry::init();
    let [
        bucket,
        topic_arn,
        dead_letter_queue_url,
        order_url_base,
        seller,
    ] = config::required([
        "INVOICES_BUCKET",
        "NOTIFICATIONS_TOPIC_ARN",
        "DEAD_LETTER_QUEUE_URL",
        "ORDER_URL_BASE",
        "SELLER",
    ])?;
    let sdk = aws::sdk_config().await;
    let sqs = aws_sdk_sqs::Client::new(&sdk);
    let worker = &Worker {
        renderer: Arc::new(Renderer::new(serde_json::from_str(&seller)?)),
        storage: Storage::new(aws_sdk_s3::Client::new(&sdk), bucket),
        notifier: Notifier {
            sns: aws_sdk_sns::Client::new(&sdk),
            topic_arn,
            order_url_base,
        },
        dead_letters: DeadLetterQueue::new(sqs, dead_letter_queue_url, "pdf-worker"),
        now: clock::now,
    };

    lambda_runtime::run(service_fn(move |event: LambdaEvent<SqsEvent>| async move {
        Ok::<_, Error>(worker.handle(event.payload).await?)
    }))
    .await
}
