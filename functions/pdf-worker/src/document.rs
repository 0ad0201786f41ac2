//! Invoices and credit notes as PDF.
//!
//! Rendering is a pure function of the seller, the kind of document and the event: it reads no
//! clock, file or network, and the same input gives the same bytes, so that a repeated message
//! writes the same object. [`content`] decides what a document says, `template.typ` how it
//! looks, and [`world`] is all that Typst gets to see.

mod content;
mod text;
mod world;

use std::fmt;

use order_events::{OrderId, OrderStatusChanged};
use typst::comemo;
use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::Smart;
use typst_pdf::PdfOptions;

use crate::seller::Seller;
use content::Content;
use world::{Press, Sheet};

/// What is issued for an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    Invoice,
    CreditNote,
}

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
}

/// Renders the documents of one seller. Built once, used from any number of threads.
#[derive(Debug)]
pub struct Renderer {
    seller: Seller,
    press: Press,
}

impl Renderer {
    /// Loads the fonts and parses the template.
    #[must_use]
    pub fn new(seller: Seller) -> Self {
        Self {
            seller,
            press: Press::new(),
        }
    }

    /// The PDF of the document that `event` calls for.
    pub fn render(
        &self,
        kind: DocumentKind,
        event: &OrderStatusChanged,
    ) -> Result<Vec<u8>, RenderError> {
        let content = Content::of(kind, &self.seller, event)?;
        let sheet = self.press.sheet(serde_json::to_vec(&content)?);
        let pdf = print(&sheet, content.identity());
        // Typst memoises for editors, where the next input resembles the last. Here it does
        // not, and what is never evicted would grow with every document.
        comemo::evict(0);
        pdf
    }
}

impl fmt::Display for DocumentKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Invoice => "invoice",
            Self::CreditNote => "credit note",
        })
    }
}

fn print(sheet: &Sheet<'_>, identity: String) -> Result<Vec<u8>, RenderError> {
    let Warned {
        output,
        warnings: _,
    } = typst::compile(sheet);
    let document = output.map_err(|errors| RenderError::Compile {
        diagnostics: list(&errors),
    })?;
    let options = PdfOptions {
        ident: Smart::Custom(identity),
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| RenderError::Export {
        diagnostics: list(&errors),
    })
}

fn list(diagnostics: &[SourceDiagnostic]) -> String {
    let messages: Vec<&str> = diagnostics
        .iter()
        .map(|error| error.message.as_str())
        .collect();
    messages.join("; ")
}
