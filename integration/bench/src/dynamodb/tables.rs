//! What was written, by table and key.

use std::collections::HashMap;

use serde_json::{Value, json};

/// The attributes that make the key of each table, which an item alone does not tell.
pub(crate) type Keys = &'static [(&'static str, &'static [&'static str])];

#[derive(Debug)]
pub(super) struct Tables {
    keys: Keys,
    items: HashMap<String, Value>,
}

/// The request is none that the functions under measurement send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotUnderstood;

impl Tables {
    pub(super) fn new(keys: Keys) -> Self {
        Self {
            keys,
            items: HashMap::new(),
        }
    }

    /// The answer to a request.
    pub(super) fn perform(
        &mut self,
        operation: &str,
        request: &[u8],
    ) -> Result<String, NotUnderstood> {
        let mut request: Value = serde_json::from_slice(request).map_err(|_| NotUnderstood)?;
        match operation {
            "GetItem" => {
                let place = self.place(&request["TableName"], &request["Key"])?;
                let item = self.items.get(&place);
                Ok(item
                    .map_or(json!({}), |item| json!({ "Item": item }))
                    .to_string())
            }
            "PutItem" => self.put(&mut request),
            "TransactWriteItems" => {
                let writes = request["TransactItems"].as_array_mut();
                for write in writes.ok_or(NotUnderstood)? {
                    if let Some(put) = write.get_mut("Put") {
                        self.put(put)?;
                    } else {
                        self.set(&write["Update"])?;
                    }
                }
                Ok("{}".to_owned())
            }
            _ => Err(NotUnderstood),
        }
    }

    fn put(&mut self, put: &mut Value) -> Result<String, NotUnderstood> {
        let item = put.get_mut("Item").ok_or(NotUnderstood)?.take();
        let place = self.place(&put["TableName"], &item)?;
        self.items.insert(place, item);
        Ok("{}".to_owned())
    }

    /// An update that sets one attribute, and makes the item if there is none.
    fn set(&mut self, update: &Value) -> Result<(), NotUnderstood> {
        let expression = update["UpdateExpression"].as_str().ok_or(NotUnderstood)?;
        let assignment = expression.strip_prefix("SET ").ok_or(NotUnderstood)?;
        let (attribute, value) = assignment.split_once(" = ").ok_or(NotUnderstood)?;
        let value = update["ExpressionAttributeValues"].get(value);
        let place = self.place(&update["TableName"], &update["Key"])?;
        let item = self.items.entry(place).or_insert(update["Key"].clone());
        item[attribute] = value.ok_or(NotUnderstood)?.clone();
        Ok(())
    }

    /// Where the item is kept that has the key attributes of `item`.
    fn place(&self, table: &Value, item: &Value) -> Result<String, NotUnderstood> {
        let table = table.as_str().ok_or(NotUnderstood)?;
        let known = self.keys.iter().find(|(name, _)| *name == table);
        let (_, attributes) = known.ok_or(NotUnderstood)?;
        attributes.iter().try_fold(table.to_owned(), |place, name| {
            let value = item[name]["S"].as_str().ok_or(NotUnderstood)?;
            Ok(format!("{place} {value}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: Keys = &[("orders", &["id", "at"]), ("series", &["series"])];

    fn perform(tables: &mut Tables, operation: &str, request: &Value) -> Value {
        let answer = tables.perform(operation, request.to_string().as_bytes());
        serde_json::from_str(&answer.unwrap()).unwrap()
    }

    #[test]
    fn what_was_written_last_is_read() {
        let mut tables = Tables::new(KEYS);
        let get = json!({"TableName": "orders", "Key": {"id": {"S": "a"}, "at": {"S": "b"}}});
        assert_eq!(perform(&mut tables, "GetItem", &get), json!({}));
        for version in ["1", "2"] {
            let item = json!({"id": {"S": "a"}, "at": {"S": "b"}, "version": {"N": version}});
            let put = json!({"TableName": "orders", "Item": item});
            assert_eq!(perform(&mut tables, "PutItem", &put), json!({}));
            let found = perform(&mut tables, "GetItem", &get);
            assert_eq!(found, json!({ "Item": item }));
        }
    }

    #[test]
    fn a_transaction_writes_all_of_its_items() {
        let mut tables = Tables::new(KEYS);
        let key = json!({"series": {"S": "s"}});
        let order = json!({"id": {"S": "a"}, "at": {"S": "b"}});
        let request = json!({"TransactItems": [
            {"Update": {
                "TableName": "series",
                "Key": key,
                "UpdateExpression": "SET last = :next",
                "ExpressionAttributeValues": {":next": {"N": "7"}},
            }},
            {"Put": {"TableName": "orders", "Item": order}},
        ]});
        assert_eq!(
            perform(&mut tables, "TransactWriteItems", &request),
            json!({})
        );
        let get = json!({"TableName": "series", "Key": key});
        let found = perform(&mut tables, "GetItem", &get);
        assert_eq!(
            found["Item"],
            json!({"series": {"S": "s"}, "last": {"N": "7"}})
        );
        let get = json!({"TableName": "orders", "Key": order});
        assert_eq!(perform(&mut tables, "GetItem", &get)["Item"], order);
    }

    #[test]
    fn what_no_function_sends_is_refused() {
        let mut tables = Tables::new(KEYS);
        for (operation, request) in [
            ("DeleteItem", json!({"TableName": "orders"})),
            (
                "GetItem",
                json!({"TableName": "others", "Key": {"id": {"S": "a"}}}),
            ),
            (
                "GetItem",
                json!({"TableName": "orders", "Key": {"id": {"S": "a"}}}),
            ),
            ("PutItem", json!({"TableName": "orders"})),
            (
                "TransactWriteItems",
                json!({"TransactItems": [{"Delete": {}}]}),
            ),
        ] {
            let answer = tables.perform(operation, request.to_string().as_bytes());
            assert_eq!(answer, Err(NotUnderstood), "{operation} {request}");
        }
    }
}
