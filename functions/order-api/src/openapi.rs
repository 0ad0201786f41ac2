//! The description of `/orders`, derived from the types that requests are read into and answers
//! are written from.

mod parameters;

use rest::Responses;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

use crate::order_request::OrderRequest;
use crate::representation::{OrderHistory, OrderList, OrderRepresentation};
use crate::transition_order::TransitionRequest;

/// The paths, with their schemas left in `generator`.
#[must_use]
pub fn paths(generator: &mut SchemaGenerator) -> Value {
    let of_order = json!([parameters::order_id(generator)]);
    json!({
        "/orders": {
            "get": list_orders(generator),
            "post": place_order(generator),
        },
        "/orders/{orderId}": {
            "parameters": of_order,
            "get": get_order(generator),
            "patch": amend_order(generator),
        },
        "/orders/{orderId}/events": {
            "parameters": of_order,
            "get": {
                "operationId": "getOrderEvents",
                "summary": "Everything that happened to an order, oldest first",
                "responses": Responses::new(generator)
                    .json::<OrderHistory>("200", "The history")
                    .no_such_order()
                    .done(),
            },
        },
        "/orders/{orderId}/transitions": {
            "parameters": of_order,
            "post": transition_order(generator),
        },
        "/orders/{orderId}/invoice": {
            "parameters": of_order,
            "get": get_document(generator, "getInvoice", "invoice"),
        },
        "/orders/{orderId}/credit-note": {
            "parameters": of_order,
            "get": get_document(generator, "getCreditNote", "credit note"),
        },
    })
}

fn list_orders(generator: &mut SchemaGenerator) -> Value {
    json!({
        "operationId": "listOrders",
        "summary": "List one's own orders; with `orders:admin`, everybody's",
        "description": "A change may take a second to show up here.",
        "parameters": parameters::of_list(generator),
        "responses": Responses::new(generator)
            .json::<OrderList>("200", "One page")
            .bad_parameters()
            .done(),
    })
}

fn place_order(generator: &mut SchemaGenerator) -> Value {
    json!({
        "operationId": "placeOrder",
        "summary": "Place an order",
        "parameters": [parameters::idempotency_key()],
        "requestBody": body::<OrderRequest>(generator, "application/json"),
        "responses": Responses::new(generator)
            .json::<OrderRepresentation>("201", "The order, priced")
            .with_headers("201", &["ETag", "Location", "Idempotent-Replayed"])
            .with_links(
                "201",
                &[
                    "getOrder",
                    "amendOrder",
                    "transitionOrder",
                    "getOrderEvents",
                    "getInvoice",
                    "getCreditNote",
                ],
            )
            .problem("409", "A request with this idempotency key is under way")
            .bad_parameters()
            .bad_body()
            .done(),
    })
}

fn get_order(generator: &mut SchemaGenerator) -> Value {
    json!({
        "operationId": "getOrder",
        "summary": "Get an order",
        "parameters": [parameters::if_none_match()],
        "responses": Responses::new(generator)
            .json::<OrderRepresentation>("200", "The order")
            .with_headers("200", &["ETag"])
            .empty("304", "The order is as the caller knows it", &["ETag"])
            .bad_parameters()
            .no_such_order()
            .done(),
    })
}

fn amend_order(generator: &mut SchemaGenerator) -> Value {
    json!({
        "operationId": "amendOrder",
        "summary": "Change what a pending order asks for",
        "description": "A JSON Merge Patch (RFC 7396) of the request that would place the order \
                        as it is: what is absent stays, `null` removes, a list replaces the list.",
        "parameters": [parameters::if_match(true)],
        "requestBody": {
            "required": true,
            "content": {"application/merge-patch+json": {"schema": {
                "type": "object",
                "examples": [{"notes": "Ring twice", "purchaseOrderReference": null}],
            }}},
        },
        "responses": Responses::new(generator)
            .json::<OrderRepresentation>("200", "The order, priced anew")
            .with_headers("200", &["ETag"])
            .problem("409", "The order is not pending any more")
            .problem("412", "The order has changed since the version of `If-Match`")
            .problem("428", "`If-Match` is missing")
            .bad_parameters()
            .bad_body()
            .no_such_order()
            .done(),
    })
}

fn transition_order(generator: &mut SchemaGenerator) -> Value {
    json!({
        "operationId": "transitionOrder",
        "summary": "Move an order to its next status",
        "description": "Customers confirm and cancel; everything else takes `orders:admin`.",
        "parameters": [parameters::idempotency_key(), parameters::if_match(false)],
        "requestBody": body::<TransitionRequest>(generator, "application/json"),
        "responses": Responses::new(generator)
            .json::<OrderRepresentation>("200", "The order in its new status")
            .with_headers("200", &["ETag", "Idempotent-Replayed"])
            .problem("409", "The order can't go there, or somebody else changed it first")
            .problem("412", "The order has changed since the version of `If-Match`")
            .bad_parameters()
            .bad_body()
            .no_such_order()
            .done(),
    })
}

fn get_document(generator: &mut SchemaGenerator, operation_id: &str, name: &str) -> Value {
    json!({
        "operationId": operation_id,
        "summary": format!("Download the {name} of an order"),
        "parameters": [parameters::document_version()],
        "responses": Responses::new(generator)
            .empty("302", "Where the PDF is, for one minute", &["Location"])
            .bad_parameters()
            .problem("404", "There is no such order, or the document is not made yet")
            .done(),
    })
}

fn body<T: JsonSchema>(generator: &mut SchemaGenerator, media_type: &str) -> Value {
    let content = json!({"schema": generator.subschema_for::<T>()});
    json!({"required": true, "content": {media_type: content}})
}
