//! Beginning, finding and stopping replays.

use futures::StreamExt;
use serde::Serialize;

use super::marks::Mark;
use super::progress::Progress;
use super::request::{ReplayId, ReplayRequest, Request};
use super::select::Selected;
use super::shown::Replay;
use super::store::{Kept, Overtaken};
use crate::desk::Desk;
use crate::error::DlqError;
use crate::letter::DeadLetter;
use crate::verdict::VerdictKind;

/// Replays that are read at once.
const AT_ONCE: usize = 8;

/// A letter of a replay, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    #[serde(flatten)]
    pub letter: DeadLetter,
    /// What replaying it would have done when it was selected, if anybody looked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<VerdictKind>,
    pub outcome: Mark,
}

/// Writes down that `by` asks for a replay. Nothing happens until it is taken up.
///
/// # Errors
/// If S3 does not answer.
pub async fn begin(
    desk: &Desk,
    id: ReplayId,
    by: String,
    ask: ReplayRequest,
) -> Result<Replay, DlqError> {
    let request = Request {
        replay_id: id,
        by,
        started_at: (desk.now)(),
        ask,
    };
    let progress = Progress::new();
    let store = desk.store();
    store.put_request(&request).await?;
    let put = store.put_progress(&request.replay_id, &progress, None);
    put.await?
        .map_err(|Overtaken| DlqError::Contended(request.replay_id.to_string()))?;
    Ok(Replay::new(&request, &progress, request.started_at))
}

/// The replay `id`, as it was last noted.
///
/// # Errors
/// [`DlqError::NoSuchReplay`] if there is none.
pub async fn find(desk: &Desk, id: &ReplayId) -> Result<Replay, DlqError> {
    let store = desk.store();
    let (request, kept) = futures::try_join!(store.request(id), store.progress(id))?;
    Ok(Replay::new(&request, &kept.progress, (desk.now)()))
}

/// The latest replays, the last first.
///
/// # Errors
/// If S3 does not answer.
pub async fn history(desk: &Desk, most: usize) -> Result<Vec<Replay>, DlqError> {
    let mut ids = desk.store().ids().await?;
    ids.truncate(most);
    let found = ids.iter().map(|id| find(desk, id));
    let found: Vec<_> = futures::stream::iter(found)
        .buffered(AT_ONCE)
        .collect()
        .await;
    found
        .into_iter()
        .filter(|replay| !matches!(replay, Err(DlqError::NoSuchReplay(_))))
        .collect()
}

/// The letters of the replay `id`, each with what became of it.
///
/// # Errors
/// [`DlqError::NoSuchReplay`] if there is none.
pub async fn letters(desk: &Desk, id: &ReplayId) -> Result<Vec<Outcome>, DlqError> {
    let store = desk.store();
    let marks = store.progress(id).await?.progress.marks;
    let mut outcomes = Vec::new();
    for chunk in 0.. {
        let letters = store.letters(id, chunk).await?;
        let before = outcomes.len();
        outcomes.extend(letters.into_iter().flatten().zip(before..).map_while(
            |(Selected { letter, verdict }, index)| {
                Some(Outcome {
                    letter: letter.about,
                    verdict,
                    outcome: marks.get(index)?,
                })
            },
        ));
        if outcomes.len() == before {
            break;
        }
    }
    Ok(outcomes)
}

/// Asks whoever carries the replay out to stop.
///
/// # Errors
/// [`DlqError::WrongState`] if it has come to its end.
pub async fn request_stop(desk: &Desk, id: &ReplayId) -> Result<Replay, DlqError> {
    change(desk, id, |progress| {
        if !progress.state.is_open() {
            return Err(DlqError::WrongState {
                id: id.clone(),
                state: progress.state,
                why: "there is nothing to stop",
            });
        }
        progress.stop_requested = true;
        if progress.runner((desk.now)()).is_none() {
            progress.state = super::State::Stopped;
            progress.stopped_because = Some(super::StopCause::Operator);
            progress.finished_at = Some((desk.now)());
        }
        Ok(())
    })
    .await
}

/// Opens a replay again that was stopped, so that it can be taken up.
///
/// # Errors
/// [`DlqError::WrongState`] if there is nothing left to do.
pub async fn reopen(desk: &Desk, id: &ReplayId) -> Result<Replay, DlqError> {
    use super::State;
    change(desk, id, |progress| match progress.state {
        State::Done | State::Undone => Err(DlqError::WrongState {
            id: id.clone(),
            state: progress.state,
            why: "there is nothing left to resume",
        }),
        State::Stopped => {
            progress.reopen();
            Ok(())
        }
        _ => Ok(()),
    })
    .await
}

/// Changes the progress of a replay that somebody else may be changing too.
pub(super) async fn change(
    desk: &Desk,
    id: &ReplayId,
    change: impl Fn(&mut Progress) -> Result<(), DlqError>,
) -> Result<Replay, DlqError> {
    let store = desk.store();
    let request = store.request(id).await?;
    for _ in 0..10 {
        let Kept { mut progress, etag } = store.progress(id).await?;
        change(&mut progress)?;
        if store
            .put_progress(id, &progress, Some(&etag))
            .await?
            .is_ok()
        {
            return Ok(Replay::new(&request, &progress, request.started_at));
        }
    }
    Err(DlqError::Contended(id.to_string()))
}
