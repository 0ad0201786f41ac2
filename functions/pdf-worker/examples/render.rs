//! Renders a sample to a file:
//! `cargo run --example render -- out.pdf [sample] [times] [seller]`,
//! where `sample` is the name of a file in `samples/` without `.json` (`small` by default), the
//! document is rendered `times` over (once by default) to see what it costs a warm process, and
//! `seller` is the name of another file there (`seller` by default).

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use order_events::OrderStatusChanged;
use pdf_worker::document::{DocumentKind, Renderer};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let target = arguments.next().ok_or("expected a path for the PDF")?;
    let name = arguments.next().unwrap_or_else(|| "small".to_owned());
    let times: u32 = arguments
        .next()
        .map_or(Ok(1), |times| times.parse().map(|times: u32| times.max(1)))?;

    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let seller = arguments.next().unwrap_or_else(|| "seller".to_owned());
    let seller = fs::read(samples.join(seller).with_extension("json"))?;
    let seller = serde_json::from_slice(&seller)?;
    let sample = fs::read(samples.join(name).with_extension("json"))?;
    let event: OrderStatusChanged = serde_json::from_slice(&sample)?;
    let kind = match event.order.credit_note {
        Some(_) => DocumentKind::CreditNote,
        None => DocumentKind::Invoice,
    };

    let renderer = Renderer::new(seller);
    let render = || -> Result<(Vec<u8>, Duration), Box<dyn Error>> {
        let started = Instant::now();
        let pdf = renderer.render(kind, &event)?;
        Ok((pdf, started.elapsed()))
    };
    let (pdf, cold) = render()?;
    println!("first: {} bytes in {cold:.1?}", pdf.len());
    let mut warm = Vec::new();
    for _ in 1..times {
        warm.push(render()?.1);
    }
    warm.sort_unstable();
    if let Some(median) = warm.get(warm.len() / 2) {
        println!("further: {median:.1?} each (median of {})", warm.len());
    }
    fs::write(&target, pdf)?;
    Ok(())
}
