//! Text that wants to break a document, reach into it, or keep it from ending.

use std::path::Path;
use std::time::{Duration, Instant};

use order_events::OrderStatusChanged;
use pdf_worker::document::{DocumentKind, Renderer};
use proptest::prelude::*;

/// Far above what a document takes in a build that is not optimised, far below a hang.
const LONGEST: Duration = Duration::from_secs(20);

#[test]
fn no_text_breaks_a_document() {
    let flood = "e\u{301}\u{302}\u{303}\u{308}\u{30A}\u{327}".repeat(200);
    let cases = [
        (
            "markup",
            "#panic(\"no\") *b* _e_ $x^2$ `raw` = h @l <l> \\ // /* https://a.b".to_owned(),
        ),
        (
            "code",
            "#{import \"/etc/passwd\"; read(\"/etc/passwd\")} #include \"x.typ\"".to_owned(),
        ),
        ("control characters", ('\0'..='\u{9F}').collect()),
        ("a megabyte", "W".repeat(1 << 20)),
        ("a megabyte of words", "word ".repeat(1 << 18)),
        (
            "an override",
            "\u{202E}LATOT 99.9\u{202C} \u{2067}a\u{2069} \u{2066}b \u{202A}\u{202B}".to_owned(),
        ),
        ("open isolates", "\u{2067}".repeat(2_000) + "end"),
        (
            "a flood of marks",
            format!("Z{} {}", "\u{301}".repeat(5_000), flood),
        ),
        (
            "marks of another script",
            "\u{64B}\u{651}a\u{64E} ن\u{301}\u{20DD} \u{5B8}x".to_owned(),
        ),
        ("marks alone", "\u{301}\u{64B}\u{5B8}".repeat(50)),
        ("no break", "x".repeat(400)),
        ("no break from right to left", "ب".repeat(400)),
        (
            "replacements",
            "\u{FFFD}\u{FFFC}\u{FFFE}\u{FFFF}\u{10FFFF}".to_owned(),
        ),
        ("emoji", "👩‍👩‍👧‍👦 🏳️‍🌈 🇩🇪 1️⃣ ❤️ 👍🏽".to_owned()),
        (
            "tags",
            "\u{E0041}\u{E007F}\u{FE0F}\u{180E}\u{AD}".to_owned(),
        ),
        ("nothing", " \u{A0}\u{2028}\u{2029}\u{3000}".to_owned()),
    ];
    for (name, text) in cases {
        let started = Instant::now();
        check(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let took = started.elapsed();
        assert!(took < LONGEST, "{name} took {took:?}");
    }
}

#[test]
fn markup_is_printed_as_it_was_written() {
    let typed = "#strong[*x*] \\ $y$ @z `w` // u <v>";
    let printed = pdf_extract::extract_text_from_mem(&check(typed).expect("a document"));
    let printed = printed.expect("a PDF with text");
    assert!(printed.contains(typed), "{printed}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_text_makes_a_document(text in anything()) {
        prop_assert!(check(&text).is_ok(), "{:?}", check(&text));
    }
}

/// Characters of every kind, with those more often that scripts are made of and broken with.
fn anything() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        any::<char>(),
        prop::char::range(' ', '~'),
        prop::char::range('\u{A0}', '\u{5FF}'),
        prop::char::range('\u{600}', '\u{8FF}'),
        prop::char::range('\u{FB1D}', '\u{FEFF}'),
        prop::char::range('\u{300}', '\u{36F}'),
        prop::char::range('\u{1E00}', '\u{21FF}'),
        prop::char::range('\u{200B}', '\u{206F}'),
        Just('#'),
        Just(' '),
    ];
    prop::collection::vec(character, 1..200).prop_map(String::from_iter)
}

/// The document of an order in which everything that is free says `text`.
fn check(text: &str) -> Result<Vec<u8>, pdf_worker::document::RenderError> {
    let text = || text.to_owned();
    let mut event: OrderStatusChanged = read("discounts");
    let order = &mut event.order;
    order.notes = Some(text());
    order.purchase_order_reference = Some(text());
    let buyer = &mut order.buyer;
    buyer.name = text();
    for optional in [&mut buyer.email, &mut buyer.phone, &mut buyer.tax_id] {
        *optional = Some(text());
    }
    buyer.address.line1 = text();
    buyer.address.line2 = Some(text());
    buyer.address.city = text();
    buyer.address.postal_code = Some(text());
    buyer.address.region = Some(text());
    for line in &mut order.lines {
        line.description = text();
        line.sku = Some(text());
        if let Some(discount) = &mut line.discount {
            discount.reason = Some(text());
        }
    }
    if let Some(discount) = &mut order.discount {
        discount.reason = Some(text());
    }
    Renderer::new(read("seller")).render(DocumentKind::Invoice, &event)
}

fn read<T: serde::de::DeserializeOwned>(name: &str) -> T {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let json = std::fs::read(samples.join(name).with_extension("json")).expect("a sample");
    serde_json::from_slice(&json).expect("it is valid")
}
