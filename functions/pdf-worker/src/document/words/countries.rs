//! The names of countries.

use order_events::Locale;

/// A code of ISO 3166-1 alpha-2 a line, and behind it a name for each column; `countries.mjs`
/// writes it.
const COUNTRIES: &str = include_str!("countries.tsv");

/// The name of the country with the `code`, if that is one.
pub(in super::super) fn country_name(locale: Locale, code: &str) -> Option<&'static str> {
    let column = match locale {
        Locale::En => 1,
        Locale::Es => 2,
        Locale::De => 3,
        Locale::Fr => 4,
        Locale::Pt => 5,
    };
    let mut rows = COUNTRIES.lines().map(|row| row.split('\t'));
    let mut row = rows.find(|row| row.clone().next() == Some(code))?;
    row.nth(column)
}
