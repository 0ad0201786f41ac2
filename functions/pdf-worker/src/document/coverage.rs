//! What the embedded fonts can print.
//!
//! A character that is in none of them would print as an empty box, and an accessible PDF must
//! not hold one: it is printed as `?` instead, and the log says so.

use std::collections::BTreeSet;

use order_events::OrderId;
use typst::text::Font;

use super::DocumentKind;

/// How many code points the log names.
const MOST_NAMED: usize = 20;

/// What stood in a text and is in none of the fonts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Replaced {
    count: usize,
    /// Sorted and each named once: the log must not tell what the text was.
    characters: BTreeSet<char>,
}

/// `text` with what some of the `fonts` lack replaced. ASCII is in all of them.
pub(super) fn covered(text: &str, fonts: &[Font]) -> (String, Replaced) {
    let is_covered = |c: char| {
        let has = |font: &Font| font.info().coverage.contains(u32::from(c));
        c.is_ascii() || fonts.iter().all(has)
    };
    let mut replaced = Replaced::default();
    let text = text.chars().map(|c| {
        if is_covered(c) {
            return c;
        }
        replaced.count += 1;
        replaced.characters.insert(c);
        '?'
    });
    (text.collect(), replaced)
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
    use super::super::world::Press;
    use super::*;

    fn check(text: &str, printed: &str, code_points: &str) {
        let (text, replaced) = covered(text, Press::new(None).fonts());
        assert_eq!(text, printed);
        assert_eq!(replaced.code_points(), code_points);
    }

    #[test]
    fn what_no_font_has_is_replaced_and_named_without_its_order() {
        check("Zażółć Ξενία Жанна € − ₹", "Zażółć Ξενία Жанна € − ₹", "");
        check("請求請 ok 🎉", "??? ok ?", "U+6C42 U+8ACB U+1F389");
        let many: String = ('\u{4E00}'..='\u{4E20}').collect();
        let (_, replaced) = covered(&many, Press::new(None).fonts());
        assert_eq!(replaced.count, 33);
        assert!(replaced.code_points().ends_with("U+4E13 …"));
    }
}
