//! What the functions wrote about themselves: the emulator's log, line by line.

use std::collections::HashMap;

use order_events::{EventId, Timestamp};
use serde_json::Value;

/// What the log of a run tells. Times are in milliseconds.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    /// When pdf-worker began with an event, in milliseconds since 1970.
    pub(crate) begun: HashMap<EventId, f64>,
    /// What stream-consumer took for a batch.
    pub(crate) batches: Vec<f64>,
    /// From sending a message to pdf-worker's beginning with it.
    pub(crate) queue_lags: Vec<f64>,
}

impl Journal {
    pub(crate) fn read(log: &str) -> Self {
        let mut journal = Self::default();
        for line in log.lines().filter(|line| line.starts_with('{')) {
            if let Ok(line) = serde_json::from_str(line) {
                journal.note(&line);
            }
        }
        journal
    }

    fn note(&mut self, line: &Value) {
        let number = |name: &str| line[name].as_f64();
        self.queue_lags.extend(number("QueueLag"));
        let message = line["message"].as_str().unwrap_or_default();
        let took = number("duration_ms");
        if message.starts_with("handled ") {
            self.batches.extend(took);
        }
        if message.ends_with("is published")
            && let Some(event) = line["event.id"].as_str().and_then(|id| id.parse().ok())
            && let Some(ended) = line["timestamp"].as_str().and_then(unix_millis)
            && let Some(took) = took
        {
            self.begun.insert(event, ended - took);
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds of this century fit"
)]
fn unix_millis(text: &str) -> Option<f64> {
    let at: Timestamp = text.parse().ok()?;
    Some(at.unix_millis() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_is_read_between_other_lines() {
        let log = r#"2026-11-25 INFO something of the emulator
{"_aws":{"Timestamp":1},"StreamLag":41}
{"timestamp":"2026-11-25T10:00:00.250Z","level":"INFO","message":"handled 2 stream records","sent":2,"duration_ms":9}
{"_aws":{"Timestamp":1},"QueueLag":120}
{"timestamp":"2026-11-25T10:00:00.500Z","message":"event 01999f3a-6c1e-7b42-9d1f-2f6d0c9a7e55.2 is published","event.id":"01999f3a-6c1e-7b42-9d1f-2f6d0c9a7e55.2","duration_ms":80}
{"timestamp":"2026-11-25T10:00:00.500Z","message":"event is published","event.id":"nonsense","duration_ms":80}
{ no JSON"#;
        let journal = Journal::read(log);
        assert_eq!(journal.batches, [9.0]);
        assert_eq!(journal.queue_lags, [120.0]);
        assert_eq!(journal.begun.len(), 1, "{journal:?}");
    }
}
