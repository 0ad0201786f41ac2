//! An ES256 key: signs tokens (RFC 7515) and tells its public half (RFC 7517).

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

/// A key that never leaves the process that made it.
pub struct SigningKey {
    pair: EcdsaKeyPair,
    id: String,
}

/// The operating system gave no random numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("make a key pair: no random numbers")]
pub struct KeyFailed;

impl SigningKey {
    /// A fresh key.
    ///
    /// # Errors
    /// If the operating system gives no random numbers.
    pub fn generate() -> Result<Self, KeyFailed> {
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random)
            .map_err(|_| KeyFailed)?;
        let pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random)
                .map_err(|_| KeyFailed)?;
        let id = thumbprint(&pair);
        Ok(Self { pair, id })
    }

    /// The key's id, the `kid` of its tokens: its thumbprint, so no two keys share one.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The public half as a JSON Web Key.
    #[must_use]
    pub fn jwk(&self) -> Value {
        let (x, y) = coordinates(&self.pair);
        json!({
            "kty": "EC",
            "crv": "P-256",
            "x": x,
            "y": y,
            "kid": self.id,
            "use": "sig",
            "alg": "ES256",
        })
    }

    /// A signed token of a header and claims, both JSON text. Neither is looked at, so that tests
    /// can sign what no issuer would.
    ///
    /// # Panics
    /// If the operating system gives no random numbers any more.
    #[must_use]
    pub fn sign(&self, header: &str, claims: &str) -> String {
        let signed = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(header),
            URL_SAFE_NO_PAD.encode(claims)
        );
        let signature = self
            .pair
            .sign(&SystemRandom::new(), signed.as_bytes())
            .expect("it gave random numbers when the key was made");
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// The public point's coordinates, which follow a byte that says "uncompressed".
fn coordinates(pair: &EcdsaKeyPair) -> (String, String) {
    let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
    (URL_SAFE_NO_PAD.encode(x), URL_SAFE_NO_PAD.encode(y))
}

/// RFC 7638: the digest of the required members in the order of the alphabet, without spaces.
fn thumbprint(pair: &EcdsaKeyPair) -> String {
    let (x, y) = coordinates(pair);
    let members = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
    URL_SAFE_NO_PAD.encode(digest(&SHA256, members.as_bytes()))
}

#[cfg(test)]
mod tests {
    use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

    use super::*;

    #[test]
    fn the_public_key_verifies_what_the_key_signed() {
        let key = SigningKey::generate().unwrap();
        let token = key.sign(r#"{"alg":"ES256"}"#, "{}");

        let jwk = key.jwk();
        let mut point = vec![4];
        for coordinate in ["x", "y"] {
            let text = jwk[coordinate].as_str().unwrap();
            point.extend(URL_SAFE_NO_PAD.decode(text).unwrap());
        }
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
            .verify(signed.as_bytes(), &signature)
            .unwrap();
    }

    #[test]
    fn no_two_keys_have_the_same_id() {
        let [one, other] = [(); 2].map(|()| SigningKey::generate().unwrap());
        assert_ne!(one.id(), other.id());
    }
}
