//! In whose name a token may be.

/// Longest subject that the order API takes, in characters.
pub(crate) const LONGEST: usize = 255;

pub(crate) fn is_acceptable(subject: &str) -> bool {
    (1..=LONGEST).contains(&subject.chars().count()) && !subject.contains(char::is_control)
}
