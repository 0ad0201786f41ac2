//! Records that stream-consumer never got done with, in the bucket where Lambda puts them.

use integration::{Stack, start_for_test};
use order_events::{EventId, Version};
use serde_json::{Value, json};

use crate::{Operator, place, text, wait};

#[tokio::test(flavor = "multi_thread")]
async fn a_record_of_the_stream_is_replayed_and_its_object_goes_with_the_last() {
    let mut stack = start_for_test("dlq-stream").await;
    let operator = &Operator::of(&mut stack);
    let url = stack.emulator().unwrap().endpoint();
    let mut records = Vec::new();
    let mut events = Vec::new();
    for _ in 0..3 {
        let order = place(&stack).await;
        let event = EventId {
            order_id: text(&order["orderId"]).parse().unwrap(),
            version: Version(1),
        };
        wait(|| stack.marker(event)).await;
        forget(&stack, event).await;
        records.push(record(&url, &stack.outputs().orders_table, &order).await);
        events.push(event);
    }
    give_up_on(&stack, "first", &records[..2]).await;
    give_up_on(&stack, "second", &records[2..]).await;

    let found = operator.dlq(0, &["list", "--source", "stream-failures"]);
    let group = &found["groups"][0];
    assert_eq!(
        (&group["code"], &group["count"]),
        (&json!("stream-retries-exhausted"), &json!(3))
    );
    // One of two: the other would be lost with the object.
    let replay = [
        "replay",
        "--source",
        "stream-failures",
        "--reason",
        "mended",
    ];
    let one = operator.dlq(0, &[&replay[..], &["--apply", "--limit", "1"]].concat());
    assert_eq!(one["counts"]["processed"], 1);
    assert_eq!(objects(&stack).await, 2);
    // What was done already stays, until it is discarded.
    let rest = operator.dlq(0, &[&replay[..], &["--apply"]].concat());
    assert_eq!(rest["counts"]["processed"], 2);
    for event in events {
        assert!(stack.marker(event).await.unwrap().is_some(), "{event}");
    }
    assert_eq!(objects(&stack).await, 1);
    let discard = ["discard", "--source", "stream-failures", "--reason", "done"];
    let discarded = operator.dlq(0, &[&discard[..], &["--apply"]].concat());
    assert_eq!(discarded["counts"]["discarded"], 2);
    assert_eq!(objects(&stack).await, 0);

    // And back: as letters of the queue, since the object had others in it.
    operator.dlq(0, &["undo", text(&discarded["replayId"])]);
    let back = operator.dlq(0, &["list"]);
    let group = &back["groups"][0];
    assert_eq!(
        (&group["code"], &group["count"], &group["source"]),
        (
            &json!("stream-retries-exhausted"),
            &json!(2),
            &json!("status-changes")
        )
    );
}

/// Removes the marker of an event, as if nobody had ever processed it.
async fn forget(stack: &Stack, event: EventId) {
    let desk = stack.desk(lambda_kit::clock::now).await.unwrap();
    let prefix = event.order_id.object_prefix();
    let delete = desk.s3.delete_object().bucket(&desk.places.invoices_bucket);
    let delete = delete.key(format!("{prefix}/events/{}.json", event.version));
    delete.send().await.unwrap();
}

/// The record of the stream which tells that the order was placed.
async fn record(url: &str, table: &str, order: &Value) -> Value {
    let key = json!({"orderId": {"S": order["orderId"]}, "createdAt": {"S": order["createdAt"]}});
    let call = json!({"TableName": table, "Key": key});
    let answer = reqwest::Client::new()
        .post(url)
        .header("x-amz-target", "DynamoDB_20120810.GetItem")
        .header("content-type", "application/x-amz-json-1.0")
        .header(
            "authorization",
            "AWS4-HMAC-SHA256 Credential=local/20261125/us-east-1/dynamodb/aws4_request",
        )
        .body(call.to_string())
        .send();
    let answer: Value = answer.await.unwrap().json().await.unwrap();
    assert!(answer["Item"].is_object(), "{answer}");
    json!({
        "eventID": "1",
        "eventName": "INSERT",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "eu-central-1",
        "dynamodb": {
            "ApproximateCreationDateTime": 1_795_521_600,
            "Keys": key,
            "NewImage": answer["Item"],
            "SequenceNumber": "111",
            "SizeBytes": 1,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
    })
}

/// Writes what Lambda writes when it gives up on a batch.
async fn give_up_on(stack: &Stack, name: &str, records: &[Value]) {
    let record = json!({
        "version": "1.0",
        "timestamp": "2026-11-25T12:00:00.000Z",
        "requestContext": {
            "requestId": "1",
            "functionArn": "arn:aws:lambda:eu-central-1:000000000000:function:stream-consumer",
            "condition": "RetryAttemptsExhausted",
            "approximateInvokeCount": 21,
        },
        "DDBStreamBatchInfo": {"shardId": "1", "batchSize": records.len()},
        "payload": json!({"Records": records}).to_string(),
    });
    let desk = stack.desk(lambda_kit::clock::now).await.unwrap();
    let put = desk.s3.put_object();
    let put = put.bucket(&desk.places.stream_failures_bucket);
    let put = put.key(format!("aws/lambda/1/2026/11/25/{name}"));
    let put = put.body(record.to_string().into_bytes().into());
    put.send().await.unwrap();
}

async fn objects(stack: &Stack) -> usize {
    let desk = stack.desk(lambda_kit::clock::now).await.unwrap();
    let list = desk.s3.list_objects_v2();
    let list = list.bucket(&desk.places.stream_failures_bucket).send();
    list.await.unwrap().contents().len()
}
