//! The functions, each with real clients whose requests stay in this process.

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use aws_sdk_s3::config::{AsyncSleep, Region, SharedAsyncSleep, Sleep};
use lambda_kit::parking::DeadLetterQueue;
use order_core::SeriesCount;
use order_store::{DynamoDbStore, Tables};
use pdf_worker::{Notifier, Storage, Worker};
use stream_consumer::Consumer;

use crate::MAX_RECEIVE_COUNT;
use crate::clock;
use crate::network::Wire;
use crate::service::Service;
use crate::service::dynamodb::ORDERS;
use crate::sim::Sim;
use crate::typesetter::TextTypesetter;

/// The X-Ray tracing header of every request.
pub(crate) const TRACE_HEADER: &str = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1";

/// Everything that is deployed.
pub(crate) struct System {
    pub(crate) store: Arc<DynamoDbStore>,
    pub(crate) consumer: Arc<Consumer>,
    pub(crate) worker: Arc<Worker>,
}

/// A client whose requests end at `$service`. It neither signs nor retries: a retry of the SDK is
/// the fault `Twice`.
macro_rules! client {
    ($sdk:ident, $sim:expr, $service:expr, |$config:ident| $more:expr) => {{
        let $config = $sdk::Config::builder()
            .behavior_version($sdk::config::BehaviorVersion::latest())
            .region(Region::from_static("us-east-1"))
            .endpoint_url("http://aws")
            .allow_no_auth()
            .auth_scheme_preference(["noAuth".into()])
            .identity_cache($sdk::config::IdentityCache::no_cache())
            .retry_config($sdk::config::retry::RetryConfig::disabled())
            .stalled_stream_protection($sdk::config::StalledStreamProtectionConfig::disabled())
            .sleep_impl(SharedAsyncSleep::new(VirtualSleep($sim.clone())))
            .http_client(Wire {
                sim: $sim.clone(),
                service: $service,
            });
        $sdk::Client::from_conf($more.build())
    }};
}

impl System {
    pub(crate) fn new(sim: &Sim) -> Self {
        let dynamodb = client!(aws_sdk_dynamodb, sim, Service::DynamoDb, |config| config);
        let sqs = client!(aws_sdk_sqs, sim, Service::Sqs, |config| config);
        let s3 = client!(aws_sdk_s3, sim, Service::S3, |config| config
            .force_path_style(true));
        let sns = client!(aws_sdk_sns, sim, Service::Sns, |config| config);
        let tables = Tables {
            orders: ORDERS.to_owned(),
            invoice_series: "invoice-series".to_owned(),
            idempotency: "idempotency".to_owned(),
        };
        let dead_letters = |source| {
            let url = "http://aws/1/dead-letters".to_owned();
            DeadLetterQueue::new(sqs.clone(), url, source)
        };
        let store = DynamoDbStore::new(dynamodb, tables, SeriesCount::ONE);
        let store = store.traced(|| Some(TRACE_HEADER.to_owned()));
        Self {
            store: Arc::new(store),
            consumer: Arc::new(Consumer {
                sqs: sqs.clone(),
                queue_url: "http://aws/1/status-changes".to_owned(),
                dead_letters: dead_letters("stream-consumer"),
                now: clock::now,
            }),
            worker: Arc::new(Worker {
                typesetter: Box::new(TextTypesetter(sim.clone())),
                storage: Storage::new(s3, "invoices".to_owned()),
                notifier: Notifier {
                    sns,
                    topic_arn: "arn:aws:sns:us-east-1:1:notifications".to_owned(),
                    order_url_base: "https://console.example/orders".to_owned(),
                },
                dead_letters: dead_letters("pdf-worker"),
                max_receive_count: MAX_RECEIVE_COUNT,
                now: clock::now,
            }),
        }
    }
}

/// The SDK waits in virtual time; what would only guard against waiting too long never ends.
#[derive(Debug, Clone)]
struct VirtualSleep(Sim);

impl AsyncSleep for VirtualSleep {
    fn sleep(&self, duration: Duration) -> Sleep {
        // The time-out of loading credentials and the like.
        if duration >= Duration::from_secs(1) {
            return Sleep::new(pending());
        }
        let millis = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        Sleep::new(self.0.sleep(millis.max(1)))
    }
}
