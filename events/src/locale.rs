//! The languages that documents and notifications are written in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A language (BCP 47). The default is English.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    #[default]
    En,
    Es,
    De,
    Fr,
    Pt,
}

impl Locale {
    /// Events leave the default language out.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
