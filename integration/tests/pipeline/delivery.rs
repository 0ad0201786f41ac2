//! Deliveries that fail, come again, or make no sense, on the real stack. What no test can wait
//! for is in the simulation.

use aws_sdk_dynamodb::types::AttributeValue;
use integration::{Mail, MailKind, TRACE_HEADER, start_behind_faults, start_for_test};
use local_issuer::Role;
use order_events::{DocumentKind, OrderStatusChanged};

use crate::{marker, order, place, trace_header, wait};

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_is_no_order_is_parked_and_holds_nobody_up() {
    let stack = start_for_test("garbage-row").await;
    let text = |text: &str| AttributeValue::S(text.to_owned());
    let put = stack
        .dynamodb()
        .put_item()
        .table_name(&stack.outputs().orders_table);
    let put = put
        .item("orderId", text("garbage"))
        .item("createdAt", text("never"));
    let put = put.item("traceHeader", text(TRACE_HEADER));
    put.item("status", text("LOST")).send().await.unwrap();
    let id = place(&stack).await;

    marker(&stack, id, 1).await;
    let parked = wait(|| stack.take_dead_letter()).await;
    assert!(parked.body().unwrap().contains("garbage"));
    let attributes = parked.message_attributes().unwrap();
    let attribute = |name: &str| attributes[name].string_value().unwrap();
    assert_eq!(attribute("errorCode"), "unreadable-image");
    assert_eq!(attribute("parkedBy"), "stream-consumer");
    assert_eq!(trace_header(&parked), Some(TRACE_HEADER));
    assert_eq!(stack.dead_letters().await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn three_deliveries_make_one_document_and_one_notification() {
    let mut stack = start_for_test("deliveries").await;
    let body = include_str!("../../../schemas/examples/order-status-changed.v1/confirmed.json");
    let event: OrderStatusChanged = serde_json::from_str(body).unwrap();
    let id = event.order.order_id;
    for _ in 0..3 {
        stack.send_to_worker(&id.to_string(), body).await.unwrap();
    }
    let log = stack.emulator().unwrap().log().to_owned();
    let duplicates = |log: String| log.matches("was done already").count();
    wait(|| async {
        let count = duplicates(std::fs::read_to_string(&log).unwrap());
        Ok((count == 2).then_some(()))
    })
    .await;

    let versions = stack
        .versions(&DocumentKind::Invoice.object_key(id))
        .await
        .unwrap();
    assert_eq!(versions.len(), 1);
    let mails = stack.inbox().unwrap();
    assert_eq!(of_kind(&mails, MailKind::Email).len(), 1, "{mails:?}");
    assert_eq!(of_kind(&mails, MailKind::Sms).len(), 1, "{mails:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_s3_and_sns_refuse_is_done_later_and_told_once_in_the_orders_language() {
    let (stack, proxy) = start_behind_faults("refusals").await;
    let customer = stack.client(Role::Customer, None).await.unwrap();
    let mut german = order();
    german["locale"] = "de".into();
    // More refusals than the SDK makes tries of its own: the message has to come again.
    proxy.refuse("sns", 3);
    proxy.refuse("s3", 2);
    let answer = customer.place(german.to_string()).await.unwrap();
    let id = answer.body["orderId"].as_str().unwrap().parse().unwrap();
    let done = marker(&stack, id, 1).await;

    assert_eq!((proxy.refused("sns"), proxy.refused("s3")), (3, 2));
    assert_eq!(done["status"], "PENDING");
    let mails = stack.inbox().unwrap();
    let subjects: Vec<_> = mails
        .iter()
        .filter_map(|mail| mail.subject.as_deref())
        .collect();
    assert_eq!(subjects, [format!("Bestellung eingegangen: {id}")]);
    let texts = of_kind(&mails, MailKind::Sms);
    assert_eq!(texts.len(), 1);
    assert!(texts[0].body.contains("132,36 EUR"), "{}", texts[0].body);
    assert_eq!(texts[0].event_id.as_deref(), done["eventId"].as_str());
}

fn of_kind(mails: &[Mail], kind: MailKind) -> Vec<&Mail> {
    mails.iter().filter(|mail| mail.kind == kind).collect()
}
