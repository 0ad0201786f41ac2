//! What the embedded fonts can print.
//!
//! A character that is in none of them would print as an empty box, and an accessible PDF must
//! not hold one: it is printed as `?` instead, and the log says so.

use std::collections::BTreeSet;

use order_events::OrderId;
use unicode_segmentation::UnicodeSegmentation;

use super::DocumentKind;
use super::fonts::{Fonts, has};

/// It is in every font of the documents.
const REPLACEMENT: char = '?';

/// How many code points the log names.
const MOST_NAMED: usize = 20;

/// What stood in a text and is in none of the fonts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Replaced {
    count: usize,
    /// Sorted and each named once: the log must not tell what the text was.
    characters: BTreeSet<char>,
}

/// `text` with what cannot be printed replaced.
///
/// A letter and the marks on it are set in one font, so it is not enough that each of them is in
/// some font: whichever font is taken for the letter must have the marks too.
pub(super) fn covered(text: &str, fonts: &Fonts) -> (String, Replaced) {
    let mut replaced = Replaced::default();
    // Almost every document.
    if text.is_ascii() {
        return (text.to_owned(), replaced);
    }
    let mut printed = String::with_capacity(text.len());
    for cluster in text.graphemes(true) {
        if cluster.is_ascii() {
            printed.push_str(cluster);
            continue;
        }
        // The font of what came before it in its cluster; at the beginning nobody's.
        let mut base = None;
        // A sign that is written around what follows it (U+06DD) takes even ASCII into its cluster,
        // which is in another font, and may be no text at all: it stays as it is.
        let ascii = cluster.find(|c: char| c.is_ascii()).unwrap_or(0);
        for (at, c) in cluster.char_indices() {
            if at < ascii {
                replaced.count += 1;
                replaced.characters.insert(c);
                printed.push(REPLACEMENT);
                continue;
            }
            let base_of_c = base.unwrap_or(c);
            if is_covered(c, base_of_c, fonts) {
                base = Some(base_of_c);
                printed.push(c);
            } else {
                replaced.count += 1;
                replaced.characters.insert(c);
                base = Some(REPLACEMENT);
                printed.push(REPLACEMENT);
            }
        }
    }
    (printed, replaced)
}

/// Whether the font that is taken for `base` has `c`.
fn is_covered(c: char, base: char, fonts: &Fonts) -> bool {
    // Needs no glyph: it says where amounts stand beside text from right to left.
    if c == '\u{200E}' {
        return true;
    }
    let is_own = |c: char| c.is_ascii() || fonts.own().iter().all(|font| has(font, c));
    if is_own(base) {
        return is_own(c);
    }
    let mut others = fonts.others_with(base).peekable();
    others.peek().is_some() && others.all(|font| has(font, c))
}

impl Replaced {
    /// Says in the log what could not be printed, if anything.
    pub(super) fn report(&self, kind: DocumentKind, order_id: OrderId) {
        let count = self.count;
        if count > 0 {
            tracing::warn!(
                order.id = %order_id,
                count,
                code_points = self.code_points(),
                "{count} characters of the {kind} of order `{order_id}` are in none of the fonts: \
                 each is printed as `?`",
            );
        }
    }

    fn code_points(&self) -> String {
        let named = self.characters.iter().take(MOST_NAMED);
        let mut named: Vec<_> = named.map(|c| format!("U+{:04X}", u32::from(*c))).collect();
        if self.characters.len() > MOST_NAMED {
            named.push("…".to_owned());
        }
        named.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, printed: &str, code_points: &str) {
        let (text, replaced) = covered(text, &Fonts::embedded());
        assert_eq!(text, printed);
        assert_eq!(replaced.code_points(), code_points);
    }

    #[test]
    fn what_no_font_has_is_replaced_and_named_without_its_order() {
        let greek_and_others = "Zażółć Ξενία Жанна € − ₹ شركة النور שָׁלוֹם";
        check(greek_and_others, greek_and_others, "");
        check("請求請 ok 🎉", "??? ok ?", "U+6C42 U+8ACB U+1F389");
        let many: String = ('\u{4E00}'..='\u{4E20}').collect();
        let (_, replaced) = covered(&many, &Fonts::embedded());
        assert_eq!(replaced.count, 33);
        assert!(replaced.code_points().ends_with("U+4E13 …"));
    }

    #[test]
    fn a_mark_needs_the_font_of_its_letter() {
        // Acute and fatha are in some font each, but in none together with the other's letter.
        check("e\u{301} ن\u{64E}", "e\u{301} ن\u{64E}", "");
        check("ن\u{301}\u{64E}", "ن??", "U+0301 U+064E");
        check("e\u{64E}\u{301}", "e?\u{301}", "U+064E");
        check("語\u{301}", "?\u{301}", "U+8A9E");
    }

    #[test]
    fn a_sign_around_its_followers_takes_none_of_them_along() {
        check("\u{6DD}\"", "?\"", "U+06DD");
        check("\u{6DD}e\u{301}", "?e\u{301}", "U+06DD");
    }
}
