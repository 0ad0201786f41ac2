//! Patterns of text in schemas.
//!
//! The long ones of ours are told by functions: to make them ready for an engine at each cold start
//! was three tenths of the work until order-api was ready. The schema publishes them as patterns, and
//! the tests hold the functions to what those say.

use regex_lite::Regex;

/// Text on one line.
pub(crate) const ANY_TEXT: &str = r"^[^\x00-\x1f\x7f]*$";
/// Text on any number of lines.
pub(crate) const PARAGRAPHS: &str = r"^[^\x00-\x09\x0b-\x1f\x7f]*$";
/// Text on one line that shows something.
pub(crate) const SOME_TEXT: &str = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff][^\x00-\x1f\x7f]*$";
/// What may be an e-mail address.
pub(crate) const EMAIL: &str = r"^[^\s@\x00-\x1f\x7f]+@[^\s@\x00-\x1f\x7f]+$";

/// What `\s` stands for in a schema (ECMA-262, `WhiteSpace` and `LineTerminator`); for the engine
/// it is ASCII.
const BLANK: &str = r"\t\n\x0b\x0c\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";

/// A pattern, ready to be held against text.
#[derive(Debug)]
pub(crate) struct Pattern {
    test: Test,
    /// What it asks for, in words.
    meaning: String,
}

#[derive(Debug)]
enum Test {
    Ours(fn(&str) -> bool),
    Other(Regex),
}

impl Pattern {
    /// Nothing, if `pattern` is not understood.
    pub(crate) fn new(pattern: &str) -> Option<Self> {
        let ours = |fits: fn(&str) -> bool, meaning: &str| Self {
            test: Test::Ours(fits),
            meaning: meaning.to_owned(),
        };
        Some(match pattern {
            ANY_TEXT => ours(
                is_one_line,
                "expected one line of text, without control characters",
            ),
            PARAGRAPHS => ours(
                is_lines,
                "expected text without control characters other than line feeds",
            ),
            SOME_TEXT => ours(
                |text| is_one_line(text) && text.contains(shows),
                "expected one line of text that is not blank, without control characters",
            ),
            EMAIL => ours(is_address, "expected an e-mail address"),
            other => {
                let ecma = other
                    .replace(r"\S", &format!("[^{BLANK}]"))
                    .replace(r"\s", BLANK);
                Self {
                    test: Test::Other(Regex::new(&ecma).ok()?),
                    meaning: format!("expected text like {other}"),
                }
            }
        })
    }

    pub(crate) fn fits(&self, text: &str) -> bool {
        match &self.test {
            Test::Ours(fits) => fits(text),
            Test::Other(regex) => regex.is_match(text),
        }
    }

    pub(crate) fn meaning(&self) -> &str {
        &self.meaning
    }
}

fn is_one_line(text: &str) -> bool {
    !text.contains(is_control)
}

fn is_lines(text: &str) -> bool {
    !text.contains(|c| is_control(c) && c != '\n')
}

fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let stands_alone = |c| c == '@' || is_control(c) || is_blank(c);
    [local, domain]
        .iter()
        .all(|part| !part.is_empty() && !part.contains(stands_alone))
}

/// Whether something is seen on paper.
fn shows(c: char) -> bool {
    let is_mark = matches!(
        c,
        '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
    );
    !is_mark && !is_control(c) && !is_blank(c)
}

/// `[\x00-\x1f\x7f]`.
fn is_control(c: char) -> bool {
    c.is_ascii_control()
}

/// [`BLANK`].
fn is_blank(c: char) -> bool {
    matches!(
        c,
        '\t'..='\r' | ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{2028}'
            | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn engine(pattern: &str) -> Regex {
        let ecma = pattern.replace(r"\s", BLANK);
        Regex::new(&ecma).unwrap()
    }

    #[test]
    fn each_character_fits_as_its_pattern_says() {
        for pattern in [ANY_TEXT, PARAGRAPHS, SOME_TEXT, EMAIL] {
            let (ours, engine) = (Pattern::new(pattern).unwrap(), engine(pattern));
            for c in '\0'..='\u{ffff}' {
                for text in [format!("{c}"), format!("a{c}@b"), format!("a@b{c}")] {
                    assert_eq!(
                        ours.fits(&text),
                        engine.is_match(&text),
                        "{pattern} {text:?}"
                    );
                }
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_fits_as_its_pattern_says(
            text in "[a@. \u{0}\n\r\t\u{a0}\u{200b}\u{202e}\u{feff}\u{85}é]{0,12}"
        ) {
            for pattern in [ANY_TEXT, PARAGRAPHS, SOME_TEXT, EMAIL] {
                let ours = Pattern::new(pattern).unwrap();
                prop_assert_eq!(ours.fits(&text), engine(pattern).is_match(&text), "{}", pattern);
            }
        }
    }
}
