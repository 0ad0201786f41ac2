//! From a sheet to its pages, and from pages to a PDF.

use typst::comemo;
use typst::diag::Warned;
use typst::foundations::{NativeElement, Smart};
use typst::introspection::Introspector;
use typst::pdf::AttachElem;
use typst::syntax::Source;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::RenderError;
use super::content::Content;
use super::diagnostics::describe;
use super::world::Sheet;
use super::xmp::declare_e_invoice;

/// The pages of a document, before they are a file.
#[derive(Debug)]
pub struct Proof {
    pages: PagedDocument,
    identity: String,
    has_e_invoice: bool,
    template: Source,
}

impl Proof {
    pub(super) fn of(sheet: &Sheet<'_>, content: &Content) -> Result<Self, RenderError> {
        let Warned {
            output,
            warnings: _,
        } = typst::compile(sheet);
        let pages = output.map_err(|errors| RenderError::Compile {
            diagnostics: describe(sheet.template(), &errors),
        })?;
        Ok(Self {
            pages,
            identity: content.identity(),
            has_e_invoice: content.e_invoice().is_some(),
            template: sheet.template().clone(),
        })
    }

    /// The document as PDF.
    pub fn export(&self) -> Result<Vec<u8>, RenderError> {
        if self.has_e_invoice && !self.has_attachment() {
            return Err(RenderError::NoAttachment);
        }
        let pdf = typst_pdf::pdf(&self.pages, &options(self.identity.clone()));
        let pdf = pdf.map_err(|errors| RenderError::Export {
            diagnostics: describe(&self.template, &errors),
        })?;
        if self.has_e_invoice {
            declare_e_invoice(&pdf)
        } else {
            Ok(pdf)
        }
    }

    fn has_attachment(&self) -> bool {
        let attachments = AttachElem::ELEM.select();
        let introspector = self.pages.introspector();
        introspector.query_first(&attachments).is_some()
    }
}

/// Empties Typst's memory of what it computed. It memoises for editors, where the next input
/// resembles the last. Here it does not, and what is never evicted would grow with every document.
pub fn forget() {
    comemo::evict(0);
}

/// Fit for archives (PDF/A-3, which may carry the invoice's data) and for screen readers.
pub(super) fn options(identity: String) -> PdfOptions {
    let standards = PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1]);
    PdfOptions {
        ident: Smart::Custom(identity),
        standards: standards.expect("the two go together"),
        ..PdfOptions::default()
    }
}
