//! How much room figures take, so that columns need not be measured by setting them twice.

/// The width of the widest of `figures`, in thousandths of the font's size.
pub(super) fn widest<'a>(figures: impl Iterator<Item = &'a String>) -> u32 {
    figures.map(|figure| width(figure)).max().unwrap_or(0)
}

/// The most that a figure takes in any weight of the documents' fonts.
pub(super) fn width(figure: &str) -> u32 {
    let width = |c: char| match c {
        '0'..='9' => 672,
        '.' | ',' | ' ' | '\u{A0}' | '\u{202F}' => 300,
        '−' => 675,
        _ => 1_010,
    };
    figure.chars().map(width).sum()
}
