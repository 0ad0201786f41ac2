//! The X-Ray tracing header, which ties together what one request set in motion.
//!
//! API Gateway, Lambda, SQS and SNS pass it on by themselves; a DynamoDB stream does not, so it
//! travels in the row.

use aws_sdk_sqs::types::MessageSystemAttributeValue;

/// The header of the invocation at hand, as the runtime sets it.
#[must_use]
pub fn current() -> Option<String> {
    #[expect(
        clippy::disallowed_methods,
        reason = "it is no configuration: it changes with each invocation"
    )]
    std::env::var("_X_AMZN_TRACE_ID")
        .ok()
        .filter(|header| is_valid(header))
}

/// Whether SQS and SNS would take it: printable and short ("Tracing header", AWS X-Ray developer
/// guide).
#[must_use]
pub fn is_valid(header: &str) -> bool {
    header.starts_with("Root=1-")
        && header.len() <= 256
        && header.bytes().all(|b| b.is_ascii_graphic())
}

/// The trace's id, which is what one searches for.
#[must_use]
pub fn id(header: &str) -> Option<&str> {
    let mut fields = header.split(';');
    fields.find_map(|field| field.strip_prefix("Root="))
}

/// The header as SQS takes it along with a message.
#[must_use]
pub fn attribute(header: &str) -> MessageSystemAttributeValue {
    let value = MessageSystemAttributeValue::builder()
        .data_type("String")
        .string_value(header);
    value.build().expect("the data type is set")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str =
        "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

    #[test]
    fn the_id_is_the_root() {
        assert_eq!(id(HEADER), Some("1-5759e988-bd862e3fe1be46a994272793"));
        assert_eq!(id("Self=1"), None);
    }

    #[test]
    fn what_sqs_would_refuse_is_no_header() {
        assert!(is_valid(HEADER));
        for header in [
            "",
            "Root=2-x",
            "Root=1-5759e988\n",
            &format!("{HEADER}{}", "x".repeat(256)),
        ] {
            assert!(!is_valid(header), "{header}");
        }
    }
}
