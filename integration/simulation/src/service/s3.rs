//! The versioned bucket with its conditional writes.

use std::collections::BTreeMap;

use super::{Answer, Request};

#[derive(Debug, Default)]
pub(crate) struct Bucket {
    /// The versions of each object, oldest first.
    pub(crate) objects: BTreeMap<String, Vec<Version>>,
    /// What a write just broke.
    pub(super) overwritten: Option<String>,
    writes: usize,
}

#[derive(Debug, Clone)]
pub(crate) struct Version {
    pub(crate) etag: String,
    /// The order version that a document shows.
    pub(crate) shows: Option<u64>,
    pub(crate) body: Vec<u8>,
}

impl Bucket {
    pub(super) fn serve(&mut self, request: &Request) -> Answer {
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let key = path.trim_start_matches("/invoices").trim_start_matches('/');
        match request.method.as_str() {
            "GET" if query.contains("list-type=2") => {
                let mut parameters = form_urlencoded::parse(query.as_bytes());
                let prefix = parameters.find(|(name, _)| name == "prefix");
                let prefix = prefix
                    .map(|(_, value)| value.into_owned())
                    .unwrap_or_default();
                let from_prefix = self.objects.range(prefix.clone()..);
                let mut listed = from_prefix.take_while(|(key, _)| key.starts_with(&prefix));
                listing(listed.next().map(|(key, _)| key.as_str()))
            }
            "HEAD" => self.head(key),
            "PUT" => self.put(key, request),
            method => panic!("`{method}` is not simulated"),
        }
    }

    fn head(&self, key: &str) -> Answer {
        let Some(current) = self.current(key) else {
            return Answer {
                status: 404,
                ..Answer::ok(String::new())
            };
        };
        let mut headers = vec![
            ("etag".to_owned(), current.etag.clone()),
            ("x-amz-version-id".to_owned(), current.etag.clone()),
        ];
        if let Some(version) = current.shows {
            headers.push(("x-amz-meta-order-version".to_owned(), version.to_string()));
        }
        Answer {
            headers,
            ..Answer::ok(String::new())
        }
    }

    fn put(&mut self, key: &str, request: &Request) -> Answer {
        let current = self.current(key);
        let exists = request.header("if-none-match") == Some("*") && current.is_some();
        let differs = request
            .header("if-match")
            .is_some_and(|etag| current.is_none_or(|current| current.etag != etag));
        if exists || differs {
            return Answer::xml_error(412, "PreconditionFailed");
        }
        let shows = request.header("x-amz-meta-order-version");
        let shows = shows.and_then(|version| version.parse().ok());
        if let Some(newer) = current.and_then(|current| current.shows)
            && shows <= Some(newer)
        {
            self.overwritten = Some(format!("`{key}` shows {newer} and gets {shows:?}"));
        }
        self.writes += 1;
        let version = Version {
            etag: format!("\"etag-{}\"", self.writes),
            shows,
            body: request.body.clone(),
        };
        let etag = version.etag.clone();
        self.objects
            .entry(key.to_owned())
            .or_default()
            .push(version);
        Answer {
            headers: vec![
                ("etag".to_owned(), etag.clone()),
                ("x-amz-version-id".to_owned(), etag),
            ],
            ..Answer::ok(String::new())
        }
    }

    pub(crate) fn current(&self, key: &str) -> Option<&Version> {
        self.objects.get(key)?.last()
    }
}

/// A list of one object or none.
pub(super) fn listing(key: Option<&str>) -> Answer {
    let contents = key.map(|key| format!("<Contents><Key>{key}</Key></Contents>"));
    let contents = contents.unwrap_or_default();
    Answer::ok(format!("<ListBucketResult>{contents}</ListBucketResult>"))
}
