//! The same desk behind the REST API, as the console uses it.

use std::time::Duration;

use access::{Settings, Verifier};
use aws_lambda_events::apigw::ApiGatewayProxyRequest;
use aws_lambda_events::encodings::Body;
use aws_lambda_events::sqs::SqsEvent;
use dlq_replay::api::{Arrival, Jobs, OpsApi};
use lambda_kit::clock;
use lambda_kit::deadline::Deadline;
use local_issuer::{AUDIENCE, Issuer, Role};
use serde_json::{Value, json};

use crate::aws::Aws;
use crate::limits::desk;

struct Console {
    api: OpsApi,
    issuer: Issuer,
}

impl Console {
    async fn start(aws: &Aws) -> Self {
        let issuer = Issuer::start().await.unwrap();
        let desk = desk(aws, clock::now).await;
        let jobs = Jobs {
            sqs: desk.sqs.clone(),
            queue_url: format!("{}/1/jobs", aws.url),
        };
        let verifier = Verifier::new(Settings {
            issuer: issuer.url().to_owned(),
            audiences: vec![AUDIENCE.to_owned()],
        });
        let origins = "https://console.example.com".parse().unwrap();
        let api = OpsApi::new(desk, verifier.unwrap(), origins, jobs);
        Self { api, issuer }
    }

    /// What an operator is answered.
    async fn ask(&self, request: Request<'_>) -> (i64, Value) {
        self.ask_as(Some(Role::Ops), request).await
    }

    async fn ask_as(&self, role: Option<Role>, request: Request<'_>) -> (i64, Value) {
        let arrival = Arrival {
            now: clock::now(),
            random: 7,
        };
        let mut event = request.event();
        if let Some(role) = role {
            let token = self.issuer.token(role, Some("eva"), arrival.now);
            let header = format!("Bearer {token}").parse().unwrap();
            event.headers.insert("authorization", header);
        }
        let answer = self.api.handle(&event, arrival).await;
        let Some(Body::Text(body)) = answer.body else {
            panic!("{answer:?}");
        };
        (answer.status_code, serde_json::from_str(&body).unwrap())
    }

    /// Carries on with the next job for so long; whether it comes again because it failed.
    async fn carry_on(&self, aws: &Aws, time: Duration) -> bool {
        let event = json!({"Records": [{
            "messageId": "1",
            "body": aws.take_job().unwrap(),
            "attributes": {"MessageGroupId": "a replay"},
            "messageAttributes": {},
        }]});
        let event: SqsEvent = serde_json::from_value(event).unwrap();
        let deadline = clock::now().plus(time).unix_millis();
        let (api, deadline) = (&self.api, Deadline::at(deadline));
        let answer = api.jobs.handle(&api.desk, event, deadline).await.unwrap();
        !answer.batch_item_failures.is_empty()
    }
}

/// A request, with the value of its path's parameter.
struct Request<'a> {
    method: &'a str,
    resource: &'a str,
    parameter: &'a str,
    query: Value,
    body: Value,
}

fn get<'a>(resource: &'a str, parameter: &'a str) -> Request<'a> {
    Request {
        method: "GET",
        resource,
        parameter,
        query: Value::Null,
        body: Value::Null,
    }
}

fn post<'a>(resource: &'a str, parameter: &'a str, body: Value) -> Request<'a> {
    Request {
        method: "POST",
        body,
        ..get(resource, parameter)
    }
}

impl Request<'_> {
    fn query(self, query: Value) -> Self {
        Self { query, ..self }
    }

    /// As API Gateway hands it over.
    fn event(&self) -> ApiGatewayProxyRequest {
        let body = (!self.body.is_null()).then(|| self.body.to_string());
        let event = json!({
            "httpMethod": self.method,
            "resource": self.resource,
            "path": self.resource,
            "pathParameters": {"messageId": self.parameter, "replayId": self.parameter},
            "multiValueQueryStringParameters": self.query,
            "headers": {"content-type": "application/json"},
            "multiValueHeaders": {},
            "requestContext": {"httpMethod": self.method},
            "body": body,
            "isBase64Encoded": false,
        });
        serde_json::from_value(event).unwrap()
    }
}

const REPLAYS: &str = "/ops/dlq/replays";
const REPLAY: &str = "/ops/dlq/replays/{replayId}";

#[tokio::test(flavor = "multi_thread")]
async fn dead_letters_are_for_operators() {
    let aws = Aws::start().await;
    let console = Console::start(&aws).await;
    let expected = [
        (None, 401),
        (Some(Role::Customer), 403),
        (Some(Role::Admin), 403),
        (Some(Role::Ops), 200),
    ];
    for (role, status) in expected {
        let (found, body) = console.ask_as(role, get("/ops/dlq", "")).await;
        assert_eq!(found, status, "{role:?}: {body}");
    }
    let (status, _) = console.ask(get("/ops/else", "")).await;
    assert_eq!(status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_are_grouped_filtered_and_shown() {
    let aws = Aws::start().await;
    let console = Console::start(&aws).await;
    aws.poison(12);
    let (_, overview) = console.ask(get("/ops/dlq", "")).await;
    let groups = overview["groups"].as_array().unwrap();
    let counts: Vec<_> = groups.iter().map(|group| group["count"].as_u64()).collect();
    assert_eq!(counts, [3, 3, 2, 2, 2].map(Some), "{overview}");

    let letters = |query| console.ask(get("/ops/dlq/messages", "").query(query));
    let (_, found) = letters(json!({"code": ["cause-1"], "limit": ["2"]})).await;
    let messages = found["messages"].as_array().unwrap();
    assert_eq!(
        (messages.len(), &found["complete"]),
        (2, &json!(false)),
        "{found}"
    );
    let condition = json!({"where": ["/order/status=SHIPPED"]});
    assert_eq!(letters(condition).await.1["messages"], json!([]));
    let wrong = json!({"limit": ["0"], "source": ["moon"], "colour": ["red"]});
    let (status, problem) = letters(wrong).await;
    let faults = problem["errors"].as_array().unwrap().len();
    assert_eq!((status, faults), (400, 3), "{problem}");

    let id = messages[0]["id"].as_str().unwrap();
    let (_, letter) = console.ask(get("/ops/dlq/messages/{messageId}", id)).await;
    assert_eq!(letter["verdict"]["kind"], "unknown-order", "{letter}");
    let (status, _) = console.ask(get("/ops/dlq/messages/{messageId}", "?")).await;
    assert_eq!(status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_is_planned_and_carried_on_from_one_invocation_to_the_next() {
    let aws = Aws::start().await;
    let console = Console::start(&aws).await;
    aws.poison(12);
    let ask = |more: Value| {
        let mut ask = json!({"action": "replay", "reason": "mended", "force": true, "rate": 1000});
        json_patch::merge(&mut ask, &more);
        console.ask(post(REPLAYS, "", ask))
    };
    let (status, problem) = ask(json!({"rate": 0, "reason": " "})).await;
    assert_eq!(status, 422, "{problem}");
    let (status, plan) = ask(json!({"force": false})).await;
    assert_eq!((status, &plan["selected"]), (200, &json!(0)), "{plan}");
    assert_eq!(plan["refused"][0]["verdict"], "unknown-order");
    assert_eq!(aws.take_job(), None, "nothing happens without `apply`");
    let (status, begun) = ask(json!({"apply": true})).await;
    assert_eq!((status, &begun["by"]), (202, &json!("eva")), "{begun}");
    let id = begun["replayId"].as_str().unwrap();

    // The first invocation hears nothing of what it sends, and hands on.
    aws.fall_idle();
    assert!(!console.carry_on(&aws, Duration::from_secs(11)).await);
    let (_, replay) = console.ask(get(REPLAY, id)).await;
    assert_eq!(replay["counts"]["sent"], 10, "{replay}");
    aws.wake_up();
    aws.catch_up();
    assert!(!console.carry_on(&aws, Duration::from_mins(5)).await);
    let (_, replay) = console.ask(get(REPLAY, id)).await;
    assert_eq!(replay["counts"]["processed"], 12, "{replay}");
    assert_eq!((aws.left(), aws.take_job()), (0, None));
    let (_, history) = console.ask(get(REPLAYS, "")).await;
    assert_eq!(history["replays"], json!([replay]));
    for what in ["stop", "resume", "undo"] {
        let resource = format!("{REPLAY}/{what}");
        let (status, problem) = console.ask(post(&resource, id, Value::Null)).await;
        assert_eq!(status, 409, "{what}: {problem}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_that_was_stopped_goes_on_when_somebody_resumes_it() {
    let aws = Aws::start().await;
    let console = Console::start(&aws).await;
    aws.poison(12);
    let ask = json!({"action": "discard", "reason": "old", "apply": true});
    let (_, begun) = console.ask(post(REPLAYS, "", ask)).await;
    let id = begun["replayId"].as_str().unwrap();
    let (status, stopped) = console
        .ask(post(&format!("{REPLAY}/stop"), id, Value::Null))
        .await;
    assert_eq!((status, &stopped["state"]), (202, &json!("stopped")));
    assert!(!console.carry_on(&aws, Duration::from_mins(5)).await);
    assert_eq!(aws.left(), 12, "it was stopped");
    let (status, _) = console
        .ask(post(&format!("{REPLAY}/resume"), id, Value::Null))
        .await;
    assert_eq!(status, 202);
    assert!(!console.carry_on(&aws, Duration::from_mins(5)).await);
    assert_eq!(aws.left(), 0);
    let (_, undone) = console
        .ask(post(&format!("{REPLAY}/undo"), id, Value::Null))
        .await;
    assert_eq!(undone["counts"]["undone"], 12, "{undone}");
    assert_eq!(aws.visible(), 12);
}
