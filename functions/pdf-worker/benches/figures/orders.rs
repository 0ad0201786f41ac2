//! Orders of which no two are alike, made from a number: no text and no amount of one is found
//! again in the next, but what all invoices share.

use order_events::{
    EventId, IssuedDocument, MinorUnits, OrderId, OrderLine, OrderStatusChanged, TaxSubtotal,
    Timestamp,
};

const SAMPLE: &str = include_str!("../../samples/five-lines.json");
/// 2026-11-24, in milliseconds.
const FIRST_DAY: u64 = 1_795_478_400_000;

const NOUNS: [&str; 32] = [
    "album",
    "amplifier",
    "bow",
    "cable",
    "case",
    "cymbal",
    "drum",
    "fiddle",
    "flute",
    "guitar",
    "harp",
    "horn",
    "keyboard",
    "lamp",
    "mallet",
    "metronome",
    "microphone",
    "needle",
    "oboe",
    "pedal",
    "piano",
    "pick",
    "poster",
    "record",
    "reed",
    "score",
    "sleeve",
    "stand",
    "string",
    "ticket",
    "tuner",
    "viola",
];
const KINDS: [&str; 32] = [
    "Acoustic", "Amber", "Antique", "Baroque", "Black", "Bright", "Bronze", "Carved", "Classic",
    "Compact", "Copper", "Double", "Felt", "Folding", "Gilded", "Golden", "Grand", "Ivory", "Jazz",
    "Light", "Maple", "Modern", "Nylon", "Oak", "Padded", "Quiet", "Restored", "Silver", "Slim",
    "Steel", "Velvet", "Walnut",
];

/// The event that the `number`th order was confirmed, which has so many `lines`.
pub(crate) fn confirmed(number: u64, lines: usize) -> OrderStatusChanged {
    let mut event: OrderStatusChanged = serde_json::from_str(SAMPLE).expect("the sample is valid");
    let at = Timestamp::from_unix_millis(FIRST_DAY + number * 61_001).expect("it is a time");
    let mut random = [0; 10];
    random[2..].copy_from_slice(&scattered(number).to_be_bytes());
    let order = &mut event.order;
    order.order_id = OrderId::new(at, random);
    order.created_at = at;
    order.updated_at = at;
    event.occurred_at = at;
    event.event_id = EventId {
        order_id: order.order_id,
        version: order.version,
    };
    order.invoice = Some(IssuedDocument {
        number: format!("INV-2026-{number:06}"),
        issued_at: at,
    });
    order.purchase_order_reference = Some(format!("PO {}", scattered(number) % 1_000_000));
    order.buyer.name = format!(
        "{} {} No. {number} Ltd",
        word(&KINDS, number),
        word(&NOUNS, number / 7)
    );
    order.buyer.address.line1 = format!("{number} {} Street", word(&KINDS, number / 3));
    order.buyer.address.city = format!("{}ville", word(&KINDS, number / 11));
    order.buyer.email = Some(format!("accounts{number}@hughes.example"));
    let template = order.lines[0].clone();
    order.lines = (0..lines as u64)
        .map(|index| line(&template, number, index))
        .collect();
    let rates = [2_300, 0];
    let subtotal = |rate: u16| {
        let of_rate = order
            .lines
            .iter()
            .filter(|line| line.tax_rate_basis_points.get() == rate);
        let net: i64 = of_rate.map(|line| line.net_minor.0).sum();
        TaxSubtotal {
            tax_rate_basis_points: rate.try_into().expect("it is a rate"),
            tax_category: None,
            tax_exemption_reason: None,
            discount_minor: MinorUnits::ZERO,
            net_minor: MinorUnits(net),
            tax_minor: MinorUnits((net * i64::from(rate) + 5_000) / 10_000),
        }
    };
    let subtotals: Vec<TaxSubtotal> = rates.into_iter().map(subtotal).collect();
    let totals = &mut order.totals;
    totals.net_minor = MinorUnits(subtotals.iter().map(|it| it.net_minor.0).sum());
    totals.tax_minor = MinorUnits(subtotals.iter().map(|it| it.tax_minor.0).sum());
    totals.gross_minor = MinorUnits(totals.net_minor.0 + totals.tax_minor.0);
    totals.tax_subtotals = subtotals;
    event
}

fn line(template: &OrderLine, number: u64, index: u64) -> OrderLine {
    let seed = scattered(number * 1_000 + index);
    let quantity = 1 + seed % 9;
    let price = 100 + scattered(seed) % 99_000;
    OrderLine {
        description: format!(
            "{} {} {}, {}",
            word(&KINDS, seed >> 5),
            word(&NOUNS, seed >> 13),
            seed % 10_000,
            word(&NOUNS, seed >> 23),
        ),
        sku: Some(format!("ART-{:06}", (seed >> 9) % 1_000_000)),
        quantity: quantity.to_string().parse().expect("it is a quantity"),
        unit_price_minor: MinorUnits(price.cast_signed()),
        tax_rate_basis_points: if index % 3 == 2 { 0 } else { 2_300 }
            .try_into()
            .expect("it is a rate"),
        tax_category: None,
        net_minor: MinorUnits((price * quantity).cast_signed()),
        ..template.clone()
    }
}

fn word(words: &[&'static str], at: u64) -> &'static str {
    words[usize::try_from(at % words.len() as u64).unwrap_or_default()]
}

/// A number that tells nothing about the next (the finaliser of `splitmix64`).
fn scattered(number: u64) -> u64 {
    let z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
