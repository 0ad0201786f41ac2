//! Numbers have no gap and no repeat, and a request with a key is done once.

use std::collections::BTreeMap;

use crate::service::dynamodb::DynamoDb;

pub(super) fn broken(dynamodb: &DynamoDb) -> Vec<String> {
    let mut series: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    let mut broken = Vec::new();
    for item in dynamodb.orders() {
        for document in ["invoice", "creditNote"] {
            let number = item[document]["M"]["number"]["S"].as_str();
            let parts = number.and_then(|number| number.rsplit_once('-'));
            if let Some((series_name, sequence)) = parts {
                let sequence = sequence.parse().expect("a number ends in digits");
                series.entry(series_name).or_default().push(sequence);
            }
        }
    }
    for (name, mut numbers) in series {
        numbers.sort_unstable();
        if !numbers.iter().copied().eq(1..=numbers.len() as u64) {
            broken.push(format!("series {name} has the numbers {numbers:?}"));
        }
    }
    for (owner, orders) in super::by_owner(dynamodb) {
        if orders != 1 {
            broken.push(format!("{owner} placed one order and has {orders}"));
        }
    }
    broken
}
