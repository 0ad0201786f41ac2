//! Fonts that a deployment adds.

use std::fs;
use std::path::{Path, PathBuf};

use order_events::OrderStatusChanged;
use pdf_worker::document::{DocumentKind, Fonts, InvalidFonts, Renderer};

#[test]
fn an_added_font_prints_what_the_embedded_ones_lack() {
    // Armenian.
    let text = |fonts: Fonts| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
        let read = |name: &str| fs::read(folder.join(name)).expect("a sample");
        let mut event: OrderStatusChanged =
            serde_json::from_slice(&read("one-line.json")).expect("an event");
        event.order.buyer.name = "Արամ".into();
        let seller = serde_json::from_slice(&read("seller.json")).expect("a seller");
        let pdf = Renderer::with_fonts(seller, fonts).render(DocumentKind::Invoice, &event);
        pdf_extract::extract_text_from_mem(&pdf.expect("a document")).expect("text")
    };
    let without = text(Fonts::embedded());
    assert!(
        without.contains("????") && !without.contains("Արամ"),
        "{without}"
    );
    let with = text(
        Fonts::embedded()
            .with_folder(&folder("fonts"))
            .expect("fonts"),
    );
    assert!(with.contains("Արամ") && !with.contains('?'), "{with}");
}

#[test]
fn a_folder_that_is_no_folder_of_fonts_stops_the_start() {
    let refusal = |name: &str| Fonts::embedded().with_folder(&folder(name)).unwrap_err();
    assert!(matches!(refusal("nowhere"), InvalidFonts::Read { .. }));
    assert!(matches!(refusal("snapshots"), InvalidFonts::None { .. }));
    let own = Fonts::embedded()
        .with_folder(&folder("../fonts"))
        .unwrap_err();
    assert!(matches!(own, InvalidFonts::Own { .. }), "{own}");
    let other = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-fonts");
    fs::create_dir_all(&other).expect("a folder");
    fs::write(other.join("text.ttf"), "text").expect("a file");
    let error = Fonts::embedded().with_folder(&other).unwrap_err();
    assert!(error.to_string().contains("text.ttf"), "{error}");
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(name)
}
