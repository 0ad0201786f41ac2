//! Who one can be on the local stack.

use std::fmt;
use std::str::FromStr;

/// A client of the local issuer, and so a set of scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Places orders and sees its own.
    Customer,
    /// Sees and changes everybody's orders.
    Admin,
    /// Sends parked messages again.
    Ops,
}

/// No role has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected `customer`, `admin` or `ops`, found `{found}`")]
pub struct UnknownRole {
    found: String,
}

impl Role {
    /// Every role, from the least to the most unusual.
    pub const ALL: [Self; 3] = [Self::Customer, Self::Admin, Self::Ops];

    /// The role's name, which is its `client_id` too.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Admin => "admin",
            Self::Ops => "ops",
        }
    }

    /// What the role may do, as the `scope` of its tokens.
    #[must_use]
    pub const fn scope(self) -> &'static str {
        match self {
            Self::Customer => "orders:read orders:write",
            Self::Admin => "orders:read orders:write orders:admin",
            Self::Ops => "orders:read ops:replay",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or_else(|| UnknownRole {
                found: text.to_owned(),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back_and_others_refused() {
        for role in Role::ALL {
            assert_eq!(role.to_string().parse(), Ok(role));
        }
        let error = "Admin".parse::<Role>().unwrap_err();
        let text = "expected `customer`, `admin` or `ops`, found `Admin`";
        assert_eq!(error.to_string(), text);
    }
}
