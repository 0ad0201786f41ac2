//! Which signatures a key has verified already.
//!
//! A program that ships orders comes with the same token for an hour, and to verify its signature is
//! an eighth of the work for an order. Nothing else about a token is remembered: what it claims, and
//! until when, is read each time. It goes with its key, so that a key that is withdrawn takes along
//! what it signed.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use ring::digest::{Context, SHA256};

/// How many are remembered, in 32 bytes each; then all are forgotten.
const MOST: usize = 1_024;

#[derive(Debug, Default)]
pub(crate) struct Verified(Mutex<HashSet<Digest>>);

/// Of a signed text and its signature. Digests are compared, not tokens: how long that takes tells
/// nothing about the tokens of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Digest([u8; 32]);

impl Digest {
    pub(crate) fn new(signed: &[u8], signature: &[u8]) -> Self {
        let mut context = Context::new(&SHA256);
        // Where the one ends and the other begins is part of it: no byte can be moved across.
        context.update(&signed.len().to_le_bytes());
        context.update(signed);
        context.update(signature);
        let mut digest = [0; 32];
        digest.copy_from_slice(context.finish().as_ref());
        Self(digest)
    }
}

impl Verified {
    pub(crate) fn contains(&self, digest: Digest) -> bool {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.contains(&digest)
    }

    pub(crate) fn insert(&self, digest: Digest) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= MOST {
            seen.clear();
        }
        seen.insert(digest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_byte_can_be_moved_from_the_signature_to_what_is_signed() {
        let verified = Verified::default();
        verified.insert(Digest::new(b"ab", b"cd"));
        assert!(verified.contains(Digest::new(b"ab", b"cd")));
        for (signed, signature) in [("abc", "d"), ("a", "bcd"), ("abcd", ""), ("ab", "ce")] {
            let other = Digest::new(signed.as_bytes(), signature.as_bytes());
            assert!(!verified.contains(other), "{signed} {signature}");
        }
    }

    #[test]
    fn a_flood_of_tokens_takes_no_more_memory() {
        let verified = Verified::default();
        for number in 0..3 * MOST {
            verified.insert(Digest::new(&number.to_le_bytes(), b""));
            assert!(verified.0.lock().unwrap().len() <= MOST);
        }
        let last = Digest::new(&(3 * MOST - 1).to_le_bytes(), b"");
        assert!(verified.contains(last));
    }
}
