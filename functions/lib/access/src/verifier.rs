//! Puts the parts together: header, key, signature, claims, caller.

use std::error::Error;
use std::iter::successors;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use order_events::Timestamp;

use crate::cache::{KeyCache, Lookup};
use crate::claims::Claims;
use crate::issuer::{Issuer, KeysUnavailable, UnsafeUri};
use crate::keys::{Key, KeyName};
use crate::token::Token;
use crate::{Caller, Denied};

/// Whose tokens are accepted, and for whom they must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// URL of the issuer, without a slash at its end.
    pub issuer: String,
    /// What a token may be for: one of its `aud`, or the `client_id` of a token from Cognito.
    pub audiences: Vec<String>,
}

/// Verifies the tokens of one issuer. Built once per execution environment, since it keeps the
/// issuer's keys.
#[derive(Debug)]
pub struct Verifier {
    settings: Settings,
    issuer: Issuer,
    cache: Mutex<KeyCache>,
    /// Held by whoever fetches keys: the others wait, and use what it got.
    fetching: tokio::sync::Mutex<()>,
}

/// Why there can be no verifier.
#[derive(Debug, thiserror::Error)]
pub enum SetupFailed {
    #[error("prepare to verify tokens: the issuer's URL")]
    Issuer(#[from] UnsafeUri),
    #[error("prepare to verify tokens: expected at least one audience, and none of them empty")]
    Audiences,
}

impl Verifier {
    /// A verifier that has no keys yet.
    ///
    /// # Errors
    /// If the settings can't be meant.
    pub fn new(settings: Settings) -> Result<Self, SetupFailed> {
        if settings.audiences.is_empty() || settings.audiences.iter().any(String::is_empty) {
            return Err(SetupFailed::Audiences);
        }
        Ok(Self {
            issuer: Issuer::new(settings.issuer.clone())?,
            settings,
            cache: Mutex::default(),
            fetching: tokio::sync::Mutex::default(),
        })
    }

    /// Fetches the keys ahead of the first request. A failure is logged, and the first request
    /// tries again.
    pub async fn warm_up(&self, now: Timestamp) {
        let _only_one = self.fetching.lock().await;
        if let Err(error) = self.fetch_keys(now).await {
            tracing::warn!(
                error = chain(&error),
                "fetching the keys of the token issuer failed, the first request will try again"
            );
        }
    }

    /// Who calls with this `Authorization` header, if there is one.
    ///
    /// # Errors
    /// [`Denied`] says whether nobody tried, the token is not acceptable, or that can't be told.
    pub async fn verify(
        &self,
        authorization: Option<&str>,
        now: Timestamp,
    ) -> Result<Caller, Denied> {
        let token = Token::from_authorization(authorization)?;
        let key = self.key(token.key(), now).await?;
        let claims: Claims = token.claims(&key)?;
        claims.caller(&self.settings, now)
    }

    async fn key(&self, name: &KeyName, now: Timestamp) -> Result<Arc<Key>, Denied> {
        if let Some(answer) = self.known(name, now) {
            return answer;
        }
        let _only_one = self.fetching.lock().await;
        // Someone else may have fetched them while this caller waited.
        if let Some(answer) = self.known(name, now) {
            return answer;
        }
        let Err(error) = self.fetch_keys(now).await else {
            return self.known(name, now).unwrap_or_else(|| unknown(name));
        };
        self.cache().failed(now);
        let Some(Ok(old)) = self.known(name, now) else {
            return Err(Denied::Unavailable(error.into()));
        };
        tracing::warn!(
            error = chain(&error),
            "fetching the keys of the token issuer failed, the old ones are used"
        );
        Ok(old)
    }

    async fn fetch_keys(&self, now: Timestamp) -> Result<(), KeysUnavailable> {
        let keys = self.issuer.fetch_keys().await?;
        let usable = keys.len();
        tracing::info!(
            keys.usable = usable,
            "fetched the keys of the token issuer, {usable} can be used"
        );
        self.cache().fetched(keys, now);
        Ok(())
    }

    /// The key, or the reason why there is none; nothing if keys have to be fetched first.
    fn known(&self, name: &KeyName, now: Timestamp) -> Option<Result<Arc<Key>, Denied>> {
        match self.cache().look_up(name, now) {
            Lookup::Found(key) => Some(Ok(key)),
            Lookup::Fetch => None,
            Lookup::Unknown => Some(unknown(name)),
            Lookup::Unavailable => {
                Some(Err(Denied::Unavailable(KeysUnavailable::JustFailed.into())))
            }
        }
    }

    fn cache(&self) -> MutexGuard<'_, KeyCache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn unknown(name: &KeyName) -> Result<Arc<Key>, Denied> {
    Err(Denied::Invalid(if name.id.is_some() {
        "the token is signed with a key that its issuer does not have"
    } else {
        "the token does not say which of the issuer's keys it is signed with"
    }))
}

/// An error and its causes in one line.
fn chain(error: &dyn Error) -> String {
    let causes = successors(Some(error), |&error| error.source());
    causes
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}
