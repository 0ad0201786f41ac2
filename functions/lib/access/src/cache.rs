//! When to fetch keys, and when to do without: a decision, no fetching.
//!
//! A token decides nothing here but which key it wants, so that a flood of forged tokens cannot
//! become a flood of requests to the issuer.

use std::sync::Arc;
use std::time::Duration;

use order_events::Timestamp;

use crate::keys::{Key, KeyName, KeySet};

/// Keys of this age are fetched anew.
const FRESH: Duration = Duration::from_hours(1);
/// Keys of this age are no longer used, even if there are no others.
const USABLE: Duration = Duration::from_hours(24);
/// Time from one attempt to the next while there are usable keys.
const PAUSE: Duration = Duration::from_secs(30);
/// The same while there are none: nobody can be let in, but the issuer must be able to recover.
const PAUSE_WITHOUT_KEYS: Duration = Duration::from_secs(1);

/// The keys as last fetched, and how the last attempt went.
#[derive(Debug, Default)]
pub(crate) struct KeyCache {
    fetched: Option<Fetched>,
    /// When an attempt failed, if none has succeeded since.
    failed_at: Option<Timestamp>,
}

#[derive(Debug)]
struct Fetched {
    keys: KeySet,
    at: Timestamp,
}

/// What to do about a token.
#[derive(Debug)]
pub(crate) enum Lookup {
    /// Verify it with this key.
    Found(Arc<Key>),
    /// Fetch the keys, then ask again.
    Fetch,
    /// Refuse it: the issuer has no such key.
    Unknown,
    /// Nobody can tell: the issuer did not answer, moments ago.
    Unavailable,
}

impl KeyCache {
    pub(crate) fn look_up(&self, name: &KeyName, now: Timestamp) -> Lookup {
        let usable = self
            .fetched
            .as_ref()
            .filter(|fetched| elapsed(fetched.at, now) < USABLE);
        let found = usable.and_then(|fetched| fetched.keys.find(name));
        let is_fresh = usable.is_some_and(|fetched| elapsed(fetched.at, now) < FRESH);
        match found {
            Some(key) if is_fresh => Lookup::Found(Arc::clone(key)),
            _ if self.may_fetch(usable.is_some(), now) => Lookup::Fetch,
            Some(key) => Lookup::Found(Arc::clone(key)),
            None if self.failed_at.is_some() => Lookup::Unavailable,
            None => Lookup::Unknown,
        }
    }

    pub(crate) fn fetched(&mut self, keys: KeySet, at: Timestamp) {
        self.fetched = Some(Fetched { keys, at });
        self.failed_at = None;
    }

    pub(crate) fn failed(&mut self, at: Timestamp) {
        self.failed_at = Some(at);
    }

    fn may_fetch(&self, has_usable_keys: bool, now: Timestamp) -> bool {
        let pause = if has_usable_keys {
            PAUSE
        } else {
            PAUSE_WITHOUT_KEYS
        };
        let last_attempt = self
            .failed_at
            .or(self.fetched.as_ref().map(|fetched| fetched.at));
        last_attempt.is_none_or(|at| elapsed(at, now) >= pause)
    }
}

/// The time between two instants. A clock that was set back counts as time that passed; otherwise
/// keys would stay fresh until it has caught up.
fn elapsed(at: Timestamp, now: Timestamp) -> Duration {
    Duration::from_millis(now.unix_millis().abs_diff(at.unix_millis()))
}

#[cfg(test)]
mod tests {
    use local_issuer::SigningKey;
    use serde_json::json;

    use super::*;
    use crate::keys::Algorithm;

    const SECOND: u64 = 1;
    const HOUR: u64 = 3_600;

    fn at(seconds: u64) -> Timestamp {
        Timestamp::from_unix_millis((1_795_500_000 + seconds) * 1_000).unwrap()
    }

    fn name(key: &SigningKey) -> KeyName {
        KeyName {
            algorithm: Algorithm::Es256,
            id: Some(key.id().to_owned()),
        }
    }

    fn set(keys: &[&SigningKey]) -> KeySet {
        let keys: Vec<_> = keys.iter().map(|key| key.jwk()).collect();
        KeySet::from_json(json!({ "keys": keys }).to_string().as_bytes()).unwrap()
    }

    /// What the cache says about a token of `key`, in one word.
    fn look_up(cache: &KeyCache, key: &SigningKey, seconds: u64) -> &'static str {
        match cache.look_up(&name(key), at(seconds)) {
            Lookup::Found(_) => "found",
            Lookup::Fetch => "fetch",
            Lookup::Unknown => "unknown",
            Lookup::Unavailable => "unavailable",
        }
    }

    fn keys() -> [SigningKey; 2] {
        [(); 2].map(|()| SigningKey::generate().unwrap())
    }

    #[test]
    fn keys_are_fetched_once_an_hour() {
        let [ours, _] = keys();
        let mut cache = KeyCache::default();
        assert_eq!(look_up(&cache, &ours, 0), "fetch");
        cache.fetched(set(&[&ours]), at(0));
        assert_eq!(look_up(&cache, &ours, 0), "found");
        assert_eq!(look_up(&cache, &ours, HOUR - SECOND), "found");
        assert_eq!(look_up(&cache, &ours, HOUR), "fetch");
    }

    #[test]
    fn an_unknown_key_is_asked_for_every_thirty_seconds_at_most() {
        let [ours, forged] = keys();
        let mut cache = KeyCache::default();
        cache.fetched(set(&[&ours]), at(0));
        assert_eq!(look_up(&cache, &forged, 29), "unknown");
        assert_eq!(look_up(&cache, &forged, 30), "fetch");
        cache.fetched(set(&[&ours]), at(30));
        assert_eq!(look_up(&cache, &forged, 59), "unknown");
        assert_eq!(look_up(&cache, &ours, 59), "found");
    }

    #[test]
    fn old_keys_are_used_for_a_day_while_the_issuer_is_down() {
        let [ours, unknown] = keys();
        let mut cache = KeyCache::default();
        cache.fetched(set(&[&ours]), at(0));
        cache.failed(at(HOUR));
        assert_eq!(look_up(&cache, &ours, HOUR + 29), "found");
        assert_eq!(look_up(&cache, &unknown, HOUR + 29), "unavailable");
        assert_eq!(look_up(&cache, &ours, HOUR + 30), "fetch");
        cache.failed(at(24 * HOUR - SECOND));
        assert_eq!(look_up(&cache, &ours, 24 * HOUR - SECOND), "found");
        assert_eq!(look_up(&cache, &ours, 24 * HOUR), "fetch");
        cache.failed(at(24 * HOUR));
        assert_eq!(look_up(&cache, &ours, 24 * HOUR), "unavailable");
    }

    #[test]
    fn without_keys_an_attempt_a_second_is_enough() {
        let [ours, _] = keys();
        let mut cache = KeyCache::default();
        cache.failed(at(0));
        assert_eq!(look_up(&cache, &ours, 0), "unavailable");
        assert_eq!(look_up(&cache, &ours, 1), "fetch");
    }

    #[test]
    fn success_ends_the_trouble_and_a_new_set_replaces_the_old_one() {
        let [old, new] = keys();
        let mut cache = KeyCache::default();
        cache.fetched(set(&[&old]), at(0));
        cache.failed(at(40));
        cache.fetched(set(&[&new]), at(80));
        assert_eq!(look_up(&cache, &new, 81), "found");
        assert_eq!(look_up(&cache, &old, 81), "unknown");
    }

    #[test]
    fn a_clock_that_is_set_back_makes_keys_old_and_not_young() {
        let [ours, _] = keys();
        let mut cache = KeyCache::default();
        cache.fetched(set(&[&ours]), at(2 * HOUR));
        assert_eq!(look_up(&cache, &ours, 2 * HOUR - SECOND), "found");
        assert_eq!(look_up(&cache, &ours, 0), "fetch");
    }
}
