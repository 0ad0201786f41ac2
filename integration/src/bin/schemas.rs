//! `cargo schemas`: writes the published schemas from the Rust types; with `--check`, fails if the
//! committed ones differ. Either way, each example of an event must fit its schema.

use std::fs;
use std::process::ExitCode;

use order_events::OrderStatusChanged;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let check = std::env::args().any(|argument| argument == "--check");
    let event = schemars::schema_for!(OrderStatusChanged).to_value();
    let unfit = unfit_examples(&event)?;
    for fault in &unfit {
        eprintln!("{fault}");
    }
    let files = [
        ("openapi.json", openapi()),
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
    Ok(if stale || !unfit.is_empty() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// What is wrong with the examples of an event, as its readers in any language would find.
fn unfit_examples(schema: &Value) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let validator = jsonschema::validator_for(schema)?;
    let folder = xtask::root().join("schemas/examples/order-status-changed.v1");
    let mut unfit = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let example = serde_json::from_str(&fs::read_to_string(&path)?)?;
        let faults = validator.iter_errors(&example);
        unfit.extend(faults.map(|fault| {
            let (name, place) = (path.display(), fault.instance_path());
            format!("{name} does not fit its schema at `{place}`: {fault}")
        }));
    }
    Ok(unfit)
}

/// The REST API (`OpenAPI` 3.1): what all functions behind it answer.
fn openapi() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
    });
    let mut generator = settings.into_generator();
    let mut paths = order_api::openapi::paths(&mut generator);
    let Value::Object(ops) = dlq_replay::openapi::paths(&mut generator) else {
        unreachable!("paths are an object");
    };
    paths
        .as_object_mut()
        .expect("paths are an object")
        .extend(ops);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Order API",
            "version": "1",
            "description": "Places orders and moves them through their life; shows dead letters \
                            to operators and replays them. Amounts are integers in the minor unit \
                            of the order's currency, without tax unless a name says gross. Every \
                            error is a problem document (RFC 9457).",
        },
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "schemas": generator.take_definitions(true),
            "securitySchemes": {"bearer": {
                "type": "http",
                "scheme": "bearer",
                "bearerFormat": "JWT",
                "description": "An access token (RFC 9068). `orders:read` and `orders:write` are \
                                for the caller's own orders, `orders:admin` is for all of them, \
                                `ops:replay` is for dead letters.",
            }},
        },
    })
}

fn pretty(schema: &Value) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(schema).map(|text| text + "\n")
}
