//! What subscribers are told: one SNS message with a text for each kind of reader.

use std::collections::HashMap;

use aws_sdk_sns::types::MessageAttributeValue;
use order_events::{
    Currency, EventId, MinorUnits, Money, OrderId, OrderStatus, OrderStatusChanged, Timestamp,
};
use serde::Serialize;

use crate::plan;

/// The JSON that queues and functions receive. Subscribers deduplicate on `eventId`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct OrderNotification<'a> {
    #[serde(rename = "type")]
    notification_type: &'static str,
    event_id: EventId,
    order_id: OrderId,
    status: OrderStatus,
    headline: &'static str,
    occurred_at: Timestamp,
    currency: Currency,
    gross_minor: MinorUnits,
    #[serde(skip_serializing_if = "Option::is_none")]
    document_number: Option<&'a str>,
    url: &'a str,
}

/// A message as SNS takes it (`MessageStructure: json`).
#[derive(Debug)]
pub(crate) struct Notification {
    pub(crate) subject: String,
    pub(crate) message: String,
    pub(crate) attributes: HashMap<String, MessageAttributeValue>,
}

impl Notification {
    /// `url` is where people find the order.
    pub(crate) fn new(event: &OrderStatusChanged, url: &str) -> Self {
        let order = &event.order;
        let headline = plan::headline(event);
        let number = plan::document(event).map(|(_, issued)| issued.number.as_str());
        let total = Money {
            amount: order.totals.gross_minor,
            currency: order.currency,
        };
        // What people call it: the document if there is one, else the order.
        let name = number.map_or_else(|| order.order_id.to_string(), str::to_owned);

        let json = OrderNotification {
            notification_type: "order-notification.v1",
            event_id: event.event_id,
            order_id: order.order_id,
            status: order.status,
            headline,
            occurred_at: event.occurred_at,
            currency: order.currency,
            gross_minor: order.totals.gross_minor,
            document_number: number,
            url,
        };
        let json = serde_json::to_string(&json).expect("a notification has only text keys");
        let email = format!(
            "{headline}: {name}\n\nOrder:  {}\nStatus: {}\nTotal:  {total}\n\n{url}\n",
            order.order_id, order.status,
        );
        // Without the link: with it, a text would not fit into one message of 160 characters.
        let sms = format!("{headline}: {name}, {total}");
        let message = serde_json::json!({"default": json, "email": email, "sms": sms}).to_string();

        let attributes = [
            ("status", order.status.to_string()),
            ("orderId", order.order_id.to_string()),
            ("currency", order.currency.to_string()),
            ("eventId", event.event_id.to_string()),
        ];
        let attributes = attributes.map(|(name, value)| (name.to_owned(), text(value)));
        Self {
            subject: format!("{headline}: {name}"),
            message,
            attributes: HashMap::from(attributes),
        }
    }
}

fn text(value: String) -> MessageAttributeValue {
    let value = MessageAttributeValue::builder()
        .data_type("String")
        .string_value(value);
    value.build().expect("the data type is set")
}
