//! The issuer's public keys (RFC 7517), each tied to the one algorithm that it is for.
//!
//! The allow-list is the enum [`Algorithm`]: nothing here can verify with any other, and a key can
//! never be used with the algorithm of another kind of key.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::error::Unspecified;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde::Deserialize;
use serde_json::Value;

use crate::verified::{Digest, Verified};

/// Shortest modulus of an RSA key, in bits (RFC 7518, section 3.3).
const SHORTEST_MODULUS: usize = 2_048;

/// What a token may be signed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Es256,
    Rs256,
}

/// Which key a token says it is signed with: no claim that it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeyName {
    pub(crate) algorithm: Algorithm,
    pub(crate) id: Option<String>,
}

#[derive(Debug)]
pub(crate) struct Key {
    id: Option<String>,
    public: PublicKey,
    verified: Verified,
}

#[derive(Debug, PartialEq, Eq)]
enum PublicKey {
    /// A point on the curve P-256, uncompressed.
    Es256 {
        point: Vec<u8>,
    },
    Rs256 {
        modulus: Vec<u8>,
        exponent: Vec<u8>,
    },
}

/// The keys of a set that can be used.
#[derive(Debug, Default)]
pub(crate) struct KeySet(Vec<Arc<Key>>);

impl Algorithm {
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        match name {
            "ES256" => Some(Self::Es256),
            "RS256" => Some(Self::Rs256),
            _ => None,
        }
    }
}

impl Key {
    pub(crate) fn verify(&self, signed: &[u8], signature: &[u8]) -> Result<(), Unspecified> {
        let digest = Digest::new(signed, signature);
        if !self.verified.contains(digest) {
            self.verify_anew(signed, signature)?;
            self.verified.insert(digest);
        }
        Ok(())
    }

    fn verify_anew(&self, signed: &[u8], signature: &[u8]) -> Result<(), Unspecified> {
        match &self.public {
            PublicKey::Es256 { point } => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(signed, signature)
            }
            PublicKey::Rs256 { modulus, exponent } => RsaPublicKeyComponents {
                n: modulus,
                e: exponent,
            }
            .verify(&RSA_PKCS1_2048_8192_SHA256, signed, signature),
        }
    }

    fn algorithm(&self) -> Algorithm {
        match self.public {
            PublicKey::Es256 { .. } => Algorithm::Es256,
            PublicKey::Rs256 { .. } => Algorithm::Rs256,
        }
    }
}

impl KeySet {
    /// Reads a key set. Keys of other kinds or for other uses are left out, not an error: an
    /// issuer may serve more than this crate has a use for.
    pub(crate) fn from_json(json: &[u8]) -> Result<Self, serde_json::Error> {
        let set: Jwks = serde_json::from_slice(json)?;
        let usable = set.keys.into_iter().filter_map(Jwk::usable);
        Ok(Self(usable.map(Arc::new).collect()))
    }

    /// The key of that name. Only in a set of one does a key need none.
    pub(crate) fn find(&self, name: &KeyName) -> Option<&Arc<Key>> {
        let fits = |key: &&Arc<Key>| key.algorithm() == name.algorithm;
        match (&name.id, self.0.as_slice()) {
            (None, [only]) => Some(only).filter(fits),
            (None, _) => None,
            (id, keys) => keys.iter().filter(fits).find(|key| key.id == *id),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

#[derive(Deserialize)]
struct Jwks {
    keys: Vec<Value>,
}

/// The members of a JSON Web Key that matter here.
#[derive(Deserialize)]
struct Jwk {
    kty: String,
    kid: Option<String>,
    r#use: Option<String>,
    key_ops: Option<Vec<String>>,
    alg: Option<String>,
    crv: Option<String>,
    x: Option<String>,
    y: Option<String>,
    n: Option<String>,
    e: Option<String>,
}

impl Jwk {
    fn usable(json: Value) -> Option<Key> {
        let jwk: Self = serde_json::from_value(json).ok()?;
        let signs = jwk.r#use.as_deref().is_none_or(|usage| usage == "sig");
        let verifies = |operations: &Vec<String>| operations.iter().any(|name| name == "verify");
        if !signs || !jwk.key_ops.as_ref().is_none_or(verifies) {
            return None;
        }
        let public = jwk.public_key()?;
        Some(Key {
            id: jwk.kid,
            public,
            verified: Verified::default(),
        })
    }

    fn public_key(&self) -> Option<PublicKey> {
        match (self.kty.as_str(), self.alg.as_deref()) {
            ("EC", None | Some("ES256")) if self.crv.as_deref() == Some("P-256") => {
                let (x, y) = (bytes(self.x.as_deref())?, bytes(self.y.as_deref())?);
                let is_point = x.len() == 32 && y.len() == 32;
                is_point.then(|| PublicKey::Es256 {
                    point: [&[4], x.as_slice(), y.as_slice()].concat(),
                })
            }
            ("RSA", None | Some("RS256")) => {
                let (modulus, exponent) = (bytes(self.n.as_deref())?, bytes(self.e.as_deref())?);
                (bits(&modulus) >= SHORTEST_MODULUS)
                    .then_some(PublicKey::Rs256 { modulus, exponent })
            }
            _ => None,
        }
    }
}

fn bytes(member: Option<&str>) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(member?).ok()
}

/// How many bits the number has: zeros at its front don't count.
fn bits(number: &[u8]) -> usize {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.get(zeros).map_or(0, |first| {
        (number.len() - zeros) * 8 - first.leading_zeros() as usize
    })
}

#[cfg(test)]
mod tests;
