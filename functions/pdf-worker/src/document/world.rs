//! The world that Typst sees: one template, the content of one document, the seller's logo, the
//! fonts, and nothing else.

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::fonts::Fonts;
use crate::seller::{Logo, LogoFormat};

const TEMPLATE: &str = include_str!("template.typ");

/// What all documents share, prepared once.
pub(super) struct Press {
    standard_library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Fonts,
    template: Source,
    content_id: FileId,
    payment_code_id: FileId,
    e_invoice_id: FileId,
    logo: Option<(FileId, Bytes)>,
}

/// The press with the content of one document on it.
///
/// The content is a file rather than an entry in `sys.inputs`, which would mean a new
/// standard library, and with it a cold cache, for each document.
pub(super) struct Sheet<'a> {
    press: &'a Press,
    content: Bytes,
    payment_code: Option<Bytes>,
    e_invoice: Option<Bytes>,
}

impl Press {
    pub(super) fn new(logo: Option<&Logo>, fonts: Fonts) -> Self {
        Self {
            standard_library: LazyHash::new(Library::default()),
            book: LazyHash::new(fonts.book()),
            fonts,
            template: template(TEMPLATE.to_owned()),
            content_id: file_id("content.json"),
            payment_code_id: file_id("payment-code.svg"),
            e_invoice_id: file_id("factur-x.xml"),
            logo: logo.map(|logo| {
                let id = file_id(logo_name(logo));
                (id, Bytes::new(logo.bytes().to_vec()))
            }),
        }
    }

    /// Has `text` in the place of the template that is compiled in.
    pub(super) fn set_template(&mut self, text: String) {
        self.template = template(text);
    }

    pub(super) fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    pub(super) fn sheet(
        &self,
        content: String,
        payment_code: Option<String>,
        e_invoice: Option<String>,
    ) -> Sheet<'_> {
        Sheet {
            press: self,
            content: Bytes::from_string(content),
            payment_code: payment_code.map(Bytes::from_string),
            e_invoice: e_invoice.map(Bytes::from_string),
        }
    }
}

impl Sheet<'_> {
    pub(super) fn template(&self) -> &Source {
        &self.press.template
    }
}

impl std::fmt::Debug for Press {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Press")
            .field("fonts", &self.fonts)
            .finish_non_exhaustive()
    }
}

impl World for Sheet<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.standard_library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }

    fn main(&self) -> FileId {
        self.press.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.press.template.id() {
            Ok(self.press.template.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let press = self.press;
        let file = if id == press.content_id {
            Some(&self.content)
        } else if id == press.payment_code_id {
            self.payment_code.as_ref()
        } else if id == press.e_invoice_id {
            self.e_invoice.as_ref()
        } else {
            let logo = press.logo.as_ref().filter(|(logo, _)| id == *logo);
            logo.map(|(_, bytes)| bytes)
        };
        file.cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index)
    }

    // A document that depends on the day it is rendered could not be rendered again.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// What the template knows the logo by.
pub(super) fn logo_name(logo: &Logo) -> &'static str {
    match logo.format() {
        LogoFormat::Svg => "logo.svg",
        LogoFormat::Png => "logo.png",
    }
}

fn template(text: String) -> Source {
    Source::new(file_id("template.typ"), text)
}

fn file_id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a plain file name is a path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}
