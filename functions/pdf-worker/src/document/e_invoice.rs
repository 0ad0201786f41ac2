//! The document for programs: an invoice in the Cross Industry Invoice syntax, by the profile EN 16931 of
//! Factur-X and ZUGFeRD.
//!
//! It says what the PDF says, with the same numbers. `BT-…` are the business terms of EN 16931.

mod cii;
mod lines;
mod parties;
mod settlement;

use order_events::{
    Currency, DocumentKind, IssuedDocument, MinorUnits, Money, OrderStatusChanged, TaxCategory,
    Timestamp,
};

use self::cii::Writer;
use super::text::printable;
use crate::seller::{EInvoices, Seller};

/// The specification that the document keeps to (BT-24).
const SPECIFICATION: &str = "urn:cen.eu:en16931:2017";

/// Most decimal places of an amount (the rules BR-DEC-01 and following).
const MOST_DECIMALS: usize = 2;

/// What the XML is made from.
struct Invoice<'a> {
    kind: DocumentKind,
    seller: &'a Seller,
    event: &'a OrderStatusChanged,
    document: &'a IssuedDocument,
}

/// The XML of the document that `event` calls for. There is none of a seller who wants none, for a currency with three decimals,
/// which EN 16931 has no room for, nor for a document that has no number.
#[must_use]
pub fn factur_x(kind: DocumentKind, seller: &Seller, event: &OrderStatusChanged) -> Option<String> {
    let order = &event.order;
    let document = match kind {
        DocumentKind::Invoice => order.invoice.as_ref(),
        DocumentKind::CreditNote => order.credit_note.as_ref(),
    };
    if seller.e_invoices == EInvoices::None || order.currency.exponent() > MOST_DECIMALS {
        return None;
    }
    let invoice = Invoice {
        kind,
        seller,
        event,
        document: document?,
    };
    Some(invoice.write())
}

impl Invoice<'_> {
    fn write(&self) -> String {
        let mut xml = Writer::new();
        xml.open("rsm:ExchangedDocumentContext");
        xml.open("ram:GuidelineSpecifiedDocumentContextParameter");
        xml.text("ram:ID", SPECIFICATION);
        xml.close(2);
        self.document(&mut xml);
        xml.open("rsm:SupplyChainTradeTransaction");
        self.lines(&mut xml);
        self.parties(&mut xml);
        self.settlement(&mut xml);
        xml.close(1);
        xml.finish()
    }

    /// BG-2 and BG-1.
    fn document(&self, xml: &mut Writer) {
        xml.open("rsm:ExchangedDocument");
        xml.text("ram:ID", &printable(&self.document.number));
        // UNTDID 1001 (BT-3).
        let code = match self.kind {
            DocumentKind::Invoice => "380",
            DocumentKind::CreditNote => "381",
        };
        xml.text("ram:TypeCode", code);
        xml.date("ram:IssueDateTime", "udt", self.document.issued_at);
        if let Some(notes) = &self.event.order.notes {
            xml.open("ram:IncludedNote");
            xml.text("ram:Content", &printable(notes));
            xml.close(1);
        }
        xml.close(1);
    }

    fn amount(&self, amount: MinorUnits) -> String {
        decimal(amount, self.event.order.currency)
    }
}

fn decimal(amount: MinorUnits, currency: Currency) -> String {
    Money { amount, currency }.decimal()
}

/// The code of a category (UNTDID 5305).
fn category_code(category: TaxCategory) -> &'static str {
    match category {
        TaxCategory::Standard => "S",
        TaxCategory::ZeroRated => "Z",
        TaxCategory::Exempt => "E",
        TaxCategory::ReverseCharge => "AE",
        TaxCategory::IntraCommunity => "K",
        TaxCategory::Export => "G",
    }
}

/// The category, which events of old leave to be told from the rate.
fn category(stated: Option<TaxCategory>, rate: order_events::BasisPoints) -> TaxCategory {
    stated.unwrap_or(match rate.get() {
        0 => TaxCategory::ZeroRated,
        _ => TaxCategory::Standard,
    })
}

/// Basis points as a percentage: 550 is `5.50`.
fn percent(rate: order_events::BasisPoints) -> String {
    format!("{}.{:02}", rate.get() / 100, rate.get() % 100)
}

/// Year, month and day without anything in between (format 102 of UNTDID 2379).
fn day(at: Timestamp) -> String {
    let (year, month, day) = at.date();
    format!("{year:04}{month:02}{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(name: &str) -> OrderStatusChanged {
        let path = format!("{}/samples/{name}.json", env!("CARGO_MANIFEST_DIR"));
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    }

    fn seller() -> Seller {
        serde_json::from_str(include_str!("../../samples/seller.json")).unwrap()
    }

    #[test]
    fn an_invoice_says_who_what_and_how_much() {
        let event = sample("small");
        let xml = factur_x(DocumentKind::Invoice, &seller(), &event).unwrap();
        let order = &event.order;
        let gross = decimal(order.totals.gross_minor, order.currency);
        for part in [
            SPECIFICATION,
            "<ram:TypeCode>380</ram:TypeCode>",
            "<ram:Name>Chinook Records GmbH</ram:Name>",
            "<ram:ID schemeID=\"VA\">DE123456789</ram:ID>",
            "<ram:IBANID>DE89370400440532013000</ram:IBANID>",
            &format!("<ram:GrandTotalAmount>{gross}</ram:GrandTotalAmount>"),
        ] {
            assert!(xml.contains(part), "`{part}` is missing in {xml}");
        }
    }

    #[test]
    fn a_credit_note_names_what_it_takes_back() {
        let event = sample("credit-note");
        let xml = factur_x(DocumentKind::CreditNote, &seller(), &event).unwrap();
        assert!(xml.contains("<ram:TypeCode>381</ram:TypeCode>"), "{xml}");
        let invoice = &event.order.invoice.unwrap().number;
        let reference = format!("<ram:IssuerAssignedID>{invoice}</ram:IssuerAssignedID>");
        assert!(xml.contains(&reference), "{xml}");
    }

    #[test]
    fn markup_in_a_name_is_text() {
        let mut event = sample("small");
        event.order.buyer.name = "A & B <ram:ID>\u{0}\u{1}".into();
        let xml = factur_x(DocumentKind::Invoice, &seller(), &event).unwrap();
        assert!(
            xml.contains("<ram:Name>A &amp; B &lt;ram:ID&gt;</ram:Name>"),
            "{xml}"
        );
    }

    #[test]
    fn a_seller_may_want_none() {
        let mut seller = seller();
        seller.e_invoices = EInvoices::None;
        assert_eq!(
            factur_x(DocumentKind::Invoice, &seller, &sample("small")),
            None
        );
    }

    #[test]
    fn three_decimals_are_none_of_en_16931() {
        let mut event = sample("small");
        event.order.currency = "KWD".parse().unwrap();
        assert_eq!(factur_x(DocumentKind::Invoice, &seller(), &event), None);
    }
}
