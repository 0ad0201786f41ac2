//! What a document says: each field as the text that is printed.
//!
//! Amounts and dates become text here, from exact integers and in the language of the order. The
//! template places text and never computes with it.

mod brand;
mod writer;

use order_events::{OrderStatusChanged, Timestamp};
use serde::Serialize;

use super::address;
use super::e_invoice::factur_x;
use super::text::{printable, printable_if_any};
use super::widths::{widest, width};
use super::words::{self, Labels, Titles};
use super::{DocumentKind, RenderError, State, payment_code};
use crate::figures::Figures;
use crate::seller::{Iban, Seller};
use brand::Brand;
use writer::{Adjustment, Line, TaxRow, Writer};

/// One document's content, as the template reads it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Content {
    #[serde(skip)]
    kind: DocumentKind,
    has_e_invoice: bool,
    /// The same for programs, as XML.
    #[serde(skip)]
    e_invoice: Option<String>,
    brand: Brand,
    language: &'static str,
    labels: &'static Labels,
    titles: Titles,
    state: State,
    stamp: Option<&'static str>,
    number: String,
    /// Year, month and day of issue, for the metadata of the file.
    issued: (u16, u8, u8),
    issue_date: String,
    due_date: Option<String>,
    /// Number of the invoice that a credit note takes back.
    credited_invoice: Option<String>,
    order_id: String,
    purchase_order_reference: Option<String>,
    currency: &'static str,
    seller: SellerBlock,
    buyer: BuyerBlock,
    ship_to: Option<ShipToBlock>,
    lines: Vec<Line>,
    /// What stands between the sum of the lines and the net, if anything does.
    adjustments: Vec<Adjustment>,
    tax_subtotals: Vec<TaxRow>,
    net: String,
    tax: String,
    /// With the currency.
    gross: String,
    widest: Widest,
    /// Why no tax is due on some of it, and what the order says.
    notes: Vec<String>,
    payment: Option<Payment>,
    /// Where there is nothing to pay: why.
    closing: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct SellerBlock {
    name: String,
    address: Vec<String>,
    vat_id: Option<String>,
    registration_id: Option<String>,
    email: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct BuyerBlock {
    name: String,
    address: Vec<String>,
    email: Option<String>,
    phone: Option<String>,
    tax_id: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct ShipToBlock {
    name: Option<String>,
    address: Vec<String>,
}

/// How to pay.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Payment {
    terms: Option<String>,
    iban: Option<String>,
    bic: Option<String>,
    #[serde(skip)]
    code: Option<String>,
    has_code: bool,
}

/// How wide the widest figure of each column is, in thousandths of the size of its type. To know
/// it costs less than to have every row measured.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Widest {
    quantity: u32,
    unit_price: u32,
    net: u32,
    gross: u32,
}

impl Content {
    /// Collects the content of the `kind` of document from `event`.
    pub(super) fn of(
        kind: DocumentKind,
        seller: &Seller,
        event: &OrderStatusChanged,
    ) -> Result<Self, RenderError> {
        let order = &event.order;
        let missing = |kind| RenderError::MissingNumber {
            kind,
            order_id: order.order_id,
        };
        let invoice = order
            .invoice
            .as_ref()
            .ok_or(missing(DocumentKind::Invoice))?;
        let write = Writer {
            order,
            words: words::of(order.locale),
            figures: Figures::of(order.locale),
        };
        let words = write.words;
        let state = State::of(kind, order.status);
        let due_date = due_date(invoice.issued_at, seller).map(|at| write.date(at));
        let (document, credited_invoice) = match kind {
            DocumentKind::Invoice => (invoice, None),
            DocumentKind::CreditNote => {
                let credit_note = order.credit_note.as_ref().ok_or(missing(kind))?;
                (credit_note, Some(printable(&invoice.number)))
            }
        };
        let closing = match (&credited_invoice, state) {
            (Some(invoice), _) => Some((words.takes_back)(invoice)),
            (None, State::Open) => None,
            (None, State::Paid) => Some(words.paid_in_full.to_owned()),
            (None, State::Cancelled | State::Refunded) => Some(words.nothing_due.to_owned()),
        };
        let gross = write.money(order.totals.gross_minor);
        let code = || payment_code::payload(seller, gross, &document.number);
        let code = code().and_then(|payload| payment_code::svg(&payload));
        let payment = closing.is_none().then(|| Payment {
            terms: (due_date.as_ref()).map(|date| (words.terms)(seller.payment_term_days, date)),
            iban: seller.iban.as_ref().map(Iban::grouped),
            bic: printable_if_any(seller.bic.as_ref()),
            has_code: code.is_some(),
            code,
        });
        let lines: Vec<Line> = order.lines.iter().map(|line| write.line(line)).collect();
        let e_invoice = factur_x(kind, seller, event);
        Ok(Self {
            kind,
            has_e_invoice: e_invoice.is_some(),
            e_invoice,
            brand: Brand::of(seller),
            language: words.language,
            labels: &words.labels,
            titles: (words.titles)(kind),
            state,
            stamp: (words.state)(state),
            number: printable(&document.number),
            issued: document.issued_at.date(),
            issue_date: write.date(document.issued_at),
            due_date: due_date.filter(|_| payment.is_some()),
            credited_invoice,
            order_id: order.order_id.to_string(),
            purchase_order_reference: printable_if_any(order.purchase_order_reference.as_ref()),
            currency: order.currency.code(),
            seller: SellerBlock {
                name: printable(&seller.name),
                address: address::lines(&seller.address, order.locale),
                vat_id: printable_if_any(seller.vat_id.as_ref()),
                registration_id: printable_if_any(seller.registration_id.as_ref()),
                email: printable_if_any(seller.email.as_ref()),
            },
            buyer: BuyerBlock {
                name: printable(&order.buyer.name),
                address: address::lines(&order.buyer.address, order.locale),
                email: printable_if_any(order.buyer.email.as_ref()),
                phone: printable_if_any(order.buyer.phone.as_ref()),
                tax_id: printable_if_any(order.buyer.tax_id.as_ref()),
            },
            ship_to: order.ship_to.as_ref().map(|ship_to| ShipToBlock {
                name: printable_if_any(ship_to.name.as_ref()),
                address: address::lines(&ship_to.address, order.locale),
            }),
            widest: Widest {
                quantity: widest(lines.iter().map(|line| &line.quantity)),
                unit_price: widest(lines.iter().map(|line| &line.unit_price)),
                net: widest(lines.iter().map(|line| &line.net)),
                gross: width(&write.figures.amount(gross)),
            },
            lines,
            adjustments: write.adjustments(),
            tax_subtotals: write.tax_rows(),
            net: write.decimal(order.totals.net_minor),
            tax: write.decimal(order.totals.tax_minor),
            gross: write.figures.amount(gross),
            notes: write.notes(),
            payment,
            closing,
        })
    }

    /// Stays the same from one version of the document to the next.
    pub(super) fn identity(&self) -> String {
        format!("{}/{}/{}", self.seller.name, self.kind, self.number)
    }

    pub(super) fn kind(&self) -> DocumentKind {
        self.kind
    }

    pub(super) fn e_invoice(&self) -> Option<String> {
        self.e_invoice.clone()
    }

    /// The code to pay by, as SVG.
    pub(super) fn payment_code(&self) -> Option<String> {
        self.payment.as_ref()?.code.clone()
    }
}

/// `None` past the end of the calendar, in the year 9999.
fn due_date(issued_at: Timestamp, seller: &Seller) -> Option<Timestamp> {
    const MILLIS_PER_DAY: u64 = 24 * 60 * 60 * 1_000;
    let term = u64::from(seller.payment_term_days) * MILLIS_PER_DAY;
    Timestamp::from_unix_millis(issued_at.unix_millis() + term)
}
