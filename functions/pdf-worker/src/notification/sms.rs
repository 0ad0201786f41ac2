//! One text message: 160 characters of the GSM alphabet, or 70 of any other (3GPP TS 23.038).

/// Characters that take one septet of a message, besides the letters and digits of English.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà";
/// Characters that take two.
const EXTENDED: &str = "\u{c}^{}\\[~]|€";

const SEPTETS: usize = 160;
const UCS2_UNITS: usize = 70;

/// `text` and, if it fits into the same message, `link`. A text that is too long is cut.
pub(super) fn text(text: &str, link: &str) -> String {
    let both = format!("{text} {link}");
    if fits(&both) {
        return both;
    }
    let mut cut = text.to_owned();
    while !fits(&cut) {
        cut.pop();
    }
    cut
}

fn fits(text: &str) -> bool {
    match septets(text) {
        Some(count) => count <= SEPTETS,
        None => text.encode_utf16().count() <= UCS2_UNITS,
    }
}

/// How many septets the text takes; `None` if it can't be written in the GSM alphabet.
pub(super) fn septets(text: &str) -> Option<usize> {
    text.chars().map(septets_of).sum()
}

fn septets_of(c: char) -> Option<usize> {
    if c.is_ascii_alphanumeric() || BASIC.contains(c) {
        Some(1)
    } else if EXTENDED.contains(c) {
        Some(2)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_as_the_network_does() {
        assert_eq!(septets("Grüße: 5,00 €"), Some(14));
        assert_eq!(septets("`"), None);
        // Lower case of a letter that is in the alphabet only as a capital.
        assert_eq!(septets("reçu"), None);
    }

    #[test]
    fn a_message_is_filled_to_its_end_and_no_further() {
        let length = |text: &str| text.chars().count();
        assert_eq!(length(&text(&"a".repeat(149), "0123456789")), 160);
        assert_eq!(text(&"a".repeat(150), "0123456789"), "a".repeat(150));
        assert_eq!(length(&text(&"a".repeat(200), "")), 160);
        assert_eq!(length(&text(&"[".repeat(200), "")), 80);
        assert_eq!(length(&text(&"ж".repeat(200), "")), 70);
        // Outside of the basic plane a character takes two units.
        assert_eq!(length(&text(&"🦀".repeat(200), "")), 35);
    }
}
