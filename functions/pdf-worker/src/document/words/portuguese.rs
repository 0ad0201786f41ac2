//! Portuguese.

use order_events::TaxCategory;

use super::super::{DocumentKind, State};
use super::{Labels, Titles, Words};

pub(super) static WORDS: Words = Words {
    language: "pt",
    labels: Labels {
        credited_invoice: "Relativa à fatura",
        issue_date: "Data de emissão",
        due_date: "Vencimento",
        order: "Pedido",
        buyer_reference: "A sua referência",
        ship_to: "Local de entrega",
        vat_id: "NIF IVA",
        registration_id: "Registo",
        tax_id: "NIF",
        description: "Descrição",
        quantity: "Quantidade",
        unit_price: "Preço unitário",
        tax: "IVA",
        line_net: "Valor líquido",
        net: "Total líquido",
        tax_total: "Total IVA",
        notes: "Observações",
        payment: "Pagamento",
        account_holder: "Titular",
        payment_reference: "Referência",
        scan_to_pay: "Digitalize para pagar",
        page: "Página",
        of_pages: "de",
    },
    titles: |kind| match kind {
        DocumentKind::Invoice => Titles {
            title: "Fatura",
            number: "Fatura n.º",
            buyer: "Faturado a",
            total: "Total",
        },
        DocumentKind::CreditNote => Titles {
            title: "Nota de crédito",
            number: "Nota de crédito n.º",
            buyer: "Creditado a",
            total: "Total creditado",
        },
    },
    state: |state| match state {
        State::Open => None,
        State::Paid => Some("PAGA"),
        State::Cancelled => Some("ANULADA"),
        State::Refunded => Some("REEMBOLSADA"),
    },
    tax: |category| match category {
        TaxCategory::Standard => "IVA",
        TaxCategory::ZeroRated => "Taxa zero",
        TaxCategory::Exempt => "Isento",
        TaxCategory::ReverseCharge => "Autoliquidação",
        TaxCategory::IntraCommunity => "Transmissão intra-UE",
        TaxCategory::Export => "Exportação",
    },
    no_tax: |category| match category {
        TaxCategory::Standard | TaxCategory::ZeroRated | TaxCategory::Exempt => None,
        TaxCategory::ReverseCharge => Some("IVA – autoliquidação."),
        TaxCategory::IntraCommunity => {
            Some("Transmissão intracomunitária isenta (artigo 138.º da Diretiva 2006/112/CE).")
        }
        TaxCategory::Export => Some("Exportação isenta (artigo 146.º da Diretiva 2006/112/CE)."),
    },
    discount: "Desconto",
    shipping: "Envio",
    sum_of_lines: "Soma das linhas",
    of_amount: "sobre",
    months: [
        "janeiro",
        "fevereiro",
        "março",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro",
        "outubro",
        "novembro",
        "dezembro",
    ],
    date: |day, month, year| format!("{day} de {month} de {year}"),
    terms: |days, date| match days {
        0 => "Pagamento à receção.".to_owned(),
        1 => format!("Pagamento até {date}."),
        _ => format!("Pagamento a {days} dias, até {date}."),
    },
    paid_in_full: "Paga na totalidade. Obrigado.",
    nothing_due: "Já nada é devido por esta fatura.",
    takes_back: |number| format!("Esta nota de crédito anula integralmente a fatura {number}."),
};
