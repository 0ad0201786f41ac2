//! The order as the published events tell it.

use order_events::{IssuedDocument, OrderLine, OrderSnapshot, TaxSubtotal};

use crate::{Issued, Line, Order, TaxGroup, Totals};

impl From<&Order> for OrderSnapshot {
    fn from(order: &Order) -> Self {
        Self {
            order_id: order.id,
            version: order.version,
            status: order.status,
            created_at: order.id.created_at(),
            updated_at: order.updated_at,
            buyer: order.buyer.clone(),
            purchase_order_reference: order.purchase_order_reference.clone(),
            currency: order.currency,
            lines: order.lines.iter().map(order_line).collect(),
            totals: totals(&order.totals),
            invoice: order.invoice.map(issued_document),
            credit_note: order.credit_note.map(issued_document),
        }
    }
}

fn order_line(Line { draft, net }: &Line) -> OrderLine {
    OrderLine {
        description: draft.description.clone(),
        sku: draft.sku.clone(),
        quantity: draft.quantity,
        unit_price_minor: draft.unit_price,
        tax_rate_basis_points: draft.tax_rate,
        net_minor: *net,
    }
}

fn totals(totals: &Totals) -> order_events::Totals {
    order_events::Totals {
        net_minor: totals.net,
        tax_minor: totals.tax,
        gross_minor: totals.gross,
        tax_subtotals: totals.groups.iter().map(tax_subtotal).collect(),
    }
}

fn tax_subtotal(group: &TaxGroup) -> TaxSubtotal {
    TaxSubtotal {
        tax_rate_basis_points: group.rate,
        net_minor: group.net,
        tax_minor: group.tax,
    }
}

fn issued_document(issued: Issued) -> IssuedDocument {
    IssuedDocument {
        number: issued.number.to_string(),
        issued_at: issued.at,
    }
}
