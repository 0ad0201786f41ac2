//! Schemas of text in bodies.

use schemars::{Schema, SchemaGenerator, json_schema};

use crate::pattern::{ANY_TEXT, EMAIL, PARAGRAPHS, SOME_TEXT};

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
