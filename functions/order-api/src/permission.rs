//! What a caller may do.
//!
//! A customer (`orders:read`, `orders:write`) sees its own orders and nothing of any other, not
//! even that it exists; it may place, amend, confirm and cancel them. What the seller says of an
//! order (that it is paid, shipped, delivered, refunded) takes `orders:admin`, which includes the
//! rest, for all orders.
use rest::Problem;

use crate::problem;
use access::{Caller, Scope};
use order_core::{Order, Subject, next_statuses};
use order_events::{OrderId, OrderStatus};
use order_store::OrderStore;

/// A verified caller, in the words of this API.
#[derive(Debug)]
pub(crate) struct Actor {
    pub(crate) subject: Subject,
    caller: Caller,
}

impl Actor {
    pub(crate) fn new(caller: Caller) -> Self {
        Self {
            subject: Subject::new(caller.subject.as_str()),
            caller,
        }
    }

    pub(crate) fn is_admin(&self) -> bool {
        self.caller.scopes.contains(Scope::OrdersAdmin)
    }

    /// Refuses a caller without `scope`.
    pub(crate) fn check(&self, scope: Scope) -> Result<(), Problem> {
        if self.is_admin() || self.caller.scopes.contains(scope) {
            Ok(())
        } else {
            Err(Problem::insufficient_scope(scope))
        }
    }

    /// The statuses that this caller may move `order` to, now.
    pub(crate) fn next_statuses(&self, status: OrderStatus) -> Vec<OrderStatus> {
        let next = next_statuses(status).iter().copied();
        next.filter(|to| self.may_enter(*to)).collect()
    }

    /// Refuses a transition that is not this caller's to make, in whatever status the order is.
    pub(crate) fn check_transition(&self, to: OrderStatus) -> Result<(), Problem> {
        if self.may_enter(to) {
            Ok(())
        } else {
            Err(Problem::insufficient_scope(Scope::OrdersAdmin))
        }
    }

    /// The order `id`, if this caller may see it.
    pub(crate) async fn order(
        &self,
        store: &dyn OrderStore,
        id: OrderId,
    ) -> Result<Order, Problem> {
        let order = store.get(id).await?;
        order
            .filter(|order| self.is_admin() || order.owner == self.subject)
            .ok_or_else(|| problem::no_such_order(&id.to_string()))
    }

    fn may_enter(&self, to: OrderStatus) -> bool {
        let by_writers = matches!(to, OrderStatus::Confirmed | OrderStatus::Cancelled);
        self.is_admin() || (by_writers && self.caller.scopes.contains(Scope::OrdersWrite))
    }
}
