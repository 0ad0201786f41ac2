//! What is paid, how, and what of it is tax (BG-16, BG-20 to BG-23).

use order_events::{
    BasisPoints, DocumentKind, MinorUnits, OrderStatus, TaxCategory, TaxSubtotal, Timestamp,
};

use super::cii::Writer;
use super::{Invoice, category, category_code, percent};
use crate::document::text::{printable, printable_if_any};

const DAY_MILLIS: u64 = 24 * 60 * 60 * 1_000;

/// Something that is taken off or put on the sum of the lines.
struct Adjustment<'a> {
    /// `true` for what is put on.
    indicator: &'static str,
    amount: MinorUnits,
    reason: &'a str,
    category: TaxCategory,
    rate: BasisPoints,
}

impl Invoice<'_> {
    pub(super) fn settlement(&self, xml: &mut Writer) {
        let order = &self.event.order;
        xml.open("ram:ApplicableHeaderTradeSettlement");
        xml.text("ram:PaymentReference", &printable(&self.document.number));
        xml.text("ram:InvoiceCurrencyCode", order.currency.code());
        self.payment_means(xml);
        for subtotal in &order.totals.tax_subtotals {
            self.tax(xml, subtotal);
        }
        self.adjustments(xml);
        xml.open("ram:SpecifiedTradePaymentTerms");
        xml.date("ram:DueDateDateTime", "udt", self.due());
        xml.close(1);
        self.totals(xml);
        if self.kind == DocumentKind::CreditNote
            && let Some(invoice) = &order.invoice
        {
            xml.open("ram:InvoiceReferencedDocument");
            xml.text("ram:IssuerAssignedID", &printable(&invoice.number));
            xml.date("ram:FormattedIssueDateTime", "qdt", invoice.issued_at);
            xml.close(1);
        }
        xml.close(1);
    }

    /// BG-16. By credit transfer where there is an account (UNTDID 4461), within the euro area by
    /// SEPA's; else it is not said.
    fn payment_means(&self, xml: &mut Writer) {
        let iban = self.seller.iban.as_ref();
        let code = match (iban, self.event.order.currency.code()) {
            (Some(_), "EUR") => "58",
            (Some(_), _) => "30",
            (None, _) => "1",
        };
        xml.open("ram:SpecifiedTradeSettlementPaymentMeans");
        xml.text("ram:TypeCode", code);
        if let Some(iban) = iban {
            xml.open("ram:PayeePartyCreditorFinancialAccount");
            xml.text("ram:IBANID", iban.compact());
            xml.close(1);
            if let Some(bic) = printable_if_any(self.seller.bic.as_ref()) {
                xml.open("ram:PayeeSpecifiedCreditorFinancialInstitution");
                xml.text("ram:BICID", &bic);
                xml.close(1);
            }
        }
        xml.close(1);
    }

    /// BG-23.
    fn tax(&self, xml: &mut Writer, subtotal: &TaxSubtotal) {
        let rate = subtotal.tax_rate_basis_points;
        let category = category(subtotal.tax_category, rate);
        xml.open("ram:ApplicableTradeTax");
        xml.text("ram:CalculatedAmount", &self.amount(subtotal.tax_minor));
        xml.text("ram:TypeCode", "VAT");
        let stated = printable_if_any(subtotal.tax_exemption_reason.as_ref());
        if let Some(reason) = stated.as_deref().or(usual_reason(category)) {
            xml.text("ram:ExemptionReason", reason);
        }
        xml.text("ram:BasisAmount", &self.amount(subtotal.net_minor));
        xml.text("ram:CategoryCode", category_code(category));
        xml.text("ram:RateApplicablePercent", &percent(rate));
        xml.close(1);
    }

    /// BG-20 and BG-21: the discount in its share of each tax, and the delivery.
    fn adjustments(&self, xml: &mut Writer) {
        let order = &self.event.order;
        let reason = order.discount.as_ref();
        let reason = printable_if_any(reason.and_then(|discount| discount.reason.as_ref()));
        for subtotal in &order.totals.tax_subtotals {
            let rate = subtotal.tax_rate_basis_points;
            if !subtotal.discount_minor.is_zero() {
                self.adjustment(
                    xml,
                    &Adjustment {
                        indicator: "false",
                        amount: subtotal.discount_minor,
                        reason: reason.as_deref().unwrap_or("Discount"),
                        category: category(subtotal.tax_category, rate),
                        rate,
                    },
                );
            }
        }
        if let Some(shipping) = &order.shipping {
            self.adjustment(
                xml,
                &Adjustment {
                    indicator: "true",
                    amount: shipping.amount_minor,
                    reason: "Shipping",
                    category: shipping.tax_category,
                    rate: shipping.tax_rate_basis_points,
                },
            );
        }
    }

    fn adjustment(&self, xml: &mut Writer, adjustment: &Adjustment<'_>) {
        xml.open("ram:SpecifiedTradeAllowanceCharge");
        xml.open("ram:ChargeIndicator");
        xml.text("udt:Indicator", adjustment.indicator);
        xml.close(1);
        xml.text("ram:ActualAmount", &self.amount(adjustment.amount));
        xml.text("ram:Reason", adjustment.reason);
        xml.open("ram:CategoryTradeTax");
        xml.text("ram:TypeCode", "VAT");
        xml.text("ram:CategoryCode", category_code(adjustment.category));
        xml.text("ram:RateApplicablePercent", &percent(adjustment.rate));
        xml.close(2);
    }

    /// BT-9: the term runs from the issue of an invoice; a credit note is due at once.
    fn due(&self) -> Timestamp {
        let issued = self.document.issued_at;
        let days = match self.kind {
            DocumentKind::Invoice => u64::from(self.seller.payment_term_days),
            DocumentKind::CreditNote => 0,
        };
        Timestamp::from_unix_millis(issued.unix_millis() + days * DAY_MILLIS).unwrap_or(issued)
    }

    /// BG-22.
    fn totals(&self, xml: &mut Writer) {
        let order = &self.event.order;
        let totals = &order.totals;
        let lines: i64 = order.lines.iter().map(|line| line.net_minor.0).sum();
        let is_paid = self.kind == DocumentKind::Invoice
            && !matches!(
                order.status,
                OrderStatus::Pending | OrderStatus::Confirmed | OrderStatus::Cancelled
            );
        let (paid, due) = if is_paid {
            (totals.gross_minor, MinorUnits::ZERO)
        } else {
            (MinorUnits::ZERO, totals.gross_minor)
        };
        xml.open("ram:SpecifiedTradeSettlementHeaderMonetarySummation");
        xml.text("ram:LineTotalAmount", &self.amount(MinorUnits(lines)));
        xml.text("ram:ChargeTotalAmount", &self.amount(totals.shipping_minor));
        xml.text(
            "ram:AllowanceTotalAmount",
            &self.amount(totals.discount_minor),
        );
        xml.text("ram:TaxBasisTotalAmount", &self.amount(totals.net_minor));
        let currency = [("currencyID", order.currency.code())];
        xml.text_with(
            "ram:TaxTotalAmount",
            currency,
            &self.amount(totals.tax_minor),
        );
        xml.text("ram:GrandTotalAmount", &self.amount(totals.gross_minor));
        xml.text("ram:TotalPrepaidAmount", &self.amount(paid));
        xml.text("ram:DuePayableAmount", &self.amount(due));
        xml.close(1);
    }
}

/// What is said where the order gives no reason of its own (BR-E-10, BR-AE-10, BR-IC-10, BR-G-10).
fn usual_reason(category: TaxCategory) -> Option<&'static str> {
    match category {
        TaxCategory::Standard | TaxCategory::ZeroRated => None,
        TaxCategory::Exempt => Some("Exempt from VAT"),
        TaxCategory::ReverseCharge => Some("Reverse charge"),
        TaxCategory::IntraCommunity => Some("Intra-community supply"),
        TaxCategory::Export => Some("Export outside the EU"),
    }
}
