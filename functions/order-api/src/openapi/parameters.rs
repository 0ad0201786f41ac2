//! What requests carry besides their body.

use order_events::{OrderId, OrderStatus, Timestamp};
use schemars::SchemaGenerator;
use serde_json::{Value, json};

const ENTITY_TAGS: &str = r#"^(\*|(W/)?"[^"]*"( *, *(W/)?"[^"]*")*)$"#;

pub(super) fn order_id(generator: &mut SchemaGenerator) -> Value {
    let schema = generator.subschema_for::<OrderId>();
    json!({"name": "orderId", "in": "path", "required": true, "schema": schema})
}

pub(super) fn of_list(generator: &mut SchemaGenerator) -> Value {
    let status = json!(generator.subschema_for::<OrderStatus>());
    let time = json!(generator.subschema_for::<Timestamp>());
    let query = |name: &str, description: &str, schema: Value| json!({"name": name, "in": "query", "description": description, "schema": schema});
    json!([
        query("status", "Only orders in this status", status),
        query(
            "from",
            "Only orders placed at this time or later",
            time.clone()
        ),
        query("to", "Only orders placed before this time", time),
        query(
            "owner",
            "Only orders of this owner; another than oneself takes `orders:admin`",
            json!({"type": "string", "minLength": 1, "maxLength": 255}),
        ),
        query(
            "sort",
            "Which orders come first",
            json!({"type": "string", "enum": ["newest", "oldest"], "default": "newest"}),
        ),
        query(
            "limit",
            "Orders on a page",
            json!({"type": "integer", "minimum": 1, "maximum": 100, "default": 20}),
        ),
        query(
            "cursor",
            "The `nextCursor` of the page before, with the same filters",
            json!({"type": "string", "minLength": 1}),
        ),
    ])
}

pub(super) fn document_version() -> Value {
    json!({
        "name": "version",
        "in": "query",
        "description": "Another version than the newest: the `documentVersion` of an event",
        "schema": {"type": "string", "minLength": 1, "maxLength": 1024},
    })
}

pub(super) fn idempotency_key() -> Value {
    json!({
        "name": "Idempotency-Key",
        "in": "header",
        "description": "Sent again within 24 hours, the request gets the same answer and is not \
                        done again. Yours alone: other callers may use the same key.",
        "schema": {"type": "string", "pattern": "^[!-~]([ -~]*[!-~])?$", "maxLength": 255},
    })
}

pub(super) fn if_match(required: bool) -> Value {
    json!({
        "name": "If-Match",
        "in": "header",
        "required": required,
        "description": "The `ETag` of the version that the change is meant for",
        "schema": {"type": "string", "pattern": ENTITY_TAGS, "examples": ["\"3\""]},
    })
}

pub(super) fn if_none_match() -> Value {
    json!({
        "name": "If-None-Match",
        "in": "header",
        "description": "The `ETag` of the version that the caller has",
        "schema": {"type": "string", "pattern": ENTITY_TAGS, "examples": ["\"3\""]},
    })
}
