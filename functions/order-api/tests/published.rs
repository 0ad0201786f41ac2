//! What is published about the API is what these types make.

use schemars::generate::SchemaSettings;
use serde_json::Value;

const PUBLISHED: &str = include_str!("../../../schemas/openapi.json");

#[test]
fn each_path_is_published_as_it_is() {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
    });
    let paths = order_api::openapi::paths(&mut settings.into_generator());
    let published: Value = serde_json::from_str(PUBLISHED).expect("JSON");
    let paths = paths.as_object().expect("paths are an object");
    assert!(!paths.is_empty());
    for (path, operations) in paths {
        let hint = "run `cargo schemas` and commit what changes";
        assert_eq!(&published["paths"][path], operations, "{path}: {hint}");
    }
}
