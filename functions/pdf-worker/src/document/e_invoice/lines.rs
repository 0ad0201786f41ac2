//! The invoice lines (BG-25).

use order_events::{Discount, OrderLine};

use super::cii::Writer;
use super::{Invoice, category, category_code, percent};
use crate::document::text::{printable, printable_if_any};

/// One piece (UN/ECE Recommendation 20; BT-130).
const UNIT: &str = "C62";

impl Invoice<'_> {
    pub(super) fn lines(&self, xml: &mut Writer) {
        for (index, line) in self.event.order.lines.iter().enumerate() {
            xml.open("ram:IncludedSupplyChainTradeLineItem");
            xml.open("ram:AssociatedDocumentLineDocument");
            xml.text("ram:LineID", &(index + 1).to_string());
            xml.close(1);
            self.line(xml, line);
            xml.close(1);
        }
    }

    fn line(&self, xml: &mut Writer, line: &OrderLine) {
        xml.open("ram:SpecifiedTradeProduct");
        if let Some(sku) = printable_if_any(line.sku.as_ref()) {
            xml.text("ram:SellerAssignedID", &sku);
        }
        xml.text("ram:Name", &printable(&line.description));
        xml.close(1);

        xml.open("ram:SpecifiedLineTradeAgreement");
        xml.open("ram:NetPriceProductTradePrice");
        xml.text("ram:ChargeAmount", &self.amount(line.unit_price_minor));
        xml.close(2);

        xml.open("ram:SpecifiedLineTradeDelivery");
        let quantity = line.quantity.to_string();
        xml.text_with("ram:BilledQuantity", [("unitCode", UNIT)], &quantity);
        xml.close(1);

        xml.open("ram:SpecifiedLineTradeSettlement");
        let rate = line.tax_rate_basis_points;
        xml.open("ram:ApplicableTradeTax");
        xml.text("ram:TypeCode", "VAT");
        xml.text(
            "ram:CategoryCode",
            category_code(category(line.tax_category, rate)),
        );
        xml.text("ram:RateApplicablePercent", &percent(rate));
        xml.close(1);
        if let Some(discount) = &line.discount {
            self.line_discount(xml, discount);
        }
        xml.open("ram:SpecifiedTradeSettlementLineMonetarySummation");
        xml.text("ram:LineTotalAmount", &self.amount(line.net_minor));
        xml.close(2);
    }

    /// BG-27.
    fn line_discount(&self, xml: &mut Writer, discount: &Discount) {
        xml.open("ram:SpecifiedTradeAllowanceCharge");
        xml.open("ram:ChargeIndicator");
        xml.text("udt:Indicator", "false");
        xml.close(1);
        xml.text("ram:ActualAmount", &self.amount(discount.amount_minor));
        let reason = printable_if_any(discount.reason.as_ref());
        xml.text("ram:Reason", reason.as_deref().unwrap_or("Discount"));
        xml.close(1);
    }
}
