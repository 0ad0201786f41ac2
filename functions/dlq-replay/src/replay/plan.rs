//! What a request would do, as a dry run tells it.

use rest::Fault;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::verdict::VerdictKind;

/// What a request would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReplayPlan {
    /// Letters that the filter takes.
    pub matched: usize,
    /// Letters that would be replayed or discarded.
    pub selected: usize,
    /// Those letters by their verdict, if they were judged.
    pub verdicts: Vec<Judged>,
    /// Letters that would stay, by their verdict.
    pub refused: Vec<Refused>,
    /// What a patch makes of the first letters.
    pub previews: Vec<Preview>,
    /// Letters that were looked at.
    pub scanned: usize,
    /// Whether those were all.
    pub complete: bool,
}

/// Letters with the same verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Judged {
    pub verdict: VerdictKind,
    pub count: usize,
}

/// Letters that stay where they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Refused {
    pub verdict: VerdictKind,
    pub count: usize,
    /// The id of one of them.
    pub sample: String,
}

/// A payload before and after the patch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    pub id: String,
    pub before: String,
    pub after: String,
    /// What is wrong with it after the patch.
    pub errors: Vec<Fault>,
}

impl ReplayPlan {
    /// Counts a letter that would be replayed or discarded.
    pub(super) fn select(&mut self, verdict: Option<VerdictKind>) {
        self.selected += 1;
        let Some(verdict) = verdict else {
            return;
        };
        let mut known = self.verdicts.iter_mut();
        match known.find(|judged| judged.verdict == verdict) {
            Some(judged) => judged.count += 1,
            None => self.verdicts.push(Judged { verdict, count: 1 }),
        }
    }

    /// Counts a letter that would stay, and names the first of them.
    pub(super) fn refuse(&mut self, verdict: VerdictKind, id: &str) {
        let mut known = self.refused.iter_mut();
        match known.find(|refused| refused.verdict == verdict) {
            Some(refused) => refused.count += 1,
            None => self.refused.push(Refused {
                verdict,
                count: 1,
                sample: id.to_owned(),
            }),
        }
    }
}
