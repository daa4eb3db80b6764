//! Guessing is slowed down where it happens, so that nobody can be locked out by somebody else.
//!
//! Attempts are counted by account *and* place: a browser that has signed in to the account before holds a signed device
//! cookie and is a place of its own (OWASP, "Device Cookies"); any other is its network address. Whoever guesses from
//! elsewhere, however often, does not slow down the owner's browser. An attempt counts before it is looked at, so that many at
//! once are no more than one after the other; a right one takes the count away. Counts are kept in memory only.

use super::Client;
use crate::cookies;
use axum::http::HeaderMap;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use cookie::{Cookie, SameSite};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So many attempts cost nothing: people mistype.
const FREE: u32 = 5;
/// So many codes of one account, from all places together that are not known.
const FREE_ANYWHERE: u32 = 30;
/// So many passwords of one account, from all places together that are not known.
const FREE_PASSWORDS_ANYWHERE: u32 = 100;
/// The wait after the last that costs nothing; each further one doubles it.
const FIRST_WAIT: Duration = Duration::from_secs(15);
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);
/// Attempts are forgotten after this time.
const MEMORY: Duration = Duration::from_secs(60 * 60);
/// Places kept in memory; when there are more, those with few attempts are forgotten first, then the oldest.
const MOST: usize = 50_000;

/// What is guessed; each is counted by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guess {
    /// A password.
    Password,
    /// A code of the second factor.
    Code,
}

/// From where somebody tries.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Origin {
    /// A browser that has signed in to the account before.
    Device(String),
    /// A network address.
    Network(String),
    /// A session of the account of this key.
    Session(i64),
}

impl Origin {
    /// Whether somebody has signed in from there before.
    pub(super) fn is_known(&self) -> bool {
        !matches!(self, Self::Network(_))
    }
    /// All networks together.
    fn anywhere() -> Self {
        Self::Network("anywhere".to_owned())
    }
}

#[derive(Debug, Clone, Copy)]
struct Attempts {
    count: u32,
    last: Instant,
}

type Places = Mutex<HashMap<[u8; 32], Attempts>>;

/// Attempts by account and place; those at codes, which only who has the password can make, by themselves.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    passwords: Places,
    codes: Places,
}

impl Throttle {
    /// Counts an attempt that is about to be looked at. `Err` is how long to wait before there may be one.
    pub(crate) fn attempt(&self, guess: Guess, account: &str, from: &Origin) -> Result<(), Duration> {
        let now = Instant::now();
        // A code has a million values: whoever has the password and many addresses must not try them all.
        attempt_at(self.places(guess), &key(guess, account, from), now, FREE)?;
        if guess == Guess::Code && matches!(from, Origin::Network(_)) {
            attempt_at(self.places(guess), &key(guess, account, &Origin::anywhere()), now, FREE_ANYWHERE)?;
        }
        Ok(())
    }

    /// Counts a password of an account that has nothing but it, guessed from wherever nobody has signed in before: many
    /// addresses together get no more than a hundred in an hour, and four in each hour after. Known browsers go on, and
    /// so do accounts with a second factor, whose codes have a ceiling of their own.
    pub(crate) fn attempt_anywhere(&self, account: &str, from: &Origin) -> Result<(), Duration> {
        if from.is_known() {
            return Ok(());
        }
        let key = key(Guess::Password, account, &Origin::anywhere());
        attempt_at(&self.passwords, &key, Instant::now(), FREE_PASSWORDS_ANYWHERE)
    }

    /// It was right: the place is trusted again. What was guessed elsewhere at a password stays counted.
    pub(crate) fn succeeded(&self, guess: Guess, account: &str, from: &Origin) {
        let mut places = lock(self.places(guess));
        places.remove(&key(guess, account, from));
        if guess == Guess::Code {
            places.remove(&key(guess, account, &Origin::anywhere()));
        }
    }

    fn places(&self, guess: Guess) -> &Places {
        match guess {
            Guess::Password => &self.passwords,
            Guess::Code => &self.codes,
        }
    }
}

fn attempt_at(places: &Places, key: &[u8; 32], now: Instant, free: u32) -> Result<(), Duration> {
    let mut places = lock(places);
    if places.len() >= MOST {
        places.retain(|_, attempts| now.duration_since(attempts.last) < MEMORY);
    }
    // Made-up names cost nothing: what was tried once or twice makes room for what is being guessed.
    if places.len() >= MOST {
        places.retain(|_, attempts| attempts.count >= FREE);
    }
    if places.len() >= MOST {
        let mut ages: Vec<Instant> = places.values().map(|attempts| attempts.last).collect();
        let middle = ages.len() / 2;
        let (_, &mut median, _) = ages.select_nth_unstable(middle);
        places.retain(|_, attempts| attempts.last > median);
    }
    let attempts = places.entry(*key).or_insert(Attempts { count: 0, last: now });
    if now.duration_since(attempts.last) >= MEMORY {
        attempts.count = 0;
    }
    if let Some(costly) = attempts.count.checked_sub(free) {
        let wait = FIRST_WAIT.saturating_mul(1 << costly.min(10)).min(LONGEST_WAIT);
        let left = (attempts.last + wait).saturating_duration_since(now);
        if !left.is_zero() {
            return Err(left);
        }
    }
    attempts.count = attempts.count.saturating_add(1);
    attempts.last = now;
    Ok(())
}

fn lock(places: &Places) -> std::sync::MutexGuard<'_, HashMap<[u8; 32], Attempts>> {
    places.lock().unwrap_or_else(PoisonError::into_inner)
}

fn key(guess: Guess, account: &str, from: &Origin) -> [u8; 32] {
    Sha256::digest(format!("{guess:?}\n{account}\n{from:?}")).into()
}

const DEVICE: &str = "hailong-device";
/// So much of the signature stands in the cookie.
const SIGNATURE_BYTES: usize = 16;

/// The cookie of a browser that has signed in to an account: a random word and its signature.
pub(crate) fn device_cookie(secret: &[u8], email: &str, secure: bool) -> Cookie<'static> {
    let word = BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; 12]>());
    let signature = hex::encode(&mac(secret, email, &word).finalize().into_bytes()[..SIGNATURE_BYTES]);
    Cookie::build((DEVICE, format!("{word}.{signature}")))
        .path("/admin")
        .max_age(cookie::time::Duration::days(365))
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(secure)
        .build()
}

fn mac(secret: &[u8], email: &str, word: &str) -> Hmac<Sha256> {
    let mac = Hmac::<Sha256>::new_from_slice(secret);
    let mac = mac.unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
    mac.chain_update(b"device\n").chain_update(email).chain_update(b"\n").chain_update(word)
}

/// From where somebody tries to sign in to an account.
pub(crate) fn origin_of(secret: &[u8], email: &str, headers: &HeaderMap, peer: Option<&Client>) -> Origin {
    let mut cookies = cookies::read(headers).filter(|cookie| cookie.name() == DEVICE);
    let device = cookies.find_map(|cookie| {
        let (word, signed) = cookie.value().split_once('.')?;
        let mut signature = [0; SIGNATURE_BYTES];
        hex::decode_to_slice(signed, &mut signature).ok()?;
        mac(secret, email, word).verify_truncated_left(&signature).ok()?;
        Some(Origin::Device(word.to_owned()))
    });
    device.unwrap_or_else(|| Origin::Network(peer.map(Client::network).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderValue, header::COOKIE};

    #[test]
    fn five_attempts_are_free_then_waits_double_up_to_a_quarter_of_an_hour() {
        let (throttle, start) = (Throttle::default(), Instant::now());
        let here = Origin::Network("here".to_owned());
        let at = |account: &str, from: &Origin, now: Instant| {
            attempt_at(&throttle.passwords, &key(Guess::Password, account, from), now, FREE)
        };
        for _ in 0..5 {
            assert_eq!(at("a", &here, start), Ok(()));
        }
        let mut now = start;
        let waits: Vec<u64> = (0..8)
            .map(|_| {
                let wait = at("a", &here, now).unwrap_err();
                assert_eq!(at("a", &here, now + wait / 2), Err(wait / 2), "too early does not count");
                now += wait;
                assert_eq!(at("a", &here, now), Ok(()));
                wait.as_secs()
            })
            .collect();
        assert_eq!(waits, [15, 30, 60, 120, 240, 480, 900, 900]);
        assert_eq!(at("a", &Origin::Session(1), now), Ok(()), "another place is not slowed down");
        assert_eq!(at("b", &here, now), Ok(()), "nor another account");
        assert_eq!(at("a", &here, now + MEMORY), Ok(()));
        assert_eq!(at("a", &here, now + MEMORY), Ok(()), "an hour later all is forgotten");
    }

    #[test]
    fn codes_are_not_guessed_from_many_addresses_while_a_known_device_goes_on() {
        let throttle = Throttle::default();
        let guess = |n: usize| throttle.attempt(Guess::Code, "a", &Origin::Network(n.to_string()));
        assert_eq!((0..100).filter(|n| guess(*n).is_ok()).count(), 30);
        assert_eq!(throttle.attempt(Guess::Code, "a", &Origin::Device("known".to_owned())), Ok(()));
        assert!(
            (0..100).all(|n| throttle.attempt(Guess::Password, "a", &Origin::Network(n.to_string())).is_ok())
        );
    }

    #[test]
    fn memory_is_bounded_and_the_newest_attempts_stay() {
        let (throttle, start) = (Throttle::default(), Instant::now());
        for i in 0..MOST + 10 {
            let from = Origin::Session(i64::try_from(i).unwrap());
            let now = start + Duration::from_millis(u64::try_from(i).unwrap());
            attempt_at(&throttle.codes, &key(Guess::Code, "a", &from), now, FREE).unwrap();
        }
        let places = lock(&throttle.codes);
        let last = Origin::Session(i64::try_from(MOST + 9).unwrap());
        assert!(places.len() <= MOST && places.contains_key(&key(Guess::Code, "a", &last)));
    }

    #[test]
    fn passwords_are_not_guessed_from_many_addresses_while_a_known_device_goes_on() {
        let throttle = Throttle::default();
        let guess = |n: usize| throttle.attempt_anywhere("a", &Origin::Network(n.to_string()));
        assert_eq!((0..500).filter(|n| guess(*n).is_ok()).count(), FREE_PASSWORDS_ANYWHERE as usize);
        let device = Origin::Device("d".to_owned());
        assert_eq!(throttle.attempt_anywhere("a", &device), Ok(()));
        assert_eq!(throttle.attempt_anywhere("b", &Origin::Network("1".to_owned())), Ok(()));
        throttle.succeeded(Guess::Password, "a", &device);
        assert!(guess(501).is_err(), "the owner's own sign-in gives nobody else more");
    }

    #[test]
    fn a_device_cookie_is_a_place_of_its_own_for_its_account_only() {
        let cookie = device_cookie(b"secret", "a@b.vn", true);
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::try_from(cookie.stripped().to_string()).unwrap());
        let peer = Client::Address("203.0.113.7".parse().unwrap());
        let peer = Some(&peer);
        let network = Origin::Network("203.0.113.7".to_owned());
        assert!(matches!(origin_of(b"secret", "a@b.vn", &headers, peer), Origin::Device(_)));
        assert_eq!(origin_of(b"secret", "c@b.vn", &headers, peer), network);
        assert_eq!(origin_of(b"other", "a@b.vn", &headers, peer), network);
        let near = ["2001:db8:1:2::3", "2001:db8:1:2:4::5"].map(|a| Client::Address(a.parse().unwrap()));
        let places = near.map(|peer| origin_of(b"secret", "a@b.vn", &HeaderMap::new(), Some(&peer)));
        assert_eq!(places[0], places[1]);
    }
}
