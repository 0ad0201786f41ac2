//! How the first page of each sample looks, compared with the images in `tests/images`.
//!
//! `UPDATE_IMAGES=1 cargo test --workspace --test images` writes what changed: look at it. A page
//! that differs is left in the target folder, with what differs in red.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::PremulRgba8;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};
use pdf_worker::document::{DocumentKind, Renderer};

/// Pixels for each point: 40 to the inch, enough to see each word.
const SCALE: f32 = 0.55;
/// How much a channel may differ (of 255). Edges do, from one processor to another.
const SHADE: u8 = 40;
/// In how many thousandths of its pixels a page may differ by more.
const PIXELS: usize = 1;

const RED: PremulRgba8 = PremulRgba8 {
    r: 255,
    g: 0,
    b: 0,
    a: 255,
};

#[test]
fn every_sample_looks_as_it_did() {
    let mut differing = Vec::new();
    for (name, pdf) in documents() {
        let page = first_page(pdf);
        let golden = golden(&name);
        if is_update() {
            fs::write(&golden, page.into_png().expect("a PNG")).expect("a folder to write to");
            continue;
        }
        let expected = fs::read(&golden).map(Cursor::new).ok();
        let expected = expected.and_then(|png| Pixmap::from_png(png).ok());
        if let Some(difference) = difference(expected.as_ref(), &page) {
            let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
            fs::write(&path, difference.into_png().expect("a PNG")).expect("a folder to write to");
            differing.push(format!("{name}: see {}", path.display()));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn a_line_that_moves_is_seen() {
    let page = first_page(documents().remove(0).1);
    let mut moved = page.clone();
    let row = usize::from(page.width());
    // Everything in the middle of the page by one pixel: what a space more or less does.
    let middle = moved.data().len() / 4..moved.data().len() / 2;
    moved
        .data_mut()
        .copy_within(middle.clone(), middle.start + row);
    assert!(difference(Some(&page), &moved).is_some());
    assert!(difference(Some(&page), &page).is_none());
    assert!(difference(None, &page).is_some());
}

/// The page with what differs from `expected` in red, if that is too much.
fn difference(expected: Option<&Pixmap>, page: &Pixmap) -> Option<Pixmap> {
    let mut marked = page.clone();
    let size = |pixmap: &Pixmap| (pixmap.width(), pixmap.height());
    let Some(expected) = expected.filter(|expected| size(expected) == size(page)) else {
        return Some(marked);
    };
    let mut count = 0;
    for (pixel, expected) in marked.data_mut().iter_mut().zip(expected.data()) {
        let channels = [
            (pixel.r, expected.r),
            (pixel.g, expected.g),
            (pixel.b, expected.b),
        ];
        if channels.iter().any(|(a, b)| a.abs_diff(*b) > SHADE) {
            *pixel = RED;
            count += 1;
        }
    }
    (count * 1_000 > PIXELS * page.data().len()).then_some(marked)
}

fn first_page(pdf: Vec<u8>) -> Pixmap {
    let pdf = Pdf::new(pdf).expect("a PDF");
    let page = pdf.pages().first().expect("a page");
    let settings = RenderSettings {
        x_scale: SCALE,
        y_scale: SCALE,
        bg_color: WHITE,
        ..RenderSettings::default()
    };
    render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &settings,
    )
}

/// Every document of every sample, and one of another seller.
fn documents() -> Vec<(String, Vec<u8>)> {
    let seller = |name: &str| Renderer::new(read(&folder("samples").join(name)));
    let mut documents = Vec::new();
    for path in files(&folder("samples")) {
        let name = path
            .file_stem()
            .and_then(|name| name.to_str())
            .expect("a name");
        let (renderer, name) = match name {
            "five-lines" => (seller("seller-branded.json"), "branded"),
            name if name.starts_with("seller") => continue,
            name => (seller("seller.json"), name),
        };
        let event: order_events::OrderStatusChanged = read(&path);
        let kind = match event.order.credit_note {
            Some(_) => DocumentKind::CreditNote,
            None => DocumentKind::Invoice,
        };
        let pdf = renderer.render(kind, &event).expect("a document");
        documents.push((name.to_owned(), pdf));
    }
    documents
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> T {
    serde_json::from_slice(&fs::read(path).expect("a sample")).expect("it is valid")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    files
}

fn golden(name: &str) -> PathBuf {
    folder("tests/images").join(format!("{name}.png"))
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn is_update() -> bool {
    std::env::var_os("UPDATE_IMAGES").is_some()
}
