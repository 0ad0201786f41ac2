//! `cargo schemas`: writes the published schemas from the Rust types; with `--check`, fails if the
//! committed ones differ.

use std::fs;
use std::process::ExitCode;

use order_events::OrderStatusChanged;
use serde_json::Value;

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let check = std::env::args().any(|argument| argument == "--check");
    let event = schemars::schema_for!(OrderStatusChanged).to_value();
    let files = [
        ("openapi.json", order_api::openapi::document()),
        ("events/order-status-changed.v1.json", event),
    ];
    let mut stale = false;
    for (name, schema) in files {
        let path = xtask::root().join("schemas").join(name);
        let text = pretty(&schema)?;
        if fs::read_to_string(&path).is_ok_and(|committed| committed == text) {
            continue;
        }
        if check {
            eprintln!("schemas/{name} is stale: run `cargo schemas` and commit what changes");
            stale = true;
        } else {
            fs::create_dir_all(path.parent().ok_or("a schema has a folder")?)?;
            fs::write(&path, text)?;
            eprintln!("wrote schemas/{name}");
        }
    }
    Ok(if stale {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn pretty(schema: &Value) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(schema).map(|text| text + "\n")
}
