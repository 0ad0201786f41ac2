//! The Lambda function `pdf-worker`.

use aws_lambda_events::sqs::SqsEvent;
use lambda_kit::deadline::Deadline;
use lambda_kit::parking::DeadLetterQueue;
use lambda_kit::{aws, clock, config, telemetry};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use pdf_worker::document::{Fonts, Renderer};
use pdf_worker::{Notifier, Storage, TypstTypesetter, Worker};

/// Rendering allocates a lot, and the allocator of the C library was the slower one when measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> Result<(), Error> {
    telemetry::init();
    let [
        bucket,
        topic_arn,
        dead_letter_queue_url,
        order_url_base,
        seller,
        max_receive_count,
    ] = config::required([
        "INVOICES_BUCKET",
        "NOTIFICATIONS_TOPIC_ARN",
        "DEAD_LETTER_QUEUE_URL",
        "ORDER_URL_BASE",
        "SELLER",
        "MAX_RECEIVE_COUNT",
    ])?;
    let sdk = aws::sdk_config()?;
    let sqs = aws_sdk_sqs::Client::new(&sdk);
    let fonts = match config::optional("FONTS_DIR") {
        Some(folder) => Fonts::embedded().with_folder(folder.as_ref())?,
        None => Fonts::embedded(),
    };
    let mut renderer = Renderer::with_fonts(serde_json::from_str(&seller)?, fonts);
    if let Some(file) = config::optional("TEMPLATE_FILE") {
        let text = std::fs::read_to_string(&file)
            .map_err(|error| format!("cannot read the template `{file}`: {error}"))?;
        renderer = renderer.with_template(text);
        renderer.rehearse()?;
    }
    let worker = &Worker {
        typesetter: Box::new(TypstTypesetter::new(renderer)),
        storage: Storage::new(aws_sdk_s3::Client::new(&sdk), bucket),
        notifier: Notifier {
            sns: aws_sdk_sns::Client::new(&sdk),
            topic_arn,
            order_url_base,
        },
        dead_letters: DeadLetterQueue::new(sqs, dead_letter_queue_url, "pdf-worker"),
        max_receive_count: max_receive_count.parse()?,
        now: clock::now,
    };

    lambda_runtime::run(service_fn(move |event: LambdaEvent<SqsEvent>| async move {
        let deadline = Deadline::at(event.context.deadline);
        Ok::<_, Error>(worker.handle(event.payload, deadline).await?)
    }))
    .await
}
