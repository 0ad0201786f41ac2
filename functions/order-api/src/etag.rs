//! Entity tags: the version of an order, in quotes (RFC 9110 §8.8.3).

use order_events::Version;

/// The value of an `If-Match` or `If-None-Match` header (RFC 9110 §13.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Condition {
    Any,
    Tags(Vec<Tag>),
}

/// One entity tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag {
    weak: bool,
    opaque: String,
}

/// The header's value is no list of entity tags.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected entity tags such as `\"3\"`, or `*`")]
pub(crate) struct InvalidCondition;

/// The entity tag of an order at `version`.
pub(crate) fn of(version: Version) -> String {
    format!("\"{version}\"")
}

impl Condition {
    pub(crate) fn parse(value: &str) -> Result<Self, InvalidCondition> {
        if value.trim() == "*" {
            return Ok(Self::Any);
        }
        let tags: Option<Vec<Tag>> = value.split(',').map(|tag| Tag::parse(tag.trim())).collect();
        tags.map(Self::Tags).ok_or(InvalidCondition)
    }

    /// Whether one of the tags is that of `version`. For `If-Match`, a weak tag is none.
    pub(crate) fn matches_strongly(&self, version: Version) -> bool {
        self.any(|tag| !tag.weak && tag.is(version))
    }

    /// Whether one of the tags is that of `version`, strong or weak, as `If-None-Match` has it.
    pub(crate) fn matches_weakly(&self, version: Version) -> bool {
        self.any(|tag| tag.is(version))
    }

    fn any(&self, matches: impl Fn(&Tag) -> bool) -> bool {
        match self {
            Self::Any => true,
            Self::Tags(tags) => tags.iter().any(matches),
        }
    }
}

impl Tag {
    fn parse(text: &str) -> Option<Self> {
        let (weak, quoted) = match text.strip_prefix("W/") {
            Some(quoted) => (true, quoted),
            None => (false, text),
        };
        let opaque = quoted.strip_prefix('"')?.strip_suffix('"')?;
        (!opaque.contains('"')).then(|| Self {
            weak,
            opaque: opaque.to_owned(),
        })
    }

    fn is(&self, version: Version) -> bool {
        self.opaque == version.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, strongly: bool, weakly: bool) {
        let condition = Condition::parse(value).unwrap();
        let version = Version(3);
        assert_eq!(condition.matches_strongly(version), strongly, "{value}");
        assert_eq!(condition.matches_weakly(version), weakly, "{value}");
    }

    #[test]
    fn a_condition_names_versions() {
        check("\"3\"", true, true);
        check("W/\"3\"", false, true);
        check("\"1\", \"3\"", true, true);
        check("\"33\"", false, false);
        check(" * ", true, true);
        assert_eq!(of(Version(3)), "\"3\"");
        for value in ["", "3", "\"3", "\"3\" \"4\"", "\"3\",", "w/\"3\""] {
            assert_eq!(Condition::parse(value), Err(InvalidCondition), "{value}");
        }
    }
}
