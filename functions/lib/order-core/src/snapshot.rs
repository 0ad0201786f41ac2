//! The order as the published events tell it.

use order_events::{IssuedDocument, MinorUnits, OrderLine, OrderSnapshot, TaxSubtotal};

use crate::{Discount, Issued, Line, Order, Shipping, TaxGroup, Totals, Worth};

impl From<&Order> for OrderSnapshot {
    fn from(order: &Order) -> Self {
        let content = &order.content;
        Self {
            order_id: order.id,
            version: order.version,
            status: order.status,
            created_at: order.id.created_at(),
            updated_at: order.updated_at,
            buyer: content.buyer.clone(),
            ship_to: content.ship_to.clone(),
            locale: content.locale,
            purchase_order_reference: content.purchase_order_reference.clone(),
            notes: content.notes.clone(),
            currency: content.currency,
            lines: content.lines.iter().map(order_line).collect(),
            discount: discount(content.discount.as_ref(), content.totals.discount),
            shipping: content.shipping.as_ref().map(shipping),
            totals: totals(&content.totals),
            invoice: order.invoice.map(issued_document),
            credit_note: order.credit_note.map(issued_document),
        }
    }
}

fn order_line(line: &Line) -> OrderLine {
    let draft = &line.draft;
    OrderLine {
        description: draft.description.clone(),
        sku: draft.sku.clone(),
        quantity: draft.quantity,
        unit_price_minor: draft.unit_price,
        discount: discount(draft.discount.as_ref(), line.discount),
        tax_rate_basis_points: draft.tax.rate(),
        tax_category: Some(draft.tax.category()),
        net_minor: line.net,
    }
}

fn discount(asked: Option<&Discount>, amount: MinorUnits) -> Option<order_events::Discount> {
    asked.map(|discount| order_events::Discount {
        amount_minor: amount,
        percent_basis_points: match discount.worth {
            Worth::Amount(_) => None,
            Worth::Percent(share) => Some(share),
        },
        reason: discount.reason.clone(),
    })
}

fn shipping(shipping: &Shipping) -> order_events::Shipping {
    order_events::Shipping {
        amount_minor: shipping.amount,
        tax_rate_basis_points: shipping.tax.rate(),
        tax_category: shipping.tax.category(),
    }
}

fn totals(totals: &Totals) -> order_events::Totals {
    order_events::Totals {
        discount_minor: totals.discount,
        shipping_minor: totals.shipping,
        net_minor: totals.net,
        tax_minor: totals.tax,
        gross_minor: totals.gross,
        tax_subtotals: totals.groups.iter().map(tax_subtotal).collect(),
    }
}

fn tax_subtotal(group: &TaxGroup) -> TaxSubtotal {
    TaxSubtotal {
        tax_rate_basis_points: group.tax.rate(),
        tax_category: Some(group.tax.category()),
        tax_exemption_reason: group.tax.exemption_reason().map(str::to_owned),
        discount_minor: group.discount,
        net_minor: group.net,
        tax_minor: group.amount,
    }
}

fn issued_document(issued: Issued) -> IssuedDocument {
    IssuedDocument {
        number: issued.number.to_string(),
        issued_at: issued.at,
    }
}
