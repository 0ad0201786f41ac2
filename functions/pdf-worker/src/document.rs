//! Invoices and credit notes as PDF.
//!
//! Rendering is a pure function of the seller, the kind of document and the event: it reads no
//! clock, file or network, and the same input gives the same bytes, so that a repeated message
//! writes the same object. [`content`] decides what a document says, `template.typ` how it
//! looks, and [`world`] is all that Typst gets to see.

mod address;
mod content;
mod coverage;
mod diagnostics;
pub mod e_invoice;
mod fonts;
mod payment_code;
mod proof;
mod text;
mod widths;
mod words;
mod world;
mod xmp;

pub use order_events::DocumentKind;
use order_events::{OrderId, OrderStatus, OrderStatusChanged};
use serde::Serialize;

use crate::seller::Seller;
use content::Content;
use coverage::covered;
pub use fonts::{Fonts, InvalidFonts};
pub use proof::{Proof, forget};
use world::{Press, Sheet};

/// Why there is no document. Trying the same event again gives the same error.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    #[error("order `{order_id}` has no {kind} number")]
    MissingNumber {
        kind: DocumentKind,
        order_id: OrderId,
    },
    #[error("cannot write the document's content as JSON")]
    Content(#[from] serde_json::Error),
    #[error("cannot set the document: {diagnostics}")]
    Compile { diagnostics: String },
    #[error("cannot export the document as PDF: {diagnostics}")]
    Export { diagnostics: String },
    #[error("cannot export the document as PDF: the template does not attach `factur-x.xml`")]
    NoAttachment,
    #[error("cannot declare the e-invoice: the PDF's metadata is not where it was expected")]
    Metadata,
}

/// Where a document stands, as it shows on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum State {
    Open,
    Paid,
    Cancelled,
    Refunded,
}

impl State {
    /// An invoice that is rendered later must not ask for money again. A credit note is what it
    /// is, whatever becomes of the order.
    fn of(kind: DocumentKind, status: OrderStatus) -> Self {
        match (kind, status) {
            (DocumentKind::CreditNote, _) | (_, OrderStatus::Pending | OrderStatus::Confirmed) => {
                Self::Open
            }
            (_, OrderStatus::Paid | OrderStatus::Shipped | OrderStatus::Delivered) => Self::Paid,
            (_, OrderStatus::Cancelled) => Self::Cancelled,
            (_, OrderStatus::Refunded) => Self::Refunded,
        }
    }
}

/// Renders the documents of one seller. Built once, used from any number of threads.
#[derive(Debug)]
pub struct Renderer {
    seller: Seller,
    press: Press,
}

impl Renderer {
    /// Parses the template that is compiled in. It prints in the embedded fonts.
    #[must_use]
    pub fn new(seller: Seller) -> Self {
        Self::with_fonts(seller, Fonts::embedded())
    }

    /// As [`Renderer::new`], with these fonts.
    #[must_use]
    pub fn with_fonts(seller: Seller, fonts: Fonts) -> Self {
        Self {
            press: Press::new(seller.logo.as_ref(), fonts),
            seller,
        }
    }

    /// With another template than the one that is compiled in. Whether it can be set shows when it
    /// is: see [`Renderer::rehearse`].
    #[must_use]
    pub fn with_template(mut self, text: String) -> Self {
        self.press.set_template(text);
        self
    }

    /// Renders an invoice and a credit note that are compiled in, so that a template which can't be
    /// set is found before there is a customer's order in it.
    ///
    /// # Errors
    /// Names the lines of the template that are wrong.
    pub fn rehearse(&self) -> Result<(), RenderError> {
        const INVOICE: &str = include_str!("../samples/five-lines.json");
        const CREDIT_NOTE: &str = include_str!("../samples/credit-note.json");
        for (kind, sample) in [
            (DocumentKind::Invoice, INVOICE),
            (DocumentKind::CreditNote, CREDIT_NOTE),
        ] {
            self.render(kind, &serde_json::from_str(sample)?)?;
        }
        Ok(())
    }

    /// The PDF of the document that `event` calls for.
    pub fn render(
        &self,
        kind: DocumentKind,
        event: &OrderStatusChanged,
    ) -> Result<Vec<u8>, RenderError> {
        let pdf = self.set(kind, event).and_then(|proof| proof.export());
        forget();
        pdf
    }

    /// The pages of the document that `event` calls for: the first half of rendering it.
    pub fn set(
        &self,
        kind: DocumentKind,
        event: &OrderStatusChanged,
    ) -> Result<Proof, RenderError> {
        let content = Content::of(kind, &self.seller, event)?;
        let sheet = self.sheet(&content, event.order.order_id)?;
        Proof::of(&sheet, &content)
    }

    fn sheet(&self, content: &Content, order_id: OrderId) -> Result<Sheet<'_>, RenderError> {
        // All at once, so that no text that is printed can be forgotten.
        let json = serde_json::to_string(content)?;
        let (json, replaced) = covered(&json, self.press.fonts());
        replaced.report(content.kind(), order_id);
        Ok(self
            .press
            .sheet(json, content.payment_code(), content.e_invoice()))
    }
}

#[cfg(test)]
mod tests {
    use order_events::{MinorUnits, TaxSubtotal};
    use typst::diag::Warned;
    use typst::layout::{Frame, FrameItem, Point};

    use super::*;

    /// Where a text stands on its page, in millimetres from the upper left corner.
    struct Placed {
        text: String,
        left: f64,
        right: f64,
        baseline: f64,
    }

    #[test]
    fn nothing_leaves_the_page_or_overlaps() {
        check(&hostile());
    }

    #[test]
    fn the_largest_figures_keep_to_their_columns() {
        let most = MinorUnits(i64::MAX);
        let mut event = hostile();
        for line in &mut event.order.lines {
            line.quantity = "999999999.9999".parse().unwrap();
            (line.unit_price_minor, line.net_minor) = (most, most);
        }
        // Beside such figures, a text that fills more than a page.
        event.order.lines[0].description = "W".repeat(1_000);
        let totals = &mut event.order.totals;
        (totals.net_minor, totals.tax_minor, totals.gross_minor) = (most, most, most);
        // More rates than fit on a page.
        let subtotal = |rate: u16| TaxSubtotal {
            tax_rate_basis_points: rate.try_into().unwrap(),
            tax_category: None,
            tax_exemption_reason: None,
            discount_minor: MinorUnits::ZERO,
            net_minor: most,
            tax_minor: most,
        };
        totals.tax_subtotals = (9_500..10_000).map(subtotal).collect();
        check(&event);
        let total = "KWD\u{a0}9,223,372,036,854,775.807";
        let on_one_line = |text: &Placed| text.text.trim() == total;
        assert!(
            pages(&event).iter().flatten().any(on_one_line),
            "the total breaks"
        );
    }

    #[test]
    fn no_total_stands_on_a_page_without_a_line() {
        let event = include_str!("../samples/many-lines.json");
        let event: OrderStatusChanged = serde_json::from_str(event).unwrap();
        let mut breaks = std::collections::HashSet::new();
        for count in 10..=22 {
            let mut event = event.clone();
            event.order.lines.truncate(count);
            event.order.lines[count - 1].description = "The last line".into();
            let pages = pages(&event);
            let shows = |page: &[Placed], wanted: &str| page.iter().any(|it| it.text == wanted);
            let with_total: Vec<_> = pages.iter().filter(|page| shows(page, "Total")).collect();
            assert_eq!(with_total.len(), 1, "{count} lines");
            assert!(shows(with_total[0], "The last line"), "{count} lines");
            assert!(shows(with_total[0], "Description"), "{count} lines");
            breaks.insert(pages.len());
        }
        assert!(breaks.len() > 1, "no break was near");
    }

    fn check(event: &OrderStatusChanged) {
        for mut page in pages(event) {
            for text in &page {
                // A4, 20 mm of margin, the footer 16 mm above the edge.
                let inside = text.left >= 19.9 && text.right <= 190.1 && text.baseline <= 285.0;
                assert!(inside, "{} leaves the page", text.describe());
            }
            // Texts of one line stand on the same baseline but for the last bits of it.
            let line = |text: &Placed| (text.baseline * 50.0).round();
            page.sort_by(|a, b| (line(a), a.left).partial_cmp(&(line(b), b.left)).unwrap());
            for pair in page.windows(2) {
                let (left, right) = (&pair[0], &pair[1]);
                let apart =
                    left.baseline + 0.01 < right.baseline || left.right <= right.left + 0.01;
                assert!(apart, "{} overlaps {}", left.describe(), right.describe());
            }
        }
    }

    fn hostile() -> OrderStatusChanged {
        serde_json::from_str(include_str!("../samples/hostile.json")).unwrap()
    }

    fn pages(event: &OrderStatusChanged) -> Vec<Vec<Placed>> {
        let seller = serde_json::from_str(include_str!("../samples/seller.json")).unwrap();
        let renderer = Renderer::new(seller);
        let content = Content::of(DocumentKind::Invoice, &renderer.seller, event).unwrap();
        let sheet = renderer.sheet(&content, event.order.order_id).unwrap();
        let Warned { output, warnings } = typst::compile(&sheet);
        assert!(warnings.is_empty(), "{warnings:?}");
        let document = output.unwrap();
        // Also tells the compiler that the document is one with pages.
        typst_pdf::pdf(&document, &proof::options(content.identity())).unwrap();
        let place = |page: &Frame| {
            let mut placed = Vec::new();
            collect(page, Point::zero(), &mut placed);
            placed
        };
        document
            .pages()
            .iter()
            .map(|page| place(&page.frame))
            .collect()
    }

    fn collect(frame: &Frame, origin: Point, placed: &mut Vec<Placed>) {
        for (offset, item) in frame.items() {
            let at = origin + *offset;
            match item {
                FrameItem::Group(group) => collect(&group.frame, at, placed),
                FrameItem::Text(text) => placed.push(Placed {
                    text: text.text.to_string(),
                    left: at.x.to_mm(),
                    right: (at.x + text.width()).to_mm(),
                    baseline: at.y.to_mm(),
                }),
                _ => {}
            }
        }
    }

    impl Placed {
        fn describe(&self) -> String {
            let Self {
                text,
                left,
                right,
                baseline,
            } = self;
            format!("`{text}` at {baseline:.1} mm, from {left:.1} to {right:.1} mm,")
        }
    }
}
