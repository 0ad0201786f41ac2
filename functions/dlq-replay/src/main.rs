//! The Lambda function `dlq-replay`: requests of operators, the nightly reconciliation, and what
//! outlasts both.

use access::{Settings, Verifier};
use aws_lambda_events::apigw::ApiGatewayProxyRequest;
use aws_lambda_events::sqs::SqsEvent;
use dlq_replay::api::{Arrival, Jobs, OpsApi};
use dlq_replay::reconcile::{Reconciliation, Window};
use dlq_replay::{Desk, Places};
use lambda_kit::deadline::Deadline;
use lambda_kit::{aws, clock, config, telemetry};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde::Deserialize;
use serde_json::Value;

/// Who invokes the function tells by the shape of the event.
#[derive(Deserialize)]
#[serde(untagged)]
enum Event {
    Request(Box<ApiGatewayProxyRequest>),
    Jobs(SqsEvent),
    Reconcile { reconcile: Window },
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::init();
    let [
        orders,
        invoices_bucket,
        stream_failures_bucket,
        replays_bucket,
    ] = config::required([
        "ORDERS_TABLE",
        "INVOICES_BUCKET",
        "STREAM_FAILURES_BUCKET",
        "REPLAYS_BUCKET",
    ])?;
    let [
        status_changes_queue_url,
        dead_letter_queue_url,
        subscriptions,
        jobs,
    ] = config::required([
        "STATUS_CHANGES_QUEUE_URL",
        "DEAD_LETTER_QUEUE_URL",
        "SUBSCRIPTION_DEAD_LETTER_QUEUE_URLS",
        "REPLAY_JOBS_QUEUE_URL",
    ])?;
    let [issuer, audiences, origins] =
        config::required(["TOKEN_ISSUER", "TOKEN_AUDIENCES", "ALLOWED_ORIGINS"])?;
    let sdk = aws::sdk_config()?;
    let sqs = aws_sdk_sqs::Client::new(&sdk);
    let places = Places {
        orders_table: orders,
        invoices_bucket,
        stream_failures_bucket,
        replays_bucket,
        status_changes_queue_url,
        dead_letter_queue_url,
        subscription_queue_urls: Places::subscriptions(&subscriptions),
    };
    let audiences = audiences.split(',').map(str::to_owned).collect();
    let verifier = Verifier::new(Settings { issuer, audiences })?;
    let jobs = Jobs {
        sqs,
        queue_url: jobs,
    };
    let api = &OpsApi::new(
        Desk::new(&sdk, places, clock::now),
        verifier,
        origins.parse()?,
        jobs,
    );

    lambda_runtime::run(service_fn(move |event: LambdaEvent<Value>| async move {
        let deadline = Deadline::at(event.context.deadline);
        let answer = match shape(event.payload)? {
            Event::Request(request) => {
                let arrival = Arrival {
                    now: clock::now(),
                    random: clock::random(),
                };
                serde_json::to_value(api.handle(&request, arrival).await)
            }
            Event::Jobs(jobs) => {
                serde_json::to_value(api.jobs.handle(&api.desk, jobs, deadline).await?)
            }
            Event::Reconcile { reconcile: window } => {
                let whole = Reconciliation::begin(window, clock::now());
                serde_json::to_value(whole.carry_on(&api.desk, &api.jobs, deadline).await?)
            }
        };
        Ok::<_, Error>(answer?)
    }))
    .await
}

/// Each shape has a field of its own, so that a faulty event is reported by its own kind's words.
fn shape(event: Value) -> serde_json::Result<Event> {
    if event.get("httpMethod").is_some() {
        serde_json::from_value(event).map(Event::Request)
    } else if event.get("Records").is_some() {
        serde_json::from_value(event).map(Event::Jobs)
    } else {
        serde_json::from_value(event)
    }
}
