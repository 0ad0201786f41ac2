//! The Lambda function `order-api`.

use aws_lambda_events::apigw::ApiGatewayProxyRequest;
use lambda_kit::{aws, clock, config, telemetry};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use order_api::{Api, Arrival};
use order_store::{OrderStore, Tables};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::init();
    let [orders, invoice_series] = config::required(["ORDERS_TABLE", "INVOICE_SERIES_TABLE"])?;
    let client = aws_sdk_dynamodb::Client::new(&aws::sdk_config().await);
    let api = &Api::new(OrderStore::new(
        client,
        Tables {
            orders,
            invoice_series,
        },
    ));

    lambda_runtime::run(service_fn(
        move |event: LambdaEvent<ApiGatewayProxyRequest>| async move {
            let arrival = Arrival {
                now: clock::now(),
                order_id: clock::new_order_id(),
            };
            Ok::<_, Error>(api.handle(event.payload, arrival).await)
        },
    ))
    .await
}
