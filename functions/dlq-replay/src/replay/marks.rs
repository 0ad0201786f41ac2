//! What became of each letter of a replay, one character each.

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What became of one letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    Waiting,
    Sent,
    Processed,
    /// It is among the dead letters again.
    Returned,
    Discarded,
    /// It was gone when its turn came: somebody else has taken it.
    Missing,
    /// It was taken back.
    Undone,
}

/// How many letters stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    pub selected: usize,
    /// Not sent yet.
    pub waiting: usize,
    /// Sent, and nobody knows yet what became of them.
    pub sent: usize,
    pub processed: usize,
    pub returned: usize,
    pub discarded: usize,
    /// Gone when their turn came: somebody else has taken them.
    pub missing: usize,
    /// Taken back.
    pub undone: usize,
}

/// What became of each letter, in the order of the selection. It counts along, since there may be
/// very many.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Marks {
    each: Vec<Mark>,
    counts: Counts,
}

impl Mark {
    /// The mark in a word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Processed => "processed",
            Self::Returned => "returned",
            Self::Discarded => "discarded",
            Self::Missing => "missing",
            Self::Undone => "undone",
        }
    }

    const ALL: [(Self, char); 7] = [
        (Self::Waiting, 'w'),
        (Self::Sent, 's'),
        (Self::Processed, 'p'),
        (Self::Returned, 'r'),
        (Self::Discarded, 'd'),
        (Self::Missing, 'm'),
        (Self::Undone, 'u'),
    ];
}

impl Counts {
    const fn of(&mut self, mark: Mark) -> &mut usize {
        match mark {
            Mark::Waiting => &mut self.waiting,
            Mark::Sent => &mut self.sent,
            Mark::Processed => &mut self.processed,
            Mark::Returned => &mut self.returned,
            Mark::Discarded => &mut self.discarded,
            Mark::Missing => &mut self.missing,
            Mark::Undone => &mut self.undone,
        }
    }
}

impl Marks {
    /// Of so many letters that nothing was done with.
    pub(crate) fn waiting(count: usize) -> Self {
        vec![Mark::Waiting; count].into()
    }

    pub(crate) const fn counts(&self) -> Counts {
        self.counts
    }

    pub(crate) fn get(&self, index: usize) -> Option<Mark> {
        self.each.get(index).copied()
    }

    /// Notes what became of the letter at `index`, which is one of the selection.
    pub(crate) fn set(&mut self, index: usize, mark: Mark) {
        let before = std::mem::replace(&mut self.each[index], mark);
        *self.counts.of(before) -= 1;
        *self.counts.of(mark) += 1;
    }

    /// The places of the letters with this mark.
    pub(crate) fn with(&self, mark: Mark) -> impl Iterator<Item = usize> {
        let marks = self.each.iter().enumerate();
        marks.filter_map(move |(index, &other)| (other == mark).then_some(index))
    }
}

impl From<Vec<Mark>> for Marks {
    fn from(each: Vec<Mark>) -> Self {
        let mut counts = Counts {
            selected: each.len(),
            ..Counts::default()
        };
        for &mark in &each {
            *counts.of(mark) += 1;
        }
        Self { each, counts }
    }
}

impl TryFrom<String> for Marks {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let mark = |c| {
            let known = Mark::ALL.into_iter().find(|(_, letter)| *letter == c);
            known
                .map(|(mark, _)| mark)
                .ok_or_else(|| format!("expected marks such as `wsp`, found `{c}`"))
        };
        let each: Vec<Mark> = text.chars().map(mark).collect::<Result<_, _>>()?;
        Ok(each.into())
    }
}

impl From<Marks> for String {
    fn from(marks: Marks) -> Self {
        let mut text = Self::with_capacity(marks.each.len());
        for mark in marks.each {
            let known = Mark::ALL.into_iter().find(|(known, _)| *known == mark);
            let (_, letter) = known.expect("each mark has a letter");
            text.write_char(letter).expect("a string takes it");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_a_letter_each_and_count_along() {
        let mut marks: Marks = serde_json::from_str("\"wspprdmu\"").unwrap();
        assert_eq!(serde_json::to_string(&marks).unwrap(), "\"wspprdmu\"");
        let counts = marks.counts();
        assert_eq!(
            (counts.selected, counts.processed, counts.undone),
            (8, 2, 1)
        );
        marks.set(0, Mark::Processed);
        assert_eq!(serde_json::to_string(&marks).unwrap(), "\"pspprdmu\"");
        assert_eq!((marks.counts().waiting, marks.counts().processed), (0, 3));
        assert_eq!(marks.with(Mark::Processed).collect::<Vec<_>>(), [0, 2, 3]);
        assert!(serde_json::from_str::<Marks>("\"x\"").is_err());
    }
}
