//! Schemas of text in bodies, and what they ask for in words.

use schemars::{Schema, SchemaGenerator, json_schema};

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
#[must_use]
pub fn text<const LONGEST: u32>(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": ["string", "null"], "maxLength": LONGEST, "pattern": ANY_TEXT})
}

/// Optional text on any number of lines, of at most `LONGEST` characters.
#[must_use]
pub fn paragraphs<const LONGEST: u32>(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": ["string", "null"], "maxLength": LONGEST, "pattern": PARAGRAPHS})
}

/// Text on one line that is not blank, of at most `LONGEST` characters.
#[must_use]
pub fn required_text<const LONGEST: u32>(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "string", "maxLength": LONGEST, "pattern": SOME_TEXT})
}

/// An optional e-mail address. Whether it works only a message can tell.
#[must_use]
pub fn email(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": ["string", "null"], "maxLength": 254, "pattern": EMAIL})
}

/// What `pattern` asks for, if it is one of ours.
pub(crate) fn meaning(pattern: &str) -> Option<&'static str> {
    let known = PATTERNS.iter().find(|(known, _)| *known == pattern);
    known.map(|(_, meaning)| *meaning)
}
