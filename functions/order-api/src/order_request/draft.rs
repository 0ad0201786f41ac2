//! From a body that fits its schema to an order that follows the rules.

use order_core::{
    Discount, InvalidTax, LineDraft, OrderDraft, OrderFault, Place, Shipping, Tax, Worth,
};
use order_events::{
    Address, BasisPoints, CountryCode, Currency, MinorUnits, Money, Party, Quantity, ShipTo,
};
use rest::{Fault, Faults, Problem};

use super::{
    AddressRequest, DiscountRequest, LineRequest, OrderRequest, ShipToRequest, ShippingRequest,
};

/// What the caller believes the order costs, with tax.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StatedTotal(Option<i64>);

impl OrderRequest {
    /// The valid values of the body; what its schema can't tell is found here.
    pub(crate) fn draft(self) -> Result<(OrderDraft, StatedTotal), Problem> {
        let mut faults = Faults::default();
        let currency: Option<Currency> = faults.parse("/currency", &self.currency);
        let buyer_address = address("/buyer/address", self.buyer.address, &mut faults);
        let ship_to = self.ship_to.map(|to| ship_to(to, &mut faults));
        let lines: Vec<Option<LineDraft>> = self
            .lines
            .into_iter()
            .enumerate()
            .map(|(index, line)| line_draft(index, line, &mut faults))
            .collect();
        let discount = self
            .discount
            .map(|asked| discount("/discount", asked, &mut faults));
        let shipping = self.shipping.map(|asked| shipping(asked, &mut faults));
        faults.none()?;
        // Each part that is missing is among the faults.
        let complete = || {
            Some(OrderDraft {
                buyer: Party {
                    name: self.buyer.name,
                    email: self.buyer.email,
                    phone: self.buyer.phone,
                    tax_id: self.buyer.tax_id,
                    address: buyer_address?,
                },
                ship_to: all(ship_to)?,
                locale: self.locale,
                purchase_order_reference: self.purchase_order_reference,
                notes: self.notes,
                currency: currency?,
                lines: lines.into_iter().collect::<Option<_>>()?,
                discount: all(discount)?,
                shipping: all(shipping)?,
            })
        };
        let draft = complete().expect("what is missing is among the faults");
        Ok((draft, StatedTotal(self.total_minor)))
    }
}

impl StatedTotal {
    /// Refuses an order that costs something else than its caller believes.
    pub(crate) fn check(self, gross: MinorUnits, currency: Currency) -> Result<(), Problem> {
        let money = |amount| Money { amount, currency };
        match self.0.map(MinorUnits) {
            Some(stated) if stated != gross => {
                let (computed, stated) = (money(gross), money(stated));
                let detail = format!("expected the computed total {computed}, found {stated}");
                Err(Problem::fault("/totalMinor".to_owned(), detail))
            }
            _ => Ok(()),
        }
    }
}

/// The rules that an order as a whole breaks, with where in the body that is.
pub(crate) fn broken_rules(faults: &[OrderFault]) -> Problem {
    let fault = |fault: &OrderFault| Fault::at(pointer(fault.place), fault.to_string());
    Problem::invalid_body(faults.iter().map(fault).collect())
}

fn pointer(place: Place) -> String {
    match place {
        Place::Lines => "/lines".to_owned(),
        Place::Line(index) => format!("/lines/{index}"),
        Place::LineDiscount(index) => format!("/lines/{index}/discount"),
        Place::LineTax(index) => format!("/lines/{index}/taxExemptionReason"),
        Place::Discount => "/discount".to_owned(),
        Place::ShippingTax => "/shipping/taxExemptionReason".to_owned(),
        Place::BuyerTaxId => "/buyer/taxId".to_owned(),
        Place::ShipTo => "/shipTo".to_owned(),
    }
}

/// `None` if a part was asked for and has faults.
#[expect(
    clippy::option_option,
    reason = "not asked for, and asked for in vain, differ"
)]
fn all<T>(part: Option<Option<T>>) -> Option<Option<T>> {
    match part {
        None => Some(None),
        Some(part) => part.map(Some),
    }
}

fn address(at: &str, address: AddressRequest, faults: &mut Faults) -> Option<Address> {
    let country: Option<CountryCode> = faults.parse(&format!("{at}/country"), &address.country);
    Some(Address {
        line1: address.line1,
        line2: address.line2,
        postal_code: address.postal_code,
        city: address.city,
        region: address.region,
        country: country?,
    })
}

fn ship_to(ship_to: ShipToRequest, faults: &mut Faults) -> Option<ShipTo> {
    Some(ShipTo {
        name: ship_to.name,
        address: address("/shipTo/address", ship_to.address, faults)?,
    })
}

fn line_draft(index: usize, line: LineRequest, faults: &mut Faults) -> Option<LineDraft> {
    let at = format!("/lines/{index}");
    let quantity = line
        .quantity
        .as_str()
        .map_or_else(|| line.quantity.to_string(), str::to_owned);
    let quantity: Option<Quantity> = faults.parse(&format!("{at}/quantity"), &quantity);
    let discount = line
        .discount
        .map(|asked| discount(&format!("{at}/discount"), asked, faults));
    let tax = Tax::new(
        line.tax_category,
        rate(line.tax_rate_basis_points),
        line.tax_exemption_reason,
    );
    let tax = valid(tax, &at, faults);
    Some(LineDraft {
        description: line.description,
        sku: line.sku,
        quantity: quantity?,
        unit_price: MinorUnits(line.unit_price_minor),
        discount: all(discount)?,
        tax: tax?,
    })
}

fn shipping(shipping: ShippingRequest, faults: &mut Faults) -> Option<Shipping> {
    let tax = Tax::new(
        shipping.tax_category,
        rate(shipping.tax_rate_basis_points),
        shipping.tax_exemption_reason,
    );
    Some(Shipping {
        amount: MinorUnits(shipping.amount_minor),
        tax: valid(tax, "/shipping", faults)?,
    })
}

fn discount(at: &str, discount: DiscountRequest, faults: &mut Faults) -> Option<Discount> {
    let worth = match (discount.percent_basis_points, discount.amount_minor) {
        (Some(share), None) => Worth::Percent(rate(share)),
        (None, Some(amount)) => Worth::Amount(MinorUnits(amount)),
        _ => {
            let detail = "expected either `percentBasisPoints` or `amountMinor`";
            faults.add(at.to_owned(), detail);
            return None;
        }
    };
    Some(Discount {
        worth,
        reason: discount.reason,
    })
}

fn rate(basis_points: u16) -> BasisPoints {
    basis_points
        .try_into()
        .expect("the schema allows at most the whole")
}

/// The tax of what is `at`, or one fault more.
fn valid(tax: Result<Tax, InvalidTax>, at: &str, faults: &mut Faults) -> Option<Tax> {
    let fault = |error: InvalidTax| {
        let name = if error.concerns_reason() {
            "taxExemptionReason"
        } else {
            "taxRateBasisPoints"
        };
        faults.add(format!("{at}/{name}"), error);
    };
    tax.map_err(fault).ok()
}
