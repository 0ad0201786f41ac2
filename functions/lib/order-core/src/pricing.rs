//! What an order costs, in integers.
//!
//! Rounding follows EN 16931: half away from zero, each line's net on its own (BT-131), the tax
//! once per category and rate on the net summed there (BR-CO-17).

use std::collections::BTreeMap;

use order_events::{BasisPoints, MinorUnits, Quantity, TaxCategory};

use crate::content::{Content, Line, LineDraft, OrderDraft, Shipping};
use crate::discount::{Discount, allocate};
use crate::fault::{OrderFault, Place, Rule};
use crate::tax::Tax;

/// What everything adds up to: the nets of the lines − discount + shipping = net, and
/// net + tax = gross.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// What the discount on the whole order takes off.
    pub discount: MinorUnits,
    pub shipping: MinorUnits,
    pub net: MinorUnits,
    pub tax: MinorUnits,
    pub gross: MinorUnits,
    /// Sorted by rate, then category.
    pub groups: Vec<TaxGroup>,
}

/// All that bears the same tax.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxGroup {
    pub tax: Tax,
    /// The part of the order's discount that falls on this group.
    pub discount: MinorUnits,
    /// Lines − discount + shipping.
    pub net: MinorUnits,
    pub amount: MinorUnits,
}

/// Prices `draft`.
///
/// # Errors
/// Every rule that it breaks, and where.
pub fn price(draft: OrderDraft) -> Result<Content, Vec<OrderFault>> {
    let mut faults = missing_parties(&draft);
    faults.extend(differing_reasons(&draft));
    let lines: Vec<Line> = draft
        .lines
        .into_iter()
        .enumerate()
        .filter_map(|(index, line)| {
            priced_line(index, line)
                .map_err(|fault| faults.push(fault))
                .ok()
        })
        .collect();
    let totals = totals(&lines, draft.discount.as_ref(), draft.shipping.as_ref());
    match totals {
        Ok(totals) if faults.is_empty() => Ok(Content {
            buyer: draft.buyer,
            ship_to: draft.ship_to,
            locale: draft.locale,
            purchase_order_reference: draft.purchase_order_reference,
            notes: draft.notes,
            currency: draft.currency,
            lines,
            discount: draft.discount,
            shipping: draft.shipping,
            totals,
        }),
        Ok(_) => Err(faults),
        Err(fault) => {
            faults.push(fault);
            Err(faults)
        }
    }
}

/// `dividend / divisor`, half away from zero, for a positive divisor.
pub(crate) fn divide_rounded(dividend: i128, divisor: i128) -> Option<MinorUnits> {
    let half = divisor / 2 * dividend.signum();
    i64::try_from((dividend + half) / divisor)
        .ok()
        .map(MinorUnits)
}

/// The parties that a tax category can't do without.
fn missing_parties(draft: &OrderDraft) -> Vec<OrderFault> {
    let of_lines = draft.lines.iter().map(|line| &line.tax);
    let of_shipping = draft.shipping.iter().map(|shipping| &shipping.tax);
    let categories: Vec<_> = of_lines.chain(of_shipping).map(Tax::category).collect();
    let mut faults = Vec::new();
    let needs_vat_id = [TaxCategory::ReverseCharge, TaxCategory::IntraCommunity]
        .into_iter()
        .find(|category| draft.buyer.vat_id().is_none() && categories.contains(category));
    if let Some(category) = needs_vat_id {
        let rule = match draft.buyer.tax_id {
            None => Rule::BuyerTaxIdMissing(category),
            Some(_) => Rule::BuyerVatIdMissing(category),
        };
        let place = Place::BuyerTaxId;
        faults.push(OrderFault { place, rule });
    }
    if draft.ship_to.is_none() && categories.contains(&TaxCategory::IntraCommunity) {
        let (place, rule) = (Place::ShipTo, Rule::ShipToMissing);
        faults.push(OrderFault { place, rule });
    }
    faults
}

/// An invoice states each category of exemption once, so with one reason.
fn differing_reasons(draft: &OrderDraft) -> Vec<OrderFault> {
    let of_lines = draft.lines.iter().enumerate();
    let of_lines = of_lines.map(|(index, line)| (Place::LineTax(index), &line.tax));
    let of_shipping = draft.shipping.iter();
    let of_shipping = of_shipping.map(|shipping| (Place::ShippingTax, &shipping.tax));
    let mut first = BTreeMap::new();
    let differing = of_lines.chain(of_shipping).filter(|(_, tax)| {
        let reason = tax.exemption_reason();
        *first.entry(tax.category()).or_insert(reason) != reason
    });
    differing
        .map(|(place, tax)| OrderFault {
            place,
            rule: Rule::ReasonsDiffer(tax.category()),
        })
        .collect()
}

fn priced_line(index: usize, draft: LineDraft) -> Result<Line, OrderFault> {
    let product = i128::from(draft.quantity.ten_thousandths()) * i128::from(draft.unit_price.0);
    let full = divide_rounded(product, Quantity::SCALE.into()).ok_or(OrderFault {
        place: Place::Line(index),
        rule: Rule::AmountTooLarge,
    })?;
    let discount = taken_off(draft.discount.as_ref(), full, Place::LineDiscount(index))?;
    Ok(Line {
        draft,
        discount,
        net: MinorUnits(full.0 - discount.0),
    })
}

fn taken_off(
    discount: Option<&Discount>,
    base: MinorUnits,
    place: Place,
) -> Result<MinorUnits, OrderFault> {
    let taken = discount.map_or(Some(MinorUnits::ZERO), |discount| discount.worth.of(base));
    taken.ok_or(OrderFault {
        place,
        rule: Rule::DiscountTooLarge,
    })
}

fn totals(
    lines: &[Line],
    discount: Option<&Discount>,
    shipping: Option<&Shipping>,
) -> Result<Totals, OrderFault> {
    let too_large = || OrderFault {
        place: Place::Lines,
        rule: Rule::AmountTooLarge,
    };
    let lines_net = sum(lines.iter().map(|line| line.net)).ok_or_else(too_large)?;
    let discount = taken_off(discount, lines_net, Place::Discount)?;

    // The lines' nets, and then the shipping, of each rate and category.
    let mut groups: BTreeMap<(BasisPoints, TaxCategory), (&Tax, MinorUnits, MinorUnits)> =
        BTreeMap::new();
    for line in lines {
        let tax = &line.draft.tax;
        let entry = groups.entry((tax.rate(), tax.category()));
        let (_, net, _) = entry.or_insert((tax, MinorUnits::ZERO, MinorUnits::ZERO));
        *net = net.checked_add(line.net).ok_or_else(too_large)?;
    }
    if let Some(Shipping { amount, tax }) = shipping {
        let entry = groups.entry((tax.rate(), tax.category()));
        let (_, _, shipped) = entry.or_insert((tax, MinorUnits::ZERO, MinorUnits::ZERO));
        *shipped = *amount;
    }
    let nets: Vec<_> = groups.values().map(|(_, net, _)| *net).collect();
    let groups: Vec<TaxGroup> = groups
        .into_values()
        .zip(allocate(discount, &nets))
        .map(|((tax, net, shipped), discount)| {
            let net = MinorUnits(net.0 - discount.0).checked_add(shipped)?;
            let product = i128::from(net.0) * i128::from(tax.rate().get());
            Some(TaxGroup {
                tax: tax.clone(),
                discount,
                net,
                amount: divide_rounded(product, BasisPoints::SCALE.into())?,
            })
        })
        .collect::<Option<_>>()
        .ok_or_else(too_large)?;
    let add_up = || {
        let net = sum(groups.iter().map(|group| group.net))?;
        let tax = sum(groups.iter().map(|group| group.amount))?;
        Some((net, tax, net.checked_add(tax)?))
    };
    let (net, tax, gross) = add_up().ok_or_else(too_large)?;
    Ok(Totals {
        discount,
        shipping: shipping.map_or(MinorUnits::ZERO, |shipping| shipping.amount),
        net,
        tax,
        gross,
        groups,
    })
}

fn sum(mut amounts: impl Iterator<Item = MinorUnits>) -> Option<MinorUnits> {
    amounts.try_fold(MinorUnits::ZERO, MinorUnits::checked_add)
}

#[cfg(test)]
mod tests;
