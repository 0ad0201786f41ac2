//! Reading a JSON body: all its faults at once, each with a pointer to where it is.
//!
//! The schema that a body is checked against is derived from the type it becomes, so the two can't
//! drift apart, and it is the same schema that the API publishes.

mod checker;

use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::str::FromStr;

use aws_lambda_events::apigw::ApiGatewayProxyRequest;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::problem::{Fault, Problem};
use checker::Checker;

/// Largest body in bytes.
pub const LARGEST_BODY: usize = 256 * 1024;

/// Reads bodies of type `T`, checked against the schema of `T`.
pub struct BodyReader<T> {
    checker: Checker,
    reads: PhantomData<fn() -> T>,
}

impl<T> fmt::Debug for BodyReader<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BodyReader").finish_non_exhaustive()
    }
}

impl<T: JsonSchema + DeserializeOwned> Default for BodyReader<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: JsonSchema + DeserializeOwned> BodyReader<T> {
    #[must_use]
    pub fn new() -> Self {
        let schema = schemars::schema_for!(T);
        let checker = Checker::new(schema.into());
        Self {
            checker: checker.expect("a derived schema has no other keywords"),
            reads: PhantomData,
        }
    }

    /// Everything in `value` that the schema does not allow.
    #[must_use]
    pub fn faults(&self, value: &Value) -> Vec<Fault> {
        self.checker.faults(value)
    }

    /// The body of `request`, or a problem that lists everything wrong with it.
    pub fn read(&self, request: &ApiGatewayProxyRequest) -> Result<T, Problem> {
        self.check(json(request)?)
    }

    /// `value` as `T`, or a problem that lists everything wrong with it.
    pub fn check(&self, value: Value) -> Result<T, Problem> {
        let faults = self.faults(&value);
        if !faults.is_empty() {
            return Err(Problem::invalid_body(faults));
        }
        serde_json::from_value(value)
            .map_err(|error| Problem::fault(String::new(), error.to_string()))
    }
}

/// The body of `request` as JSON.
pub fn json(request: &ApiGatewayProxyRequest) -> Result<Value, Problem> {
    let body = request.body.as_deref().unwrap_or_default();
    // Base64 carries three bytes in four characters.
    let bytes = if request.is_base64_encoded {
        body.len() / 4 * 3
    } else {
        body.len()
    };
    if bytes > LARGEST_BODY {
        return Err(Problem::body_too_large(LARGEST_BODY, bytes));
    }
    let parsed = if request.is_base64_encoded {
        let bytes = BASE64_STANDARD.decode(body);
        let bytes =
            bytes.map_err(|error| Problem::malformed_body(format!("expected base64: {error}")))?;
        serde_json::from_slice(&bytes)
    } else {
        serde_json::from_str(body)
    };
    parsed.map_err(|error| Problem::malformed_body(format!("expected JSON: {error}")))
}

/// The faults found so far in a body that fits its schema.
#[derive(Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// The value of `text`, or `None` and one fault more.
    #[must_use]
    pub fn parse<T: FromStr<Err: Display>>(&mut self, pointer: &str, text: &str) -> Option<T> {
        let result = text.parse();
        result
            .map_err(|error: T::Err| self.add(pointer.to_owned(), error))
            .ok()
    }

    pub fn add(&mut self, pointer: String, detail: impl Display) {
        self.0.push(Fault::at(pointer, detail.to_string()));
    }

    pub fn none(self) -> Result<(), Problem> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Problem::invalid_body(self.0))
        }
    }
}
