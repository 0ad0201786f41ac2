//! How an operation may be answered.

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use crate::problem::Problem;

/// The answers of one operation, by status code.
#[derive(Debug)]
pub struct Responses<'a> {
    generator: &'a mut SchemaGenerator,
    by_status: Map<String, Value>,
}

impl<'a> Responses<'a> {
    /// What any operation may be answered.
    #[must_use]
    pub fn new(generator: &'a mut SchemaGenerator) -> Self {
        let responses = Self {
            generator,
            by_status: Map::new(),
        };
        responses
            .problem("401", "The bearer token is missing or not valid")
            .problem("403", "The token does not have the scope that this takes")
            .problem("503", "Too busy, nothing was changed: send it again")
            .problem("default", "Something else went wrong")
    }

    #[must_use]
    pub fn json<T: JsonSchema>(mut self, status: &str, description: &str) -> Self {
        let schema = self.generator.subschema_for::<T>();
        self.put(status, description, "application/json", &json!(schema));
        self
    }

    #[must_use]
    pub fn problem(mut self, status: &str, description: &str) -> Self {
        let schema = self.generator.subschema_for::<Problem>();
        let media_type = "application/problem+json";
        self.put(status, description, media_type, &json!(schema));
        self
    }

    #[must_use]
    pub fn empty(mut self, status: &str, description: &str, headers: &[&str]) -> Self {
        let answer = json!({"description": description});
        self.by_status.insert(status.to_owned(), answer);
        self.with_headers(status, headers)
    }

    #[must_use]
    pub fn with_headers(mut self, status: &str, names: &[&str]) -> Self {
        let header = |name: &&str| ((*name).to_owned(), json!({"schema": {"type": "string"}}));
        let headers: Map<String, Value> = names.iter().map(header).collect();
        self.by_status[status]["headers"] = headers.into();
        self
    }

    /// Where the order of the answer can be taken from there.
    #[must_use]
    pub fn with_links(mut self, status: &str, operation_ids: &[&str]) -> Self {
        let link = |id: &&str| {
            let parameters = json!({"orderId": "$response.body#/orderId"});
            let link = json!({"operationId": id, "parameters": parameters});
            ((*id).to_owned(), link)
        };
        let links: Map<String, Value> = operation_ids.iter().map(link).collect();
        self.by_status[status]["links"] = links.into();
        self
    }

    #[must_use]
    pub fn no_such_order(self) -> Self {
        self.problem("404", "There is no such order, or it is somebody else's")
    }

    #[must_use]
    pub fn bad_parameters(self) -> Self {
        self.problem(
            "400",
            "The body is not JSON, or parameters have faults, which are listed in `errors`",
        )
    }

    #[must_use]
    pub fn bad_body(self) -> Self {
        self.problem(
            "413",
            "The body is larger than 256 KiB, or the priced order than 250 KiB",
        )
        .problem("422", "The body has faults, all listed in `errors`")
    }

    #[must_use]
    pub fn done(self) -> Value {
        self.by_status.into()
    }

    fn put(&mut self, status: &str, description: &str, media_type: &str, schema: &Value) {
        let answer = json!({
            "description": description,
            "content": {media_type: {"schema": schema}},
        });
        self.by_status.insert(status.to_owned(), answer);
    }
}
