//! The text of each sample, as it is read back from its PDF.
//!
//! `INSTA_UPDATE=always cargo test --workspace --test golden` writes what changed.

use std::fs;
use std::path::Path;

use order_events::OrderStatusChanged;
use pdf_worker::document::{DocumentKind, Renderer};

#[test]
fn the_text_of_every_sample_is_as_it_was() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let seller = fs::read(samples.join("seller.json")).expect("the seller");
    let renderer = Renderer::new(serde_json::from_slice(&seller).expect("a seller"));
    for entry in fs::read_dir(&samples).expect("the samples") {
        let path = entry.expect("a sample").path();
        let name = path.file_stem().and_then(|name| name.to_str());
        let name = name.expect("a name in ASCII");
        if name == "seller" {
            continue;
        }
        let event: OrderStatusChanged =
            serde_json::from_slice(&fs::read(&path).expect("a sample")).expect("an event");
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

/// Without empty lines and the spaces at their ends.
fn text(pdf: &[u8]) -> String {
    let text = pdf_extract::extract_text_from_mem(pdf).expect("a PDF with text");
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}
