//! S3: what is put is kept, and markers are there for what was processed.

use std::collections::BTreeSet;

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};

use super::World;

impl World {
    pub(super) fn object(
        &mut self,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
        body: Bytes,
    ) -> Response {
        let query = uri.query().unwrap_or_default();
        if query.contains("list-type=2") {
            return self.list(uri.path(), query).into_response();
        }
        if *method == Method::DELETE {
            self.objects.remove(uri.path());
            return StatusCode::NO_CONTENT.into_response();
        }
        let found = self.objects.get(uri.path());
        let etag = found.map(|(_, etag)| format!("\"{etag}\""));
        if *method == Method::GET {
            return match (found, etag) {
                (Some((body, _)), Some(etag)) => ([("etag", etag)], body.clone()).into_response(),
                _ => (
                    StatusCode::NOT_FOUND,
                    "<Error><Code>NoSuchKey</Code></Error>",
                )
                    .into_response(),
            };
        }
        let expected = headers.get("if-match").map(|it| it.to_str().unwrap());
        let is_new = headers.contains_key("if-none-match");
        if expected.is_some_and(|it| etag.as_deref() != Some(it)) || (is_new && etag.is_some()) {
            let code = "<Error><Code>PreconditionFailed</Code></Error>";
            return (StatusCode::PRECONDITION_FAILED, code).into_response();
        }
        self.writes += 1;
        self.objects
            .insert(uri.path().to_owned(), (body, self.writes));
        [("etag", format!("\"{}\"", self.writes))].into_response()
    }

    /// The keys in the bucket of stream failures.
    pub(super) fn failures(&self) -> impl Iterator<Item = &str> {
        self.keys("/failures/")
    }

    fn keys(&self, bucket: &str) -> impl Iterator<Item = &str> {
        let paths = self.objects.keys();
        paths.filter_map(move |path| path.strip_prefix(bucket))
    }

    fn list(&self, bucket: &str, query: &str) -> String {
        let bucket = format!("{}/", bucket.trim_end_matches('/'));
        let parameter = |name| {
            let mut parts = query.split('&');
            let value = parts.find_map(|part| part.strip_prefix(name));
            value.unwrap_or_default().replace("%2F", "/")
        };
        let (prefix, delimiter) = (parameter("prefix="), parameter("delimiter="));
        let keys = self.keys(&bucket).map(str::to_owned);
        let keys = keys.chain(self.marker(&prefix));
        let mut listed = BTreeSet::new();
        for key in keys {
            let Some(rest) = key.strip_prefix(&prefix) else {
                continue;
            };
            let folder = rest.split_once('/').filter(|_| !delimiter.is_empty());
            listed.insert(match folder {
                Some((folder, _)) => {
                    format!("<CommonPrefixes><Prefix>{prefix}{folder}/</Prefix></CommonPrefixes>")
                }
                None => format!("<Contents><Key>{key}</Key></Contents>"),
            });
        }
        let listed: String = listed.into_iter().collect();
        format!("<ListBucketResult><IsTruncated>false</IsTruncated>{listed}</ListBucketResult>")
    }

    /// The marker of an order's event, if it was processed.
    fn marker(&self, prefix: &str) -> Option<String> {
        let is_processed = prefix.split('/').any(|part| self.processed.contains(part));
        is_processed.then(|| format!("{prefix}2.json"))
    }
}
