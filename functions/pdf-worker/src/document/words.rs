//! What documents say, in each language.
//!
//! The law gives some of it: what a document is called that takes an invoice back, and the
//! phrase that stands for each reason to charge no tax (Directive 2006/112/EC, Article 226).

mod countries;
mod english;
mod french;
mod german;
mod portuguese;
mod spanish;

use order_events::{Locale, TaxCategory};
use serde::Serialize;

use super::{DocumentKind, State};
pub(super) use countries::country_name;

/// The words of one language.
pub(super) struct Words {
    /// ISO 639-1.
    pub(super) language: &'static str,
    pub(super) labels: Labels,
    pub(super) titles: fn(DocumentKind) -> Titles,
    /// What is stamped on a document; an open one bears no stamp.
    pub(super) state: fn(State) -> Option<&'static str>,
    /// What a share of the total is called by the reason for its tax.
    pub(super) tax: fn(TaxCategory) -> &'static str,
    /// What the law wants said where no tax is charged.
    pub(super) no_tax: fn(TaxCategory) -> Option<&'static str>,
    pub(super) discount: &'static str,
    pub(super) shipping: &'static str,
    pub(super) sum_of_lines: &'static str,
    /// Between a rate and the amount that it is taken of.
    pub(super) of_amount: &'static str,
    pub(super) months: [&'static str; 12],
    /// Of the day, the month's name and the year.
    pub(super) date: fn(u8, &str, u16) -> String,
    /// When to pay: how many days after the issue, and until which date.
    pub(super) terms: fn(u16, &str) -> String,
    pub(super) paid_in_full: &'static str,
    /// On an invoice that is no longer to be paid.
    pub(super) nothing_due: &'static str,
    /// Of the number of the invoice that a credit note takes back.
    pub(super) takes_back: fn(&str) -> String,
}

/// What differs between an invoice and a credit note.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Titles {
    pub(super) title: &'static str,
    pub(super) number: &'static str,
    pub(super) buyer: &'static str,
    pub(super) total: &'static str,
}

/// Names of fields, which the template places beside their values.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Labels {
    pub(super) credited_invoice: &'static str,
    pub(super) issue_date: &'static str,
    pub(super) due_date: &'static str,
    pub(super) order: &'static str,
    pub(super) buyer_reference: &'static str,
    pub(super) ship_to: &'static str,
    pub(super) vat_id: &'static str,
    pub(super) registration_id: &'static str,
    pub(super) tax_id: &'static str,
    pub(super) description: &'static str,
    pub(super) quantity: &'static str,
    pub(super) unit_price: &'static str,
    pub(super) tax: &'static str,
    pub(super) line_net: &'static str,
    pub(super) net: &'static str,
    pub(super) tax_total: &'static str,
    pub(super) notes: &'static str,
    pub(super) payment: &'static str,
    pub(super) account_holder: &'static str,
    pub(super) payment_reference: &'static str,
    pub(super) scan_to_pay: &'static str,
    pub(super) page: &'static str,
    /// Between the number of a page and how many there are.
    pub(super) of_pages: &'static str,
}

pub(super) fn of(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &english::WORDS,
        Locale::Es => &spanish::WORDS,
        Locale::De => &german::WORDS,
        Locale::Fr => &french::WORDS,
        Locale::Pt => &portuguese::WORDS,
    }
}
