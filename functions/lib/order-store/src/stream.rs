//! What a record of the `orders` table's stream means.

use order_core::Order;
use order_events::OrderStatus;
use serde::Deserialize;

use crate::image;
use crate::row::OrderRow;

/// An order entered its present status. `previous` is `None` when it was just placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusChange {
    pub previous: Option<OrderStatus>,
    pub order: Order,
    /// The X-Ray tracing header of the request that made the change.
    pub trace_header: Option<String>,
}

/// The one attribute of a row's earlier image that matters: where the order was.
#[derive(Deserialize)]
struct EarlierImage {
    status: Text,
}

#[derive(Deserialize)]
struct Text {
    #[serde(rename = "S")]
    value: OrderStatus,
}

/// An image does not hold an order.
#[derive(Debug, thiserror::Error)]
pub enum UnreadableImage {
    #[error("read the old image of a stream record")]
    Old(#[source] serde_json::Error),
    #[error("read the new image of a stream record")]
    New(#[source] serde_json::Error),
}

/// The status change between two images of a row, if there is one. They are JSON, as the stream has
/// them.
///
/// A new row has no earlier image, a removed one no later. A removed row, and a change that leaves
/// the status alone, is none.
///
/// # Errors
/// [`UnreadableImage`] can't be mended by another try: the record's content is fixed.
pub fn status_change(
    old: Option<&str>,
    new: Option<&str>,
) -> Result<Option<StatusChange>, UnreadableImage> {
    let Some(new) = new else {
        return Ok(None);
    };
    let mut row: OrderRow = image::read(new).map_err(UnreadableImage::New)?;
    let trace_header = row.take_trace_header();
    let order = Order::from(row);
    let Some(old) = old else {
        return Ok(Some(StatusChange {
            previous: None,
            order,
            trace_header,
        }));
    };
    let earlier: EarlierImage = serde_json::from_str(old).map_err(UnreadableImage::Old)?;
    let previous = earlier.status.value;
    let changed = previous != order.status;
    Ok(changed.then_some(StatusChange {
        previous: Some(previous),
        order,
        trace_header,
    }))
}

/// The X-Ray tracing header in an image, whatever else it holds.
#[must_use]
pub fn trace_header(image: &str) -> Option<String> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Traced {
        trace_header: String,
    }
    let traced: Traced = image::read(image).ok()?;
    Some(traced.trace_header)
}

#[cfg(test)]
mod tests {
    use order_core::{
        Advanced, DocumentNumber, LineDraft, OrderDraft, SeriesCount, Subject, Tax, Transition,
    };
    use order_events::{Address, Locale, MinorUnits, OrderId, Party};

    use proptest::prelude::*;
    use serde_dynamo::{AttributeValue, Item};

    use super::*;

    const TRACE: &str = "Root=1-5759e988-bd862e3fe1be46a994272793";

    fn placed() -> Order {
        let address = Address {
            line1: "Klanova 9/506".into(),
            line2: None,
            postal_code: Some("14700".into()),
            city: "Prague".into(),
            region: None,
            country: "CZ".parse().unwrap(),
        };
        let buyer = Party {
            name: "František Wichterlová".into(),
            email: Some("f@example.com".into()),
            phone: None,
            tax_id: None,
            address,
        };
        let line = LineDraft {
            description: "Song".into(),
            sku: Some("7".into()),
            quantity: "1.5".parse().unwrap(),
            unit_price: MinorUnits(99),
            discount: None,
            tax: Tax::new(None, 2_100.try_into().unwrap(), None).unwrap(),
        };
        let draft = OrderDraft {
            buyer,
            ship_to: None,
            locale: Locale::En,
            purchase_order_reference: None,
            notes: None,
            currency: "CZK".parse().unwrap(),
            lines: vec![line],
            discount: None,
            shipping: None,
        };
        let id = OrderId::new("2026-11-24T06:02:30.123Z".parse().unwrap(), [7; 10]);
        Order::place(id, Subject::new("frantisek"), draft).unwrap()
    }

    fn confirmed() -> Order {
        let at = "2026-11-25T00:00:00Z".parse().unwrap();
        let transition = Transition {
            to: OrderStatus::Confirmed,
            reason: Some("in stock".into()),
        };
        match placed()
            .advance(transition, Subject::new("staff"), at)
            .unwrap()
        {
            Advanced::Ready(order) => order,
            Advanced::NeedsNumber(unnumbered) => {
                let (kind, id) = (unnumbered.kind(), unnumbered.order_id());
                let series = SeriesCount::ONE.series(kind, id, at);
                unnumbered.numbered(DocumentNumber {
                    series,
                    sequence: 7,
                })
            }
        }
    }

    fn row(order: &Order) -> Item {
        serde_dynamo::to_item(OrderRow::new(order, Some(TRACE.to_owned()))).unwrap()
    }

    fn image(row: &Item) -> String {
        serde_json::to_string(row).unwrap()
    }

    #[track_caller]
    fn check(old: Option<&Order>, new: Option<&Order>, expected: Option<&StatusChange>) {
        let [old, new] = [old, new].map(|order| order.map(|order| image(&row(order))));
        let change = status_change(old.as_deref(), new.as_deref());
        assert_eq!(change.unwrap().as_ref(), expected);
    }

    #[test]
    fn a_new_row_and_a_changed_status_are_changes_and_the_row_comes_back_whole() {
        let change = StatusChange {
            previous: None,
            order: placed(),
            trace_header: Some(TRACE.to_owned()),
        };
        check(None, Some(&placed()), Some(&change));
        let change = StatusChange {
            previous: Some(OrderStatus::Pending),
            order: confirmed(),
            trace_header: Some(TRACE.to_owned()),
        };
        check(Some(&placed()), Some(&confirmed()), Some(&change));
    }

    #[test]
    fn the_trace_is_known_even_of_a_row_that_is_no_order() {
        let found = |image: &str| trace_header(image);
        assert_eq!(found(&image(&row(&placed()))).as_deref(), Some(TRACE));
        let only = found(r#"{"traceHeader": {"S": "Root=1"}, "odd": {"BS": ["AA=="]}}"#);
        assert_eq!(only.as_deref(), Some("Root=1"));
        assert_eq!(found(r#"{"traceHeader": {"NULL": true}}"#), None);
        assert_eq!(found("{}"), None);
    }

    #[test]
    fn removals_and_changes_of_anything_else_are_none() {
        check(Some(&placed()), None, None);
        let placed_order = placed();
        let mut content = placed_order.content.clone();
        content.purchase_order_reference = Some("PO 1".into());
        let touched = placed_order.amend(
            content,
            Subject::new("frantisek"),
            "2026-11-25T00:00:00Z".parse().unwrap(),
        );
        check(Some(&placed()), Some(&touched), None);
    }

    #[test]
    fn an_image_that_is_no_order_is_an_error_that_says_which() {
        let error = status_change(None, Some(r#"{"status": {"S": "LOST"}}"#)).unwrap_err();
        assert_eq!(error.to_string(), "read the new image of a stream record");
        for broken in [
            r#"{"status": {"S": "LOST"}}"#,
            r#"{"status": {"NULL": true}}"#,
            "{}",
        ] {
            let error = status_change(Some(broken), Some(&image(&row(&placed())))).unwrap_err();
            assert_eq!(error.to_string(), "read the old image of a stream record");
        }
    }

    fn any_attribute() -> impl Strategy<Value = AttributeValue> {
        let leaf = prop_oneof![
            ".*".prop_map(AttributeValue::S),
            ".*".prop_map(AttributeValue::N),
            any::<bool>().prop_map(AttributeValue::Bool),
            any::<bool>().prop_map(AttributeValue::Null),
            prop::collection::vec(any::<u8>(), 0..8).prop_map(AttributeValue::B),
        ];
        leaf.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(AttributeValue::L),
                prop::collection::hash_map(".*", inner, 0..4).prop_map(AttributeValue::M),
            ]
        })
    }

    proptest! {
        #[test]
        fn an_image_with_any_attribute_replaced_is_read_as_the_row_is_or_refused(
            place in any::<prop::sample::Index>(),
            value in any_attribute(),
        ) {
            let mut attributes = row(&confirmed()).into_inner();
            let mut names: Vec<String> = attributes.keys().cloned().collect();
            names.sort();
            attributes.insert(names[place.index(names.len())].clone(), value);
            let row = Item::from(attributes);
            let read = status_change(None, Some(&image(&row)));
            let expected = serde_dynamo::from_item::<_, OrderRow>(row).map(Order::from);
            match (read, expected) {
                (Ok(change), Ok(order)) => prop_assert_eq!(change.unwrap().order, order),
                (Err(_), Err(_)) => {}
                (read, expected) => prop_assert!(false, "{:?} instead of {:?}", read, expected),
            }
        }
    }
}
