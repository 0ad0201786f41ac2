//! The promises, one after the other, on an empty store.

use futures::future::join_all;
use order_core::{Advanced, Order, Subject};
use order_events::{OrderId, OrderStatus, Timestamp, Version};
use order_store::{
    Answer, Claim, ListQuery, Listing, OrderStore, RequestKey, Sort, StoreError, Whose,
};

use crate::orders::{at, enter, order};

pub(crate) async fn check(store: &dyn OrderStore) {
    orders_come_back_whole_and_change_one_version_at_a_time(store).await;
    documents_are_numbered_without_gap(store).await;
    a_request_is_done_and_remembered_or_neither(store).await;
    of_the_same_request_at_once_one_is_done(store).await;
    lists_hold_what_they_should_in_their_order(store).await;
}

async fn orders_come_back_whole_and_change_one_version_at_a_time(store: &dyn OrderStore) {
    let placed = order("eva", at(2020, 0));
    assert_eq!(store.get(placed.id).await.unwrap(), None);
    let saved = store
        .save(Advanced::Ready(placed.clone()), None)
        .await
        .unwrap();
    assert_eq!(saved, placed);
    assert_eq!(store.get(placed.id).await.unwrap(), Some(placed.clone()));

    // The same again is the same, another order in its place is not.
    store
        .save(Advanced::Ready(placed.clone()), None)
        .await
        .unwrap();
    let mut usurper = placed.clone();
    usurper.owner = Subject::new("ann");
    is_conflict(&store.save(Advanced::Ready(usurper), None).await);

    let mut content = placed.content.clone();
    content.notes = None;
    let amended = placed
        .clone()
        .amend(content, Subject::new("eva"), at(2020, 5));
    store
        .save(Advanced::Ready(amended.clone()), None)
        .await
        .unwrap();
    let stale = enter(placed.clone(), OrderStatus::Cancelled, at(2020, 6));
    is_conflict(&store.save(stale, None).await);
    let stale = enter(placed, OrderStatus::Confirmed, at(2020, 6));
    is_conflict(&store.save(stale, None).await);
    assert_eq!(store.get(amended.id).await.unwrap(), Some(amended));

    let never_placed = enter(
        order("eva", at(2020, 7)),
        OrderStatus::Cancelled,
        at(2020, 8),
    );
    is_conflict(&store.save(never_placed, None).await);
}

async fn documents_are_numbered_without_gap(store: &dyn OrderStore) {
    let mut numbers = Vec::new();
    for index in 0..3 {
        let placed = order("eva", at(2021, index));
        store
            .save(Advanced::Ready(placed.clone()), None)
            .await
            .unwrap();
        let confirm = || {
            enter(
                placed.clone(),
                OrderStatus::Confirmed,
                at(2021, 100 + index),
            )
        };
        let confirmed = store.save(confirm(), None).await.unwrap();
        // A change that comes too late draws no number.
        is_conflict(&store.save(confirm(), None).await);
        let refund = enter(confirmed, OrderStatus::Cancelled, at(2022, index));
        let cancelled = store.save(refund, None).await.unwrap();
        assert_eq!(
            store.get(cancelled.id).await.unwrap(),
            Some(cancelled.clone())
        );
        numbers.push(cancelled.invoice.unwrap().number.to_string());
        numbers.push(cancelled.credit_note.unwrap().number.to_string());
    }
    let expected = [
        "INV-2021-000001",
        "CN-2022-000001",
        "INV-2021-000002",
        "CN-2022-000002",
        "INV-2021-000003",
        "CN-2022-000003",
    ];
    assert_eq!(numbers, expected);
}

async fn a_request_is_done_and_remembered_or_neither(store: &dyn OrderStore) {
    let (start, hour) = (at(2023, 0), 3_600_000);
    let answer = |order: &Order| Answer {
        status: 201,
        body: format!("{}, {}", order.id, order.version),
    };
    let key = RequestKey::new("eva's key".to_owned());
    let claim = |now: Timestamp| Claim {
        key: &key,
        request_hash: "hash",
        now,
        forgotten_at: Timestamp::from_unix_millis(now.unix_millis() + hour).unwrap(),
        answer: &answer,
    };
    assert_eq!(store.recall(&key, start).await.unwrap(), None);

    // What can't be written is not remembered either.
    let never_placed = enter(order("eva", at(2023, 1)), OrderStatus::Confirmed, start);
    is_conflict(&store.save(never_placed, Some(claim(start))).await);
    assert_eq!(store.recall(&key, start).await.unwrap(), None);

    let placed = order("eva", at(2023, 2));
    store
        .save(Advanced::Ready(placed.clone()), Some(claim(start)))
        .await
        .unwrap();
    let remembered = store.recall(&key, start).await.unwrap().unwrap();
    assert_eq!(remembered.request_hash, "hash");
    assert_eq!(
        (remembered.order_id, remembered.version),
        (placed.id, Version::FIRST)
    );
    assert_eq!(remembered.answer, answer(&placed));
    let other_key = RequestKey::new("ann's key".to_owned());
    assert_eq!(store.recall(&other_key, start).await.unwrap(), None);

    // While it is remembered nothing is done under its key; later it can be claimed anew.
    let another = order("eva", at(2023, 3));
    let late = Timestamp::from_unix_millis(start.unix_millis() + hour - 1_000).unwrap();
    let refused = store
        .save(Advanced::Ready(another.clone()), Some(claim(late)))
        .await;
    assert!(matches!(refused, Err(StoreError::KeyTaken)), "{refused:?}");
    assert_eq!(store.get(another.id).await.unwrap(), None);
    let later = Timestamp::from_unix_millis(start.unix_millis() + hour).unwrap();
    assert_eq!(store.recall(&key, later).await.unwrap(), None);
    store
        .save(Advanced::Ready(another.clone()), Some(claim(later)))
        .await
        .unwrap();
    let remembered = store.recall(&key, later).await.unwrap().unwrap();
    assert_eq!(remembered.order_id, another.id);

    // A number, its order and the memory of the request are written together.
    let key = RequestKey::new("eva's second key".to_owned());
    let claim = Claim {
        key: &key,
        ..claim(later)
    };
    let confirm = enter(another, OrderStatus::Confirmed, later);
    let confirmed = store.save(confirm, Some(claim)).await.unwrap();
    let remembered = store.recall(&key, later).await.unwrap().unwrap();
    assert_eq!(remembered.version, confirmed.version);
    assert_eq!(remembered.answer, answer(&confirmed));
}

async fn of_the_same_request_at_once_one_is_done(store: &dyn OrderStore) {
    let now = at(2024, 0);
    let answer = |_: &Order| Answer {
        status: 201,
        body: String::new(),
    };
    let key = RequestKey::new("a key in a hurry".to_owned());
    let claim = Claim {
        key: &key,
        request_hash: "hash",
        now,
        forgotten_at: at(2024, 1_000_000),
        answer: &answer,
    };
    let orders: Vec<Order> = (0..16).map(|index| order("eva", at(2024, index))).collect();
    let placing = orders
        .iter()
        .map(|order| store.save(Advanced::Ready(order.clone()), Some(claim)));
    let (done, refused): (Vec<_>, Vec<_>) =
        join_all(placing).await.into_iter().partition(Result::is_ok);
    assert_eq!(done.len(), 1);
    assert!(
        refused
            .iter()
            .all(|refused| matches!(refused, Err(StoreError::KeyTaken))),
        "{refused:?}"
    );
    let stored = join_all(orders.iter().map(|order| store.get(order.id))).await;
    let stored: Vec<Order> = stored.into_iter().filter_map(Result::unwrap).collect();
    assert_eq!(stored, [done.into_iter().next().unwrap().unwrap()]);
}

async fn lists_hold_what_they_should_in_their_order(store: &dyn OrderStore) {
    let mut rows: Vec<(String, Listing)> = Vec::new();
    for index in 0..40 {
        let owner = if index % 3 == 0 { "ann" } else { "eva" };
        let mut order = order(owner, at(2025, index * 10));
        store
            .save(Advanced::Ready(order.clone()), None)
            .await
            .unwrap();
        if index % 4 == 1 {
            let confirm = enter(order, OrderStatus::Confirmed, at(2025, 1_000));
            order = store.save(confirm, None).await.unwrap();
        }
        rows.push((owner.to_owned(), Listing::from(&order)));
    }
    let everybody = ListQuery {
        whose: Whose::Everybody,
        status: None,
        from: Some(at(2025, 0)),
        to: None,
        sort: Sort::NewestFirst,
        limit: 7,
        after: None,
    };
    let whose = [Whose::Everybody, Whose::Owner(Subject::new("ann"))];
    let statuses = [None, Some(OrderStatus::Pending), Some(OrderStatus::Paid)];
    for (whose, status) in whose
        .iter()
        .flat_map(|whose| statuses.map(|status| (whose, status)))
    {
        for sort in [Sort::NewestFirst, Sort::OldestFirst] {
            for to in [None, Some(at(2025, 250))] {
                let query = ListQuery {
                    whose: whose.clone(),
                    status,
                    to,
                    sort,
                    ..everybody.clone()
                };
                assert_eq!(
                    all_pages(store, &query).await,
                    expected(&rows, &query),
                    "{query:?}"
                );
            }
        }
    }
    let nobody = ListQuery {
        whose: Whose::Owner(Subject::new("nobody")),
        ..everybody
    };
    assert_eq!(all_pages(store, &nobody).await, []);
}

fn expected(rows: &[(String, Listing)], query: &ListQuery) -> Vec<Listing> {
    let wanted = rows.iter().filter(|(owner, row)| {
        let whose = match &query.whose {
            Whose::Everybody => true,
            Whose::Owner(subject) => subject.as_str() == owner,
        };
        let placed_at = row.order_id.created_at();
        whose
            && query.status.is_none_or(|status| status == row.status)
            && query.to.is_none_or(|to| placed_at < to)
    });
    let mut wanted: Vec<Listing> = wanted.map(|(_, row)| row.clone()).collect();
    if query.sort == Sort::NewestFirst {
        wanted.reverse();
    }
    wanted
}

async fn all_pages(store: &dyn OrderStore, query: &ListQuery) -> Vec<Listing> {
    let mut rows = Vec::new();
    let mut after: Option<OrderId> = None;
    loop {
        let query = ListQuery {
            after,
            ..query.clone()
        };
        let page = store.list(&query).await.unwrap();
        assert!(page.rows.len() <= query.limit);
        rows.extend(page.rows);
        if page.next.is_none() {
            return rows;
        }
        assert_ne!(page.next, after, "a page that leads nowhere");
        after = page.next;
    }
}

#[track_caller]
fn is_conflict(result: &Result<Order, StoreError>) {
    assert!(
        matches!(result, Err(StoreError::Conflict { .. })),
        "{result:?}"
    );
}
