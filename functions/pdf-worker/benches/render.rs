//! How long the parts of a document take: `cargo bench -p pdf-worker --bench render`.

#[path = "figures/orders.rs"]
mod orders;

use std::cell::Cell;

use divan::Bencher;
use order_events::{DocumentKind, OrderStatusChanged};
use pdf_worker::document::e_invoice::factur_x;
use pdf_worker::document::{Proof, Renderer, forget};
use pdf_worker::seller::Seller;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const INVOICE: DocumentKind = DocumentKind::Invoice;
const LINES: [usize; 2] = [5, 100];

fn main() {
    divan::main();
}

/// From the event to the bytes.
#[divan::bench(args = LINES, sample_size = 1)]
fn whole(bencher: Bencher<'_, '_>, lines: usize) {
    let renderer = Renderer::new(seller());
    let render = |event| renderer.render(INVOICE, &event).expect("a document");
    bencher
        .with_inputs(distinct(lines))
        .bench_local_values(render);
}

/// From the event to pages.
#[divan::bench(args = LINES, sample_size = 1)]
fn compile(bencher: Bencher<'_, '_>, lines: usize) {
    let renderer = Renderer::new(seller());
    bencher
        .with_inputs(distinct(lines))
        .bench_local_values(|event| {
            let proof = renderer.set(INVOICE, &event).expect("pages");
            forget();
            proof
        });
}

/// From pages to the bytes.
#[divan::bench(args = LINES, sample_size = 1)]
fn export(bencher: Bencher<'_, '_>, lines: usize) {
    let renderer = Renderer::new(seller());
    let next = distinct(lines);
    let set = || {
        forget();
        renderer.set(INVOICE, &next()).expect("pages")
    };
    let export = |proof: Proof| proof.export().expect("a document");
    bencher.with_inputs(set).bench_local_values(export);
}

/// The document for programs.
#[divan::bench(args = LINES)]
fn e_invoice(bencher: Bencher<'_, '_>, lines: usize) {
    let (seller, event) = (seller(), orders::confirmed(0, lines));
    bencher.bench_local(|| factur_x(INVOICE, &seller, divan::black_box(&event)));
}

/// Another order each time: none may profit from the one before.
fn distinct(lines: usize) -> impl Fn() -> OrderStatusChanged {
    let number = Cell::new(0);
    move || {
        number.set(number.get() + 1);
        orders::confirmed(number.get(), lines)
    }
}

fn seller() -> Seller {
    serde_json::from_str(include_str!("../samples/seller.json")).expect("the sample is valid")
}
