//! `POST /orders`: an order is placed, priced by us.

use aws_lambda_events::apigw::ApiGatewayProxyResponse;
use aws_lambda_events::encodings::Body;
use order_core::{LineDraft, Order, OrderDraft, PricingError};
use order_events::{
    Address, CountryCode, Currency, MinorUnits, Money, OrderId, Party, Quantity, TaxRate,
};
use order_store::OrderStore;
use schemars::{JsonSchema, json_schema};
use serde::Deserialize;
use serde_json::Value;

use crate::body::{self, Faults};
use crate::problem::Problem;
use crate::representation::OrderRepresentation;
use crate::respond;

/// Largest order in bytes of JSON: a message of 256 KiB, less room for what an event adds.
const LARGEST_ORDER: usize = 250 * 1024;

/// An order to be placed. Prices are without tax, in the minor unit of the currency.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlaceOrderRequest {
    buyer: BuyerRequest,
    #[schemars(with = "Currency")]
    currency: String,
    #[schemars(length(min = 1, max = 500))]
    lines: Vec<LineRequest>,
    /// The buyer's own reference, printed on the documents.
    #[serde(default)]
    #[schemars(schema_with = "body::text::<100>")]
    purchase_order_reference: Option<String>,
    /// What the caller believes the order costs, with tax. It is checked, never taken over.
    #[schemars(range(min = 0, max = 1_000_000_000_000_000_i64))]
    total_minor: Option<i64>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct BuyerRequest {
    #[schemars(schema_with = "body::required_text::<200>")]
    name: String,
    #[serde(default)]
    #[schemars(schema_with = "body::email")]
    email: Option<String>,
    #[serde(default)]
    #[schemars(schema_with = "body::text::<40>")]
    phone: Option<String>,
    /// VAT or other tax registration number.
    #[serde(default)]
    #[schemars(schema_with = "body::text::<40>")]
    tax_id: Option<String>,
    address: AddressRequest,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AddressRequest {
    #[schemars(schema_with = "body::required_text::<200>")]
    line1: String,
    #[serde(default)]
    #[schemars(schema_with = "body::text::<200>")]
    line2: Option<String>,
    #[serde(default)]
    #[schemars(schema_with = "body::text::<20>")]
    postal_code: Option<String>,
    #[schemars(schema_with = "body::required_text::<100>")]
    city: String,
    /// State, province or region.
    #[serde(default)]
    #[schemars(schema_with = "body::text::<100>")]
    region: Option<String>,
    #[schemars(with = "CountryCode")]
    country: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct LineRequest {
    #[schemars(schema_with = "body::required_text::<300>")]
    description: String,
    /// The seller's article number.
    #[serde(default)]
    #[schemars(schema_with = "body::text::<60>")]
    sku: Option<String>,
    #[schemars(schema_with = "quantity_schema")]
    quantity: Value,
    #[schemars(range(min = 0, max = 1_000_000_000_000_i64))]
    unit_price_minor: i64,
    #[schemars(range(min = 0, max = 10_000))]
    tax_rate_basis_points: u16,
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

pub(crate) async fn run(
    store: &OrderStore,
    id: OrderId,
    request: PlaceOrderRequest,
) -> Result<ApiGatewayProxyResponse, Problem> {
    let stated_total = request.total_minor;
    let order = Order::place(id, draft(request)?).map_err(|error| too_large(&error))?;
    check_total(&order, stated_total)?;
    let answer = respond::created(&OrderRepresentation::from(&order));
    check_size(&answer)?;
    store.place(&order).await?;
    Ok(answer)
}

/// The valid values of a body that fits the schema; what the schema can't tell is found here.
fn draft(request: PlaceOrderRequest) -> Result<OrderDraft, Problem> {
    let mut faults = Faults::default();
    let currency: Option<Currency> = faults.parse("/currency", &request.currency);
    let country: Option<CountryCode> =
        faults.parse("/buyer/address/country", &request.buyer.address.country);
    let lines: Vec<Option<LineDraft>> = request
        .lines
        .into_iter()
        .enumerate()
        .map(|(index, line)| line_draft(index, line, &mut faults))
        .collect();
    faults.none()?;
    let complete = currency.zip(country).zip(lines.into_iter().collect());
    let ((currency, country), lines) = complete.expect("what is missing is among the faults");
    let BuyerRequest {
        name,
        email,
        phone,
        tax_id,
        address,
    } = request.buyer;
    let AddressRequest {
        line1,
        line2,
        postal_code,
        city,
        region,
        country: _,
    } = address;
    let address = Address {
        line1,
        line2,
        postal_code,
        city,
        region,
        country,
    };
    Ok(OrderDraft {
        buyer: Party {
            name,
            email,
            phone,
            tax_id,
            address,
        },
        purchase_order_reference: request.purchase_order_reference,
        currency,
        lines,
    })
}

fn line_draft(index: usize, line: LineRequest, faults: &mut Faults) -> Option<LineDraft> {
    let quantity = line
        .quantity
        .as_str()
        .map_or_else(|| line.quantity.to_string(), str::to_owned);
    let quantity: Option<Quantity> = faults.parse(&format!("/lines/{index}/quantity"), &quantity);
    Some(LineDraft {
        description: line.description,
        sku: line.sku,
        quantity: quantity?,
        unit_price: MinorUnits(line.unit_price_minor),
        tax_rate: TaxRate::try_from(line.tax_rate_basis_points).ok()?,
    })
}

fn too_large(error: &PricingError) -> Problem {
    let PricingError::TooLarge { line } = error;
    let pointer = line.map_or_else(|| "/lines".to_owned(), |line| format!("/lines/{line}"));
    Problem::fault(pointer, error.to_string())
}

/// An order travels whole in each of its events, so it must fit into a message, with its documents
/// yet to come.
fn check_size(answer: &ApiGatewayProxyResponse) -> Result<(), Problem> {
    let bytes = match &answer.body {
        Some(Body::Text(text)) => text.len(),
        _ => 0,
    };
    if bytes > LARGEST_ORDER {
        return Err(Problem::order_too_large(LARGEST_ORDER, bytes));
    }
    Ok(())
}

fn check_total(order: &Order, stated: Option<i64>) -> Result<(), Problem> {
    let gross = Money {
        amount: order.totals.gross,
        currency: order.currency,
    };
    match stated.map(MinorUnits) {
        Some(amount) if amount != gross.amount => {
            let stated = Money {
                amount,
                currency: order.currency,
            };
            let detail = format!("expected the computed total {gross}, found {stated}");
            Err(Problem::fault("/totalMinor".to_owned(), detail))
        }
        _ => Ok(()),
    }
}
