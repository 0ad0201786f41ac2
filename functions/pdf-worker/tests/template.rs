//! A template that a deployment brings.

use std::fs;
use std::path::Path;

use pdf_worker::document::{DocumentKind, RenderError, Renderer};

const OWN: &str = r#"
#let doc = json("content.json")
#let (year, month, day) = doc.issued
#set document(title: doc.number, date: datetime(year: year, month: month, day: day))
#set text(font: "Inter", lang: doc.language)
#if doc.has-e-invoice {
  pdf.attach("factur-x.xml", relationship: "alternative", mime-type: "text/xml", description: "x")
}
#heading(doc.number)
Set in our own way.
"#;

#[test]
fn a_document_is_set_as_its_own_template_says() {
    let renderer = renderer(OWN);
    renderer.rehearse().expect("a template that can be set");
    let event = serde_json::from_slice(&sample("five-lines")).expect("an event");
    let pdf = renderer.render(DocumentKind::Invoice, &event);
    let text = pdf_extract::extract_text_from_mem(&pdf.expect("a document")).expect("text");
    assert!(text.contains("Set in our own way."), "{text}");
}

#[test]
fn what_is_wrong_with_a_template_is_told_with_its_line() {
    let table = [
        ("#heading(doc.number)", "#heading(doc.numero)", "line 9: "),
        (
            "Set in our own way.",
            "#let (",
            "line 10: unclosed delimiter",
        ),
        ("#heading(doc.number)", "#image(\"logo.svg\")", "line 9: "),
    ];
    for (right, wrong, expected) in table {
        let error = renderer(&OWN.replace(right, wrong)).rehearse().unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[test]
fn an_e_invoice_that_is_not_attached_is_none() {
    let error = renderer(&OWN.replace("doc.has-e-invoice", "false")).rehearse();
    assert!(matches!(error, Err(RenderError::NoAttachment)), "{error:?}");
}

fn renderer(template: &str) -> Renderer {
    let seller = serde_json::from_slice(&sample("seller")).expect("a seller");
    Renderer::new(seller).with_template(template.to_owned())
}

fn sample(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    fs::read(folder.join(name).with_extension("json")).expect("a sample")
}
