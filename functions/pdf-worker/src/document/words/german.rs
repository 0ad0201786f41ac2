//! German. A document that takes an invoice back is a `Stornorechnung`: since 2013 the law keeps
//! `Gutschrift` for an invoice that the buyer writes (§ 14 of its law on that tax).

use order_events::TaxCategory;

use super::super::{DocumentKind, State};
use super::{Labels, Titles, Words};

pub(super) static WORDS: Words = Words {
    language: "de",
    labels: Labels {
        credited_invoice: "Zu Rechnung",
        issue_date: "Rechnungsdatum",
        due_date: "Fällig am",
        order: "Bestellung",
        buyer_reference: "Ihre Referenz",
        ship_to: "Lieferanschrift",
        vat_id: "USt-IdNr.",
        registration_id: "Register",
        tax_id: "Steuernummer",
        description: "Bezeichnung",
        quantity: "Menge",
        unit_price: "Einzelpreis",
        tax: "USt.",
        line_net: "Netto",
        net: "Nettobetrag",
        tax_total: "Umsatzsteuer",
        notes: "Hinweise",
        payment: "Zahlung",
        account_holder: "Kontoinhaber",
        payment_reference: "Verwendungszweck",
        scan_to_pay: "Zum Zahlen scannen",
        page: "Seite",
        of_pages: "von",
    },
    titles: |kind| match kind {
        DocumentKind::Invoice => Titles {
            title: "Rechnung",
            number: "Rechnungsnr.",
            buyer: "Rechnung an",
            total: "Gesamtbetrag",
        },
        DocumentKind::CreditNote => Titles {
            title: "Stornorechnung",
            number: "Stornonr.",
            buyer: "Storno an",
            total: "Gesamtbetrag",
        },
    },
    state: |state| match state {
        State::Open => None,
        State::Paid => Some("BEZAHLT"),
        State::Cancelled => Some("STORNIERT"),
        State::Refunded => Some("ERSTATTET"),
    },
    tax: |category| match category {
        TaxCategory::Standard => "USt.",
        TaxCategory::ZeroRated => "Nullsatz",
        TaxCategory::Exempt => "Steuerfrei",
        TaxCategory::ReverseCharge => "Reverse-Charge",
        TaxCategory::IntraCommunity => "Innergem. Lieferung",
        TaxCategory::Export => "Ausfuhr",
    },
    no_tax: |category| match category {
        TaxCategory::Standard | TaxCategory::ZeroRated | TaxCategory::Exempt => None,
        TaxCategory::ReverseCharge => Some("Steuerschuldnerschaft des Leistungsempfängers."),
        TaxCategory::IntraCommunity => Some(
            "Steuerfreie innergemeinschaftliche Lieferung (Artikel 138 der Richtlinie 2006/112/EG).",
        ),
        TaxCategory::Export => {
            Some("Steuerfreie Ausfuhrlieferung (Artikel 146 der Richtlinie 2006/112/EG).")
        }
    },
    discount: "Rabatt",
    shipping: "Versand",
    sum_of_lines: "Summe der Positionen",
    of_amount: "auf",
    months: [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    date: |day, month, year| format!("{day}. {month} {year}"),
    terms: |days, date| match days {
        0 => "Zahlbar sofort nach Erhalt.".to_owned(),
        1 => format!("Zahlbar bis zum {date}."),
        _ => format!("Zahlbar innerhalb von {days} Tagen, bis zum {date}."),
    },
    paid_in_full: "Vollständig bezahlt. Vielen Dank.",
    nothing_due: "Aus dieser Rechnung ist nichts mehr zu zahlen.",
    takes_back: |number| {
        format!("Diese Stornorechnung hebt die Rechnung {number} vollständig auf.")
    },
};
