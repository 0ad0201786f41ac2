//! Addresses as they are written on an envelope: in the order that their country has them in, and
//! the country by its name.

use order_events::{Address, Locale};

use super::text::{printable, printable_if_any};
use super::words::country_name;

/// Where the code stands behind the place and its region, as in `Portland, OR 97201` (Universal
/// Postal Union, "Addressing systems"). Elsewhere it stands before the place.
const CODE_LAST: [&str; 20] = [
    "AU", "BR", "CA", "CO", "GB", "HK", "ID", "IE", "IN", "JP", "KR", "NG", "NZ", "PK", "SA", "SG",
    "TH", "TW", "US", "ZA",
];

/// The lines of an address, from the street to the country.
pub(super) fn lines(address: &Address, locale: Locale) -> Vec<String> {
    let country = address.country.to_string();
    let code = printable_if_any(address.postal_code.as_ref());
    let region = printable_if_any(address.region.as_ref());
    let city = printable(&address.city);
    let place = if CODE_LAST.contains(&country.as_str()) {
        joined(" ", [joined(", ", [Some(city), region]), code])
    } else {
        joined(", ", [joined(" ", [code, Some(city)]), region])
    };
    let name = country_name(locale, &country).map_or(country.clone(), str::to_owned);
    let lines = [
        Some(printable(&address.line1)),
        printable_if_any(address.line2.as_ref()),
        place,
        Some(name),
    ];
    let lines = lines.into_iter().flatten();
    lines.filter(|line| !line.is_empty()).collect()
}

fn joined(separator: &str, parts: [Option<String>; 2]) -> Option<String> {
    let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
    parts.reduce(|first, second| first + separator + &second)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(city: &str, region: Option<&str>, code: Option<&str>, country: &str) -> String {
        let address = Address {
            line1: "1 Main Street".to_owned(),
            line2: None,
            city: city.to_owned(),
            region: region.map(str::to_owned),
            postal_code: code.map(str::to_owned),
            country: country.parse().unwrap(),
        };
        lines(&address, Locale::En)[1..].join(" / ")
    }

    #[test]
    fn each_country_has_its_order() {
        for (city, region, code, country, written) in [
            (
                "Berlin",
                None,
                Some("10119"),
                "DE",
                "10119 Berlin / Germany",
            ),
            (
                "Portland",
                Some("OR"),
                Some("97201"),
                "US",
                "Portland, OR 97201 / United States",
            ),
            (
                "Dublin",
                None,
                Some("D02 TD61"),
                "IE",
                "Dublin D02 TD61 / Ireland",
            ),
            (
                "Torino",
                Some("TO"),
                Some("10121"),
                "IT",
                "10121 Torino, TO / Italy",
            ),
            (
                "Hong Kong",
                None,
                None,
                "HK",
                "Hong Kong / Hong Kong SAR China",
            ),
            ("Nowhere", None, None, "QQ", "Nowhere / QQ"),
        ] {
            assert_eq!(of(city, region, code, country), written);
        }
    }

    #[test]
    fn the_country_is_named_in_the_language_of_the_document() {
        let names = |code| {
            let name = |locale| country_name(locale, code).unwrap();
            [Locale::En, Locale::Es, Locale::De, Locale::Fr, Locale::Pt].map(name)
        };
        assert_eq!(
            names("CZ"),
            ["Czechia", "Chequia", "Tschechien", "Tchéquie", "Chéquia"]
        );
        assert_eq!(country_name(Locale::En, "GER"), None);
    }
}
