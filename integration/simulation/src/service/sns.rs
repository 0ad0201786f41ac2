//! The topic: whatever it takes, it delivers.

use order_events::EventId;
use serde_json::Value;

use super::{Answer, Request};
use crate::bug::Bug;
use crate::history::Publication;
use crate::sim::{TaskId, World};
use crate::system::TRACE_HEADER;

impl World {
    pub(super) fn sns(&mut self, task: Option<TaskId>, request: &Request) -> Answer {
        let event = event(request);
        let at = self.now;
        if self.bug == Some(Bug::NotificationIsDropped) {
            return accepted(at);
        }
        // What an operator sends again is no part of the first request any more.
        let traced = request.header("x-amzn-trace-id") == Some(TRACE_HEADER);
        if !traced && !self.history.replayed.contains(&event) {
            self.violation(task, format!("the trace of {event} is lost"));
        }
        self.history
            .publications
            .push(Publication { at, task, event });
        self.note(task, || format!("subscribers hear of {event}"));
        accepted(at)
    }
}

/// The event that a publication tells of.
pub(crate) fn event(request: &Request) -> EventId {
    let mut fields = form_urlencoded::parse(&request.body);
    let message = fields
        .find(|(name, _)| name == "Message")
        .map(|(_, value)| value);
    let message: Value = serde_json::from_str(&message.expect("it has a message")).expect("JSON");
    let for_queues = message["default"]
        .as_str()
        .expect("there is a text for queues");
    let for_queues: Value = serde_json::from_str(for_queues).expect("which is JSON");
    let event = for_queues["eventId"]
        .as_str()
        .expect("subscribers deduplicate on it");
    event.parse().expect("it is the event's id")
}

fn accepted(at: u64) -> Answer {
    let id = format!("<MessageId>message-{at}</MessageId>");
    Answer::ok(format!(
        "<PublishResponse><PublishResult>{id}</PublishResult></PublishResponse>"
    ))
}
