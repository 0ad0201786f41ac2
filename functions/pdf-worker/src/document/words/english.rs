//! English.

use order_events::TaxCategory;

use super::super::{DocumentKind, State};
use super::{Labels, Titles, Words};

pub(super) static WORDS: Words = Words {
    language: "en",
    labels: Labels {
        credited_invoice: "For invoice",
        issue_date: "Issue date",
        due_date: "Due date",
        order: "Order",
        buyer_reference: "Your reference",
        ship_to: "Ship to",
        vat_id: "VAT ID",
        registration_id: "Reg. no.",
        tax_id: "Tax ID",
        description: "Description",
        quantity: "Quantity",
        unit_price: "Unit price",
        tax: "Tax",
        line_net: "Net",
        net: "Net",
        tax_total: "Tax",
        notes: "Notes",
        payment: "Payment",
        account_holder: "Account holder",
        payment_reference: "Reference",
        scan_to_pay: "Scan to pay",
        page: "Page",
        of_pages: "of",
    },
    titles: |kind| match kind {
        DocumentKind::Invoice => Titles {
            title: "Invoice",
            number: "Invoice no.",
            buyer: "Bill to",
            total: "Total",
        },
        DocumentKind::CreditNote => Titles {
            title: "Credit note",
            number: "Credit note no.",
            buyer: "Credit to",
            total: "Total credited",
        },
    },
    state: |state| match state {
        State::Open => None,
        State::Paid => Some("PAID"),
        State::Cancelled => Some("CANCELLED"),
        State::Refunded => Some("REFUNDED"),
    },
    tax: |category| match category {
        TaxCategory::Standard => "Tax",
        TaxCategory::ZeroRated => "Zero-rated",
        TaxCategory::Exempt => "Exempt",
        TaxCategory::ReverseCharge => "Reverse charge",
        TaxCategory::IntraCommunity => "Intra-EU supply",
        TaxCategory::Export => "Export",
    },
    no_tax: |category| match category {
        TaxCategory::Standard | TaxCategory::ZeroRated | TaxCategory::Exempt => None,
        TaxCategory::ReverseCharge => Some("Reverse charge: the recipient is liable for the tax."),
        TaxCategory::IntraCommunity => {
            Some("Exempt intra-Community supply (Article 138 of Directive 2006/112/EC).")
        }
        TaxCategory::Export => Some("Exempt export (Article 146 of Directive 2006/112/EC)."),
    },
    discount: "Discount",
    shipping: "Shipping",
    sum_of_lines: "Sum of lines",
    of_amount: "on",
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    date: |day, month, year| format!("{day} {month} {year}"),
    terms: |days, date| match days {
        0 => "Please pay on receipt.".to_owned(),
        1 => format!("Please pay by {date}."),
        _ => format!("Please pay within {days} days, by {date}."),
    },
    paid_in_full: "Paid in full. Thank you.",
    nothing_due: "Nothing is due on this invoice any more.",
    takes_back: |number| format!("This credit note takes back invoice {number} in full."),
};
