//! Renders a sample to a file:
//! `cargo run --example render -- out.pdf [sample]`,
//! where `sample` is the name of a file in `samples/` without `.json`; `small` by default.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Instant;

use order_events::OrderStatusChanged;
use pdf_worker::document::{DocumentKind, Renderer};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let target = arguments.next().ok_or("expected a path for the PDF")?;
    let name = arguments.next().unwrap_or_else(|| "small".to_owned());

    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let seller = serde_json::from_slice(&fs::read(samples.join("seller.json"))?)?;
    let sample = fs::read(samples.join(name).with_extension("json"))?;
    let event: OrderStatusChanged = serde_json::from_slice(&sample)?;
    let kind = match event.order.credit_note {
        Some(_) => DocumentKind::CreditNote,
        None => DocumentKind::Invoice,
    };

    let renderer = Renderer::new(seller);
    // The second rendering shows what each further document costs a warm process.
    for attempt in ["first", "second"] {
        let started = Instant::now();
        let pdf = renderer.render(kind, &event)?;
        println!(
            "{attempt}: {} bytes in {:.1?}",
            pdf.len(),
            started.elapsed()
        );
        fs::write(&target, pdf)?;
    }
    Ok(())
}
