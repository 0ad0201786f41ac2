//! What a caller may do.

use std::fmt;

/// The resource server of this system, as Amazon Cognito writes it before a scope.
const RESOURCE_SERVER: &str = "order-api/";

/// One permission, named as the issuer names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// `orders:read`
    OrdersRead,
    /// `orders:write`
    OrdersWrite,
    /// `orders:admin`
    OrdersAdmin,
    /// `ops:replay`
    OpsReplay,
}

impl Scope {
    /// Every scope, in the order in which they are listed.
    pub const ALL: [Self; 4] = [
        Self::OrdersRead,
        Self::OrdersWrite,
        Self::OrdersAdmin,
        Self::OpsReplay,
    ];

    /// The name in a token.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OrdersRead => "orders:read",
            Self::OrdersWrite => "orders:write",
            Self::OrdersAdmin => "orders:admin",
            Self::OpsReplay => "ops:replay",
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A set of scopes.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Scopes(u8);

impl Scopes {
    /// Whether `scope` is one of them.
    #[must_use]
    pub const fn contains(self, scope: Scope) -> bool {
        self.0 & scope.bit() != 0
    }

    /// Those named in a `scope` claim: names with spaces between them (RFC 9068, section 2.2.3).
    ///
    /// Amazon Cognito puts the name of the resource server and a slash before each; ours is cut
    /// off. All other names are for other services.
    pub(crate) fn from_claim(claim: &str) -> Self {
        claim
            .split(' ')
            .map(|name| name.strip_prefix(RESOURCE_SERVER).unwrap_or(name))
            .filter_map(|name| Scope::ALL.into_iter().find(|scope| scope.as_str() == name))
            .collect()
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().fold(0, |bits, scope| bits | scope.bit()))
    }
}

impl fmt::Debug for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = Scope::ALL.into_iter().filter(|scope| self.contains(*scope));
        f.debug_set().entries(held.map(Scope::as_str)).finish()
    }
}

#[cfg(test)]
mod tests {
    use Scope::{OpsReplay, OrdersAdmin, OrdersRead, OrdersWrite};

    use super::*;

    #[test]
    fn a_claim_is_read_word_by_word() {
        for (claim, expected) in [
            ("", vec![]),
            ("orders:read", vec![OrdersRead]),
            ("orders:write orders:read", vec![OrdersRead, OrdersWrite]),
            ("  orders:read  orders:read ", vec![OrdersRead]),
            ("order-api/orders:admin", vec![OrdersAdmin]),
            ("order-api/order-api/ops:replay order-api/", vec![]),
            (
                "billing/orders:admin https://api.example/ops:replay",
                vec![],
            ),
            ("ops:replay", vec![OpsReplay]),
            ("openid profile invoices:read", vec![]),
            ("ORDERS:READ orders:reader orders: read/", vec![]),
            ("orders:read\torders:write", vec![]),
        ] {
            let scopes = Scopes::from_claim(claim);
            assert_eq!(scopes, expected.into_iter().collect(), "{claim}");
        }
    }

    #[test]
    fn a_set_holds_what_was_put_in_and_nothing_else() {
        for put_in in Scope::ALL {
            let scopes: Scopes = [put_in].into_iter().collect();
            for scope in Scope::ALL {
                assert_eq!(scopes.contains(scope), scope == put_in, "{scopes:?}");
            }
        }
        let all: Scopes = Scope::ALL.into_iter().collect();
        let text = r#"{"orders:read", "orders:write", "orders:admin", "ops:replay"}"#;
        assert_eq!(format!("{all:?}"), text);
    }
}
