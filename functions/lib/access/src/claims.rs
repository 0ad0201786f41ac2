//! Whether verified claims make a caller: the rules of RFC 9068, section 4, and those of Amazon
//! Cognito.
//!
//! Cognito's access tokens have no `aud`; what they are for follows from the app client that asked
//! for them, and `token_use` tells them from ID tokens ("Understanding the access token" and
//! "Verifying JSON web tokens", Amazon Cognito developer guide,
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html>).

use order_events::Timestamp;
use serde::Deserialize;

use crate::Denied::{self, Invalid};
use crate::scope::Scopes;
use crate::{Caller, Settings};

/// How far the issuer's clock may be ahead of ours, in milliseconds. An expiry gets no such
/// allowance: it comes a moment early or late, no more.
const LEEWAY: u64 = 60_000;

/// Longest subject, in characters (`OpenID` Connect Core 1.0, section 2).
const LONGEST_SUBJECT: usize = 255;

/// The claims that matter here. Instants are in seconds since the Unix epoch.
#[derive(Deserialize)]
pub(crate) struct Claims {
    #[serde(default)]
    iss: String,
    #[serde(default)]
    sub: String,
    exp: Option<u64>,
    nbf: Option<u64>,
    iat: Option<u64>,
    aud: Option<Audience>,
    client_id: Option<String>,
    token_use: Option<String>,
    #[serde(default)]
    scope: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

impl Claims {
    /// The caller whom they speak of, if that is somebody to us, now.
    pub(crate) fn caller(self, settings: &Settings, now: Timestamp) -> Result<Caller, Denied> {
        if self.iss != settings.issuer {
            return Err(Invalid("the token is from another issuer"));
        }
        if !self.is_for(&settings.audiences) {
            return Err(Invalid("the token is for another audience"));
        }
        self.check_time(now.unix_millis())?;
        if !is_acceptable(&self.sub) {
            return Err(Invalid("the token's subject is missing or not acceptable"));
        }
        Ok(Caller {
            scopes: Scopes::from_claim(&self.scope),
            subject: self.sub,
        })
    }

    fn is_for(&self, audiences: &[String]) -> bool {
        let ours = |name: &String| audiences.contains(name);
        let is_access_token = self.token_use.as_deref().map(|usage| usage == "access");
        match &self.aud {
            // The `aud` of a Cognito ID token is the client, too.
            Some(_) if is_access_token == Some(false) => false,
            Some(Audience::One(name)) => ours(name),
            Some(Audience::Many(names)) => names.iter().any(ours),
            None => is_access_token == Some(true) && self.client_id.as_ref().is_some_and(ours),
        }
    }

    fn check_time(&self, now: u64) -> Result<(), Denied> {
        let millis = |seconds: u64| seconds.saturating_mul(1_000);
        let to_come = |seconds: u64| millis(seconds) > now.saturating_add(LEEWAY);
        let expiry = self.exp.ok_or(Invalid("the token does not expire"))?;
        if millis(expiry) <= now {
            return Err(Invalid("the token has expired"));
        }
        if self.nbf.is_some_and(to_come) {
            return Err(Invalid("the token is not valid yet"));
        }
        if self.iat.is_some_and(to_come) {
            return Err(Invalid("the token was issued in the future"));
        }
        Ok(())
    }
}

fn is_acceptable(subject: &str) -> bool {
    (1..=LONGEST_SUBJECT).contains(&subject.chars().count()) && !subject.contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::Scope;

    const NOW: u64 = 1_795_500_150;

    /// Who calls with a good token whose claims are changed by `changes`; a null takes one out.
    fn check(changes: Value) -> Result<Caller, &'static str> {
        let mut claims = json!({
            "iss": "https://issuer.example",
            "sub": "leonie",
            "aud": "order-api",
            "exp": NOW + 300,
            "scope": "orders:read",
        });
        let Value::Object(changes) = changes else {
            panic!("{changes} is no object");
        };
        let members = claims.as_object_mut().unwrap();
        members.extend(changes);
        members.retain(|_, value| !value.is_null());

        let settings = Settings {
            issuer: "https://issuer.example".to_owned(),
            audiences: vec!["order-api".to_owned(), "console".to_owned()],
        };
        let now = Timestamp::from_unix_millis(NOW * 1_000).unwrap();
        serde_json::from_value::<Claims>(claims)
            .map_err(|_| "unreadable")?
            .caller(&settings, now)
            .map_err(|denied| match denied {
                Invalid(reason) => reason,
                other => panic!("{other}"),
            })
    }

    fn refusal(changes: Value) -> &'static str {
        check(changes).err().unwrap_or_default()
    }

    #[test]
    fn good_claims_make_a_caller() {
        let caller = check(json!({})).unwrap();
        assert_eq!(caller.subject, "leonie");
        assert_eq!(caller.scopes, [Scope::OrdersRead].into_iter().collect());
        assert_eq!(
            check(json!({ "scope": null })).unwrap().scopes,
            Scopes::default()
        );
    }

    #[test]
    fn the_issuer_is_compared_to_the_letter() {
        let reason = "the token is from another issuer";
        for issuer in [
            json!(null),
            json!(""),
            json!("https://issuer.example/"),
            json!("https://issuer.example.evil.example"),
            json!("HTTPS://issuer.example"),
        ] {
            assert_eq!(refusal(json!({ "iss": issuer })), reason);
        }
    }

    #[test]
    fn one_audience_must_be_ours() {
        let reason = "the token is for another audience";
        for (audience, expected) in [
            (json!("order-api"), ""),
            (json!(["order-api"]), ""),
            (json!(["other", "console"]), ""),
            (json!("other"), reason),
            (json!("order-api console"), reason),
            (json!([]), reason),
            (json!(null), reason),
            (json!(7), "unreadable"),
        ] {
            assert_eq!(refusal(json!({ "aud": audience })), expected, "{audience}");
        }
    }

    #[test]
    fn an_access_token_of_cognito_is_for_its_client_and_an_id_token_is_for_nobody() {
        let cognito = |token_use: &str, client_id: &str, aud: Value| {
            refusal(json!({ "token_use": token_use, "client_id": client_id, "aud": aud }))
        };
        let reason = "the token is for another audience";
        assert_eq!(cognito("access", "console", Value::Null), "");
        assert_eq!(cognito("access", "other", Value::Null), reason);
        assert_eq!(cognito("id", "console", Value::Null), reason);
        assert_eq!(cognito("id", "console", json!("console")), reason);
        assert_eq!(cognito("access", "console", json!("other")), reason);
        assert_eq!(
            refusal(json!({ "aud": null, "client_id": "console" })),
            reason
        );
        assert_eq!(
            refusal(json!({ "aud": null, "token_use": "access" })),
            reason
        );
    }

    #[test]
    fn time_is_checked_to_the_second_with_a_minute_for_a_clock_that_is_ahead() {
        let expired = "the token has expired";
        let early = "the token is not valid yet";
        let future = "the token was issued in the future";
        for (changes, expected) in [
            (json!({ "exp": NOW + 1 }), ""),
            (json!({ "exp": NOW }), expired),
            (json!({ "exp": 0 }), expired),
            (json!({ "exp": u64::MAX }), ""),
            (json!({ "exp": null }), "the token does not expire"),
            (json!({ "exp": "soon" }), "unreadable"),
            (json!({ "exp": -1 }), "unreadable"),
            (json!({ "nbf": NOW + 60 }), ""),
            (json!({ "nbf": NOW + 61 }), early),
            (json!({ "nbf": u64::MAX }), early),
            (json!({ "iat": NOW + 60 }), ""),
            (json!({ "iat": NOW + 61 }), future),
            (json!({ "iat": "now" }), "unreadable"),
        ] {
            assert_eq!(refusal(changes.clone()), expected, "{changes}");
        }
    }

    #[test]
    fn a_subject_can_be_a_key_and_a_log_field() {
        let reason = "the token's subject is missing or not acceptable";
        for (subject, expected) in [
            (json!("ö".repeat(255)), ""),
            (json!("auth0|5f7c8ec7c33c6c004bbafe82"), ""),
            (json!("ö".repeat(256)), reason),
            (json!(""), reason),
            (json!(null), reason),
            (json!("a\nb"), reason),
            (json!("a\u{0}"), reason),
            (json!("\u{85}"), reason),
            (json!(12), "unreadable"),
        ] {
            assert_eq!(refusal(json!({ "sub": subject })), expected, "{subject}");
        }
    }
}
