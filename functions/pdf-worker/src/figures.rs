//! How each language writes amounts, numbers and shares.
//!
//! For print, spaces inside of a figure do not break and the minus is a minus sign; [`plain`]
//! gives the same text in characters that every telephone has.

use order_events::{BasisPoints, Locale, Money, Quantity};

/// Of the width that French puts between groups of digits.
const NARROW_SPACE: char = '\u{202F}';
const NO_BREAK_SPACE: char = '\u{A0}';
const MINUS: char = '−';

/// How one language writes figures.
#[derive(Debug)]
pub(crate) struct Figures {
    /// Between the units and their fraction.
    decimal_mark: char,
    /// Between groups of three digits.
    group_mark: char,
    percent: &'static str,
    code: CodePlace,
}

/// Where a currency's code stands (Interinstitutional Style Guide of the EU, 7.3.3).
#[derive(Debug)]
enum CodePlace {
    BeforeAmount,
    AfterAmount,
}

static ENGLISH: Figures = Figures {
    decimal_mark: '.',
    group_mark: ',',
    percent: "%",
    code: CodePlace::BeforeAmount,
};

static SPANISH: Figures = Figures {
    decimal_mark: ',',
    group_mark: '.',
    percent: "\u{A0}%",
    code: CodePlace::AfterAmount,
};

static GERMAN: Figures = Figures {
    decimal_mark: ',',
    group_mark: '.',
    percent: "\u{A0}%",
    code: CodePlace::AfterAmount,
};

static FRENCH: Figures = Figures {
    decimal_mark: ',',
    group_mark: NARROW_SPACE,
    percent: "\u{202F}%",
    code: CodePlace::AfterAmount,
};

static PORTUGUESE: Figures = Figures {
    decimal_mark: ',',
    group_mark: '.',
    percent: "%",
    code: CodePlace::AfterAmount,
};

impl Figures {
    pub(crate) fn of(locale: Locale) -> &'static Self {
        match locale {
            Locale::En => &ENGLISH,
            Locale::Es => &SPANISH,
            Locale::De => &GERMAN,
            Locale::Fr => &FRENCH,
            Locale::Pt => &PORTUGUESE,
        }
    }

    /// `EUR 1,234.56` in English, `1.234,56 EUR` in German.
    pub(crate) fn amount(&self, money: Money) -> String {
        let (decimal, code) = (self.decimal(money), money.currency.code());
        match self.code {
            CodePlace::BeforeAmount => format!("{code}{NO_BREAK_SPACE}{decimal}"),
            CodePlace::AfterAmount => format!("{decimal}{NO_BREAK_SPACE}{code}"),
        }
    }

    /// The amount alone, for a column whose heading names the currency.
    pub(crate) fn decimal(&self, money: Money) -> String {
        self.grouped(&money.decimal())
    }

    pub(crate) fn quantity(&self, quantity: Quantity) -> String {
        self.grouped(&quantity.to_string())
    }

    /// `2100` basis points as `21%` or `21 %`, `550` as `5.5%` or `5,5 %`.
    pub(crate) fn percent(&self, share: BasisPoints) -> String {
        let (whole, fraction) = (share.get() / 100, share.get() % 100);
        let digits = if fraction == 0 {
            whole.to_string()
        } else {
            let plain = format!("{whole}.{fraction:02}");
            self.grouped(plain.trim_end_matches('0'))
        };
        digits + self.percent
    }

    /// A plain decimal (`-1234.5`) as the language writes it.
    fn grouped(&self, plain: &str) -> String {
        let digits = plain.trim_start_matches('-');
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let mut text = String::with_capacity(2 * plain.len());
        if digits.len() < plain.len() {
            text.push(MINUS);
        }
        for (index, digit) in whole.char_indices() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                text.push(self.group_mark);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push(self.decimal_mark);
            text.push_str(fraction);
        }
        text
    }
}

/// The same figure with the spaces and the minus of a keyboard.
pub(crate) fn plain(figure: &str) -> String {
    let character = |c| match c {
        NARROW_SPACE | NO_BREAK_SPACE => ' ',
        MINUS => '-',
        other => other,
    };
    figure.chars().map(character).collect()
}

#[cfg(test)]
mod tests {
    use order_events::MinorUnits;

    use super::*;

    #[test]
    fn amounts_are_written_as_the_language_does() {
        for (locale, amount, currency, text) in [
            (Locale::En, 123_456, "EUR", "EUR 1,234.56"),
            (Locale::De, -123_456_789, "EUR", "-1.234.567,89 EUR"),
            (Locale::Fr, 123_456, "EUR", "1 234,56 EUR"),
            (Locale::Es, 1_234, "JPY", "1.234 JPY"),
            (Locale::Pt, 594, "KWD", "0,594 KWD"),
        ] {
            let figure = Figures::of(locale).amount(Money {
                amount: MinorUnits(amount),
                currency: currency.parse().unwrap(),
            });
            assert_eq!(plain(&figure), text);
            assert!(!figure.contains([' ', '-']), "{figure} may break");
        }
    }

    #[test]
    fn shares_and_quantities_are_written_as_the_language_does() {
        let write = |locale| {
            let figures = Figures::of(locale);
            let share = |points: u16| figures.percent(points.try_into().unwrap());
            let quantity = figures.quantity("1234.5".parse().unwrap());
            plain(&format!("{} {} {quantity}", share(2_100), share(550)))
        };
        assert_eq!(write(Locale::En), "21% 5.5% 1,234.5");
        assert_eq!(write(Locale::Es), "21 % 5,5 % 1.234,5");
        assert_eq!(write(Locale::De), "21 % 5,5 % 1.234,5");
        assert_eq!(write(Locale::Fr), "21 % 5,5 % 1 234,5");
        assert_eq!(write(Locale::Pt), "21% 5,5% 1.234,5");
    }
}
