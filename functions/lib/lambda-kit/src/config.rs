//! Settings from the environment, read once at start.

/// Environment variables that the function can't work without are not set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("start: set the environment variable(s) `{}`", names.join("`, `"))]
pub struct MissingSettings {
    names: Vec<&'static str>,
}

/// The values of `names`, in their order.
///
/// # Errors
/// Names every variable that is missing or empty, not only the first.
pub fn required<const N: usize>(names: [&'static str; N]) -> Result<[String; N], MissingSettings> {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is where the house rule sends everyone"
    )]
    read(names, |name| std::env::var(name).ok())
}

/// The value of `name`, if it is set and not empty.
#[must_use]
pub fn optional(name: &str) -> Option<String> {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is where the house rule sends everyone"
    )]
    let value = std::env::var(name).ok();
    value.filter(|value| !value.is_empty())
}

fn read<const N: usize>(
    names: [&'static str; N],
    lookup: impl Fn(&str) -> Option<String>,
) -> Result<[String; N], MissingSettings> {
    let values = names.map(|name| lookup(name).filter(|value| !value.is_empty()));
    let missing: Vec<_> = names
        .iter()
        .zip(&values)
        .filter(|(_, value)| value.is_none())
        .map(|(name, _)| *name)
        .collect();
    if missing.is_empty() {
        Ok(values.map(Option::unwrap_or_default))
    } else {
        Err(MissingSettings { names: missing })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_missing_variable_is_named() {
        let lookup = |name: &str| match name {
            "TABLE" => Some("orders".to_owned()),
            "EMPTY" => Some(String::new()),
            _ => None,
        };
        assert_eq!(read(["TABLE"], lookup), Ok(["orders".to_owned()]));
        let error = read(["TABLE", "EMPTY", "QUEUE"], lookup).unwrap_err();
        let text = "start: set the environment variable(s) `EMPTY`, `QUEUE`";
        assert_eq!(error.to_string(), text);
    }
}
