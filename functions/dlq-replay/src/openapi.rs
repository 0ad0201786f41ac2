//! The description of `/ops/dlq`, to stand beside that of orders in one document.

use order_events::{OrderId, OrderStatus};
use rest::Responses;
use schemars::SchemaGenerator;
use serde_json::{Value, json};

use crate::api::{DeadLetterDetail, DeadLetterList, DeadLetterOverview, Replays};
use crate::letter::Source;
use crate::replay::{Replay, ReplayId, ReplayPlan, ReplayRequest};
use crate::verdict::VerdictKind;

/// The paths, with their schemas left in `generator`.
#[must_use]
pub fn paths(generator: &mut SchemaGenerator) -> Value {
    let letter_id = json!({
        "name": "messageId", "in": "path", "required": true,
        "schema": {"type": "string", "minLength": 1},
    });
    let replay_id = json!({
        "name": "replayId", "in": "path", "required": true,
        "schema": generator.subschema_for::<ReplayId>(),
    });
    json!({
        "/ops/dlq": {"get": {
            "operationId": "getDeadLetters",
            "summary": "The dead letters of all sources, by their cause",
            "responses": Responses::new(generator)
                .json::<DeadLetterOverview>("200", "As much as one look can take")
                .done(),
        }},
        "/ops/dlq/messages": {"get": {
            "operationId": "listDeadLetters",
            "summary": "List dead letters",
            "parameters": filters(generator),
            "responses": Responses::new(generator)
                .json::<DeadLetterList>("200", "Those that agree with all parameters")
                .bad_parameters()
                .done(),
        }},
        "/ops/dlq/messages/{messageId}": {
            "parameters": [letter_id],
            "get": {
                "operationId": "getDeadLetter",
                "summary": "A dead letter, its order, and what replaying it would do",
                "responses": Responses::new(generator)
                    .json::<DeadLetterDetail>("200", "The letter")
                    .problem("404", "It is not there any more, or somebody else looks at it now")
                    .done(),
            },
        },
        "/ops/dlq/replays": {
            "get": {
                "operationId": "listReplays",
                "summary": "Who replayed what, when, why, and what came of it",
                "responses": Responses::new(generator)
                    .json::<Replays>("200", "The latest, the last first")
                    .done(),
            },
            "post": {
                "operationId": "replayDeadLetters",
                "summary": "Replay or discard dead letters, or see what that would do",
                "requestBody": {"required": true, "content": {"application/json": {
                    "schema": generator.subschema_for::<ReplayRequest>(),
                }}},
                "responses": Responses::new(generator)
                    .json::<ReplayPlan>("200", "What would happen: `apply` is not set")
                    .json::<Replay>("202", "It has begun")
                    .bad_parameters()
                    .bad_body()
                    .done(),
            },
        },
        "/ops/dlq/replays/{replayId}": {
            "parameters": [replay_id],
            "get": of_replay(generator, "getReplay", "How far a replay is", "200"),
        },
        "/ops/dlq/replays/{replayId}/stop": {
            "parameters": [replay_id],
            "post": of_replay(generator, "stopReplay", "Send no more letters", "202"),
        },
        "/ops/dlq/replays/{replayId}/resume": {
            "parameters": [replay_id],
            "post": of_replay(generator, "resumeReplay", "Go on with what is left", "202"),
        },
        "/ops/dlq/replays/{replayId}/undo": {
            "parameters": [replay_id],
            "post": of_replay(generator, "undoReplay", "Take back what is not processed yet", "202"),
        },
    })
}

fn of_replay(generator: &mut SchemaGenerator, id: &str, summary: &str, status: &str) -> Value {
    json!({
        "operationId": id,
        "summary": summary,
        "responses": Responses::new(generator)
            .json::<Replay>(status, "The replay")
            .problem("404", "There is no such replay")
            .problem("409", "The replay is not in a state that allows it")
            .done(),
    })
}

fn filters(generator: &mut SchemaGenerator) -> Value {
    let query = |name: &str, description: &str, schema: Value| json!({"name": name, "in": "query", "description": description, "schema": schema});
    let text = json!({"type": "string", "minLength": 1});
    let count = json!({"type": "integer", "minimum": 0});
    let list = |of: &Value| json!({"type": "array", "items": of});
    json!([
        query(
            "source",
            "Only from this source",
            json!(generator.subschema_for::<Source>())
        ),
        query("code", "Only with this error code", text.clone()),
        query("id", "Only these letters", list(&text)),
        query(
            "orderId",
            "Only about this order",
            json!(generator.subschema_for::<OrderId>())
        ),
        query(
            "status",
            "Only about this change",
            json!(generator.subschema_for::<OrderStatus>())
        ),
        query(
            "verdict",
            "Only with this verdict: what replaying it would do",
            json!(generator.subschema_for::<VerdictKind>())
        ),
        query(
            "olderThanSeconds",
            "Only what has been waiting at least so long",
            count.clone()
        ),
        query(
            "newerThanSeconds",
            "Only what has been waiting less than so long",
            count.clone()
        ),
        query(
            "minReceiveCount",
            "Only what was received at least so often",
            count
        ),
        query(
            "where",
            "Only with this value at this place: `/json/pointer=value`; all must hold",
            list(&json!({"type": "string", "pattern": "^/[^=]*=.*$"})),
        ),
        query(
            "limit",
            "Letters in the answer",
            json!({"type": "integer", "minimum": 1, "maximum": 500, "default": 100}),
        ),
    ])
}
