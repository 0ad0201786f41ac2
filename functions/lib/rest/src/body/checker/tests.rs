//! The checker beside a general validator: for any value, the same places are at fault.

use std::collections::BTreeSet;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;

use super::*;

const SCHEMA: &str = include_str!("../../../../../../schemas/events/order-status-changed.v1.json");
const EVENT: &str =
    include_str!("../../../../../../schemas/examples/order-status-changed.v1/discounted.json");

/// A schema of its own for the keywords that events do without, and for the patterns of bodies.
fn rules() -> Value {
    let generator = &mut schemars::SchemaGenerator::default();
    let mut schemas = [
        crate::schema::text::<12>(generator),
        crate::schema::paragraphs::<12>(generator),
        crate::schema::required_text::<12>(generator),
        crate::schema::email(generator),
    ]
    .map(Value::from)
    .to_vec();
    schemas.push(
        json!({"type": ["string", "integer"], "pattern": "\\S", "minimum": 1,
                        "maximum": 999}),
    );
    schemas.push(json!({"enum": ["a", "b"]}));
    let names = "abcdef".chars().map(String::from);
    let fields: Map<String, Value> = names.zip(schemas).collect();
    let object = json!({"type": "object", "properties": fields, "required": ["a", "c"],
                        "additionalProperties": false});
    json!({"type": "array", "items": {"anyOf": [object, {"type": "null"}]}, "minItems": 1,
           "maxItems": 3, "$schema": "https://json-schema.org/draft/2020-12/schema"})
}

fn validator(schema: &Value) -> Validator {
    jsonschema::validator_for(schema).unwrap()
}

fn below(at: &str, name: &str) -> String {
    format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// Where the validator finds faults.
fn places(validator: &Validator, value: &Value) -> BTreeSet<String> {
    let of = |error: ValidationError<'_>| {
        let at = error.instance_path().to_string();
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                unexpected.iter().map(|name| below(&at, name)).collect()
            }
            ValidationErrorKind::Required { property } => {
                vec![below(&at, property.as_str().unwrap())]
            }
            _ => vec![at],
        }
    };
    validator.iter_errors(value).flat_map(of).collect()
}

#[track_caller]
fn check(schema: &Value, validator: &Validator, value: &Value) {
    let ours = Checker::new(schema.clone()).unwrap().faults(value);
    let ours: BTreeSet<String> = ours
        .iter()
        .map(|fault| {
            serde_json::to_value(fault).unwrap()["pointer"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(ours, places(validator, value), "{value}");
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-3..1_200).prop_map(Value::from),
        (0..5_u8).prop_map(|number| json!(f64::from(number) / 2.0)),
        "[ab]".prop_map(Value::from),
        "[a@. ~/\u{0}\n\r\t\u{a0}\u{2003}\u{200b}\u{feff}\u{85}é]{0,14}".prop_map(Value::from),
        "[0-9]{1,3}(\\.[0-9]{1,5})?".prop_map(Value::from),
        "[A-Z]{1,4}".prop_map(Value::from),
    ]
}

/// `value` with what is at `path` replaced: a step is one of the things in a thing, by its number.
fn replace(value: &mut Value, path: &[usize], with: Option<Value>) {
    let Some((step, rest)) = path.split_first() else {
        *value = with.unwrap_or_default();
        return;
    };
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            let name = fields.keys().nth(step % fields.len()).cloned().unwrap();
            match (rest, with) {
                ([], None) => {
                    let gone = fields.remove(&name).unwrap();
                    fields.insert(format!("{name}~/"), gone);
                }
                (_, with) => replace(&mut fields[&name], rest, with),
            }
        }
        Value::Array(items) if !items.is_empty() => {
            let index = step % items.len();
            replace(&mut items[index], rest, with);
        }
        _ => *value = with.unwrap_or_default(),
    }
}

proptest! {
    #[test]
    fn an_event_that_was_changed_somewhere_has_the_same_faults(
        changes in vec((vec(0..24_usize, 1..5), proptest::option::of(scalar())), 1..4)
    ) {
        let schema: Value = serde_json::from_str(SCHEMA).unwrap();
        let validator = validator(&schema);
        let mut event: Value = serde_json::from_str(EVENT).unwrap();
        for (path, with) in changes {
            replace(&mut event, &path, with);
        }
        check(&schema, &validator, &event);
    }

    #[test]
    fn any_values_have_the_same_faults(
        items in vec(proptest::option::of(vec(("[a-g]", scalar()), 0..6)), 0..5)
    ) {
        let schema = rules();
        let validator = validator(&schema);
        let item = |fields: Option<Vec<(String, Value)>>| {
            fields.map_or(Value::Null, |fields| fields.into_iter().collect())
        };
        let value: Value = items.into_iter().map(item).collect();
        check(&schema, &validator, &value);
        // On their own, so that each fault counts, and not only whether there is any.
        let schema = &schema["items"]["anyOf"][0];
        let validator = self::validator(schema);
        for item in value.as_array().unwrap() {
            check(schema, &validator, item);
        }
    }
}

#[test]
fn a_keyword_that_is_not_understood_is_named() {
    let error = Checker::new(json!({"items": {"multipleOf": 2}})).unwrap_err();
    assert_eq!(
        error.to_string(),
        "understand the keyword `multipleOf` of a schema"
    );
}
