//! Taking a replay back: what pdf-worker has not begun goes back among the dead letters, and so
//! does what was discarded.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use order_events::EventId;

use super::history::change;
use super::marks::{Mark, Marks};
use super::progress::State;
use super::request::{Action, ReplayId};
use super::select::{CHUNK, Selected, read_back};
use super::send::REPLAY;
use super::shown::Replay;
use crate::desk::Desk;
use crate::error::DlqError;
use crate::letter::{Letter, Source};
use crate::source::outgoing::{Fifo, Outgoing};

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
    match request.ask.action {
        Action::Discard => restore(desk, id, marks).await?,
        Action::Replay => take_back(desk, id, marks).await?,
    }
    change(desk, id, |progress| {
        progress.state = State::Undone;
        progress.finished_at = Some((desk.now)());
        Ok(())
    })
    .await
}

/// Notes what was taken back, as it goes: if this is cut off, whoever undoes the rest must not put
/// it back again.
async fn note(desk: &Desk, id: &ReplayId, undone: &[usize]) -> Result<(), DlqError> {
    let noted = change(desk, id, |progress| {
        for &index in undone {
            progress.marks.set(index, Mark::Undone);
        }
        Ok(())
    });
    noted.await.map(drop)
}

/// Puts discarded letters back.
async fn restore(desk: &Desk, id: &ReplayId, marks: &Marks) -> Result<(), DlqError> {
    for chunk in 0.. {
        let Some(letters) = desk.store().letters(id, chunk).await? else {
            break;
        };
        let letters = (chunk * CHUNK..).zip(letters);
        let (undone, letters): (Vec<usize>, Vec<Letter>) = letters
            .filter(|(index, _)| marks.get(*index) == Some(Mark::Discarded))
            .map(|(index, Selected { letter, .. })| (index, letter))
            .unzip();
        if !undone.is_empty() {
            put_back(desk, id, &letters).await?;
            note(desk, id, &undone).await?;
        }
    }
    Ok(())
}

/// Takes sent messages out of the queue before somebody processes them.
async fn take_back(desk: &Desk, id: &ReplayId, marks: &Marks) -> Result<(), DlqError> {
    let tags = read_back(desk, id, marks.counts().selected).await?;
    let mut sent: HashMap<EventId, usize> = marks
        .with(Mark::Sent)
        .filter_map(|index| Some((tags.get(index)?.event?, index)))
        .collect();
    drop(tags);
    let queue = desk.status_changes();
    let mut others = Vec::new();
    let mut empty_looks = 0;
    while !sent.is_empty() && empty_looks < EMPTY_LOOKS {
        let messages = queue.receive(HIDING, 1).await?;
        empty_looks = if messages.is_empty() {
            empty_looks + 1
        } else {
            0
        };
        let (mut undone, mut receipts) = (Vec::new(), Vec::new());
        for message in messages {
            let attributes = message.message_attributes();
            let replay = attributes.and_then(|attributes| attributes.get(REPLAY)?.string_value());
            let receipt = message.receipt_handle().unwrap_or_default().to_owned();
            let event = queue.letter(Source::StatusChanges, &message).about.event_id;
            let ours = event
                .filter(|_| replay == Some(id.as_str()))
                .and_then(|event| sent.remove(&event));
            match ours {
                Some(index) => {
                    undone.push(index);
                    receipts.push(receipt);
                }
                None => others.push(receipt),
            }
        }
        if !undone.is_empty() {
            put_back(desk, id, &selected(desk, id, &undone).await?).await?;
            queue.delete(&receipts).await?;
            note(desk, id, &undone).await?;
        }
    }
    queue.give_back(&others).await
}

/// The letters at these places of the selection.
async fn selected(desk: &Desk, id: &ReplayId, indices: &[usize]) -> Result<Vec<Letter>, DlqError> {
    let mut letters = Vec::new();
    let chunks: BTreeSet<usize> = indices.iter().map(|index| index / CHUNK).collect();
    for chunk in chunks {
        let found = desk.store().letters(id, chunk).await?.unwrap_or_default();
        let found = (chunk * CHUNK..).zip(found);
        letters.extend(
            found
                .filter(|(index, _)| indices.contains(index))
                .map(|(_, Selected { letter, .. })| letter),
        );
    }
    Ok(letters)
}

/// Sends letters to where they lay, as they were.
async fn put_back(desk: &Desk, id: &ReplayId, letters: &[Letter]) -> Result<(), DlqError> {
    let mut queues: BTreeMap<&str, Vec<Outgoing>> = BTreeMap::new();
    for letter in letters {
        let mut urls = desk.places.subscription_queue_urls.iter();
        let own = urls.find(|url| desk.queue(url).name() == letter.about.queue);
        let subscription = own.filter(|_| letter.about.source == Source::Subscription);
        let url = subscription.unwrap_or(&desk.places.dead_letter_queue_url);
        let about = &letter.about;
        let fifo = subscription.is_none().then(|| Fifo {
            group: about
                .order_id
                .map_or_else(|| about.id.clone(), |id| id.to_string()),
            deduplication: format!("{id}.{}", about.id),
        });
        // Records from the bucket of stream failures come back as messages, which say as much.
        let mut attributes = letter.attributes.clone();
        attributes.insert(lambda_kit::parking::CODE.to_owned(), about.code.clone());
        attributes.insert(lambda_kit::parking::REASON.to_owned(), about.reason.clone());
        queues.entry(url).or_default().push(Outgoing {
            body: letter.payload.clone(),
            fifo,
            attributes,
            trace_header: letter.trace_header.clone(),
        });
    }
    for (url, messages) in queues {
        let confirmed = desk.queue(url).send(&messages).await?;
        if confirmed.len() < messages.len() {
            return Err(DlqError::NotTaken);
        }
    }
    Ok(())
}
