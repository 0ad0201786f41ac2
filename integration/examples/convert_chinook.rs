//! Converts the invoices of the Chinook sample database into orders for `cargo local demo`.
//!
//! Reads one invoice a line from standard input, as
//! `{"invoiceId", "customer": {…}, "billing": {…}, "lines": [{…}], "total"}`, and writes one
//! `{"order", "expect"}` a line to standard output. It made `integration/data/chinook-orders.jsonl`:
//!
//! ```text
//! cargo run --example convert_chinook < chinook-invoices.jsonl > chinook-orders.jsonl
//! ```

use std::io::{self, BufRead, Write};

use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Invoice {
    #[serde(rename = "invoiceId")]
    id: u32,
    customer: Customer,
    billing: Billing,
    lines: Vec<Line>,
    total: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Customer {
    first_name: String,
    last_name: String,
    company: Option<String>,
    phone: Option<String>,
    email: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Billing {
    address: String,
    city: String,
    state: Option<String>,
    country: String,
    postal_code: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    track_id: u32,
    name: String,
    artist: String,
    unit_price: String,
    quantity: u32,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let invoice: Invoice = serde_json::from_str(&line?)?;
        let total = invoice.total.clone();
        let converted = json!({"order": order(invoice)?, "expect": {"total": total}});
        writeln!(output, "{converted}")?;
    }
    Ok(())
}

/// The body of `POST /orders`. Chinook sells in US dollars and knows no tax.
fn order(invoice: Invoice) -> Result<Value, Box<dyn std::error::Error>> {
    let Invoice {
        id,
        customer,
        billing,
        lines,
        total,
    } = invoice;
    let lines = lines.iter().map(|line| {
        Ok(json!({
            "description": format!("{} – {}", line.name, line.artist),
            "sku": format!("TRACK-{}", line.track_id),
            "quantity": line.quantity,
            "unitPriceMinor": cents(&line.unit_price)?,
            "taxRateBasisPoints": 0,
        }))
    });
    let lines = lines.collect::<Result<Vec<_>, Box<dyn std::error::Error>>>()?;
    // A company stands above its street, as on an envelope.
    let (first, second) = match customer.company {
        Some(company) => (company, Some(billing.address)),
        None => (billing.address, None),
    };
    Ok(without_nulls(json!({
        "buyer": {
            "name": format!("{} {}", customer.first_name, customer.last_name),
            "email": customer.email,
            "phone": customer.phone,
            "address": {
                "line1": first,
                "line2": second,
                "postalCode": billing.postal_code,
                "city": billing.city,
                "region": billing.state,
                "country": country_code(&billing.country)?,
            },
        },
        "currency": "USD",
        "lines": lines,
        "purchaseOrderReference": format!("Chinook invoice {id}"),
        "totalMinor": cents(&total)?,
    })))
}

fn cents(amount: &str) -> Result<i64, Box<dyn std::error::Error>> {
    let (whole, cents) = amount
        .split_once('.')
        .ok_or("expected an amount such as `0.99`")?;
    Ok(whole.parse::<i64>()? * 100 + cents.parse::<i64>()?)
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.into_iter().filter(|(_, value)| !value.is_null());
            fields
                .map(|(name, value)| (name, without_nulls(value)))
                .collect()
        }
        other => other,
    }
}

fn country_code(name: &str) -> Result<&'static str, String> {
    let code = match name {
        "Argentina" => "AR",
        "Australia" => "AU",
        "Austria" => "AT",
        "Belgium" => "BE",
        "Brazil" => "BR",
        "Canada" => "CA",
        "Chile" => "CL",
        "Czech Republic" => "CZ",
        "Denmark" => "DK",
        "Finland" => "FI",
        "France" => "FR",
        "Germany" => "DE",
        "Hungary" => "HU",
        "India" => "IN",
        "Ireland" => "IE",
        "Italy" => "IT",
        "Netherlands" => "NL",
        "Norway" => "NO",
        "Poland" => "PL",
        "Portugal" => "PT",
        "Spain" => "ES",
        "Sweden" => "SE",
        "USA" => "US",
        "United Kingdom" => "GB",
        other => return Err(format!("no ISO 3166 code is known for `{other}`")),
    };
    Ok(code)
}
