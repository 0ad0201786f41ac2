//! S3: what is put is kept, and markers are there for what was processed.

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};

use super::{FAILURES, World};

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
            let is_of_failures = uri.path().starts_with(FAILURES.trim_end_matches('/'));
            return if is_of_failures {
                keys(self.failures()).into_response()
            } else {
                keys(self.markers(query).iter().map(String::as_str)).into_response()
            };
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
        let paths = self.objects.keys();
        paths.filter_map(|path| path.strip_prefix(FAILURES))
    }

    /// The keys of the markers of an order.
    fn markers(&self, query: &str) -> Option<String> {
        let mut parts = query.split('&');
        let prefix = parts
            .find_map(|part| part.strip_prefix("prefix="))
            .unwrap_or_default()
            .replace("%2F", "/");
        let is_processed = prefix.split('/').any(|part| self.processed.contains(part));
        is_processed.then(|| format!("{prefix}2.json"))
    }
}

fn keys<'a>(keys: impl Iterator<Item = &'a str>) -> String {
    let contents = keys.map(|key| format!("<Contents><Key>{key}</Key></Contents>"));
    let contents: String = contents.collect();
    format!("<ListBucketResult><IsTruncated>false</IsTruncated>{contents}</ListBucketResult>")
}
