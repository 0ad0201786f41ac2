//! The text of each sample, as it is read back from its PDF.
//!
//! `INSTA_UPDATE=always cargo test --workspace --test golden` writes what changed.

use std::fs;
use std::path::{Path, PathBuf};

use order_events::OrderStatusChanged;
use pdf_worker::document::{DocumentKind, Renderer};

#[test]
fn the_text_of_every_sample_is_as_it_was() {
    let renderer = renderer("seller");
    for entry in fs::read_dir(samples()).expect("the samples") {
        let path = entry.expect("a sample").path();
        let name = path.file_stem().and_then(|name| name.to_str());
        let name = name.expect("a name in ASCII");
        if name.starts_with("seller") {
            continue;
        }
        let event = event(name);
        let order = &event.order;
        let kinds = [
            (DocumentKind::Invoice, order.invoice.is_some()),
            (DocumentKind::CreditNote, order.credit_note.is_some()),
        ];
        for (kind, _) in kinds.into_iter().filter(|(_, is_issued)| *is_issued) {
            let pdf = renderer.render(kind, &event).expect("a document");
            insta::assert_snapshot!(format!("{name} {kind}").replace(' ', "-"), text(&pdf));
        }
    }
}

#[test]
fn another_seller_has_another_letterhead() {
    let renderer = renderer("seller-branded");
    let pdf = renderer.render(DocumentKind::Invoice, &event("five-lines"));
    insta::assert_snapshot!("branded-invoice", text(&pdf.expect("a document")));
}

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")
}

fn read(name: &str) -> Vec<u8> {
    fs::read(samples().join(name).with_extension("json")).expect("a sample")
}

fn event(name: &str) -> OrderStatusChanged {
    serde_json::from_slice(&read(name)).expect("an event")
}

fn renderer(seller: &str) -> Renderer {
    Renderer::new(serde_json::from_slice(&read(seller)).expect("a seller"))
}

/// Without empty lines and the spaces at their ends.
fn text(pdf: &[u8]) -> String {
    let text = pdf_extract::extract_text_from_mem(pdf).expect("a PDF with text");
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}
