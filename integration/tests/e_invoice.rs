//! E-invoices, judged by programs that others wrote from the standard.
#![expect(
    clippy::unwrap_used,
    reason = "in a test, what should be there and is not is a failure"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use integration::demo;
use order_core::{
    Advanced, DocumentNumber, LineDraft, Order, OrderDraft, SeriesCount, Subject, Tax, Transition,
};
use order_events::{
    DocumentKind, Locale, MinorUnits, OrderId, OrderSnapshot, OrderStatus, OrderStatusChanged,
    Timestamp,
};
use pdf_worker::document::Renderer;
use pdf_worker::document::e_invoice::factur_x;
use pdf_worker::seller::Seller;
use serde::Deserialize;
use serde_json::Value;

#[test]
fn every_order_becomes_an_e_invoice_that_the_standard_accepts() {
    let folder = xtask::target().join("test-e-invoices");
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).unwrap();
    let seller = include_str!("../../functions/pdf-worker/samples/seller.json");
    let seller: Seller = serde_json::from_str(seller).unwrap();
    let renderer = Renderer::new(seller.clone());
    let write = |name: &str, kind, event: &OrderStatusChanged| {
        let xml = factur_x(kind, &seller, event)?;
        fs::write(folder.join(format!("{name}.xml")), xml).unwrap();
        Some(())
    };
    let cases = demo::read(&demo::chinook(), None).unwrap();
    let mut written = 0;
    for (number, case) in (1..).zip(&cases) {
        let event = confirmed(number, &case.order);
        write(&format!("chinook-{number}"), DocumentKind::Invoice, &event).unwrap();
        written += 1;
    }
    for path in samples() {
        let event = fs::read_to_string(&path).unwrap();
        let event: OrderStatusChanged = serde_json::from_str(&event).unwrap();
        for kind in [DocumentKind::Invoice, DocumentKind::CreditNote] {
            let name = format!("{}-{kind}", path.file_stem().unwrap().to_string_lossy());
            if write(&name, kind, &event).is_some() {
                let pdf = renderer.render(kind, &event).unwrap();
                fs::write(folder.join(format!("{name}.pdf")), pdf).unwrap();
                written += 2;
            }
        }
    }
    assert!(written > 412 + 20, "only {written} files");

    let tools = xtask::check().unwrap_or_else(|missing| panic!("{missing:?}"));
    xtask::e_invoice_judges(&tools).unwrap_or_else(|error| panic!("{error}"));
    let judge = xtask::root().join("integration/e-invoice/validate.py");
    let output = Command::new(xtask::e_invoice_python())
        .arg(judge)
        .arg(&folder)
        .output();
    let output = output.unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    println!("{text}");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}{errors}");
    assert!(
        text.contains(&format!("{written} passed, 0 failed")),
        "{text}"
    );
}

/// The events that the renderer's own tests use, without what no order may hold.
fn samples() -> Vec<PathBuf> {
    let folder = xtask::root().join("functions/pdf-worker/samples");
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let is_event = |path: &Path| {
        let name = path.file_stem().unwrap_or_default();
        path.extension().is_some_and(|kind| kind == "json")
            && name != "hostile"
            && !name.to_string_lossy().contains("seller")
    };
    entries.filter(|path| is_event(path)).collect()
}

/// A line of a Chinook order.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    description: String,
    sku: Option<String>,
    quantity: Value,
    unit_price_minor: MinorUnits,
    tax_rate_basis_points: u16,
}

/// The event that a Chinook order, the `number`th, was confirmed.
fn confirmed(number: u64, order: &Value) -> OrderStatusChanged {
    let lines: Vec<Line> = serde_json::from_value(order["lines"].clone()).unwrap();
    let lines = lines.into_iter().map(|line| LineDraft {
        description: line.description,
        sku: line.sku,
        quantity: line.quantity.to_string().trim_matches('"').parse().unwrap(),
        unit_price: line.unit_price_minor,
        discount: None,
        tax: Tax::new(None, line.tax_rate_basis_points.try_into().unwrap(), None).unwrap(),
    });
    let draft = OrderDraft {
        buyer: serde_json::from_value(order["buyer"].clone()).unwrap(),
        ship_to: None,
        locale: Locale::En,
        purchase_order_reference: order["purchaseOrderReference"].as_str().map(str::to_owned),
        notes: None,
        currency: order["currency"].as_str().unwrap().parse().unwrap(),
        lines: lines.collect(),
        discount: None,
        shipping: None,
    };
    let at = Timestamp::from_unix_millis(1_795_500_000_000 + number).unwrap();
    let id = OrderId::new(at, [7; 10]);
    let placed = Order::place(id, Subject::new("chinook"), draft).unwrap();
    let transition = Transition {
        to: OrderStatus::Confirmed,
        reason: None,
    };
    let advanced = placed
        .advance(transition, Subject::new("chinook"), at)
        .unwrap();
    let Advanced::NeedsNumber(unnumbered) = advanced else {
        panic!("an invoice needs a number");
    };
    let series = SeriesCount::ONE.series(DocumentKind::Invoice, id, at);
    let order = unnumbered.numbered(DocumentNumber {
        series,
        sequence: number,
    });
    OrderStatusChanged::new(
        Some(OrderStatus::Pending),
        None,
        OrderSnapshot::from(&order),
    )
}
