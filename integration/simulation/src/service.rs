//! The services as far as the functions use them, request by request.
//!
//! They are state and nothing else: what goes wrong on the way to them is `network`'s affair.

pub(crate) mod dynamodb;
pub(crate) mod expression;
pub(crate) mod s3;
pub(crate) mod sns;
pub(crate) mod sqs;

use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use serde_json::{Value, json};

use crate::bug::Bug;
use crate::sim::{Signal, TaskId, World};

use dynamodb::DynamoDb;
use s3::Bucket;
use sqs::Queue;

/// How long a message that was received is hidden, in milliseconds: six times the worker's time.
const VISIBILITY: u64 = 180_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Service {
    DynamoDb,
    Sqs,
    S3,
    Sns,
}

/// What the services hold.
#[derive(Debug)]
pub(crate) struct Services {
    pub(crate) dynamodb: DynamoDb,
    pub(crate) queue: Queue,
    pub(crate) dead_letters: Queue,
    pub(crate) invoices: Bucket,
}

/// A request, read to its end.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Path and query.
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Service {
    pub(crate) const ALL: [Self; 4] = [Self::DynamoDb, Self::Sqs, Self::S3, Self::Sns];

    /// The refusal that asks to come back later, in the words of each service.
    pub(crate) fn throttled(self) -> Answer {
        match self {
            Self::DynamoDb => Answer::json_error(400, "ThrottlingException"),
            Self::Sqs => Answer::json_error(403, "RequestThrottled"),
            Self::S3 => Answer::xml_error(503, "SlowDown"),
            Self::Sns => Answer::query_error(400, "Throttled"),
        }
    }
}

impl Services {
    pub(crate) fn new(bug: Option<Bug>) -> Self {
        let visibility = match bug {
            Some(Bug::ShortVisibility) => 300,
            _ => VISIBILITY,
        };
        Self {
            dynamodb: DynamoDb::default(),
            queue: Queue::new("status-changes", visibility, Some(crate::MAX_RECEIVE_COUNT)),
            dead_letters: Queue::new("dead-letters", VISIBILITY, None),
            invoices: Bucket::default(),
        }
    }
}

impl World {
    /// Serves `request`, sent by the invocation `task`.
    pub(crate) fn arrive(
        &mut self,
        task: Option<TaskId>,
        service: Service,
        request: &Request,
    ) -> Answer {
        self.serve(task, service, request, 0)
    }

    /// As [`World::arrive`], and refuses one entry of a batch.
    pub(crate) fn arrive_in_part(
        &mut self,
        task: TaskId,
        service: Service,
        request: &Request,
    ) -> Answer {
        let chosen = self.rng.usize(1..=4);
        self.serve(Some(task), service, request, chosen)
    }

    /// `refused` is the place of a batch's entry, counted from 1, that is not taken.
    fn serve(
        &mut self,
        task: Option<TaskId>,
        service: Service,
        request: &Request,
        refused: usize,
    ) -> Answer {
        let changed = self.bug.and_then(|bug| bug.changed(service, request));
        let request = changed.as_ref().unwrap_or(request);
        let answer = match service {
            Service::DynamoDb => self.dynamodb(task, request),
            Service::Sqs => self.sqs(task, request, refused),
            Service::S3 => self.s3(task, request),
            Service::Sns => self.sns(task, request),
        };
        self.note(task, || {
            let what = request.what(service);
            format!("{service:?} {what} -> {}", answer.summary())
        });
        answer
    }

    /// What a buggy worker would have done before it sends `request`.
    pub(crate) fn before_sending(&mut self, service: Service, request: &Request) {
        if self.bug == Some(Bug::MarkerBeforePublication) && service == Service::Sns {
            let event = sns::event(request);
            let key = format!(
                "{}/events/{}.json",
                event.order_id.object_prefix(),
                event.version
            );
            let marker = Request {
                method: "PUT".to_owned(),
                path: format!("/invoices/{key}"),
                headers: vec![("if-none-match".to_owned(), "*".to_owned())],
                body: Vec::new(),
            };
            self.services.invoices.serve(&marker);
        }
    }

    /// S3's answer while another conditional write is under way.
    pub(crate) fn write_conflict(&self, request: &Request) -> Answer {
        if self.bug == Some(Bug::ConflictCountsAsDone) && request.path.contains("/events/") {
            return Answer::ok(String::new());
        }
        Answer::xml_error(409, "ConditionalRequestConflict")
    }

    fn dynamodb(&mut self, task: Option<TaskId>, request: &Request) -> Answer {
        let before = self.services.dynamodb.stream.len();
        let now = self.now;
        let answer = self.services.dynamodb.serve(request, now);
        for index in before..self.services.dynamodb.stream.len() {
            self.committed(task, index);
        }
        if self.services.dynamodb.stream.len() > before {
            self.raise(Signal::StreamGrew);
        }
        answer
    }

    fn s3(&mut self, task: Option<TaskId>, request: &Request) -> Answer {
        if self.bug == Some(Bug::MarkerIsNeverSeen)
            && request.path.contains("events")
            && request.method == "GET"
        {
            return s3::listing(None);
        }
        let answer = self.services.invoices.serve(request);
        if let Some(violation) = self.services.invoices.overwritten.take() {
            self.violation(task, violation);
        }
        answer
    }

    pub(crate) fn violation(&mut self, task: Option<TaskId>, what: String) {
        self.note(task, || format!("VIOLATION {what}"));
        self.history.violations.push(what);
    }
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether it asks for a condition to hold.
    pub(crate) fn is_conditional(&self) -> bool {
        self.header("if-match").is_some() || self.header("if-none-match").is_some()
    }

    /// The operation of a service that speaks JSON.
    pub(crate) fn operation(&self) -> &str {
        let target = self.header("x-amz-target").unwrap_or_default();
        target.rsplit('.').next().unwrap_or_default()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("the SDK writes JSON")
    }

    /// For the trace.
    fn what(&self, service: Service) -> String {
        match service {
            Service::DynamoDb => self.operation().to_owned(),
            Service::Sqs => sqs::what(self),
            Service::S3 => {
                let condition = self.header("if-match").or(self.header("if-none-match"));
                let condition = condition
                    .map(|value| format!(" if {value}"))
                    .unwrap_or_default();
                format!("{} {}{condition}", self.method, self.path)
            }
            Service::Sns => "Publish".to_owned(),
        }
    }
}

impl From<HttpRequest> for Request {
    fn from(request: HttpRequest) -> Self {
        let uri = request.uri();
        let start = uri.find("://").map_or(0, |scheme| scheme + 3);
        let path = uri[start..]
            .find('/')
            .map_or("/", |slash| &uri[start + slash..]);
        let headers = request.headers().iter();
        Self {
            method: request.method().to_owned(),
            path: path.to_owned(),
            headers: headers
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            body: request.body().bytes().unwrap_or_default().to_vec(),
        }
    }
}

impl Answer {
    pub(crate) fn ok(body: String) -> Self {
        Self {
            status: 200,
            headers: Vec::new(),
            body,
        }
    }

    pub(crate) fn json(body: &Value) -> Self {
        Self::ok(body.to_string())
    }

    pub(crate) fn json_error(status: u16, code: &str) -> Self {
        let body = json!({"__type": code, "message": "simulated"}).to_string();
        Self {
            status,
            ..Self::ok(body)
        }
    }

    pub(crate) fn xml_error(status: u16, code: &str) -> Self {
        let body = format!("<Error><Code>{code}</Code><Message>simulated</Message></Error>");
        Self {
            status,
            ..Self::ok(body)
        }
    }

    fn query_error(status: u16, code: &str) -> Self {
        let error = format!("<Type>Sender</Type><Code>{code}</Code><Message>simulated</Message>");
        let body = format!("<ErrorResponse><Error>{error}</Error></ErrorResponse>");
        Self {
            status,
            ..Self::ok(body)
        }
    }

    fn summary(&self) -> String {
        let code = |open: &str, close: char| {
            let start = self.body.find(open)? + open.len();
            let length = self.body[start..].find(close)?;
            Some(&self.body[start..start + length])
        };
        if self.status < 300 {
            return self.status.to_string();
        }
        let code = code("<Code>", '<').or_else(|| code("\"__type\":\"", '"'));
        format!("{} {}", self.status, code.unwrap_or_default())
    }
}
