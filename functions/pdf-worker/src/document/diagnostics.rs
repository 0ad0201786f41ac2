//! What Typst finds wrong, in words, each with its line of the template.

use std::ops::Range;

use typst::diag::SourceDiagnostic;
use typst::syntax::{DiagSpan, DiagSpanKind, Source};

/// All of `diagnostics`, and what Typst advises.
pub(super) fn describe(template: &Source, diagnostics: &[SourceDiagnostic]) -> String {
    let each = diagnostics.iter().map(|diagnostic| {
        let mut text = match line(template, diagnostic.span) {
            Some(line) => format!("line {line}: {}", diagnostic.message),
            None => diagnostic.message.to_string(),
        };
        for hint in &diagnostic.hints {
            text += " (";
            text += &hint.v;
            text.push(')');
        }
        text
    });
    each.collect::<Vec<_>>().join("; ")
}

/// The line of the template that `span` begins in, counted from 1.
fn line(template: &Source, span: DiagSpan) -> Option<usize> {
    let Range { start, .. } = match span.get() {
        DiagSpanKind::Number { id, num, sub_range } if id == template.id() => {
            template.range(num, sub_range)?
        }
        DiagSpanKind::Range { id, range } if id == template.id() => range,
        _ => return None,
    };
    Some(template.lines().byte_to_line(start)? + 1)
}
