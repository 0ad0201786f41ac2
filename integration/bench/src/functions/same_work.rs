//! Whether two programs do the same work, as they must to be held against each other: answers and
//! rows with the same fields.

use serde_json::Value;

use super::{OrderApi, Surroundings, Wish};
use crate::dynamodb::Stream;
use crate::error::BenchError;
use crate::lambda::Program;

/// Has both grant each of the wishes, and compares.
pub(super) async fn check(
    wishes: &[Wish],
    ours: impl Fn(&Surroundings) -> Program,
    theirs: impl Fn(&Surroundings) -> Program,
) -> Result<(), BenchError> {
    let ours = leaves(wishes, ours).await?;
    let theirs = leaves(wishes, theirs).await?;
    match difference(ours, theirs) {
        Some((ours, theirs)) => Err(BenchError::OtherWork { ours, theirs }),
        None => Ok(()),
    }
}

/// What a program answers and leaves in the tables, but for the values.
async fn leaves(
    wishes: &[Wish],
    program: impl Fn(&Surroundings) -> Program,
) -> Result<Vec<Value>, BenchError> {
    let around = Surroundings::start(Stream::Off).await?;
    let (mut api, _) = OrderApi::start(&around, &program(&around), 0).await?;
    let mut left = Vec::new();
    for wish in wishes {
        left.push(shape(&api.answer(*wish).await?));
    }
    api.stop().await?;
    let rows = around.rows()?;
    left.extend(rows.iter().flatten().map(shape));
    Ok(left)
}

/// The first that is not the same, or how many there are.
fn difference(ours: Vec<Value>, theirs: Vec<Value>) -> Option<(Value, Value)> {
    if ours.len() != theirs.len() {
        return Some((ours.len().into(), theirs.len().into()));
    }
    let mut pairs = ours.into_iter().zip(theirs);
    pairs.find(|(ours, theirs)| ours != theirs)
}

/// `value` with the names of types in the place of values.
fn shape(value: &Value) -> Value {
    match value {
        Value::Null => "null".into(),
        Value::Bool(_) => "boolean".into(),
        Value::Number(_) => "number".into(),
        Value::String(_) => "string".into(),
        Value::Array(items) => items.iter().map(shape).collect(),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, field)| (name.clone(), shape(field)))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_is_all_but_the_values() {
        let shape_of = |text: &str| shape(&serde_json::from_str(text).unwrap());
        let row = r#"{"id": {"S": "a"}, "lines": {"L": [{"N": "1"}]}}"#;
        assert_eq!(
            shape_of(row),
            shape_of(r#"{"lines": {"L": [{"N": "7"}]}, "id": {"S": "b"}}"#)
        );
        for other in [
            r#"{"id": {"S": "a"}, "lines": {"L": [{"N": 1}]}}"#,
            r#"{"id": {"S": "a"}, "lines": {"L": []}}"#,
            r#"{"id": {"S": "a"}}"#,
        ] {
            assert_ne!(shape_of(row), shape_of(other), "{other}");
        }
    }
}
