//! Condition expressions, as far as `order-store` writes them.

use serde_json::Value;

/// Whether `condition` holds for `item`, which is absent or an object of attributes.
///
/// # Panics
/// On an expression that is not known here, so that none is taken for true by mistake.
pub(crate) fn holds(condition: &str, values: &Value, item: Option<&Value>) -> bool {
    condition
        .split(" OR ")
        .any(|term| term_holds(term.trim(), values, item))
}

fn term_holds(term: &str, values: &Value, item: Option<&Value>) -> bool {
    if let Some(name) = term.strip_prefix("attribute_not_exists(") {
        let name = name.trim_end_matches(')');
        return item.is_none_or(|item| item.get(name).is_none());
    }
    let mut words = term.split(' ');
    let (Some(name), Some(operator), Some(value), None) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        panic!("unknown condition `{term}`");
    };
    let present = item.and_then(|item| number(item.get(name)?));
    let given = number(&values[value]).expect("only numbers are compared");
    match operator {
        "=" => present == Some(given),
        "<=" => present.is_some_and(|present| present <= given),
        _ => panic!("unknown operator in `{term}`"),
    }
}

/// The number of an attribute value.
pub(crate) fn number(attribute: &Value) -> Option<u64> {
    attribute.get("N")?.as_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn table() {
        let item = json!({"version": {"N": "3"}, "expiresAt": {"N": "10"}});
        let check = |condition, value: u64, item| {
            holds(condition, &json!({":v": {"N": value.to_string()}}), item)
        };
        assert!(check("attribute_not_exists(version)", 0, None));
        assert!(!check("attribute_not_exists(version)", 0, Some(&item)));
        assert!(check("version = :v", 3, Some(&item)));
        assert!(!check("version = :v", 3, None));
        let either = "attribute_not_exists(version) OR expiresAt <= :v";
        assert!(check(either, 10, Some(&item)));
        assert!(!check(either, 9, Some(&item)));
    }
}
