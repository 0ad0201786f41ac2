//! What the payload of a dead letter means to the functions as they are now.

use order_events::OrderStatusChanged;
use rest::{BodyReader, Fault};
use serde_json::Value;
use stream_consumer::{Meaning, StreamRecord};

/// What is behind a payload.
#[derive(Debug)]
pub enum Content {
    /// A status change, ready for the queue.
    Event(Box<OrderStatusChanged>),
    /// A stream record that tells of no status change: there is nothing to send.
    Nothing,
    /// No function can do anything with it.
    Unreadable(Vec<Fault>),
}

/// Reads payloads: events as they stand on the queue, and records as they stand in the stream.
#[derive(Debug)]
pub struct ContentReader(BodyReader<OrderStatusChanged>);

impl Default for ContentReader {
    fn default() -> Self {
        Self(BodyReader::new())
    }
}

impl ContentReader {
    /// What `payload` means. All its faults are told at once, each with a pointer to its place.
    #[must_use]
    pub fn read(&self, payload: &str) -> Content {
        let value: Value = match serde_json::from_str(payload) {
            Ok(value) => value,
            Err(error) => return unreadable(format!("expected JSON: {error}")),
        };
        if value.get("dynamodb").is_some() {
            return from_stream(payload);
        }
        let faults = self.0.faults(&value);
        if !faults.is_empty() {
            return Content::Unreadable(faults);
        }
        match serde_json::from_value::<OrderStatusChanged>(value) {
            Ok(event)
                if event.event_id.order_id != event.order.order_id
                    || event.event_id.version != event.order.version =>
            {
                let detail = "expected the id of the order and its version".to_owned();
                Content::Unreadable(vec![Fault::at("/eventId".to_owned(), detail)])
            }
            Ok(event) => Content::Event(Box::new(event)),
            Err(error) => unreadable(error.to_string()),
        }
    }
}

fn from_stream(payload: &str) -> Content {
    let record: StreamRecord = match serde_json::from_str(payload) {
        Ok(record) => record,
        Err(error) => return unreadable(format!("expected a stream record: {error}")),
    };
    match stream_consumer::meaning(&record) {
        Meaning::Nothing => Content::Nothing,
        Meaning::Poison { reason, .. } => unreadable(reason),
        Meaning::Message(message) => match serde_json::from_str(&message.body) {
            Ok(event) => Content::Event(event),
            Err(error) => unreadable(error.to_string()),
        },
    }
}

fn unreadable(detail: String) -> Content {
    Content::Unreadable(vec![Fault::at(String::new(), detail)])
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONFIRMED: &str =
        include_str!("../../../schemas/examples/order-status-changed.v1/confirmed.json");

    fn check(payload: &str) -> String {
        match ContentReader::default().read(payload) {
            Content::Event(event) => format!("event {}", event.event_id),
            Content::Nothing => "nothing".to_owned(),
            Content::Unreadable(faults) => {
                let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
                faults.join("; ")
            }
        }
    }

    #[test]
    fn an_event_is_read_and_each_of_its_faults_is_told_with_its_place() {
        let event: Value = serde_json::from_str(CONFIRMED).unwrap();
        let id = event["eventId"].as_str().unwrap();
        assert_eq!(check(CONFIRMED), format!("event {id}"));

        let mut broken = event.clone();
        broken["order"]["currency"] = "euro".into();
        broken["order"].as_object_mut().unwrap().remove("buyer");
        let faults = check(&broken.to_string());
        assert!(
            faults.contains("/order/buyer: this field is required"),
            "{faults}"
        );
        assert!(faults.contains("/order/currency: "), "{faults}");

        let mut stranger = event;
        stranger["order"]["version"] = 99.into();
        let faults = check(&stranger.to_string());
        assert_eq!(
            faults,
            "/eventId: expected the id of the order and its version"
        );
        assert!(check("{").starts_with("expected JSON"));
    }

    #[test]
    fn a_stream_record_that_changes_no_status_is_nothing() {
        let record = |change: Value| {
            serde_json::json!({
                "eventID": "1", "eventName": "REMOVE", "awsRegion": "us-east-1",
                "dynamodb": change,
            })
            .to_string()
        };
        let removed = serde_json::json!({
            "ApproximateCreationDateTime": 1.0, "Keys": {}, "SequenceNumber": "1",
            "SizeBytes": 1, "StreamViewType": "NEW_AND_OLD_IMAGES",
        });
        assert_eq!(check(&record(removed.clone())), "nothing");
        let mut garbage = removed;
        garbage["NewImage"] = serde_json::json!({"status": {"S": "LOST"}});
        assert!(check(&record(garbage)).starts_with("read the new image"));
        assert!(check(&record(7.into())).starts_with("expected a stream record"));
    }
}
