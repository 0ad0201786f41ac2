//! An order as a body asks for it: read, and written again for a patch to be applied to it.

mod draft;

use order_core::{Content, Discount, Line, Shipping, Worth};
use order_events::{Address, BasisPoints, CountryCode, Currency, Locale, ShipTo, TaxCategory};
use schemars::{JsonSchema, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) use draft::broken_rules;

/// Largest unit price, and largest amount that is stated: ten thousand million in a currency with
/// two decimal places.
const LARGEST_AMOUNT: i64 = 1_000_000_000_000;

/// An order. Prices are without tax, in the minor unit of the currency.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct OrderRequest {
    /// Who is billed.
    buyer: BuyerRequest,
    /// Where the goods go, if not to the buyer's address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ShipToRequest")]
    ship_to: Option<ShipToRequest>,
    /// The language of documents and notifications.
    #[serde(default)]
    locale: Locale,
    #[schemars(with = "Currency")]
    currency: String,
    #[schemars(length(min = 1, max = 500))]
    lines: Vec<LineRequest>,
    /// Taken off the sum of the lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "DiscountRequest")]
    discount: Option<DiscountRequest>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ShippingRequest")]
    shipping: Option<ShippingRequest>,
    /// The buyer's own reference, printed on the documents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "rest::schema::text::<100>")]
    purchase_order_reference: Option<String>,
    /// Free text, printed on the documents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "rest::schema::paragraphs::<1000>")]
    notes: Option<String>,
    /// What the caller believes the order costs, with tax. It is checked, never taken over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1_000_000_000_000_000_i64))]
    total_minor: Option<i64>,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct BuyerRequest {
    #[schemars(schema_with = "rest::schema::required_text::<200>")]
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "rest::schema::email")]
    email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "rest::schema::text::<40>")]
    phone: Option<String>,
    /// VAT or other tax registration number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "rest::schema::text::<40>")]
    tax_id: Option<String>,
    address: AddressRequest,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ShipToRequest {
    /// Who receives the goods, if not the buyer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "rest::schema::text::<200>")]
    name: Option<String>,
    address: AddressRequest,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AddressRequest {
    #[schemars(schema_with = "rest::schema::required_text::<200>")]
    line1: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "rest::schema::text::<200>")]
    line2: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "rest::schema::text::<20>")]
    postal_code: Option<String>,
    #[schemars(schema_with = "rest::schema::required_text::<100>")]
    city: String,
    /// State, province or region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "rest::schema::text::<100>")]
    region: Option<String>,
    #[schemars(with = "CountryCode")]
    country: String,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct LineRequest {
    #[schemars(schema_with = "rest::schema::required_text::<300>")]
    description: String,
    /// The seller's article number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "rest::schema::text::<60>")]
    sku: Option<String>,
    #[schemars(schema_with = "quantity_schema")]
    quantity: Value,
    #[schemars(range(min = 0, max = LARGEST_AMOUNT))]
    unit_price_minor: i64,
    /// Taken off quantity times unit price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "DiscountRequest")]
    discount: Option<DiscountRequest>,
    #[schemars(with = "BasisPoints")]
    tax_rate_basis_points: u16,
    /// Without it: STANDARD above a rate of zero, `ZERO_RATED` at zero.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "TaxCategory")]
    tax_category: Option<TaxCategory>,
    /// Why no tax is due. EXEMPT needs a reason; `REVERSE_CHARGE`, `INTRA_COMMUNITY` and EXPORT
    /// have one of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "rest::schema::text::<200>")]
    tax_exemption_reason: Option<String>,
}

/// Either a share of the amount or an amount, and why.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct DiscountRequest {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "BasisPoints")]
    percent_basis_points: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "i64", range(min = 0, max = LARGEST_AMOUNT))]
    amount_minor: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "rest::schema::text::<100>")]
    reason: Option<String>,
}

/// What the delivery costs.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ShippingRequest {
    #[schemars(range(min = 0, max = LARGEST_AMOUNT))]
    amount_minor: i64,
    #[schemars(with = "BasisPoints")]
    tax_rate_basis_points: u16,
    /// Without it: STANDARD above a rate of zero, `ZERO_RATED` at zero.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "TaxCategory")]
    tax_category: Option<TaxCategory>,
    /// Why no tax is due. EXEMPT needs a reason; `REVERSE_CHARGE`, `INTRA_COMMUNITY` and EXPORT
    /// have one of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "rest::schema::text::<200>")]
    tax_exemption_reason: Option<String>,
}

/// Decimal text, or a whole number for those who count in whole things.
fn quantity_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    json_schema!({
        "type": ["string", "integer"],
        "pattern": "^[0-9]{1,9}(\\.[0-9]{1,4})?$",
        "minimum": 1,
        "maximum": 999_999_999,
        "description": "Decimal text above 0 with at most 4 decimal places, or a whole number",
        "examples": ["1.5", 2]
    })
}

impl From<&Content> for OrderRequest {
    /// The request that asks for what the order has; `totalMinor` is left out.
    fn from(content: &Content) -> Self {
        let buyer = &content.buyer;
        Self {
            buyer: BuyerRequest {
                name: buyer.name.clone(),
                email: buyer.email.clone(),
                phone: buyer.phone.clone(),
                tax_id: buyer.tax_id.clone(),
                address: AddressRequest::from(&buyer.address),
            },
            ship_to: content.ship_to.as_ref().map(ShipToRequest::from),
            locale: content.locale,
            currency: content.currency.to_string(),
            lines: content.lines.iter().map(LineRequest::from).collect(),
            discount: content.discount.as_ref().map(DiscountRequest::from),
            shipping: content.shipping.as_ref().map(ShippingRequest::from),
            purchase_order_reference: content.purchase_order_reference.clone(),
            notes: content.notes.clone(),
            total_minor: None,
        }
    }
}

impl From<&Line> for LineRequest {
    fn from(line: &Line) -> Self {
        let draft = &line.draft;
        Self {
            description: draft.description.clone(),
            sku: draft.sku.clone(),
            quantity: draft.quantity.to_string().into(),
            unit_price_minor: draft.unit_price.0,
            discount: draft.discount.as_ref().map(DiscountRequest::from),
            tax_rate_basis_points: draft.tax.rate().get(),
            tax_category: Some(draft.tax.category()),
            tax_exemption_reason: draft.tax.exemption_reason().map(str::to_owned),
        }
    }
}

impl From<&Discount> for DiscountRequest {
    fn from(discount: &Discount) -> Self {
        let (percent_basis_points, amount_minor) = match discount.worth {
            Worth::Percent(share) => (Some(share.get()), None),
            Worth::Amount(amount) => (None, Some(amount.0)),
        };
        Self {
            percent_basis_points,
            amount_minor,
            reason: discount.reason.clone(),
        }
    }
}

impl From<&Shipping> for ShippingRequest {
    fn from(Shipping { amount, tax }: &Shipping) -> Self {
        Self {
            amount_minor: amount.0,
            tax_rate_basis_points: tax.rate().get(),
            tax_category: Some(tax.category()),
            tax_exemption_reason: tax.exemption_reason().map(str::to_owned),
        }
    }
}

impl From<&ShipTo> for ShipToRequest {
    fn from(ship_to: &ShipTo) -> Self {
        Self {
            name: ship_to.name.clone(),
            address: AddressRequest::from(&ship_to.address),
        }
    }
}

impl From<&Address> for AddressRequest {
    fn from(address: &Address) -> Self {
        let Address {
            line1,
            line2,
            postal_code,
            city,
            region,
            country,
        } = address.clone();
        Self {
            line1,
            line2,
            postal_code,
            city,
            region,
            country: country.to_string(),
        }
    }
}
