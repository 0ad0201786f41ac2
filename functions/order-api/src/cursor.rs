//! Cursors of lists: where the next page begins, in a form that only this API can write.
//!
//! A cursor is an order's id with a signature over it and over the list that it belongs to: it
//! can't be made up, nor used with other filters or by another caller.

use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use order_events::OrderId;
use order_store::{ListQuery, Sort, Whose};
use ring::hmac;

/// Bytes of the id in front of the signature.
const ID_BYTES: usize = 16;

/// Signs cursors and checks them.
pub struct CursorKey(hmac::Key);

impl CursorKey {
    /// A key from a secret that all instances of the API share.
    #[must_use]
    pub fn new(secret: &str) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()))
    }

    /// The cursor that continues the list of `query` behind `id`.
    pub(crate) fn seal(&self, query: &ListQuery, id: OrderId) -> String {
        let mut cursor = id.as_u128().to_be_bytes().to_vec();
        cursor.extend_from_slice(hmac::sign(&self.0, &signed(query, &cursor)).as_ref());
        BASE64_URL_SAFE_NO_PAD.encode(cursor)
    }

    /// The order that `cursor` stands behind, if it was sealed for the list of `query`.
    pub(crate) fn open(&self, query: &ListQuery, cursor: &str) -> Option<OrderId> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (id, signature) = bytes.split_at_checked(ID_BYTES)?;
        hmac::verify(&self.0, &signed(query, id), signature).ok()?;
        let id = u128::from_be_bytes(id.try_into().ok()?);
        OrderId::try_from(id).ok()
    }
}

impl fmt::Debug for CursorKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CursorKey").finish_non_exhaustive()
    }
}

/// What the signature is over. Only the size of a page may differ from one to the next.
fn signed(query: &ListQuery, id: &[u8]) -> Vec<u8> {
    let ListQuery {
        whose,
        status,
        from,
        to,
        sort,
        limit: _,
        after: _,
    } = query;
    let time = |time: Option<order_events::Timestamp>| {
        time.map_or_else(String::new, |time| time.to_string())
    };
    let filters = format!(
        "{}|{}|{}|{}|",
        status.map_or("", |status| status.as_str()),
        time(*from),
        time(*to),
        match sort {
            Sort::NewestFirst => "newest",
            Sort::OldestFirst => "oldest",
        },
    );
    // Last, since it may hold anything; and marked, since nobody may be called "everybody".
    let whose = match whose {
        Whose::Everybody => "everybody".to_owned(),
        Whose::Owner(owner) => format!("owner|{}", owner.as_str()),
    };
    [id, filters.as_bytes(), whose.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use order_core::Subject;
    use order_events::OrderStatus;

    use super::*;

    fn query() -> ListQuery {
        ListQuery {
            whose: Whose::Owner(Subject::new("eva")),
            status: Some(OrderStatus::Paid),
            from: Some("2026-01-01T00:00:00Z".parse().unwrap()),
            to: None,
            sort: Sort::NewestFirst,
            limit: 20,
            after: None,
        }
    }

    fn id() -> OrderId {
        "01999f3a-6c1e-7b42-9d1f-2f6d0c9a7e55".parse().unwrap()
    }

    #[test]
    fn a_cursor_belongs_to_its_list_and_to_no_other() {
        let key = CursorKey::new("secret");
        let cursor = key.seal(&query(), id());
        let larger = ListQuery {
            limit: 100,
            after: Some(id()),
            ..query()
        };
        assert_eq!(key.open(&larger, &cursor), Some(id()));
        let others = [
            ListQuery {
                whose: Whose::Owner(Subject::new("ann")),
                ..query()
            },
            ListQuery {
                whose: Whose::Everybody,
                ..query()
            },
            ListQuery {
                status: None,
                ..query()
            },
            ListQuery {
                from: None,
                to: query().from,
                ..query()
            },
            ListQuery {
                sort: Sort::OldestFirst,
                ..query()
            },
        ];
        for other in others {
            assert_eq!(key.open(&other, &cursor), None, "{other:?}");
        }
        assert_eq!(CursorKey::new("other").open(&query(), &cursor), None);
    }

    #[test]
    fn a_forged_cursor_is_none() {
        let key = CursorKey::new("secret");
        let cursor = key.seal(&query(), id());
        for position in 0..cursor.len() {
            let mut forged: Vec<u8> = cursor.clone().into_bytes();
            forged[position] = if forged[position] == b'A' { b'B' } else { b'A' };
            let forged = String::from_utf8(forged).unwrap();
            assert_eq!(key.open(&query(), &forged), None, "{forged}");
        }
        for forged in ["", "A", "AZmfOmwee0KdHy9tDJp-VQ", &cursor[1..], "ü"] {
            assert_eq!(key.open(&query(), forged), None, "{forged}");
        }
    }
}
