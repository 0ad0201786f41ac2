//! Who sells, who buys, and where the goods go (BG-4, BG-7, BG-13).

use order_events::{Address, Party, TaxCategory};

use super::Invoice;
use super::cii::Writer;
use crate::document::text::{printable, printable_if_any};

impl Invoice<'_> {
    pub(super) fn parties(&self, xml: &mut Writer) {
        let order = &self.event.order;
        xml.open("ram:ApplicableHeaderTradeAgreement");
        self.seller(xml);
        buyer(xml, &order.buyer);
        if let Some(reference) = printable_if_any(order.purchase_order_reference.as_ref()) {
            xml.open("ram:BuyerOrderReferencedDocument");
            xml.text("ram:IssuerAssignedID", &reference);
            xml.close(1);
        }
        xml.close(1);
        self.delivery(xml);
    }

    fn seller(&self, xml: &mut Writer) {
        let seller = self.seller;
        xml.open("ram:SellerTradeParty");
        xml.text("ram:Name", &printable(&seller.name));
        if let Some(registration) = printable_if_any(seller.registration_id.as_ref()) {
            xml.open("ram:SpecifiedLegalOrganization");
            xml.text("ram:ID", &registration);
            xml.close(1);
        }
        address(xml, &seller.address);
        email(xml, seller.email.as_ref());
        if let Some(vat_id) = printable_if_any(seller.vat_id.as_ref()) {
            vat_registration(xml, &vat_id);
        }
        xml.close(1);
    }

    /// Without another place the goods go to the buyer. A supply to another member state needs a day
    /// too (BR-IC-11): while none is known, that of the document.
    fn delivery(&self, xml: &mut Writer) {
        let order = &self.event.order;
        xml.open("ram:ApplicableHeaderTradeDelivery");
        xml.open("ram:ShipToTradeParty");
        let ship_to = order.ship_to.as_ref();
        if let Some(name) = printable_if_any(ship_to.and_then(|ship_to| ship_to.name.as_ref())) {
            xml.text("ram:Name", &name);
        }
        address(
            xml,
            ship_to.map_or(&order.buyer.address, |ship_to| &ship_to.address),
        );
        xml.close(1);
        let intra_community = Some(TaxCategory::IntraCommunity);
        if order
            .lines
            .iter()
            .any(|line| line.tax_category == intra_community)
        {
            xml.open("ram:ActualDeliverySupplyChainEvent");
            xml.date("ram:OccurrenceDateTime", "udt", self.document.issued_at);
            xml.close(1);
        }
        xml.close(1);
    }
}

fn buyer(xml: &mut Writer, buyer: &Party) {
    let vat_id = buyer.vat_id();
    let other_id = printable_if_any(buyer.tax_id.as_ref()).filter(|_| vat_id.is_none());
    xml.open("ram:BuyerTradeParty");
    if let Some(id) = other_id {
        xml.text("ram:ID", &id);
    }
    xml.text("ram:Name", &printable(&buyer.name));
    address(xml, &buyer.address);
    email(xml, buyer.email.as_ref());
    if let Some(vat_id) = vat_id {
        vat_registration(xml, vat_id);
    }
    xml.close(1);
}

fn vat_registration(xml: &mut Writer, vat_id: &str) {
    xml.open("ram:SpecifiedTaxRegistration");
    xml.text_with("ram:ID", [("schemeID", "VA")], vat_id);
    xml.close(1);
}

fn email(xml: &mut Writer, email: Option<&String>) {
    if let Some(email) = printable_if_any(email) {
        xml.open("ram:URIUniversalCommunication");
        xml.text_with("ram:URIID", [("schemeID", "EM")], &email);
        xml.close(1);
    }
}

fn address(xml: &mut Writer, address: &Address) {
    xml.open("ram:PostalTradeAddress");
    if let Some(code) = printable_if_any(address.postal_code.as_ref()) {
        xml.text("ram:PostcodeCode", &code);
    }
    xml.text("ram:LineOne", &printable(&address.line1));
    if let Some(line2) = printable_if_any(address.line2.as_ref()) {
        xml.text("ram:LineTwo", &line2);
    }
    xml.text("ram:CityName", &printable(&address.city));
    xml.text("ram:CountryID", &address.country.to_string());
    if let Some(region) = printable_if_any(address.region.as_ref()) {
        xml.text("ram:CountrySubDivisionName", &region);
    }
    xml.close(1);
}
