//! Prints the e-invoice of an event: `e_invoice <event.json> [seller.json]`.

use std::error::Error;

use order_events::{DocumentKind, OrderStatusChanged};
use pdf_worker::document::e_invoice::factur_x;
use pdf_worker::seller::Seller;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let event = arguments.next().ok_or("name a file with an event")?;
    let event: OrderStatusChanged = serde_json::from_str(&std::fs::read_to_string(event)?)?;
    let seller = match arguments.next() {
        Some(seller) => std::fs::read_to_string(seller)?,
        None => include_str!("../samples/seller.json").to_owned(),
    };
    let seller: Seller = serde_json::from_str(&seller)?;
    let kind = match event.order.credit_note {
        Some(_) => DocumentKind::CreditNote,
        None => DocumentKind::Invoice,
    };
    println!(
        "{}",
        factur_x(kind, &seller, &event).ok_or("there is none for this order")?
    );
    Ok(())
}
