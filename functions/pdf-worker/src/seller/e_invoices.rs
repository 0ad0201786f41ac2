//! Whether documents are for programs too, and what the seller has to say for that.

use order_events::CountryCode;
use serde::Deserialize;

use super::Seller;

/// What documents carry for programs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EInvoices {
    /// Their data by EN 16931, in a file that is attached to the PDF.
    #[default]
    FacturX,
    /// Nothing: for sellers outside of the VAT of the EU.
    None,
}

/// The seller lacks what EN 16931 wants of one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected {expected} (EN 16931 {rule}): mend it, or set `eInvoices` to `NONE` for documents \
     without an e-invoice"
)]
pub struct NoEInvoices {
    expected: &'static str,
    rule: &'static str,
}

/// Refuses a seller whose every e-invoice would break a rule of the standard: that must stop a
/// deployment, not each document.
pub(super) fn check(seller: &Seller) -> Result<(), NoEInvoices> {
    if seller.e_invoices == EInvoices::None {
        return Ok(());
    }
    let is_blank = |text: &str| text.trim().is_empty();
    let wanted = [
        (!is_blank(&seller.name), "a `name`", "BR-06"),
        (
            !is_blank(&seller.address.line1) && !is_blank(&seller.address.city),
            "an `address` with `line1` and `city`",
            "BR-08",
        ),
        (
            seller.vat_id.is_some(),
            "a `vatId`",
            "BR-CO-26, and BR-S-02 for all that is taxed",
        ),
        (
            seller.vat_id.as_deref().is_none_or(is_vat_id),
            "a `vatId` that begins with its country's code and has no spaces",
            "BR-CO-09",
        ),
    ];
    match wanted.into_iter().find(|(is_there, ..)| !is_there) {
        Some((_, expected, rule)) => Err(NoEInvoices { expected, rule }),
        None => Ok(()),
    }
}

/// `EL` is Greece, and is no code of ISO 3166.
fn is_vat_id(id: &str) -> bool {
    let prefix = id.get(..2).unwrap_or_default();
    prefix.parse::<CountryCode>().is_ok()
        && id.len() > 2
        && id.bytes().all(|c| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of the sample seller after `change`.
    fn refusal(change: impl FnOnce(&mut serde_json::Value)) -> String {
        let mut seller: serde_json::Value =
            serde_json::from_str(include_str!("../../samples/seller.json")).unwrap();
        change(&mut seller);
        match serde_json::from_value::<Seller>(seller) {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_seller_whose_e_invoices_would_be_refused_is_refused_by_the_rules_name() {
        assert_eq!(refusal(|_| ()), "");
        let text = refusal(|seller| seller["name"] = " ".into());
        assert!(text.contains("BR-06"), "{text}");
        let text = refusal(|seller| seller["address"]["city"] = "".into());
        assert!(text.contains("BR-08"), "{text}");
        let text = refusal(|seller| seller["vatId"] = serde_json::Value::Null);
        for rule in ["BR-CO-26", "BR-S-02"] {
            assert!(text.contains(rule), "{text}");
        }
        for id in ["123456789", "de123456789", "DE", "DE 123 456 789", "D€1"] {
            let text = refusal(|seller| seller["vatId"] = id.into());
            assert!(text.contains("BR-CO-09"), "{id}: {text}");
        }
    }

    #[test]
    fn without_e_invoices_no_rule_applies() {
        let text = refusal(|seller| {
            seller["vatId"] = serde_json::Value::Null;
            seller["eInvoices"] = "NONE".into();
        });
        assert_eq!(text, "");
    }
}
