//! Text from outside, made fit for print: one line, no invisible characters, bounded.
//!
//! Typst has no way to stop a compilation, and a megabyte in one field takes it seconds, so
//! the bound is what keeps a document's cost proportional to its number of lines.

use unicode_normalization::char::is_combining_mark;

/// Longer text is cut here, visibly. Far above anything that the order API accepts.
const LONGEST: usize = 1_000;

/// More marks on one letter are left out: they would stand in the lines above and below. No
/// language puts more on one.
const MOST_MARKS: usize = 4;

/// The text as it is printed.
pub(super) fn printable(text: &str) -> String {
    let mut printed = String::with_capacity(text.len().min(4 * LONGEST));
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    for word in words.filter(|word| !word.is_empty()) {
        if !printed.is_empty() {
            printed.push(' ');
        }
        let mut marks = 0;
        let visible = word.chars().filter(|c| !reorders_or_hides(*c));
        printed.extend(visible.filter(|c| {
            marks = if is_combining_mark(*c) { marks + 1 } else { 0 };
            marks <= MOST_MARKS
        }));
        // A field of megabytes is not read to its end.
        if printed.len() > 4 * LONGEST {
            break;
        }
    }
    if let Some((end, _)) = printed.char_indices().nth(LONGEST) {
        printed.truncate(end);
        printed.push('…');
    }
    printed
}

/// As [`printable`], and `None` where nothing is left to print.
pub(super) fn printable_if_any(text: Option<&String>) -> Option<String> {
    text.map(|text| printable(text))
        .filter(|text| !text.is_empty())
}

/// Directional controls can make `10 EUR` look like `01 EUR` on paper; the others print nothing.
fn reorders_or_hides(c: char) -> bool {
    matches!(
        c,
        '\u{061C}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_one_visible_line() {
        for (raw, printed) in [
            ("Leonie Köhler", "Leonie Köhler"),
            ("  two\r\n lines\tand\u{0}more ", "two lines and more"),
            ("\u{202E}RUE 01\u{202C}", "RUE 01"),
            ("zero\u{200B}width\u{FEFF}", "zerowidth"),
            ("#strong[*x*] \\ $y$", "#strong[*x*] \\ $y$"),
            (" \n ", ""),
            ("Nguye\u{302}\u{303}n", "Nguye\u{302}\u{303}n"),
            (
                "e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}e",
                "e\u{301}\u{302}\u{303}\u{304}e",
            ),
        ] {
            assert_eq!(printable(raw), printed);
        }
    }

    #[test]
    fn longer_text_is_cut_visibly() {
        let whole = "ü".repeat(LONGEST);
        assert_eq!(printable(&whole), whole);
        assert_eq!(printable(&format!("{whole}ü")), format!("{whole}…"));
    }
}
