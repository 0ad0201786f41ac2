//! Checks values against a derived schema, and says in words what it finds.
//!
//! It knows the keywords that our types derive, and no others. A general validator (`jsonschema`)
//! takes three quarters of the time in which order-api starts, and half a megabyte of each function;
//! the tests hold this one to it.

mod place;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::pattern::Pattern;
use crate::problem::Fault;
use place::Place;

/// Keywords that only tell something to readers.
const ANNOTATIONS: [&str; 8] = [
    "$defs",
    "$schema",
    "default",
    "description",
    "examples",
    "format",
    "title",
    "deprecated",
];

/// A schema, ready to check values.
#[derive(Debug)]
pub(super) struct Checker {
    schema: Value,
    patterns: BTreeMap<String, Pattern>,
}

/// The schema has a keyword, or a form of one, that no check is known for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("understand the keyword `{keyword}` of a schema")]
pub(super) struct NotUnderstood {
    keyword: String,
}

impl Checker {
    pub(super) fn new(schema: Value) -> Result<Self, NotUnderstood> {
        let mut patterns = BTreeMap::new();
        understand(&schema, &mut patterns)?;
        Ok(Self { schema, patterns })
    }

    /// Everything in `value` that the schema does not allow.
    pub(super) fn faults(&self, value: &Value) -> Vec<Fault> {
        let mut faults = Vec::new();
        self.check(&self.schema, value, Place::Whole, &mut faults);
        faults
    }

    fn check(&self, schema: &Value, value: &Value, at: Place<'_>, faults: &mut Vec<Fault>) {
        let Value::Object(keywords) = schema else {
            return;
        };
        let mut fault = |detail: String| faults.push(Fault::at(at.to_string(), detail));
        for (keyword, asked) in keywords {
            match (keyword.as_str(), value) {
                ("type", _) if !is_of_type(value, asked) => {
                    fault(format!("expected {}", type_names(asked)));
                }
                ("enum", _) if !list(asked).contains(value) => {
                    fault(format!("expected one of {asked}"));
                }
                ("const", _) if asked != value => fault("does not satisfy `const`".to_owned()),
                ("anyOf" | "oneOf", _) if !self.is_any(asked, value) => {
                    fault(format!("does not satisfy `{keyword}`"));
                }
                ("maxLength", Value::String(text)) if is_more(text.chars().count(), asked) => {
                    fault(format!("expected at most {asked} characters"));
                }
                ("pattern", Value::String(text)) => {
                    let pattern = &self.patterns[asked.as_str().unwrap_or_default()];
                    if !pattern.fits(text) {
                        fault(pattern.meaning().to_owned());
                    }
                }
                ("minimum", Value::Number(number)) if number.as_f64() < asked.as_f64() => {
                    fault(format!("expected at least {asked}"));
                }
                ("maximum", Value::Number(number)) if number.as_f64() > asked.as_f64() => {
                    fault(format!("expected at most {asked}"));
                }
                ("minItems", Value::Array(items)) if !is_at_least(items.len(), asked) => {
                    fault(format!("expected at least {asked} item(s)"));
                }
                ("maxItems", Value::Array(items)) if is_more(items.len(), asked) => {
                    fault(format!("expected at most {asked} items"));
                }
                _ => {}
            }
        }
        if let Some(reference) = keywords.get("$ref") {
            let place = reference.as_str().unwrap_or_default();
            let referred = self.schema.pointer(place.trim_start_matches('#'));
            self.check(referred.unwrap_or(&Value::Null), value, at, faults);
        }
        match value {
            Value::Object(fields) => self.check_fields(keywords, fields, at, faults),
            Value::Array(items) => {
                if let Some(schema) = keywords.get("items") {
                    for (index, item) in items.iter().enumerate() {
                        self.check(schema, item, Place::Item(&at, index), faults);
                    }
                }
            }
            _ => {}
        }
    }

    fn check_fields(
        &self,
        keywords: &Map<String, Value>,
        fields: &Map<String, Value>,
        at: Place<'_>,
        faults: &mut Vec<Fault>,
    ) {
        let known = keywords.get("properties").and_then(Value::as_object);
        let schema_of = |name: &str| known.and_then(|known| known.get(name));
        let others = keywords.get("additionalProperties");
        for (name, value) in fields {
            match schema_of(name).or(others) {
                Some(Value::Bool(false)) => {
                    let place = Place::Field(&at, name);
                    faults.push(Fault::at(
                        place.to_string(),
                        "there is no such field".to_owned(),
                    ));
                }
                Some(schema) => self.check(schema, value, Place::Field(&at, name), faults),
                None => {}
            }
        }
        let required = keywords.get("required").map_or(&[][..], list);
        for name in required.iter().filter_map(Value::as_str) {
            if !fields.contains_key(name) {
                let place = Place::Field(&at, name);
                faults.push(Fault::at(
                    place.to_string(),
                    "this field is required".to_owned(),
                ));
            }
        }
    }

    /// Whether one of `schemas` allows `value`. Of ours, no two ever do.
    fn is_any(&self, schemas: &Value, value: &Value) -> bool {
        list(schemas).iter().any(|schema| {
            let mut faults = Vec::new();
            self.check(schema, value, Place::Whole, &mut faults);
            faults.is_empty()
        })
    }
}

/// Makes sure that every keyword is known, and compiles the patterns.
fn understand(
    schema: &Value,
    patterns: &mut BTreeMap<String, Pattern>,
) -> Result<(), NotUnderstood> {
    let Value::Object(keywords) = schema else {
        return Ok(());
    };
    for (keyword, asked) in keywords {
        let not_understood = || NotUnderstood {
            keyword: keyword.clone(),
        };
        match keyword.as_str() {
            "$defs" | "properties" => {
                let schemas = asked.as_object().ok_or_else(not_understood)?.values();
                for schema in schemas {
                    understand(schema, patterns)?;
                }
            }
            "anyOf" | "oneOf" => {
                for schema in list(asked) {
                    understand(schema, patterns)?;
                }
            }
            "items" | "additionalProperties" => understand(asked, patterns)?,
            "pattern" => {
                let text = asked.as_str().ok_or_else(not_understood)?;
                if !patterns.contains_key(text) {
                    let pattern = Pattern::new(text).ok_or_else(not_understood)?;
                    patterns.insert(text.to_owned(), pattern);
                }
            }
            "$ref" if !asked.as_str().is_some_and(|at| at.starts_with("#/")) => {
                return Err(not_understood());
            }
            "$ref" | "const" | "enum" | "maxItems" | "maxLength" | "maximum" | "minItems"
            | "minimum" | "required" | "type" => {}
            other if ANNOTATIONS.contains(&other) => {}
            _ => return Err(not_understood()),
        }
    }
    Ok(())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn is_more(count: usize, limit: &Value) -> bool {
    limit.as_u64().is_some_and(|limit| count as u64 > limit)
}

fn is_at_least(count: usize, limit: &Value) -> bool {
    limit.as_u64().is_none_or(|limit| count as u64 >= limit)
}

/// `types` is one name, or a list of names.
fn is_of_type(value: &Value, types: &Value) -> bool {
    let is = |name: &Value| match name.as_str().unwrap_or_default() {
        "array" => value.is_array(),
        "boolean" => value.is_boolean(),
        // 1.0 is a whole number too.
        "integer" => value.is_i64() || value.is_u64() || value.as_f64().is_some_and(is_whole),
        "null" => value.is_null(),
        "number" => value.is_number(),
        "object" => value.is_object(),
        "string" => value.is_string(),
        _ => false,
    };
    types
        .as_array()
        .map_or_else(|| is(types), |types| types.iter().any(is))
}

fn is_whole(number: f64) -> bool {
    number.fract() == 0.0
}

fn type_names(types: &Value) -> String {
    let one = std::slice::from_ref(types);
    let types = types.as_array().map_or(one, Vec::as_slice);
    let mut names: Vec<&str> = types.iter().filter_map(Value::as_str).collect();
    names.sort_unstable();
    names.join(" or ")
}

#[cfg(test)]
mod tests;
