//! French.

use order_events::TaxCategory;

use super::super::{DocumentKind, State};
use super::{Labels, Titles, Words};

pub(super) static WORDS: Words = Words {
    language: "fr",
    labels: Labels {
        credited_invoice: "Sur la facture",
        issue_date: "Date d’émission",
        due_date: "Échéance",
        order: "Commande",
        buyer_reference: "Votre référence",
        ship_to: "Adresse de livraison",
        vat_id: "N° TVA",
        registration_id: "Immatriculation",
        tax_id: "N° fiscal",
        description: "Désignation",
        quantity: "Quantité",
        unit_price: "Prix unitaire",
        tax: "TVA",
        line_net: "Montant HT",
        net: "Total HT",
        tax_total: "Total TVA",
        notes: "Remarques",
        payment: "Paiement",
        account_holder: "Titulaire",
        payment_reference: "Référence",
        scan_to_pay: "Scannez pour payer",
        page: "Page",
        of_pages: "sur",
    },
    titles: |kind| match kind {
        DocumentKind::Invoice => Titles {
            title: "Facture",
            number: "Facture n°",
            buyer: "Facturé à",
            total: "Total TTC",
        },
        DocumentKind::CreditNote => Titles {
            title: "Avoir",
            number: "Avoir n°",
            buyer: "Avoir pour",
            total: "Total TTC",
        },
    },
    state: |state| match state {
        State::Open => None,
        State::Paid => Some("PAYÉE"),
        State::Cancelled => Some("ANNULÉE"),
        State::Refunded => Some("REMBOURSÉE"),
    },
    tax: |category| match category {
        TaxCategory::Standard => "TVA",
        TaxCategory::ZeroRated => "Taux zéro",
        TaxCategory::Exempt => "Exonéré",
        TaxCategory::ReverseCharge => "Autoliquidation",
        TaxCategory::IntraCommunity => "Livraison intra-UE",
        TaxCategory::Export => "Exportation",
    },
    no_tax: |category| match category {
        TaxCategory::Standard | TaxCategory::ZeroRated | TaxCategory::Exempt => None,
        TaxCategory::ReverseCharge => Some("Autoliquidation."),
        TaxCategory::IntraCommunity => {
            Some("Livraison intracommunautaire exonérée (article 138 de la directive 2006/112/CE).")
        }
        TaxCategory::Export => {
            Some("Exportation exonérée (article 146 de la directive 2006/112/CE).")
        }
    },
    discount: "Remise",
    shipping: "Livraison",
    sum_of_lines: "Somme des lignes",
    of_amount: "sur",
    months: [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    date: |day, month, year| {
        let first = if day == 1 { "er" } else { "" };
        format!("{day}{first} {month} {year}")
    },
    terms: |days, date| match days {
        0 => "Paiement à réception.".to_owned(),
        1 => format!("Paiement au plus tard le {date}."),
        _ => format!("Paiement à {days} jours, au plus tard le {date}."),
    },
    paid_in_full: "Payée intégralement. Merci.",
    nothing_due: "Plus rien n’est dû au titre de cette facture.",
    takes_back: |number| format!("Cet avoir annule intégralement la facture {number}."),
};
