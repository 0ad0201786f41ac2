//! Taking a replay back: what pdf-worker has not begun goes back among the dead letters, and so
//! does what was discarded.

use std::collections::HashMap;

use aws_sdk_sqs::types::{
    MessageAttributeValue, MessageSystemAttributeNameForSends, SendMessageBatchRequestEntry,
};
use lambda_kit::trace;
use order_events::EventId;

use super::history::change;
use super::marks::{Mark, Marks};
use super::progress::State;
use super::request::{Action, ReplayId};
use super::select::Selected;
use super::send::REPLAY;
use super::shown::Replay;
use crate::desk::Desk;
use crate::error::DlqError;
use crate::letter::{Letter, Source};
use crate::source::queue::BATCH;

/// For how long the messages of others are hidden while we look for ours, in seconds.
const HIDING: i32 = 20;
/// Looks at nothing of ours, this often, before the queue counts as seen.
const EMPTY_LOOKS: u32 = 2;

/// Takes back the replay `id`, as far as that can still be done.
///
/// Messages of others that wait in the queue of status changes are received along with ours, which
/// counts as one of their deliveries. They are given back at once.
///
/// # Errors
/// [`DlqError::WrongState`] while it is being carried out, or if nothing can be taken back any more.
pub async fn undo(desk: &Desk, id: &ReplayId) -> Result<Replay, DlqError> {
    let request = desk.store().request(id).await?;
    let kept = desk.store().progress(id).await?;
    if kept.progress.state == State::Undone {
        return Err(DlqError::WrongState {
            id: id.clone(),
            state: State::Undone,
            why: "it was undone before",
        });
    }
    if kept.progress.runner((desk.now)()).is_some() && kept.progress.state.is_open() {
        return Err(DlqError::WrongState {
            id: id.clone(),
            state: kept.progress.state,
            why: "stop it first",
        });
    }
    if kept.progress.state == State::Done && request.ask.action == Action::Replay {
        return Err(DlqError::WrongState {
            id: id.clone(),
            state: State::Done,
            why: "nothing of it is left to take back",
        });
    }
    let marks = &kept.progress.marks;
    let undone = match request.ask.action {
        Action::Discard => restore(desk, id, marks).await?,
        Action::Replay => take_back(desk, id, marks).await?,
    };
    change(desk, id, |progress| {
        for &index in &undone {
            progress.marks.set(index, Mark::Undone);
        }
        progress.state = State::Undone;
        progress.finished_at = Some((desk.now)());
        Ok(())
    })
    .await
}

/// Puts discarded letters back. Returns their places in the selection.
async fn restore(desk: &Desk, id: &ReplayId, marks: &Marks) -> Result<Vec<usize>, DlqError> {
    let mut undone = Vec::new();
    let mut index = 0;
    for chunk in 0.. {
        let Some(letters) = desk.store().letters(id, chunk).await? else {
            break;
        };
        let mut back = Vec::new();
        for Selected { letter, .. } in letters {
            if marks.get(index) == Some(Mark::Discarded) {
                back.push((index, letter));
            }
            index += 1;
        }
        for batch in back.chunks(BATCH) {
            let letters: Vec<&Letter> = batch.iter().map(|(_, letter)| letter).collect();
            put_back(desk, id, &letters).await?;
            undone.extend(batch.iter().map(|(index, _)| *index));
        }
    }
    Ok(undone)
}

/// Takes sent messages out of the queue before somebody processes them.
async fn take_back(desk: &Desk, id: &ReplayId, marks: &Marks) -> Result<Vec<usize>, DlqError> {
    let mut sent: HashMap<EventId, (usize, Letter)> = HashMap::new();
    let mut index = 0;
    for chunk in 0.. {
        let Some(letters) = desk.store().letters(id, chunk).await? else {
            break;
        };
        for Selected { letter, .. } in letters {
            if let (Some(Mark::Sent), Some(event)) = (marks.get(index), letter.about.event_id) {
                sent.insert(event, (index, letter));
            }
            index += 1;
        }
    }
    let queue = desk.queue(&desk.places.status_changes_queue_url);
    let mut undone = Vec::new();
    let mut others = Vec::new();
    let mut empty_looks = 0;
    while !sent.is_empty() && empty_looks < EMPTY_LOOKS {
        let messages = queue.receive(HIDING, 1).await?;
        empty_looks = if messages.is_empty() {
            empty_looks + 1
        } else {
            0
        };
        for message in messages {
            let attributes = message.message_attributes();
            let replay = attributes.and_then(|attributes| attributes.get(REPLAY)?.string_value());
            let receipt = message.receipt_handle().unwrap_or_default().to_owned();
            let event = queue.letter(Source::StatusChanges, &message).about.event_id;
            let ours = event
                .filter(|_| replay == Some(id.as_str()))
                .and_then(|event| sent.remove(&event));
            match ours {
                Some((index, letter)) => {
                    put_back(desk, id, &[&letter]).await?;
                    queue.delete(&[receipt]).await?;
                    undone.push(index);
                }
                None => others.push(receipt),
            }
        }
    }
    queue.give_back(&others).await?;
    Ok(undone)
}

/// Sends letters to where they lay, as they were.
async fn put_back(desk: &Desk, id: &ReplayId, letters: &[&Letter]) -> Result<(), DlqError> {
    for letter in letters {
        let mut urls = desk.places.subscription_queue_urls.iter();
        let own = urls.find(|url| desk.queue(url).name() == letter.about.queue);
        let subscription = own.filter(|_| letter.about.source == Source::Subscription);
        let url = subscription.unwrap_or(&desk.places.dead_letter_queue_url);
        let text = |value: &str| {
            let value = MessageAttributeValue::builder()
                .data_type("String")
                .string_value(value);
            value.build().expect("the data type is set")
        };
        let mut entry = SendMessageBatchRequestEntry::builder()
            .id("0")
            .message_body(&letter.payload);
        // Records from the bucket of stream failures come back as messages, which say as much.
        let told = [
            (lambda_kit::parking::CODE, &letter.about.code),
            (lambda_kit::parking::REASON, &letter.about.reason),
        ];
        for (name, value) in letter
            .attributes
            .iter()
            .map(|(name, value)| (&**name, value))
            .chain(told)
        {
            entry = entry.message_attributes(name, text(value));
        }
        if let Some(header) = letter.trace_header.as_deref() {
            let name = MessageSystemAttributeNameForSends::AwsTraceHeader;
            entry = entry.message_system_attributes(name, trace::attribute(header));
        }
        if subscription.is_none() {
            let about = &letter.about;
            let group = about
                .order_id
                .map_or_else(|| about.id.clone(), |id| id.to_string());
            entry = entry.message_group_id(group);
            entry = entry.message_deduplication_id(format!("{id}.{}", about.id));
        }
        let entry = entry.build().expect("id and body are set");
        let output = desk
            .sqs
            .send_message_batch()
            .queue_url(url)
            .entries(entry)
            .send()
            .await
            .map_err(DlqError::sqs("put a letter back"))?;
        if let Some(refused) = output.failed().first() {
            return Err(DlqError::Refused(refused.code().to_owned()));
        }
    }
    Ok(())
}
