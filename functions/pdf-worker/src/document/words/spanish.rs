//! Spanish. A document that takes an invoice back is a `factura rectificativa`.

use order_events::TaxCategory;

use super::super::{DocumentKind, State};
use super::{Labels, Titles, Words};

pub(super) static WORDS: Words = Words {
    language: "es",
    labels: Labels {
        credited_invoice: "Rectifica la factura",
        issue_date: "Fecha de emisión",
        due_date: "Vencimiento",
        order: "Pedido",
        buyer_reference: "Su referencia",
        ship_to: "Lugar de entrega",
        vat_id: "NIF-IVA",
        registration_id: "N.º de registro",
        tax_id: "NIF",
        description: "Descripción",
        quantity: "Cantidad",
        unit_price: "Precio unitario",
        tax: "IVA",
        line_net: "Importe",
        net: "Base imponible",
        tax_total: "Total IVA",
        notes: "Observaciones",
        payment: "Pago",
        account_holder: "Titular",
        payment_reference: "Concepto",
        scan_to_pay: "Escanear para pagar",
        page: "Página",
        of_pages: "de",
    },
    titles: |kind| match kind {
        DocumentKind::Invoice => Titles {
            title: "Factura",
            number: "N.º de factura",
            buyer: "Cliente",
            total: "Total",
        },
        DocumentKind::CreditNote => Titles {
            title: "Factura rectificativa",
            number: "N.º de factura",
            buyer: "Cliente",
            total: "Total abonado",
        },
    },
    state: |state| match state {
        State::Open => None,
        State::Paid => Some("PAGADA"),
        State::Cancelled => Some("ANULADA"),
        State::Refunded => Some("REEMBOLSADA"),
    },
    tax: |category| match category {
        TaxCategory::Standard => "IVA",
        TaxCategory::ZeroRated => "Tipo cero",
        TaxCategory::Exempt => "Exento",
        TaxCategory::ReverseCharge => "Inversión del sujeto pasivo",
        TaxCategory::IntraCommunity => "Entrega intracomunitaria",
        TaxCategory::Export => "Exportación",
    },
    no_tax: |category| match category {
        TaxCategory::Standard | TaxCategory::ZeroRated | TaxCategory::Exempt => None,
        TaxCategory::ReverseCharge => Some("Inversión del sujeto pasivo."),
        TaxCategory::IntraCommunity => {
            Some("Entrega intracomunitaria exenta (artículo 138 de la Directiva 2006/112/CE).")
        }
        TaxCategory::Export => {
            Some("Exportación exenta (artículo 146 de la Directiva 2006/112/CE).")
        }
    },
    discount: "Descuento",
    shipping: "Gastos de envío",
    sum_of_lines: "Suma de las líneas",
    of_amount: "sobre",
    months: [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    date: |day, month, year| format!("{day} de {month} de {year}"),
    terms: |days, date| match days {
        0 => "Pago a la recepción.".to_owned(),
        1 => format!("Pago hasta el {date}."),
        _ => format!("Pago a {days} días, hasta el {date}."),
    },
    paid_in_full: "Pagada en su totalidad. Gracias.",
    nothing_due: "Ya no hay ningún importe pendiente de esta factura.",
    takes_back: |number| {
        format!("Esta factura rectificativa anula por completo la factura {number}.")
    },
};
