//! The letters in our hands: taken from where they lay, and not sent yet or on their way.

use std::collections::HashSet;

use order_events::OrderId;

use crate::look::Held;

/// Letters that wait for their turn, and what is known of those under way.
#[derive(Debug, Default)]
pub(super) struct Hands {
    waiting: Vec<Held>,
    /// Letters that wait or are under way.
    ids: HashSet<Box<str>>,
    /// Orders of which a letter is under way.
    orders: HashSet<OrderId>,
    under_way: usize,
}

impl Hands {
    /// Takes a letter, which is not in our hands yet.
    pub(super) fn take(&mut self, held: Held) {
        self.ids.insert(Box::from(&*held.letter.about.id));
        self.waiting.push(held);
    }

    /// Whether the letter waits or is under way.
    pub(super) fn hold(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// Letters that wait for their turn.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Letters that are being sent.
    pub(super) fn under_way(&self) -> usize {
        self.under_way
    }

    pub(super) fn are_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// What one call may send: at most so many, the first first. No two letters of an order are
    /// under way at once, so that their order can't change when one of them is refused.
    pub(super) fn parcel(&mut self, most: usize) -> Vec<Held> {
        let mut behind = self.orders.clone();
        let mut parcel = Vec::new();
        let mut rest = Vec::new();
        for held in std::mem::take(&mut self.waiting) {
            let order = held.letter.about.order_id;
            let is_first = order.is_none_or(|order| behind.insert(order));
            if parcel.len() < most && is_first {
                self.orders.extend(order);
                parcel.push(held);
            } else {
                rest.push(held);
            }
        }
        self.waiting = rest;
        self.under_way += parcel.len();
        parcel
    }

    /// Notes that a call has ended. Letters that were refused wait again, before all others.
    pub(super) fn landed(&mut self, sent: &[Held], refused: Vec<Held>) {
        self.under_way -= sent.len() + refused.len();
        for held in sent.iter().chain(&refused) {
            if let Some(order) = held.letter.about.order_id {
                self.orders.remove(&order);
            }
        }
        for held in sent {
            self.ids.remove(&*held.letter.about.id);
        }
        self.waiting.splice(0..0, refused);
    }

    /// Puts down what is not ours any more: it was in our hands for too long.
    pub(super) fn put_down_lost(&mut self) -> Vec<Held> {
        let lost = self
            .waiting
            .extract_if(.., |held| !held.is_ours())
            .collect();
        self.forget(lost)
    }

    /// Puts down all that waits.
    pub(super) fn put_down(&mut self) -> Vec<Held> {
        let all = std::mem::take(&mut self.waiting);
        self.forget(all)
    }

    fn forget(&mut self, letters: Vec<Held>) -> Vec<Held> {
        for held in &letters {
            self.ids.remove(&*held.letter.about.id);
        }
        letters
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::look::Hold;
    use crate::testing;

    /// The places of the letters in each of them.
    type Parcels = &'static [&'static [&'static str]];

    fn hands(orders: &[u8]) -> Hands {
        let mut hands = Hands::default();
        for (index, order) in orders.iter().enumerate() {
            let mut letter = testing::letter("render-failed", "2026-11-24T11:00:00.000Z");
            let id = format!("01a20c26-0d6b-7b42-9d1f-2f6d0c9a7e{order:02}");
            letter.about.order_id = Some(id.parse().unwrap());
            letter.about.id = index.to_string();
            let hold = Hold::Message {
                url: String::new(),
                receipt: String::new(),
                hidden_until: Instant::now(),
            };
            hands.take(Held { letter, hold });
        }
        hands
    }

    fn ids(letters: &[Held]) -> Vec<&str> {
        letters.iter().map(|held| &*held.letter.about.id).collect()
    }

    #[test]
    fn a_parcel_holds_each_order_once_and_not_too_much() {
        // All of the parcels are under way at once.
        let table: [(&[u8], usize, Parcels); 4] = [
            (&[], 10, &[&[]]),
            (&[1, 2, 3], 10, &[&["0", "1", "2"], &[]]),
            (&[1, 2, 1, 3], 10, &[&["0", "1", "3"], &[]]),
            (&[1, 2, 3, 4, 5], 2, &[&["0", "1"], &["2", "3"], &["4"]]),
        ];
        for (orders, most, parcels) in table {
            let mut hands = hands(orders);
            for expected in parcels {
                assert_eq!(ids(&hands.parcel(most)), *expected, "{orders:?}");
            }
        }
    }

    #[test]
    fn what_is_refused_goes_before_what_comes_later() {
        let mut hands = hands(&[1, 1, 2]);
        let mut first = hands.parcel(10);
        assert_eq!((hands.under_way(), hands.waiting()), (2, 1));
        let refused = vec![first.remove(0)];
        hands.landed(&first, refused);
        assert_eq!((hands.under_way(), hands.waiting()), (0, 2));
        let second = hands.parcel(10);
        assert_eq!(ids(&second), ["0"]);
        hands.landed(&second, Vec::new());
        let third = hands.parcel(10);
        assert_eq!(ids(&third), ["1"]);
        hands.landed(&third, Vec::new());
        assert!(hands.are_empty());
    }

    #[test]
    fn a_letter_is_in_our_hands_once_until_it_is_put_down() {
        let mut hands = hands(&[1, 2]);
        let parcel = hands.parcel(1);
        assert!(hands.hold("0") && hands.hold("1"));
        let rest = hands.put_down();
        assert_eq!((ids(&parcel), ids(&rest)), (vec!["0"], vec!["1"]));
        assert!(hands.hold("0") && !hands.hold("1"));
        for held in rest {
            hands.take(held);
        }
        // It had been hidden for no time at all.
        assert_eq!(ids(&hands.put_down_lost()), ["1"]);
    }
}
