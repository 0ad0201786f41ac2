//! Reading a JSON body: all its faults at once, each with a pointer to where it is.
//!
//! The schema that a body is checked against is derived from the type it becomes, so the two can't
//! drift apart, and it is the same schema that the API publishes.

use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::str::FromStr;

use aws_lambda_events::apigw::ApiGatewayProxyRequest;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::problem::{Fault, Problem};

/// Largest body in bytes.
pub(crate) const LARGEST_BODY: usize = 256 * 1024;

const ANY_TEXT: &str = r"^[^\x00-\x1f\x7f]*$";
const PARAGRAPHS: &str = r"^[^\x00-\x09\x0b-\x1f\x7f]*$";
/// What is invisible on paper is blank too: EN 16931 wants names (BR-07, BR-25).
const SOME_TEXT: &str = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff][^\x00-\x1f\x7f]*$";
const EMAIL: &str = r"^[^\s@\x00-\x1f\x7f]+@[^\s@\x00-\x1f\x7f]+$";

/// What each pattern means, in words.
const PATTERNS: [(&str, &str); 4] = [
    (
        PARAGRAPHS,
        "expected text without control characters other than line feeds",
    ),
    (
        ANY_TEXT,
        "expected one line of text, without control characters",
    ),
    (
        SOME_TEXT,
        "expected one line of text that is not blank, without control characters",
    ),
    (EMAIL, "expected an e-mail address"),
];

/// Optional text on one line, of at most `LONGEST` characters.
pub(crate) fn text<const LONGEST: u32>(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": ["string", "null"], "maxLength": LONGEST, "pattern": ANY_TEXT})
}

/// Optional text on any number of lines, of at most `LONGEST` characters.
pub(crate) fn paragraphs<const LONGEST: u32>(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": ["string", "null"], "maxLength": LONGEST, "pattern": PARAGRAPHS})
}

/// Text on one line that is not blank, of at most `LONGEST` characters.
pub(crate) fn required_text<const LONGEST: u32>(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "string", "maxLength": LONGEST, "pattern": SOME_TEXT})
}

/// An optional e-mail address. Whether it works only a message can tell.
pub(crate) fn email(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": ["string", "null"], "maxLength": 254, "pattern": EMAIL})
}

/// Reads bodies of type `T`, checked against the schema of `T`.
pub(crate) struct BodyReader<T> {
    validator: Validator,
    reads: PhantomData<fn() -> T>,
}

impl<T> fmt::Debug for BodyReader<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BodyReader").finish_non_exhaustive()
    }
}

impl<T: JsonSchema + DeserializeOwned> BodyReader<T> {
    pub(crate) fn new() -> Self {
        let schema = schemars::schema_for!(T);
        let validator = jsonschema::validator_for(schema.as_value());
        Self {
            validator: validator.expect("a derived schema is valid"),
            reads: PhantomData,
        }
    }

    /// The body of `request`, or a problem that lists everything wrong with it.
    pub(crate) fn read(&self, request: &ApiGatewayProxyRequest) -> Result<T, Problem> {
        self.check(json(request)?)
    }

    /// `value` as `T`, or a problem that lists everything wrong with it.
    pub(crate) fn check(&self, value: Value) -> Result<T, Problem> {
        let faults: Vec<Fault> = self
            .validator
            .iter_errors(&value)
            .flat_map(|error| faults(&error))
            .collect();
        if !faults.is_empty() {
            return Err(Problem::invalid_body(faults));
        }
        serde_json::from_value(value)
            .map_err(|error| Problem::fault(String::new(), error.to_string()))
    }
}

/// The body of `request` as JSON.
pub(crate) fn json(request: &ApiGatewayProxyRequest) -> Result<Value, Problem> {
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
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    /// The value of `text`, or `None` and one fault more.
    pub(crate) fn parse<T: FromStr<Err: Display>>(
        &mut self,
        pointer: &str,
        text: &str,
    ) -> Option<T> {
        let result = text.parse();
        result
            .map_err(|error: T::Err| self.add(pointer.to_owned(), error))
            .ok()
    }

    pub(crate) fn add(&mut self, pointer: String, detail: impl Display) {
        self.0.push(Fault::at(pointer, detail.to_string()));
    }

    pub(crate) fn none(self) -> Result<(), Problem> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Problem::invalid_body(self.0))
        }
    }
}

fn faults(error: &ValidationError<'_>) -> Vec<Fault> {
    let at = error.instance_path().to_string();
    let below = |name: &str| format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => unexpected
            .iter()
            .map(|name| Fault::at(below(name), "there is no such field".to_owned()))
            .collect(),
        ValidationErrorKind::Required { property } => {
            let pointer = below(property.as_str().unwrap_or_default());
            vec![Fault::at(pointer, "this field is required".to_owned())]
        }
        kind => vec![Fault::at(at, expectation(kind))],
    }
}

/// What was expected, without the value that was found: it may be personal, or long.
fn expectation(kind: &ValidationErrorKind) -> String {
    match kind {
        ValidationErrorKind::Type { kind } => format!("expected {}", type_names(kind)),
        ValidationErrorKind::MinItems { limit } => format!("expected at least {limit} item(s)"),
        ValidationErrorKind::MaxItems { limit } => format!("expected at most {limit} items"),
        ValidationErrorKind::MaxLength { limit } => format!("expected at most {limit} characters"),
        ValidationErrorKind::Minimum { limit } => format!("expected at least {limit}"),
        ValidationErrorKind::Maximum { limit } => format!("expected at most {limit}"),
        ValidationErrorKind::Enum { options } => format!("expected one of {options}"),
        ValidationErrorKind::Pattern { pattern } => {
            let meaning = PATTERNS.iter().find(|(known, _)| known == pattern);
            meaning.map_or_else(
                || format!("expected text like {pattern}"),
                |(_, m)| (*m).into(),
            )
        }
        other => format!("does not satisfy `{}`", other.keyword()),
    }
}

fn type_names(kind: &jsonschema::error::TypeKind) -> String {
    match kind {
        jsonschema::error::TypeKind::Single(one) => one.to_string(),
        jsonschema::error::TypeKind::Multiple(many) => many
            .iter()
            .map(|one| one.to_string())
            .collect::<Vec<_>>()
            .join(" or "),
    }
}
