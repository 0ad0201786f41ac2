//! What a document says: each field as the text that is printed.
//!
//! Amounts and dates become text here, from exact integers and in the language of the order. The
//! template places text and never computes with it.

use order_events::{
    Address, Discount, MinorUnits, Money, OrderLine, OrderSnapshot, OrderStatusChanged,
    TaxCategory, TaxSubtotal, Timestamp,
};
use serde::Serialize;

use super::e_invoice::factur_x;
use super::text::{printable, printable_if_any};
use super::widths::{widest, width};
use super::words::{self, Labels, Titles, Words};
use super::world::logo_name;
use super::{DocumentKind, RenderError, State, payment_code};
use crate::figures::Figures;
use crate::seller::{Color, Iban, Paper, Seller};

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

/// How the seller's documents look.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Brand {
    paper: &'static str,
    /// Of areas and rules.
    accent: String,
    /// Of text on such an area.
    on_accent: String,
    /// Of text on paper: the accent, unless it is too light to be read.
    accent_text: String,
    logo: Option<&'static str>,
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
    /// Category and rate, up to the amount that is taxed.
    name: String,
    net: String,
    tax: String,
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

/// How one order's values are written.
#[derive(Clone, Copy)]
struct Writer<'a> {
    order: &'a OrderSnapshot,
    words: &'static Words,
    figures: &'static Figures,
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
            brand: brand(seller),
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
                address: address(&seller.address),
                vat_id: printable_if_any(seller.vat_id.as_ref()),
                registration_id: printable_if_any(seller.registration_id.as_ref()),
                email: printable_if_any(seller.email.as_ref()),
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

impl Writer<'_> {
    fn line(self, line: &OrderLine) -> Line {
        Line {
            description: printable(&line.description),
            sku: printable_if_any(line.sku.as_ref()),
            discount: line
                .discount
                .as_ref()
                .map(|discount| self.discount_line(discount)),
            quantity: self.figures.quantity(line.quantity),
            unit_price: self.decimal(line.unit_price_minor),
            tax_rate: self.figures.percent(line.tax_rate_basis_points),
            net: self.decimal(line.net_minor),
        }
    }

    /// `Discount 10% (spring sale) −5.00`, as one line of text.
    fn discount_line(self, discount: &Discount) -> String {
        let amount = self.decimal(discount.amount_minor);
        format!("{} −{amount}", self.discount_name(discount))
    }

    fn discount_name(self, discount: &Discount) -> String {
        let share = discount.percent_basis_points;
        let share = share.map(|share| self.figures.percent(share));
        let reason = printable_if_any(discount.reason.as_ref());
        let reason = reason.map(|reason| format!("({reason}{})", mark_after(&reason)));
        let parts = [Some(self.words.discount.to_owned()), share, reason];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn adjustments(self) -> Vec<Adjustment> {
        let order = self.order;
        let discount = order.discount.as_ref().map(|discount| Adjustment {
            name: self.discount_name(discount),
            amount: format!("−{}", self.decimal(discount.amount_minor)),
        });
        let shipping = order.shipping.as_ref().map(|shipping| Adjustment {
            name: self.words.shipping.to_owned(),
            amount: self.decimal(shipping.amount_minor),
        });
        if discount.is_none() && shipping.is_none() {
            return Vec::new();
        }
        let totals = &order.totals;
        let before = totals.net_minor.0 - totals.shipping_minor.0 + totals.discount_minor.0;
        let sum = Adjustment {
            name: self.words.sum_of_lines.to_owned(),
            amount: self.decimal(MinorUnits(before)),
        };
        [Some(sum), discount, shipping]
            .into_iter()
            .flatten()
            .collect()
    }

    fn tax_rows(self) -> Vec<TaxRow> {
        let row = |subtotal: &TaxSubtotal| {
            let name = (self.words.tax)(category(subtotal));
            let rate = match category(subtotal) {
                TaxCategory::Standard | TaxCategory::ZeroRated => {
                    Some(self.figures.percent(subtotal.tax_rate_basis_points))
                }
                // These names say that the rate is zero.
                TaxCategory::Exempt
                | TaxCategory::ReverseCharge
                | TaxCategory::IntraCommunity
                | TaxCategory::Export => None,
            };
            let parts = [Some(name), rate.as_deref(), Some(self.words.of_amount)];
            TaxRow {
                name: parts.into_iter().flatten().collect::<Vec<_>>().join(" "),
                net: self.decimal(subtotal.net_minor),
                tax: self.decimal(subtotal.tax_minor),
            }
        };
        self.order.totals.tax_subtotals.iter().map(row).collect()
    }

    fn notes(self) -> Vec<String> {
        let mut notes = Vec::new();
        for subtotal in &self.order.totals.tax_subtotals {
            let category = category(subtotal);
            notes.extend((self.words.no_tax)(category).map(str::to_owned));
            let reason = subtotal.tax_exemption_reason.as_ref();
            let reason = reason.filter(|reason| Some(reason.as_str()) != usual_reason(category));
            notes.extend(printable_if_any(reason));
        }
        notes.extend(printable_if_any(self.order.notes.as_ref()));
        notes
    }

    fn date(self, at: Timestamp) -> String {
        let (year, month, day) = at.date();
        let month = self.words.months[usize::from(month - 1)];
        (self.words.date)(day, month, year)
    }

    fn decimal(self, amount: MinorUnits) -> String {
        self.figures.decimal(self.money(amount))
    }

    fn money(self, amount: MinorUnits) -> Money {
        Money {
            amount,
            currency: self.order.currency,
        }
    }
}

fn brand(seller: &Seller) -> Brand {
    /// What WCAG 2.2 asks of text, and of large text.
    const LEGIBLE: f64 = 4.5;
    const LEGIBLE_IF_LARGE: f64 = 3.0;
    let accent = seller.accent_color.unwrap_or(Color::DEFAULT);
    let contrast = accent.contrast(Color::WHITE);
    let on_accent = if contrast >= LEGIBLE_IF_LARGE {
        Color::WHITE
    } else {
        Color::INK
    };
    let accent_text = if contrast >= LEGIBLE {
        accent
    } else {
        Color::INK
    };
    Brand {
        paper: match seller.paper {
            Paper::A4 => "a4",
            Paper::Letter => "us-letter",
        },
        accent: accent.to_string(),
        on_accent: on_accent.to_string(),
        accent_text: accent_text.to_string(),
        logo: seller.logo.as_ref().map(logo_name),
    }
}

/// As for events of old, in which the category is absent.
fn category(subtotal: &TaxSubtotal) -> TaxCategory {
    let by_rate = if subtotal.tax_rate_basis_points.get() == 0 {
        TaxCategory::ZeroRated
    } else {
        TaxCategory::Standard
    };
    subtotal.tax_category.unwrap_or(by_rate)
}

/// What an order says, in English, where nobody gave a reason. Each language has a phrase of its
/// own for it.
fn usual_reason(category: TaxCategory) -> Option<&'static str> {
    match category {
        TaxCategory::Standard | TaxCategory::ZeroRated | TaxCategory::Exempt => None,
        TaxCategory::ReverseCharge => Some("Reverse charge"),
        TaxCategory::IntraCommunity => Some("Intra-community supply"),
        TaxCategory::Export => Some("Export outside the EU"),
    }
}

/// `None` past the end of the calendar, in the year 9999.
fn due_date(issued_at: Timestamp, seller: &Seller) -> Option<Timestamp> {
    const MILLIS_PER_DAY: u64 = 24 * 60 * 60 * 1_000;
    let term = u64::from(seller.payment_term_days) * MILLIS_PER_DAY;
    Timestamp::from_unix_millis(issued_at.unix_millis() + term)
}

/// A left-to-right mark after text from right to left: without it, an amount that follows would be
/// drawn on the other side of that text, with its sign behind it.
fn mark_after(text: &str) -> &'static str {
    let is_right_to_left = |c| {
        matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'
            | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
    };
    if text.contains(is_right_to_left) {
        "\u{200E}"
    } else {
        ""
    }
}

/// The lines of an address, from the street to the country.
fn address(address: &Address) -> Vec<String> {
    let place = [address.postal_code.as_ref(), Some(&address.city)];
    let place: Vec<String> = place.into_iter().filter_map(printable_if_any).collect();
    let region = printable_if_any(address.region.as_ref());
    let place = [
        Some(place.join(" ")),
        region,
        Some(address.country.to_string()),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>();
    let lines = [
        printable(&address.line1),
        printable_if_any(address.line2.as_ref()).unwrap_or_default(),
        place.join(", "),
    ];
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}
