//! The documents of an order, and where they are kept.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::OrderId;

/// What is issued for an order.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    Invoice,
    CreditNote,
}

impl DocumentKind {
    pub const ALL: [Self; 2] = [Self::Invoice, Self::CreditNote];

    /// The key of the document's object in the bucket of invoices, whose versions are the
    /// document's.
    #[must_use]
    pub fn object_key(self, id: OrderId) -> String {
        let name = match self {
            Self::Invoice => "invoice.pdf",
            Self::CreditNote => "credit-note.pdf",
        };
        format!("{}/{name}", id.object_prefix())
    }
}

impl fmt::Display for DocumentKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Invoice => "invoice",
            Self::CreditNote => "credit note",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_random_tail_of_the_id_leads() {
        let id = "01999f3a-6c1e-7b42-9d1f-2f6d0c9a7e55".parse().unwrap();
        assert_eq!(
            DocumentKind::CreditNote.object_key(id),
            "orders/55/01999f3a-6c1e-7b42-9d1f-2f6d0c9a7e55/credit-note.pdf"
        );
    }
}
