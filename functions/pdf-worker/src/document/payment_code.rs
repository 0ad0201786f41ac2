//! The code that a banking app reads a transfer from: EPC069-12, version 2.1, of the European
//! Payments Council. Only transfers in euro to an IBAN have one.

use fast_qr::{ECL, QRBuilder};
use order_events::Money;

use crate::seller::Seller;

/// What the guidelines allow in one transfer, in cents.
const AMOUNTS: std::ops::RangeInclusive<i64> = 1..=99_999_999_999;
const LONGEST_NAME: usize = 70;
const LONGEST_REMITTANCE: usize = 140;

/// What the code says: one line for each element, the last ones left out if they are empty.
pub(super) fn payload(seller: &Seller, amount: Money, remittance: &str) -> Option<String> {
    let iban = seller.iban.as_ref()?;
    if amount.currency.code() != "EUR" || !AMOUNTS.contains(&amount.amount.0) {
        return None;
    }
    let cut = |text: &str, longest| text.chars().take(longest).collect::<String>();
    let elements = [
        "BCD",
        "002",
        // UTF-8.
        "1",
        "SCT",
        seller.bic.as_deref().unwrap_or_default(),
        &cut(&seller.name, LONGEST_NAME),
        iban.compact(),
        &format!("EUR{}", amount.decimal()),
        // Neither a purpose nor a structured reference.
        "",
        "",
        &cut(remittance, LONGEST_REMITTANCE),
    ];
    Some(elements.join("\n"))
}

/// The code as a picture, one unit for each module, without the quiet zone around it.
pub(super) fn svg(payload: &str) -> Option<String> {
    let code = QRBuilder::new(payload).ecl(ECL::M).build().ok()?;
    // The dark runs of each row.
    let mut path = Vec::new();
    for y in 0..code.size {
        let row = &code[y];
        let mut x = 0;
        while x < code.size {
            let run = row[x..code.size].iter().take_while(|module| module.value());
            let width = run.count();
            if width > 0 {
                path.push(format!("M{x} {y}h{width}v1h-{width}z"));
            }
            x += width + 1;
        }
    }
    let path = path.concat();
    let size = code.size;
    Some(format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{path}"/></svg>"#
    ))
}

#[cfg(test)]
mod tests {
    use order_events::MinorUnits;

    use super::*;

    fn of(amount: i64, currency: &str) -> Option<String> {
        let seller = include_str!("../../samples/seller.json");
        let amount = Money {
            amount: MinorUnits(amount),
            currency: currency.parse().unwrap(),
        };
        payload(&serde_json::from_str(seller).unwrap(), amount, "INV-1")
    }

    #[test]
    fn a_transfer_is_eleven_lines() {
        insta::assert_snapshot!(of(17_329, "EUR").unwrap(), @r"
        BCD
        002
        1
        SCT
        COBADEFFXXX
        Chinook Records GmbH
        DE89370400440532013000
        EUR173.29


        INV-1
        ");
    }

    #[test]
    fn only_what_can_be_transferred_has_a_code() {
        assert!(of(99_999_999_999, "EUR").is_some());
        for (amount, currency) in [
            (0, "EUR"),
            (-1, "EUR"),
            (100_000_000_000, "EUR"),
            (1, "USD"),
        ] {
            assert!(of(amount, currency).is_none(), "{amount} {currency}");
        }
    }

    #[test]
    fn the_longest_payload_has_a_code() {
        // The size that the guidelines limit it to.
        assert!(svg(&"ü".repeat(165)).is_some());
    }
}
