//! The bucket of replays: `replays/{id}/request.json`, `letters/{chunk}.jsonl`, `progress.json`.
//!
//! Requests and letters are written once. Progress is written over and over, each time only if
//! nobody else did in between.

use aws_sdk_s3::Client;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::primitives::ByteStream;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::progress::Progress;
use super::request::{ReplayId, Request};
use super::select::Selected;
use crate::desk::Desk;
use crate::error::DlqError;

const ROOT: &str = "replays/";

/// The bucket.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Store<'a> {
    s3: &'a Client,
    bucket: &'a str,
}

/// Progress, and the entity tag under which it was read.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) progress: Progress,
    pub(crate) etag: String,
}

/// Somebody else wrote the progress after we read it.
#[derive(Debug)]
pub(crate) struct Overtaken;

impl Desk {
    pub(crate) fn store(&self) -> Store<'_> {
        Store {
            s3: &self.s3,
            bucket: &self.places.replays_bucket,
        }
    }
}

impl Store<'_> {
    pub(crate) async fn put_request(self, request: &Request) -> Result<(), DlqError> {
        self.put(&key(&request.replay_id, "request.json"), to_json(request))
            .await
    }

    pub(crate) async fn request(self, id: &ReplayId) -> Result<Request, DlqError> {
        let found = self.get(&key(id, "request.json")).await?;
        let (request, _) = found.ok_or_else(|| DlqError::NoSuchReplay(id.to_string()))?;
        Ok(request)
    }

    /// Letters of the selection, as the chunk with this number.
    pub(crate) async fn put_letters(
        self,
        id: &ReplayId,
        chunk: usize,
        letters: &[Selected],
    ) -> Result<(), DlqError> {
        let mut lines = Vec::new();
        for letter in letters {
            lines.extend(to_json(letter));
            lines.push(b'\n');
        }
        self.put(&chunk_key(id, chunk), lines).await
    }

    /// The letters of a chunk; none if there is no such chunk.
    pub(crate) async fn letters(
        self,
        id: &ReplayId,
        chunk: usize,
    ) -> Result<Option<Vec<Selected>>, DlqError> {
        let key = chunk_key(id, chunk);
        let Some((body, _)) = self.read(&key).await? else {
            return Ok(None);
        };
        let lines = body
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty());
        let letters = lines.map(|line| serde_json::from_slice(line).map_err(foreign(&key)));
        letters.collect::<Result<_, _>>().map(Some)
    }

    /// Writes progress; over what was read under `etag`, or as the first.
    pub(crate) async fn put_progress(
        self,
        id: &ReplayId,
        progress: &Progress,
        etag: Option<&str>,
    ) -> Result<Result<String, Overtaken>, DlqError> {
        let put = self
            .s3
            .put_object()
            .bucket(self.bucket)
            .key(key(id, "progress.json"))
            .content_type("application/json")
            .body(ByteStream::from(to_json(progress)));
        let put = match etag {
            Some(etag) => put.if_match(etag),
            None => put.if_none_match("*"),
        };
        match put.send().await {
            Ok(output) => Ok(Ok(output.e_tag.unwrap_or_default())),
            Err(error) if lost(&error) => Ok(Err(Overtaken)),
            Err(error) => Err(DlqError::s3("note the progress of a replay")(error)),
        }
    }

    pub(crate) async fn progress(self, id: &ReplayId) -> Result<Kept, DlqError> {
        let found = self.get(&key(id, "progress.json")).await?;
        let (progress, etag) = found.ok_or_else(|| DlqError::NoSuchReplay(id.to_string()))?;
        Ok(Kept { progress, etag })
    }

    /// All replays, the latest first.
    pub(crate) async fn ids(self) -> Result<Vec<ReplayId>, DlqError> {
        let list = self.s3.list_objects_v2().bucket(self.bucket);
        let list = list.prefix(ROOT).delimiter("/");
        let mut pages = list.into_paginator().send();
        let mut ids: Vec<ReplayId> = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(DlqError::s3("list the replays"))?;
            let folders = page.common_prefixes().iter();
            let names = folders.filter_map(|folder| {
                let name = folder.prefix()?.strip_prefix(ROOT)?;
                name.strip_suffix('/')?.parse().ok()
            });
            ids.extend(names);
        }
        ids.sort_unstable_by(|a, b| b.cmp(a));
        Ok(ids)
    }

    async fn put(self, key: &str, body: Vec<u8>) -> Result<(), DlqError> {
        let put = self.s3.put_object().bucket(self.bucket).key(key);
        let put = put.content_type("application/json");
        let sent = put.body(ByteStream::from(body)).send().await;
        sent.map(drop)
            .map_err(DlqError::s3("write into the bucket of replays"))
    }

    async fn get<T: DeserializeOwned>(self, key: &str) -> Result<Option<(T, String)>, DlqError> {
        let Some((body, etag)) = self.read(key).await? else {
            return Ok(None);
        };
        let value = serde_json::from_slice(&body).map_err(foreign(key))?;
        Ok(Some((value, etag)))
    }

    async fn read(self, key: &str) -> Result<Option<(Vec<u8>, String)>, DlqError> {
        const DOING: &str = "read the bucket of replays";
        let get = self.s3.get_object().bucket(self.bucket).key(key);
        let object = match get.send().await {
            Ok(object) => object,
            Err(error)
                if error.as_service_error().is_some_and(
                    aws_sdk_s3::operation::get_object::GetObjectError::is_no_such_key,
                ) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(DlqError::s3(DOING)(error)),
        };
        let etag = object.e_tag.unwrap_or_default();
        let body = object.body.collect().await.map_err(DlqError::body(DOING))?;
        Ok(Some((body.to_vec(), etag)))
    }
}

/// Whether the condition of a write did not hold, or another such write is under way.
fn lost<E>(error: &SdkError<E>) -> bool
where
    SdkError<E>: ProvideErrorMetadata,
{
    let status = error
        .raw_response()
        .map(|response| response.status().as_u16());
    matches!(status, Some(409 | 412))
}

fn key(id: &ReplayId, name: &str) -> String {
    format!("{ROOT}{id}/{name}")
}

fn chunk_key(id: &ReplayId, chunk: usize) -> String {
    key(id, &format!("letters/{chunk:05}.jsonl"))
}

fn to_json<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).expect("it has only text keys")
}

fn foreign(key: &str) -> impl Fn(serde_json::Error) -> DlqError {
    move |source| DlqError::Foreign {
        key: key.to_owned(),
        source,
    }
}
