//! The documents, read back from their PDF.

use std::path::Path;

use order_events::{OrderStatus, OrderStatusChanged};
use pdf_worker::document::DocumentKind::{CreditNote, Invoice};
use pdf_worker::document::{DocumentKind, RenderError, Renderer};
use pdf_worker::seller::Seller;

const SAMPLES: [(&str, DocumentKind); 4] = [
    ("small", Invoice),
    ("many-lines", Invoice),
    ("credit-note", CreditNote),
    ("hostile", Invoice),
];

#[test]
fn every_sample_says_what_its_order_says() {
    let renderer = renderer();
    for (name, kind) in SAMPLES {
        let event = sample(name);
        let order = &event.order;
        let text = text(&renderer.render(kind, &event).unwrap());

        let issued = if kind == Invoice {
            &order.invoice
        } else {
            &order.credit_note
        };
        assert_says(name, &text, &issued.as_ref().unwrap().number);
        assert_says(name, &text, &order.order_id.to_string());
        for line in &order.lines {
            // What is not a character on paper, or has none in the fonts, is for other tests.
            let printable = line.description.split(['\u{202e}', '\u{202c}', ':']);
            printable
                .take(1)
                .for_each(|part| assert_says(name, &text, part));
        }
        // The samples are in English.
        let decimal = |amount| {
            let currency = order.currency;
            let plain = order_events::Money { amount, currency }.decimal();
            let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
            let mut grouped = whole.to_owned();
            for place in (1..whole.len()).filter(|place| place % 3 == 0) {
                grouped.insert(whole.len() - place, ',');
            }
            format!("{grouped}.{fraction}")
        };
        assert_says(name, &text, &decimal(order.totals.net_minor));
        assert_says(name, &text, &decimal(order.totals.tax_minor));
        assert_says(name, &text, &decimal(order.totals.gross_minor));
        for subtotal in &order.totals.tax_subtotals {
            assert_says(name, &text, &decimal(subtotal.tax_minor));
        }
    }
}

#[test]
fn the_same_event_gives_the_same_bytes() {
    for (name, kind) in SAMPLES {
        let event = sample(name);
        let first = renderer().render(kind, &event).unwrap();
        let shared = renderer();
        // In between, other documents and other threads leave no trace.
        shared.render(CreditNote, &sample("credit-note")).unwrap();
        let again = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..3)
                .map(|_| scope.spawn(|| shared.render(kind, &event).unwrap()))
                .collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .collect::<Vec<_>>()
        });
        assert!(again.iter().all(|bytes| *bytes == first), "{name}");
    }
}

#[test]
fn the_small_invoice_has_all_that_an_invoice_needs() {
    let text = text(&renderer().render(Invoice, &sample("small")).unwrap());
    for part in [
        "Invoice no. INV-2026-000042",
        "Issue date 24 November 2026",
        "Due date 24 December 2026",
        "Chinook Records GmbH",
        "VAT ID DE123456789",
        "Leonie Köhler",
        "Theodor-Heuss-Straße 34",
        "70174 Stuttgart",
        "leonekohler@surfeu.de",
        "Balls to the Wall",
        "TRK-0002",
        "Total USD 5.94",
        "IBAN DE89 3704 0044 0532 0130 00",
        "BIC COBADEFFXXX",
        "Page 1 of 1",
    ] {
        assert!(text.contains(part), "`{part}` is missing in {text}");
    }
    assert!(!text.contains("PAID"), "{text}");
}

#[test]
fn a_paid_invoice_keeps_its_number_says_so_and_asks_for_nothing() {
    let mut event = sample("small");
    event.order.status = OrderStatus::Paid;
    let text = text(&renderer().render(Invoice, &event).unwrap());
    assert!(text.contains("PAID"), "{text}");
    assert!(text.contains("INV-2026-000042"), "{text}");
    assert!(!text.contains("IBAN"), "{text}");
}

#[test]
fn a_credit_note_names_its_invoice() {
    let text = text(
        &renderer()
            .render(CreditNote, &sample("credit-note"))
            .unwrap(),
    );
    for part in [
        "Credit note no. CN-2026-000003",
        "For invoice INV-2026-000051",
        "Luís Gonçalves",
        "Your reference Pedido nº 88",
        "Tax 7% on 12.00",
        "Tax 19% on 54.90",
        "Total credited EUR 78.17",
    ] {
        assert!(text.contains(part), "`{part}` is missing in {text}");
    }
    assert!(!text.contains("Due date"), "{text}");
}

#[test]
fn all_that_changes_the_total_is_shown() {
    let event = include_str!("../../../schemas/examples/order-status-changed.v1/discounted.json");
    let event: OrderStatusChanged = serde_json::from_str(event).unwrap();
    let text = text(&renderer().render(Invoice, &event).unwrap());
    for part in [
        "Lieferanschrift Lager Nord Kai 2 Hamburg Deutschland",
        "Chair Rabatt 10 % (spring) −10,00 2 49,99 19 % 89,98",
        "Summe der Positionen 149,98",
        "Rabatt (loyal customer) −5,00",
        "Versand 9,90",
        "Nettobetrag 154,88",
        "Steuerfrei auf 58,00 0,00",
        "USt. 19 % auf 96,88 18,41",
        "Gesamtbetrag 173,29 EUR",
        "Education, Article 132(1)(i)",
        "Please ring twice.",
    ] {
        assert_says("discounted", &text, part);
    }
}

#[test]
fn a_long_order_repeats_its_header_on_every_page() {
    let text = text(&renderer().render(Invoice, &sample("many-lines")).unwrap());
    assert!(text.contains("František Wichterlová"), "{text}");
    let pages = text.matches("Description Quantity").count();
    assert!(pages > 1, "{text}");
    assert!(text.contains(&format!("Page {pages} of {pages}")), "{text}");
}

#[test]
fn five_hundred_lines_are_set() {
    let mut event = sample("many-lines");
    let lines = event.order.lines.clone();
    event.order.lines = lines.into_iter().cycle().take(500).collect();
    event.order.lines[499].description = "The last of them".into();
    let text = text(&renderer().render(Invoice, &event).unwrap());
    assert!(text.contains("500 The last of them"), "{text}");
}

#[test]
fn markup_in_values_prints_literally() {
    let text = text(&renderer().render(Invoice, &sample("hostile")).unwrap());
    for part in [
        r#"#strong[*Köhler*] & Söhne $x^2$ <script>alert("1")</script>"#,
        r#"\ #import "x.typ" // none `raw` _emph_ ~ @label"#,
        r#"= Not a heading #panic("no") [brackets]"#,
        "Right-to-left override: 99.9 latot, a tab here, a line break, -> => 2x4 (fi) ffl",
    ] {
        assert_says("hostile", &text, part);
    }
}

#[test]
fn no_character_spoils_a_document() {
    // Alone, after a letter that it might combine with, and before one.
    let all = ('\0'..='\u{3100}').chain(('\u{D7A0}'..='\u{11000}').step_by(7));
    let all = all.chain(('\u{1F000}'..='\u{10FFFF}').step_by(997));
    let all: Vec<String> = all.map(|c| format!("e{c}x")).collect();
    let mut event = sample("small");
    let line = event.order.lines[0].clone();
    let lines = all.chunks(200).map(|chunk| {
        let mut line = line.clone();
        line.description = chunk.concat();
        line
    });
    event.order.lines = lines.collect();
    let pdf = renderer().render(Invoice, &event).unwrap();
    assert_says("every character", &text(&pdf), "eßx");
}

#[test]
fn every_document_is_for_archives_and_for_screen_readers() {
    for (name, kind) in SAMPLES {
        let pdf = renderer().render(kind, &sample(name)).unwrap();
        let text = String::from_utf8_lossy(&pdf);
        for part in [
            "<pdfaid:part>3</pdfaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part>",
        ] {
            assert!(text.contains(part), "{name}: `{part}` is missing");
        }
    }
}

#[test]
fn without_a_number_there_is_no_document() {
    let refusal = |kind, event: &OrderStatusChanged| {
        let error = renderer().render(kind, event).unwrap_err();
        assert!(
            matches!(error, RenderError::MissingNumber { .. }),
            "{error:?}"
        );
        error.to_string()
    };
    let mut event = sample("credit-note");
    event.order.credit_note = None;
    assert_eq!(
        refusal(CreditNote, &event),
        format!("order `{}` has no credit note number", event.order.order_id)
    );
    // A credit note that cannot name its invoice is none.
    let mut event = sample("credit-note");
    event.order.invoice = None;
    for kind in [Invoice, CreditNote] {
        assert_eq!(
            refusal(kind, &event),
            format!("order `{}` has no invoice number", event.order.order_id)
        );
    }
}

fn renderer() -> Renderer {
    let seller: Seller = serde_json::from_slice(&file("seller")).expect("a seller");
    Renderer::new(seller)
}

fn sample(name: &str) -> OrderStatusChanged {
    serde_json::from_slice(&file(name)).expect("an event")
}

fn file(name: &str) -> Vec<u8> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    std::fs::read(samples.join(name).with_extension("json")).expect("a sample")
}

/// The text of a PDF with each run of white space as one space.
fn text(pdf: &[u8]) -> String {
    let text = pdf_extract::extract_text_from_mem(pdf).expect("a PDF with text");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Spaces don't count: where a long word breaks over lines, its text holds one.
#[track_caller]
fn assert_says(name: &str, text: &str, part: &str) {
    let squeeze = |text: &str| text.replace([' ', '\u{200b}'], "");
    assert!(
        squeeze(text).contains(&squeeze(part)),
        "{name}: `{part}` is missing in {text}"
    );
}
