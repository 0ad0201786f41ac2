//! `/ops/dlq`: the desk behind the REST API, for the console.
//!
//! A request sees as much as fits into an answer's time. What takes longer is a [job](jobs), which
//! a queue hands from one invocation to the next.

mod jobs;
pub mod overview;
mod wire;

use access::{Caller, Scope, Verifier};
use aws_lambda_events::apigw::ApiGatewayProxyRequest;
use order_events::Timestamp;
use rest::{AllowedOrigins, BodyReader, Parameters, Problem, Response};

use crate::desk::Desk;
use crate::error::DlqError;
use crate::filter::Filter;
use crate::replay::{self, Extent, ReplayId, ReplayRequest};

pub use jobs::Jobs;

pub use wire::{
    DeadLetterDetail, DeadLetterList, DeadLetterOverview, Group, ListedLetter, QueueDepth, Replays,
    SourceDepth,
};

/// Letters that one request looks at.
const LETTERS: usize = 2_000;
/// For how long one request looks, in milliseconds: API Gateway waits 29 seconds.
const TIME: u64 = 18_000;
/// Letters in a list, unless the caller asks for another number.
const USUAL_LIMIT: usize = 100;
/// Replays in the history.
const HISTORY: usize = 100;

/// What a request for letters may say.
const PARAMETERS: [&str; 11] = [
    "code",
    "id",
    "limit",
    "minReceiveCount",
    "newerThanSeconds",
    "olderThanSeconds",
    "orderId",
    "source",
    "status",
    "verdict",
    "where",
];

/// The API with all that it needs, built once per execution environment.
#[derive(Debug)]
pub struct OpsApi {
    pub desk: Desk,
    pub verifier: Verifier,
    pub allowed_origins: AllowedOrigins,
    pub jobs: Jobs,
    body: BodyReader<ReplayRequest>,
}

/// What a request gets from the outside world besides its own content.
#[derive(Debug, Clone, Copy)]
pub struct Arrival {
    pub now: Timestamp,
    /// Tells replays of the same second apart.
    pub random: u16,
}

impl OpsApi {
    #[must_use]
    pub fn new(
        desk: Desk,
        verifier: Verifier,
        allowed_origins: AllowedOrigins,
        jobs: Jobs,
    ) -> Self {
        Self {
            desk,
            verifier,
            allowed_origins,
            jobs,
            body: BodyReader::new(),
        }
    }

    /// Answers `request`. Whatever goes wrong is an answer too: problem details (RFC 9457).
    pub async fn handle(&self, request: &ApiGatewayProxyRequest, arrival: Arrival) -> Response {
        let mut response = if request.http_method == "OPTIONS" {
            self.allowed_origins.preflight(request)
        } else {
            let result = self.route(request, arrival).await;
            result.unwrap_or_else(|problem| problem.response())
        };
        self.allowed_origins.share(request, &mut response);
        response
    }

    async fn route(
        &self,
        request: &ApiGatewayProxyRequest,
        arrival: Arrival,
    ) -> Result<Response, Problem> {
        let authorization = rest::header(request, "authorization");
        let caller = self.verifier.verify(authorization.as_deref(), arrival.now);
        let caller = caller.await?;
        if !caller.scopes.contains(Scope::OpsReplay) {
            return Err(Problem::insufficient_scope(Scope::OpsReplay));
        }
        let resource = request.resource.as_deref().unwrap_or_default();
        match (request.http_method.as_str(), resource) {
            ("GET", "/ops/dlq") => self.overview(arrival).await,
            ("GET", "/ops/dlq/messages") => self.letters(request, arrival).await,
            ("GET", "/ops/dlq/messages/{messageId}") => self.letter(request, arrival).await,
            ("GET", "/ops/dlq/replays") => self.history().await,
            ("POST", "/ops/dlq/replays") => self.replay(request, arrival, caller).await,
            ("GET", "/ops/dlq/replays/{replayId}") => {
                let replay = replay::find(&self.desk, &replay_id(request)?).await;
                Ok(rest::answer(200, "application/json", &replay?))
            }
            ("POST", "/ops/dlq/replays/{replayId}/stop") => {
                let replay = replay::request_stop(&self.desk, &replay_id(request)?).await;
                Ok(rest::answer(202, "application/json", &replay?))
            }
            ("POST", "/ops/dlq/replays/{replayId}/resume") => {
                let replay = replay::reopen(&self.desk, &replay_id(request)?).await?;
                self.jobs.put(&replay.replay_id, arrival.now).await?;
                Ok(rest::answer(202, "application/json", &replay))
            }
            ("POST", "/ops/dlq/replays/{replayId}/undo") => {
                let replay = replay::undo(&self.desk, &replay_id(request)?).await;
                Ok(rest::answer(202, "application/json", &replay?))
            }
            _ => Err(Problem::no_such_route()),
        }
    }

    async fn overview(&self, arrival: Arrival) -> Result<Response, Problem> {
        let overview = overview::overview(
            &self.desk,
            &Filter::default(),
            None,
            extent(arrival),
            &mut |_| {},
        )
        .await;
        Ok(rest::answer(200, "application/json", &overview?))
    }

    async fn letters(
        &self,
        request: &ApiGatewayProxyRequest,
        arrival: Arrival,
    ) -> Result<Response, Problem> {
        let mut parameters = Parameters::of(request, &PARAMETERS);
        let filter = Filter {
            ids: parameters.parse_all("id"),
            source: parameters.parse("source"),
            code: parameters.parse("code"),
            order_id: parameters.parse("orderId"),
            status: parameters.parse("status"),
            older_than_seconds: parameters.parse("olderThanSeconds"),
            newer_than_seconds: parameters.parse("newerThanSeconds"),
            min_receive_count: parameters.parse("minReceiveCount"),
            conditions: parameters.parse_all("where"),
        };
        let verdict = parameters.parse("verdict");
        let limit = parameters.read("limit", limit).unwrap_or(USUAL_LIMIT);
        parameters.check()?;
        let list = overview::letters(&self.desk, &filter, verdict, limit, extent(arrival)).await;
        Ok(rest::answer(200, "application/json", &list?))
    }

    async fn letter(
        &self,
        request: &ApiGatewayProxyRequest,
        arrival: Arrival,
    ) -> Result<Response, Problem> {
        let id = path(request, "messageId");
        let letter = overview::letter(&self.desk, id, extent(arrival)).await?;
        let detail = overview::detail(&self.desk, letter).await;
        Ok(rest::answer(200, "application/json", &detail?))
    }

    async fn history(&self) -> Result<Response, Problem> {
        let replays = replay::history(&self.desk, HISTORY).await?;
        Ok(rest::answer(200, "application/json", &Replays { replays }))
    }

    async fn replay(
        &self,
        request: &ApiGatewayProxyRequest,
        arrival: Arrival,
        caller: Caller,
    ) -> Result<Response, Problem> {
        let ask = self.body.read(request)?;
        if !ask.apply {
            let plan = replay::plan(&self.desk, &ask, extent(arrival), &mut |_| {}).await;
            return Ok(rest::answer(200, "application/json", &plan?));
        }
        let id = ReplayId::new(arrival.now, arrival.random);
        let replay = replay::begin(&self.desk, id, caller.subject, ask).await?;
        let id = &replay.replay_id;
        tracing::info!(replay.id = %id, "replay {id} was asked for");
        self.jobs.put(id, arrival.now).await?;
        Ok(rest::answer(202, "application/json", &replay))
    }
}

fn extent(arrival: Arrival) -> Extent {
    Extent {
        letters: Some(LETTERS),
        until: Timestamp::from_unix_millis(arrival.now.unix_millis() + TIME),
    }
}

fn limit(text: &str) -> Result<usize, String> {
    let limit = text.parse().ok();
    limit
        .filter(|limit| (1..=500).contains(limit))
        .ok_or_else(|| "expected a whole number from 1 to 500".to_owned())
}

fn path<'a>(request: &'a ApiGatewayProxyRequest, name: &str) -> &'a str {
    let value = request.path_parameters.get(name);
    value.map(String::as_str).unwrap_or_default()
}

fn replay_id(request: &ApiGatewayProxyRequest) -> Result<ReplayId, Problem> {
    let text = path(request, "replayId");
    text.parse().map_err(|_| Problem::not_found("replay", text))
}

impl From<DlqError> for Problem {
    fn from(error: DlqError) -> Self {
        match &error {
            DlqError::NoSuchLetter(id) => Self::not_found("message", id),
            DlqError::NoSuchReplay(id) => Self::not_found("replay", id),
            DlqError::Busy { .. } | DlqError::WrongState { .. } | DlqError::Contended(_) => {
                let kind = "tag:order-to-invoice,2026:conflict";
                Self::new(409, kind, "Not in this state", error.to_string())
            }
            DlqError::Sqs { .. }
            | DlqError::S3 { .. }
            | DlqError::Body { .. }
            | DlqError::Orders(_)
            | DlqError::Refused(_)
            | DlqError::NotTaken
            | DlqError::OutOfTime(_) => Self::unavailable(&error),
            DlqError::Foreign { .. } | DlqError::Unreadable(_) | DlqError::NoSuchJob(_) => {
                Self::internal(&error)
            }
        }
    }
}
