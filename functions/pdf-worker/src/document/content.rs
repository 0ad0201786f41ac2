//! What a document says: each field as the text that is printed.
//!
//! Amounts and dates become text here, from exact integers. The template places text and never
//! computes with it.

use order_events::{
    Address, BasisPoints, Discount, MinorUnits, Money, OrderSnapshot, OrderStatus,
    OrderStatusChanged, TaxSubtotal, Timestamp,
};
use serde::Serialize;

use super::text::{grouped_iban, printable, printable_if_any};
use super::{DocumentKind, RenderError};
use crate::seller::Seller;

/// One document's content, as the template reads it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Content {
    kind: DocumentKind,
    number: String,
    /// Year, month and day of issue, for the metadata of the file.
    issued: (u16, u8, u8),
    issue_date: String,
    due_date: Option<String>,
    /// Number of the invoice that a credit note takes back.
    credited_invoice: Option<String>,
    is_paid: bool,
    order_id: String,
    purchase_order_reference: Option<String>,
    currency: &'static str,
    seller: SellerBlock,
    buyer: BuyerBlock,
    ship_to: Option<ShipToBlock>,
    notes: Option<String>,
    lines: Vec<Line>,
    /// What stands between the sum of the lines and the net, if anything does.
    adjustments: Vec<Adjustment>,
    tax_subtotals: Vec<TaxRow>,
    /// Why no tax is due on some of it.
    exemptions: Vec<String>,
    net: String,
    tax: String,
    gross: String,
    widest: Widest,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct SellerBlock {
    name: String,
    address: Vec<String>,
    vat_id: Option<String>,
    registration_id: Option<String>,
    email: Option<String>,
    iban: Option<String>,
    bic: Option<String>,
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

/// A line of the totals before the net.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Adjustment {
    name: String,
    amount: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Line {
    description: String,
    sku: Option<String>,
    /// What is taken off, and why.
    discount: Option<String>,
    quantity: String,
    unit_price: String,
    tax_rate: String,
    net: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct TaxRow {
    rate: String,
    net: String,
    tax: String,
}

/// The longest figure of each column, from which the template sets the column's width. All
/// digits are equally wide, so it is also the widest.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Widest {
    quantity: String,
    unit_price: String,
    net: String,
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
        let (document, due_date, credited_invoice) = match kind {
            DocumentKind::Invoice => (invoice, due_date(invoice.issued_at, seller), None),
            DocumentKind::CreditNote => {
                let credit_note = order.credit_note.as_ref().ok_or(missing(kind))?;
                (credit_note, None, Some(printable(&invoice.number)))
            }
        };
        let lines = lines(order);
        let amount = |amount| decimal(order, amount);
        Ok(Self {
            kind,
            number: printable(&document.number),
            issued: document.issued_at.date(),
            issue_date: date(document.issued_at),
            due_date,
            credited_invoice,
            is_paid: kind == DocumentKind::Invoice && was_paid(order.status),
            order_id: order.order_id.to_string(),
            purchase_order_reference: printable_if_any(order.purchase_order_reference.as_ref()),
            currency: order.currency.code(),
            seller: SellerBlock {
                name: printable(&seller.name),
                address: address(&seller.address),
                vat_id: printable_if_any(seller.vat_id.as_ref()),
                registration_id: printable_if_any(seller.registration_id.as_ref()),
                email: printable_if_any(seller.email.as_ref()),
                iban: seller.iban.as_deref().map(grouped_iban),
                bic: printable_if_any(seller.bic.as_ref()),
            },
            buyer: BuyerBlock {
                name: printable(&order.buyer.name),
                address: address(&order.buyer.address),
                email: printable_if_any(order.buyer.email.as_ref()),
                phone: printable_if_any(order.buyer.phone.as_ref()),
                tax_id: printable_if_any(order.buyer.tax_id.as_ref()),
            },
            ship_to: order.ship_to.as_ref().map(|ship_to| ShipToBlock {
                name: printable_if_any(ship_to.name.as_ref()),
                address: address(&ship_to.address),
            }),
            notes: printable_if_any(order.notes.as_ref()),
            widest: Widest {
                quantity: longest(lines.iter().map(|line| &line.quantity)),
                unit_price: longest(lines.iter().map(|line| &line.unit_price)),
                net: longest(lines.iter().map(|line| &line.net)),
            },
            lines,
            adjustments: adjustments(order),
            tax_subtotals: tax_rows(order),
            exemptions: exemptions(order),
            net: amount(order.totals.net_minor),
            tax: amount(order.totals.tax_minor),
            gross: amount(order.totals.gross_minor),
        })
    }

    /// Stays the same from one version of the document to the next.
    pub(super) fn identity(&self) -> String {
        format!("{}/{}/{}", self.seller.name, self.kind, self.number)
    }
}

fn lines(order: &OrderSnapshot) -> Vec<Line> {
    let line = |line: &order_events::OrderLine| Line {
        description: printable(&line.description),
        sku: printable_if_any(line.sku.as_ref()),
        discount: line
            .discount
            .as_ref()
            .map(|discount| discount_line(order, discount)),
        quantity: line.quantity.to_string(),
        unit_price: decimal(order, line.unit_price_minor),
        tax_rate: percent(line.tax_rate_basis_points),
        net: decimal(order, line.net_minor),
    };
    order.lines.iter().map(line).collect()
}

/// `Discount 10 % (spring sale)  −5.00`, as one line of text.
fn discount_line(order: &OrderSnapshot, discount: &Discount) -> String {
    let amount = decimal(order, discount.amount_minor);
    format!("{}: −{amount}", discount_name(discount))
}

fn discount_name(discount: &Discount) -> String {
    let share = discount.percent_basis_points.map(percent);
    let reason = printable_if_any(discount.reason.as_ref());
    let reason = reason.map(|reason| format!("({reason})"));
    let parts = [Some("Discount".to_owned()), share, reason];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn adjustments(order: &OrderSnapshot) -> Vec<Adjustment> {
    let discount = order.discount.as_ref().map(|discount| Adjustment {
        name: discount_name(discount),
        amount: format!("−{}", decimal(order, discount.amount_minor)),
    });
    let shipping = order.shipping.as_ref().map(|shipping| Adjustment {
        name: "Shipping".to_owned(),
        amount: decimal(order, shipping.amount_minor),
    });
    if discount.is_none() && shipping.is_none() {
        return Vec::new();
    }
    let totals = &order.totals;
    let before = totals.net_minor.0 - totals.shipping_minor.0 + totals.discount_minor.0;
    let sum = Adjustment {
        name: "Sum of lines".to_owned(),
        amount: decimal(order, MinorUnits(before)),
    };
    [Some(sum), discount, shipping]
        .into_iter()
        .flatten()
        .collect()
}

fn exemptions(order: &OrderSnapshot) -> Vec<String> {
    let reason = |subtotal: &TaxSubtotal| printable_if_any(subtotal.tax_exemption_reason.as_ref());
    order
        .totals
        .tax_subtotals
        .iter()
        .filter_map(reason)
        .collect()
}

fn tax_rows(order: &OrderSnapshot) -> Vec<TaxRow> {
    let row = |subtotal: &TaxSubtotal| TaxRow {
        rate: percent(subtotal.tax_rate_basis_points),
        net: decimal(order, subtotal.net_minor),
        tax: decimal(order, subtotal.tax_minor),
    };
    order.totals.tax_subtotals.iter().map(row).collect()
}

/// Paid and not yet taken back: an invoice rendered later must not ask for money again.
fn was_paid(status: OrderStatus) -> bool {
    matches!(
        status,
        OrderStatus::Paid | OrderStatus::Shipped | OrderStatus::Delivered
    )
}

/// `None` past the end of the calendar, in the year 9999.
fn due_date(issued_at: Timestamp, seller: &Seller) -> Option<String> {
    const MILLIS_PER_DAY: u64 = 24 * 60 * 60 * 1_000;
    let term = u64::from(seller.payment_term_days) * MILLIS_PER_DAY;
    Timestamp::from_unix_millis(issued_at.unix_millis() + term).map(date)
}

fn date(at: Timestamp) -> String {
    let (year, month, day) = at.date();
    format!("{year:04}-{month:02}-{day:02}")
}

fn decimal(order: &OrderSnapshot, amount: MinorUnits) -> String {
    Money {
        amount,
        currency: order.currency,
    }
    .decimal()
}

/// `2100` basis points as `21 %`, `550` as `5.5 %`.
fn percent(rate: BasisPoints) -> String {
    let (whole, fraction) = (rate.get() / 100, rate.get() % 100);
    if fraction == 0 {
        return format!("{whole} %");
    }
    let digits = format!("{fraction:02}");
    format!("{whole}.{} %", digits.trim_end_matches('0'))
}

/// The lines of an address, from the street to the country.
fn address(address: &Address) -> Vec<String> {
    let place = [address.postal_code.as_ref(), Some(&address.city)];
    let place: Vec<String> = place.into_iter().filter_map(printable_if_any).collect();
    let region = printable_if_any(address.region.as_ref());
    let place = [Some(place.join(" ")), region]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>();
    let lines = [
        printable(&address.line1),
        printable_if_any(address.line2.as_ref()).unwrap_or_default(),
        place.join(", "),
        address.country.to_string(),
    ];
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}

fn longest<'a>(texts: impl Iterator<Item = &'a String>) -> String {
    texts
        .max_by_key(|text| text.len())
        .cloned()
        .unwrap_or_default()
}
