//! The API's description (`OpenAPI` 3.1), derived from the types that requests are read into and
//! answers are written from.

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use crate::problem::Problem;
use crate::{OrderRepresentation, PlaceOrderRequest, TransitionRequest};

/// The whole document, as kept in `schemas/openapi.json`.
#[must_use]
pub fn document() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
    });
    let mut generator = settings.into_generator();
    let paths = paths(&mut generator);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Order API",
            "version": "1",
            "description": "Places orders and moves them through their life. Amounts are integers \
                            in the minor unit of the order's currency, without tax unless a name \
                            says gross. Every error is a problem document (RFC 9457).",
        },
        "paths": paths,
        "components": {"schemas": generator.take_definitions(true)},
    })
}

fn paths(generator: &mut SchemaGenerator) -> Value {
    let order = json!({"application/json": {
        "schema": generator.subschema_for::<OrderRepresentation>(),
    }});
    let problem = json!({"application/problem+json": {
        "schema": generator.subschema_for::<Problem>(),
    }});
    let place = generator.subschema_for::<PlaceOrderRequest>();
    let transition = generator.subschema_for::<TransitionRequest>();
    let order_id = json!([{
        "name": "orderId",
        "in": "path",
        "required": true,
        "schema": generator.subschema_for::<order_events::OrderId>(),
    }]);
    let answer = |description: &str, content: &Value| json!({"description": description, "content": content});
    let bad_body = |answers: Value| {
        let mut answers = answers;
        answers["400"] = answer("The body is not JSON", &problem);
        answers["413"] = answer(
            "The body is larger than 256 KiB, or the priced order than 250 KiB",
            &problem,
        );
        answers["422"] = answer("The body has faults, all listed in `errors`", &problem);
        answers["503"] = answer("Too busy, nothing was changed: send it again", &problem);
        answers["default"] = answer("Something else went wrong", &problem);
        answers
    };
    json!({
        "/orders": {
            "post": {
                "operationId": "placeOrder",
                "summary": "Place an order",
                "requestBody": {"required": true, "content": {"application/json": {"schema": place}}},
                "responses": bad_body(json!({"201": answer("The order, priced", &order)})),
            },
        },
        "/orders/{orderId}": {
            "parameters": order_id,
            "get": {
                "operationId": "getOrder",
                "summary": "Get an order",
                "responses": {
                    "200": answer("The order", &order),
                    "404": answer("There is no such order", &problem),
                    "default": answer("Something else went wrong", &problem),
                },
            },
        },
        "/orders/{orderId}/transitions": {
            "parameters": order_id,
            "post": {
                "operationId": "transitionOrder",
                "summary": "Move an order to its next status",
                "requestBody": {
                    "required": true,
                    "content": {"application/json": {"schema": transition}},
                },
                "responses": bad_body(json!({
                    "200": answer("The order in its new status", &order),
                    "404": answer("There is no such order", &problem),
                    "409": answer(
                        "The order can't go there, or somebody else changed it first",
                        &problem,
                    ),
                })),
            },
        },
    })
}
