//! What notifications say, in each language.
//!
//! Documents have the same names as in [`crate::document`]. The headlines keep to the alphabet of text messages (no `ç` in French): a single other
//! character would more than halve the length of a message.

use order_events::{Locale, OrderStatus};

use crate::plan::Headline;

/// The words of one language.
pub(super) struct Words {
    pub(super) headline: fn(Headline) -> &'static str,
    pub(super) status_name: fn(OrderStatus) -> &'static str,
    pub(super) order: &'static str,
    pub(super) status: &'static str,
    pub(super) total: &'static str,
    /// With the space that belongs before it.
    pub(super) colon: &'static str,
}

pub(super) fn of(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &ENGLISH,
        Locale::Es => &SPANISH,
        Locale::De => &GERMAN,
        Locale::Fr => &FRENCH,
        Locale::Pt => &PORTUGUESE,
    }
}

static ENGLISH: Words = Words {
    headline: |headline| match headline {
        Headline::OrderReceived => "Order received",
        Headline::InvoiceIssued => "Invoice issued",
        Headline::PaymentReceived => "Payment received",
        Headline::OrderShipped => "Order shipped",
        Headline::OrderDelivered => "Order delivered",
        Headline::CreditNoteIssued => "Credit note issued",
        Headline::OrderCancelled => "Order cancelled",
    },
    status_name: |status| match status {
        OrderStatus::Pending => "received",
        OrderStatus::Confirmed => "confirmed",
        OrderStatus::Paid => "paid",
        OrderStatus::Shipped => "shipped",
        OrderStatus::Delivered => "delivered",
        OrderStatus::Cancelled => "cancelled",
        OrderStatus::Refunded => "refunded",
    },
    order: "Order",
    status: "Status",
    total: "Total",
    colon: ":",
};

static SPANISH: Words = Words {
    headline: |headline| match headline {
        Headline::OrderReceived => "Pedido recibido",
        Headline::InvoiceIssued => "Factura emitida",
        Headline::PaymentReceived => "Pago recibido",
        Headline::OrderShipped => "Pedido enviado",
        Headline::OrderDelivered => "Pedido entregado",
        Headline::CreditNoteIssued => "Factura rectificativa emitida",
        Headline::OrderCancelled => "Pedido cancelado",
    },
    status_name: |status| match status {
        OrderStatus::Pending => "recibido",
        OrderStatus::Confirmed => "confirmado",
        OrderStatus::Paid => "pagado",
        OrderStatus::Shipped => "enviado",
        OrderStatus::Delivered => "entregado",
        OrderStatus::Cancelled => "cancelado",
        OrderStatus::Refunded => "reembolsado",
    },
    order: "Pedido",
    status: "Estado",
    total: "Total",
    colon: ":",
};

static GERMAN: Words = Words {
    headline: |headline| match headline {
        Headline::OrderReceived => "Bestellung eingegangen",
        Headline::InvoiceIssued => "Rechnung ausgestellt",
        Headline::PaymentReceived => "Zahlung eingegangen",
        Headline::OrderShipped => "Bestellung versandt",
        Headline::OrderDelivered => "Bestellung zugestellt",
        Headline::CreditNoteIssued => "Stornorechnung ausgestellt",
        Headline::OrderCancelled => "Bestellung storniert",
    },
    status_name: |status| match status {
        OrderStatus::Pending => "eingegangen",
        OrderStatus::Confirmed => "bestätigt",
        OrderStatus::Paid => "bezahlt",
        OrderStatus::Shipped => "versandt",
        OrderStatus::Delivered => "zugestellt",
        OrderStatus::Cancelled => "storniert",
        OrderStatus::Refunded => "erstattet",
    },
    order: "Bestellung",
    status: "Status",
    total: "Gesamtbetrag",
    colon: ":",
};

static FRENCH: Words = Words {
    headline: |headline| match headline {
        Headline::OrderReceived => "Commande enregistrée",
        Headline::InvoiceIssued => "Facture émise",
        Headline::PaymentReceived => "Paiement enregistré",
        Headline::OrderShipped => "Commande expédiée",
        Headline::OrderDelivered => "Commande livrée",
        Headline::CreditNoteIssued => "Avoir émis",
        Headline::OrderCancelled => "Commande annulée",
    },
    status_name: |status| match status {
        OrderStatus::Pending => "enregistrée",
        OrderStatus::Confirmed => "confirmée",
        OrderStatus::Paid => "payée",
        OrderStatus::Shipped => "expédiée",
        OrderStatus::Delivered => "livrée",
        OrderStatus::Cancelled => "annulée",
        OrderStatus::Refunded => "remboursée",
    },
    order: "Commande",
    status: "Statut",
    total: "Total",
    colon: " :",
};

static PORTUGUESE: Words = Words {
    headline: |headline| match headline {
        Headline::OrderReceived => "Pedido recebido",
        Headline::InvoiceIssued => "Fatura emitida",
        Headline::PaymentReceived => "Pagamento recebido",
        Headline::OrderShipped => "Pedido enviado",
        Headline::OrderDelivered => "Pedido entregue",
        Headline::CreditNoteIssued => "Nota de crédito emitida",
        Headline::OrderCancelled => "Pedido cancelado",
    },
    status_name: |status| match status {
        OrderStatus::Pending => "recebido",
        OrderStatus::Confirmed => "confirmado",
        OrderStatus::Paid => "pago",
        OrderStatus::Shipped => "enviado",
        OrderStatus::Delivered => "entregue",
        OrderStatus::Cancelled => "cancelado",
        OrderStatus::Refunded => "reembolsado",
    },
    order: "Pedido",
    status: "Estado",
    total: "Total",
    colon: ":",
};
