//! What subscribers are told: one SNS message with a text for each kind of reader.

mod sms;
mod words;

use std::collections::HashMap;

use aws_sdk_sns::types::MessageAttributeValue;
use order_events::{
    Currency, EventId, Locale, MinorUnits, Money, OrderId, OrderStatus, OrderStatusChanged,
    Timestamp,
};
use serde::Serialize;

use crate::figures::{self, Figures};
use crate::plan;

/// Longest subject of an e-mail in characters ("Publish", Amazon SNS API reference).
const LONGEST_SUBJECT: usize = 99;

/// The JSON that queues and functions receive. Subscribers deduplicate on `eventId`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct OrderNotification<'a> {
    #[serde(rename = "type")]
    notification_type: &'static str,
    event_id: EventId,
    order_id: OrderId,
    status: OrderStatus,
    /// In the order's language, as are the texts for people.
    headline: &'static str,
    locale: Locale,
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
        let words = words::of(order.locale);
        let headline = (words.headline)(plan::headline(event));
        let number = plan::document(event).and_then(|kind| plan::number(event, kind));
        let total = figures::plain(&Figures::of(order.locale).amount(Money {
            amount: order.totals.gross_minor,
            currency: order.currency,
        }));
        // What people call it: the document if there is one, else the order.
        let name = number.map_or_else(|| order.order_id.to_string(), str::to_owned);

        let json = OrderNotification {
            notification_type: "order-notification.v1",
            event_id: event.event_id,
            order_id: order.order_id,
            status: order.status,
            headline,
            locale: order.locale,
            occurred_at: event.occurred_at,
            currency: order.currency,
            gross_minor: order.totals.gross_minor,
            document_number: number,
            url,
        };
        let json = serde_json::to_string(&json).expect("a notification has only text keys");
        let subject = format!("{headline}{} {name}", words.colon);
        let lines = [
            (words.order, order.order_id.to_string()),
            (words.status, (words.status_name)(order.status).to_owned()),
            (words.total, total.clone()),
        ];
        let lines = lines.map(|(name, value)| format!("{name}{} {value}\n", words.colon));
        let email = format!("{subject}\n\n{}\n{url}\n", lines.concat());
        let sms = sms::text(&format!("{subject}, {total}"), url);
        let message = serde_json::json!({"default": json, "email": email, "sms": sms}).to_string();

        let attributes = [
            ("status", order.status.to_string()),
            ("orderId", order.order_id.to_string()),
            ("currency", order.currency.to_string()),
            ("eventId", event.event_id.to_string()),
        ];
        let attributes = attributes.map(|(name, value)| (name.to_owned(), text(value)));
        Self {
            subject: subject.chars().take(LONGEST_SUBJECT).collect(),
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

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    const CONFIRMED: &str =
        include_str!("../../../schemas/examples/order-status-changed.v1/confirmed.json");

    /// The texts for a queue, a mailbox and a telephone.
    fn texts(event: &OrderStatusChanged) -> [String; 3] {
        let notification = Notification::new(event, "https://shop.example/orders/7");
        let message: Value = serde_json::from_str(&notification.message).unwrap();
        ["default", "email", "sms"].map(|kind| message[kind].as_str().unwrap().to_owned())
    }

    #[test]
    fn each_kind_of_reader_gets_a_text_of_its_own() {
        let [json, email, sms] = texts(&serde_json::from_str(CONFIRMED).unwrap());
        insta::assert_snapshot!(json, @r#"{"type":"order-notification.v1","eventId":"01a20c26-0d6b-7b42-9d1f-2f6d0c9a7e55.2","orderId":"01a20c26-0d6b-7b42-9d1f-2f6d0c9a7e55","status":"CONFIRMED","headline":"Invoice issued","locale":"en","occurredAt":"2026-11-24T06:05:00.000Z","currency":"USD","grossMinor":594,"documentNumber":"INV-2026-000042","url":"https://shop.example/orders/7"}"#);
        insta::assert_snapshot!(email, @r"
        Invoice issued: INV-2026-000042

        Order: 01a20c26-0d6b-7b42-9d1f-2f6d0c9a7e55
        Status: confirmed
        Total: USD 5.94

        https://shop.example/orders/7
        ");
        insta::assert_snapshot!(sms, @"Invoice issued: INV-2026-000042, USD 5.94 https://shop.example/orders/7");
    }

    #[test]
    fn people_are_written_to_in_the_language_of_their_order() {
        let mut event: OrderStatusChanged = serde_json::from_str(CONFIRMED).unwrap();
        event.order.totals.gross_minor = MinorUnits(123_456_789);
        let all = [Locale::En, Locale::Es, Locale::De, Locale::Fr, Locale::Pt].map(|locale| {
            event.order.locale = locale;
            let [_, email, sms] = texts(&event);
            format!("{email}{sms}")
        });
        insta::assert_snapshot!(all.join("\n\n"), @r"
        Invoice issued: INV-2026-000042

        Order: 01a20c26-0d6b-7b42-9d1f-2f6d0c9a7e55
        Status: confirmed
        Total: USD 1,234,567.89

        https://shop.example/orders/7
        Invoice issued: INV-2026-000042, USD 1,234,567.89 https://shop.example/orders/7

        Factura emitida: INV-2026-000042

        Pedido: 01a20c26-0d6b-7b42-9d1f-2f6d0c9a7e55
        Estado: confirmado
        Total: 1.234.567,89 USD

        https://shop.example/orders/7
        Factura emitida: INV-2026-000042, 1.234.567,89 USD https://shop.example/orders/7

        Rechnung ausgestellt: INV-2026-000042

        Bestellung: 01a20c26-0d6b-7b42-9d1f-2f6d0c9a7e55
        Status: bestätigt
        Gesamtbetrag: 1.234.567,89 USD

        https://shop.example/orders/7
        Rechnung ausgestellt: INV-2026-000042, 1.234.567,89 USD https://shop.example/orders/7

        Facture émise : INV-2026-000042

        Commande : 01a20c26-0d6b-7b42-9d1f-2f6d0c9a7e55
        Statut : confirmée
        Total : 1 234 567,89 USD

        https://shop.example/orders/7
        Facture émise : INV-2026-000042, 1 234 567,89 USD https://shop.example/orders/7

        Fatura emitida: INV-2026-000042

        Pedido: 01a20c26-0d6b-7b42-9d1f-2f6d0c9a7e55
        Estado: confirmado
        Total: 1.234.567,89 USD

        https://shop.example/orders/7
        Fatura emitida: INV-2026-000042, 1.234.567,89 USD https://shop.example/orders/7
        ");
    }

    #[test]
    fn a_text_message_is_never_longer_than_one_and_no_name_is_in_any() {
        let mut event: OrderStatusChanged = serde_json::from_str(CONFIRMED).unwrap();
        for locale in [Locale::En, Locale::Es, Locale::De, Locale::Fr, Locale::Pt] {
            for status in OrderStatus::ALL {
                event.order.locale = locale;
                event.order.status = status;
                event.order.totals.gross_minor = MinorUnits(i64::MIN);
                let notification = Notification::new(&event, "https://shop.example/orders/7");
                assert!(notification.subject.chars().count() < 100);
                let texts = texts(&event);
                // In the basic alphabet, so that the link has its place.
                assert!(
                    sms::septets(&texts[2]).is_some_and(|count| count <= 160),
                    "{}",
                    texts[2]
                );
                assert!(texts[2].ends_with("/orders/7"), "{}", texts[2]);
                assert!(
                    texts.iter().all(|text| !text.contains("Leonie")),
                    "{texts:?}"
                );
            }
        }
    }

    #[test]
    fn filter_policies_find_what_they_filter_on() {
        let event = serde_json::from_str(CONFIRMED).unwrap();
        let attributes = Notification::new(&event, "").attributes;
        let value = |name: &str| attributes[name].string_value().unwrap();
        assert_eq!((value("status"), value("currency")), ("CONFIRMED", "USD"));
        assert_eq!(value("orderId"), event.order.order_id.to_string());
        assert_eq!(value("eventId"), event.event_id.to_string());
    }
}
