//! A token in its compact form (RFC 7515, section 7.1), taken apart strictly.
//!
//! Nobody sees the claims before the signature is verified.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::{Deserializer, IgnoredAny};
use serde::{Deserialize, de::DeserializeOwned};

use crate::Denied::{self, Invalid, Missing};
use crate::keys::{Algorithm, Key, KeyName};

/// Longest token that is looked at, in bytes.
const LONGEST: usize = 8_192;

/// The `typ` of an access token: that of RFC 9068, the general one, or none at all (Cognito).
/// Any other is a JWT for some other purpose (RFC 8725, section 3.11).
const TYPES: [&str; 3] = ["at+jwt", "application/at+jwt", "JWT"];

/// A token that nobody has verified yet. It has no `Debug`, so that it can't get into a log.
pub(crate) struct Token<'a> {
    key: KeyName,
    signed: &'a str,
    payload: &'a str,
    signature: Vec<u8>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    /// Names of extensions that must be understood; none is.
    #[serde(default, deserialize_with = "present")]
    crit: bool,
}

impl<'a> Token<'a> {
    /// The bearer token of an `Authorization` header (RFC 6750, section 2.1).
    pub(crate) fn from_authorization(authorization: Option<&'a str>) -> Result<Self, Denied> {
        let (scheme, token) = authorization
            .and_then(|value| value.trim().split_once(' '))
            .ok_or(Missing)?;
        if scheme.eq_ignore_ascii_case("Bearer") {
            Self::parse(token.trim_start())
        } else {
            Err(Missing)
        }
    }

    fn parse(text: &'a str) -> Result<Self, Denied> {
        if text.len() > LONGEST {
            return Err(Invalid("the token is too long"));
        }
        let mut segments = text.split('.');
        let (Some(header), Some(payload), Some(signature), None) = (
            segments.next(),
            segments.next(),
            segments.next(),
            segments.next(),
        ) else {
            return Err(Invalid("the token does not have three segments"));
        };
        let key = key_name(header)?;
        let signature = URL_SAFE_NO_PAD
            .decode(signature)
            .map_err(|_| Invalid("the token's signature is not base64url"))?;
        Ok(Self {
            key,
            signed: &text[..header.len() + 1 + payload.len()],
            payload,
            signature,
        })
    }

    /// Which key the token says it is signed with.
    pub(crate) fn key(&self) -> &KeyName {
        &self.key
    }

    /// The claims, if `key` signed them.
    pub(crate) fn claims<T: DeserializeOwned>(self, key: &Key) -> Result<T, Denied> {
        key.verify(self.signed.as_bytes(), &self.signature)
            .map_err(|_| Invalid("the token's signature is wrong"))?;
        object(self.payload).ok_or(Invalid(
            "the token's claims are not those of an access token",
        ))
    }
}

fn key_name(header: &str) -> Result<KeyName, Denied> {
    let header: Header = object(header).ok_or(Invalid("the token's header can't be read"))?;
    if header.crit {
        return Err(Invalid("the token demands an extension"));
    }
    let is_access_token = |typ: &String| TYPES.iter().any(|known| typ.eq_ignore_ascii_case(known));
    if !header.typ.as_ref().is_none_or(is_access_token) {
        return Err(Invalid("the token's type is not that of an access token"));
    }
    let algorithm = Algorithm::from_name(&header.alg)
        .ok_or(Invalid("the token is signed with neither ES256 nor RS256"))?;
    Ok(KeyName {
        algorithm,
        id: header.kid,
    })
}

/// The JSON object in a segment. Derived readers take an array for an object too, so the brace is
/// looked for.
fn object<T: DeserializeOwned>(segment: &str) -> Option<T> {
    let json = URL_SAFE_NO_PAD.decode(segment).ok()?;
    let is_object = json.trim_ascii_start().starts_with(b"{");
    serde_json::from_slice(&json).ok().filter(|_| is_object)
}

/// True for a member that is there, whatever its value.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| true)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn encoded(text: &str) -> String {
        URL_SAFE_NO_PAD.encode(text)
    }

    fn with_header(header: &str) -> String {
        format!("{}.{}.AAAA", encoded(header), encoded("{}"))
    }

    /// Why `authorization` is refused before any key is looked for; empty if it is not.
    fn refusal(authorization: &str) -> String {
        Token::from_authorization(Some(authorization))
            .err()
            .map_or_else(String::new, |denied| match denied {
                Missing => "missing".to_owned(),
                Invalid(reason) => reason.to_owned(),
                Denied::Unavailable(_) => unreachable!("nothing was fetched"),
            })
    }

    #[test]
    fn the_header_is_read_as_rfc_6750_writes_it() {
        let token = with_header(r#"{"alg":"ES256"}"#);
        for authorization in [
            format!("Bearer {token}"),
            format!("bearer {token}"),
            format!("BEARER   {token} "),
        ] {
            assert_eq!(refusal(&authorization), "", "{authorization}");
        }
        for authorization in ["", "Bearer", "Bearer ", "Basic YTpi", &token, "DPoP a.b.c"] {
            assert_eq!(refusal(authorization), "missing", "{authorization}");
        }
        assert!(matches!(Token::from_authorization(None), Err(Missing)));
    }

    #[test]
    fn malformed_tokens_are_refused() {
        let header = encoded(r#"{"alg":"ES256"}"#);
        for (token, reason) in [
            ("a", "the token does not have three segments"),
            ("a.b", "the token does not have three segments"),
            ("a.b.c.d", "the token does not have three segments"),
            ("a.b.c.d.e", "the token does not have three segments"),
            ("..", "the token's header can't be read"),
            ("ä.b.c", "the token's header can't be read"),
            (
                &format!("{header}=.e30.AAAA"),
                "the token's header can't be read",
            ),
            (
                &format!("{header} .e30.AAAA"),
                "the token's header can't be read",
            ),
            (
                &format!("{header}.e30.AAAA=="),
                "the token's signature is not base64url",
            ),
            (
                &format!("{header}.e30.AA+/"),
                "the token's signature is not base64url",
            ),
            // The last character holds bits that belong to no byte.
            (
                &format!("{header}.e30.AAB"),
                "the token's signature is not base64url",
            ),
            (
                &format!("{header}.e30.{}", "A".repeat(LONGEST)),
                "the token is too long",
            ),
        ] {
            assert_eq!(refusal(&format!("Bearer {token}")), reason, "{token}");
        }
    }

    #[test]
    fn odd_headers_are_refused() {
        let unreadable = "the token's header can't be read";
        let extension = "the token demands an extension";
        let wrong_type = "the token's type is not that of an access token";
        for (header, reason) in [
            ("", unreadable),
            ("null", unreadable),
            (r#"["ES256", null, null]"#, unreadable),
            ("{}", unreadable),
            (r#"{"alg":"ES256"} {}"#, unreadable),
            (r#"{"alg":"ES256","alg":"none"}"#, unreadable),
            (r#"{"alg":["ES256"]}"#, unreadable),
            (r#"{"alg":"ES256","kid":1}"#, unreadable),
            (r#"{"alg":"ES256","crit":["exp"]}"#, extension),
            (r#"{"alg":"ES256","crit":null}"#, extension),
            (r#"{"alg":"ES256","typ":"logout+jwt"}"#, wrong_type),
            (r#"{"alg":"ES256","typ":""}"#, wrong_type),
            (r#"{"alg":"ES256","typ":"JWT"}"#, ""),
            (
                r#"{"alg":"RS256","typ":"at+JWT","kid":"1","jku":"https://evil.example"}"#,
                "",
            ),
        ] {
            let authorization = format!("Bearer {}", with_header(header));
            assert_eq!(refusal(&authorization), reason, "{header}");
        }
    }

    #[test]
    fn only_two_algorithms_are_allowed() {
        for alg in [
            "none", "None", "NONE", "nOnE", "", "HS256", "HS512", "RS384", "PS256", "ES384",
            "EdDSA", "es256", "ES256 ",
        ] {
            let authorization =
                format!("Bearer {}", with_header(&json!({ "alg": alg }).to_string()));
            let reason = "the token is signed with neither ES256 nor RS256";
            assert_eq!(refusal(&authorization), reason, "{alg}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            for authorization in [text.clone(), format!("Bearer {text}")] {
                drop(refusal(&authorization));
            }
        }

        #[test]
        fn nor_do_three_segments_of_anything(
            header in proptest::collection::vec(any::<u8>(), 0..40),
            payload in "[ -~]{0,40}",
            signature in proptest::collection::vec(any::<u8>(), 0..80),
        ) {
            let segment = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
            let token = format!("{}.{payload}.{}", segment(&header), segment(&signature));
            drop(refusal(&format!("Bearer {token}")));
            drop(object::<Value>(&payload));
            drop(object::<Header>(&segment(&header)));
        }
    }
}
