//! How long the parts of a document take: `cargo bench -p pdf-worker --bench render`.

#[path = "figures/orders.rs"]
mod orders;

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use order_events::{DocumentKind, OrderStatusChanged};
use pdf_worker::document::e_invoice::factur_x;
use pdf_worker::document::{Renderer, forget};
use pdf_worker::seller::Seller;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const INVOICE: DocumentKind = DocumentKind::Invoice;

criterion_group!(benches, render, halves, e_invoice);
criterion_main!(benches);

fn render(criterion: &mut Criterion) {
    let renderer = Renderer::new(seller());
    let mut group = criterion.benchmark_group("render");
    for (name, lines, samples) in [("5-lines", 5, 100), ("100-lines", 100, 20)] {
        let mut next = distinct(lines);
        group.sample_size(samples);
        group.bench_function(name, |bencher| {
            let render = |event| renderer.render(INVOICE, &event).expect("a document");
            bencher.iter_batched(&mut next, render, BatchSize::PerIteration);
        });
    }
    group.finish();
}

fn halves(criterion: &mut Criterion) {
    let renderer = Renderer::new(seller());
    let mut group = criterion.benchmark_group("5-lines");
    let mut next = distinct(5);
    group.bench_function("compile", |bencher| {
        let set = |event| {
            let proof = renderer.set(INVOICE, &event).expect("pages");
            forget();
            proof
        };
        bencher.iter_batched(&mut next, set, BatchSize::PerIteration);
    });
    group.bench_function("export", |bencher| {
        let set = || {
            forget();
            renderer.set(INVOICE, &next()).expect("pages")
        };
        let export = |proof: pdf_worker::document::Proof| proof.export().expect("a document");
        bencher.iter_batched(set, export, BatchSize::PerIteration);
    });
    group.finish();
}

fn e_invoice(criterion: &mut Criterion) {
    let seller = seller();
    let mut group = criterion.benchmark_group("e-invoice");
    for (name, lines) in [("5-lines", 5), ("100-lines", 100)] {
        let event = orders::confirmed(0, lines);
        group.bench_function(name, |bencher| {
            bencher.iter(|| factur_x(INVOICE, &seller, black_box(&event)));
        });
    }
    group.finish();
}

fn distinct(lines: usize) -> impl FnMut() -> OrderStatusChanged {
    let mut number = 0;
    move || {
        number += 1;
        orders::confirmed(number, lines)
    }
}

fn seller() -> Seller {
    serde_json::from_str(include_str!("../samples/seller.json")).expect("the sample is valid")
}
