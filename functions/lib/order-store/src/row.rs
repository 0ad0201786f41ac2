//! The row of an order: its attributes in the `orders` table, and the way to and from the domain.

use order_core::{Issued, Line, LineDraft, Order, TaxGroup, Totals};
use order_events::{
    Address, CountryCode, Currency, MinorUnits, OrderId, OrderStatus, Party, Quantity, TaxRate,
    Timestamp, Version,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One item of the `orders` table. `orderId` is its partition key, `createdAt` its sort key.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrderRow {
    order_id: OrderId,
    created_at: Timestamp,
    updated_at: Timestamp,
    version: Version,
    status: OrderStatus,
    buyer: PartyRow,
    #[serde(skip_serializing_if = "Option::is_none")]
    purchase_order_reference: Option<String>,
    currency: Currency,
    lines: Vec<LineRow>,
    totals: TotalsRow,
    #[serde(skip_serializing_if = "Option::is_none")]
    invoice: Option<IssuedRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit_note: Option<IssuedRow>,
}

/// The one attribute of an order's earlier image that matters: where it was.
#[derive(Deserialize)]
pub(crate) struct StatusOfRow {
    pub(crate) status: OrderStatus,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PartyRow {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_id: Option<String>,
    line1: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    line2: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    postal_code: Option<String>,
    city: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    country: CountryCode,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct LineRow {
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sku: Option<String>,
    quantity: Quantity,
    unit_price_minor: MinorUnits,
    tax_rate_basis_points: TaxRate,
    net_minor: MinorUnits,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct TotalsRow {
    net_minor: MinorUnits,
    tax_minor: MinorUnits,
    gross_minor: MinorUnits,
    tax_groups: Vec<TaxGroupRow>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct TaxGroupRow {
    tax_rate_basis_points: TaxRate,
    net_minor: MinorUnits,
    tax_minor: MinorUnits,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct IssuedRow {
    #[serde(serialize_with = "write_text", deserialize_with = "read_text")]
    number: order_core::DocumentNumber,
    at: Timestamp,
}

fn write_text<S: Serializer>(
    number: &order_core::DocumentNumber,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_str(number)
}

fn read_text<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<order_core::DocumentNumber, D::Error> {
    String::deserialize(deserializer)?
        .parse()
        .map_err(serde::de::Error::custom)
}

impl From<&Order> for OrderRow {
    fn from(order: &Order) -> Self {
        Self {
            order_id: order.id,
            created_at: order.id.created_at(),
            updated_at: order.updated_at,
            version: order.version,
            status: order.status,
            buyer: PartyRow::from(&order.buyer),
            purchase_order_reference: order.purchase_order_reference.clone(),
            currency: order.currency,
            lines: order.lines.iter().map(LineRow::from).collect(),
            totals: TotalsRow::from(&order.totals),
            invoice: order.invoice.map(IssuedRow::from),
            credit_note: order.credit_note.map(IssuedRow::from),
        }
    }
}

impl From<OrderRow> for Order {
    fn from(row: OrderRow) -> Self {
        Self {
            id: row.order_id,
            version: row.version,
            status: row.status,
            updated_at: row.updated_at,
            buyer: row.buyer.into(),
            purchase_order_reference: row.purchase_order_reference,
            currency: row.currency,
            lines: row.lines.into_iter().map(Line::from).collect(),
            totals: row.totals.into(),
            invoice: row.invoice.map(Issued::from),
            credit_note: row.credit_note.map(Issued::from),
        }
    }
}

impl From<&Party> for PartyRow {
    fn from(party: &Party) -> Self {
        let Party {
            name,
            email,
            phone,
            tax_id,
            address,
        } = party.clone();
        let Address {
            line1,
            line2,
            postal_code,
            city,
            region,
            country,
        } = address;
        Self {
            name,
            email,
            phone,
            tax_id,
            line1,
            line2,
            postal_code,
            city,
            region,
            country,
        }
    }
}

impl From<PartyRow> for Party {
    fn from(row: PartyRow) -> Self {
        let PartyRow {
            name,
            email,
            phone,
            tax_id,
            line1,
            line2,
            postal_code,
            city,
            region,
            country,
        } = row;
        let address = Address {
            line1,
            line2,
            postal_code,
            city,
            region,
            country,
        };
        Self {
            name,
            email,
            phone,
            tax_id,
            address,
        }
    }
}

impl From<&Line> for LineRow {
    fn from(line: &Line) -> Self {
        let LineDraft {
            description,
            sku,
            quantity,
            unit_price,
            tax_rate,
        } = line.draft.clone();
        Self {
            description,
            sku,
            quantity,
            unit_price_minor: unit_price,
            tax_rate_basis_points: tax_rate,
            net_minor: line.net,
        }
    }
}

impl From<LineRow> for Line {
    fn from(row: LineRow) -> Self {
        let draft = LineDraft {
            description: row.description,
            sku: row.sku,
            quantity: row.quantity,
            unit_price: row.unit_price_minor,
            tax_rate: row.tax_rate_basis_points,
        };
        Self {
            draft,
            net: row.net_minor,
        }
    }
}

impl From<&Totals> for TotalsRow {
    fn from(totals: &Totals) -> Self {
        let groups = totals.groups.iter().map(|group| TaxGroupRow {
            tax_rate_basis_points: group.rate,
            net_minor: group.net,
            tax_minor: group.tax,
        });
        Self {
            net_minor: totals.net,
            tax_minor: totals.tax,
            gross_minor: totals.gross,
            tax_groups: groups.collect(),
        }
    }
}

impl From<TotalsRow> for Totals {
    fn from(row: TotalsRow) -> Self {
        let groups = row.tax_groups.into_iter().map(|group| TaxGroup {
            rate: group.tax_rate_basis_points,
            net: group.net_minor,
            tax: group.tax_minor,
        });
        Self {
            net: row.net_minor,
            tax: row.tax_minor,
            gross: row.gross_minor,
            groups: groups.collect(),
        }
    }
}

impl From<Issued> for IssuedRow {
    fn from(issued: Issued) -> Self {
        Self {
            number: issued.number,
            at: issued.at,
        }
    }
}

impl From<IssuedRow> for Issued {
    fn from(row: IssuedRow) -> Self {
        Self {
            number: row.number,
            at: row.at,
        }
    }
}
