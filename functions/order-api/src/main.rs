//! The Lambda function `order-api`.

use access::{Settings, Verifier};
use aws_lambda_events::apigw::ApiGatewayProxyRequest;
use lambda_kit::{aws, clock, config, telemetry, trace};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use order_api::{Api, Arrival, CursorKey, Documents, Parts};
use order_store::{DynamoDbStore, Tables};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::init();
    let [orders, invoice_series, idempotency] =
        config::required(["ORDERS_TABLE", "INVOICE_SERIES_TABLE", "IDEMPOTENCY_TABLE"])?;
    let [series_count, bucket, cursor_key] =
        config::required(["INVOICE_SERIES_COUNT", "INVOICES_BUCKET", "CURSOR_KEY"])?;
    let [issuer, audiences, origins] =
        config::required(["TOKEN_ISSUER", "TOKEN_AUDIENCES", "ALLOWED_ORIGINS"])?;
    let sdk = aws::sdk_config()?;
    let tables = Tables {
        orders,
        invoice_series,
        idempotency,
    };
    let dynamodb = aws_sdk_dynamodb::Client::new(&sdk);
    let store = DynamoDbStore::new(dynamodb, tables, series_count.parse()?).traced(trace::current);
    let audiences = audiences.split(',').map(str::to_owned).collect();
    let api = &Api::new(Parts {
        store: Box::new(store),
        verifier: Verifier::new(Settings { issuer, audiences })?,
        documents: Documents::new(aws_sdk_s3::Config::new(&sdk), bucket),
        cursors: CursorKey::new(&cursor_key),
        allowed_origins: origins.parse()?,
    });
    api.warm_up(clock::now()).await;

    lambda_runtime::run(service_fn(
        move |event: LambdaEvent<ApiGatewayProxyRequest>| async move {
            let arrival = Arrival {
                now: clock::now(),
                order_id: clock::new_order_id(),
            };
            Ok::<_, Error>(api.handle(&event.payload, arrival).await)
        },
    ))
    .await
}
