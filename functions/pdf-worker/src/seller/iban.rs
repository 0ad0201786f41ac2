//! The number of a bank account.

use serde::Deserialize;

/// An International Bank Account Number whose check digits are right (ISO 13616), without spaces.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Iban(String);

/// The text is not an IBAN.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected an IBAN with the right check digits, found `{found}`")]
pub struct InvalidIban {
    found: String,
}

impl Iban {
    /// As machines read it.
    pub(crate) fn compact(&self) -> &str {
        &self.0
    }

    /// In groups of four, as it is printed and typed.
    pub(crate) fn grouped(&self) -> String {
        let mut text = String::new();
        for (index, c) in self.0.char_indices() {
            if index > 0 && index.is_multiple_of(4) {
                text.push(' ');
            }
            text.push(c);
        }
        text
    }
}

impl TryFrom<String> for Iban {
    type Error = InvalidIban;

    fn try_from(found: String) -> Result<Self, Self::Error> {
        let compact = found.replace(' ', "");
        let is_alphanumeric = compact
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        if !is_alphanumeric || !(15..=34).contains(&compact.len()) {
            return Err(InvalidIban { found });
        }
        // The country and the check digits go to the end, and A is 10 (ISO 7064, MOD 97-10).
        let (head, tail) = compact.split_at(4);
        let digits = tail.chars().chain(head.chars());
        let remainder = digits
            .filter_map(|c| c.to_digit(36))
            .fold(0, |rest, digit| {
                let places = if digit < 10 { 10 } else { 100 };
                (rest * places + digit) % 97
            });
        if remainder == 1 {
            Ok(Self(compact))
        } else {
            Err(InvalidIban { found })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_do_not_count_and_groups_are_of_four() {
        for text in ["DE89370400440532013000", "DE89 3704 0044 0532 0130 00"] {
            let iban = Iban::try_from(text.to_owned()).unwrap();
            assert_eq!(iban.compact(), "DE89370400440532013000");
            assert_eq!(iban.grouped(), "DE89 3704 0044 0532 0130 00");
        }
    }

    #[test]
    fn a_slip_of_the_pen_is_refused() {
        for text in [
            "",
            "DE89",
            "DE88370400440532013000",
            "DE89370400440532013009",
            "de89370400440532013000",
            "DE89-3704-0044-0532-0130-00",
        ] {
            assert!(Iban::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
