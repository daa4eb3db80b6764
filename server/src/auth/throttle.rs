//! Guessing is slowed down where it happens, so that nobody can be locked out by somebody else.
//!
//! Failures are counted by account *and* place: a browser that has signed in to the account before holds a signed device
//! cookie and is a place of its own (OWASP, "Device Cookies"); any other is its network address. Whoever guesses from
//! elsewhere, however often, does not slow down the owner's browser. Counts are kept in memory only.

use crate::hex;
use axum::http::HeaderMap;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So many wrong guesses cost nothing: people mistype.
const FREE: u32 = 5;
/// The wait after the first guess that costs; each further one doubles it.
const FIRST_WAIT: Duration = Duration::from_secs(15);
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);
/// Failures are forgotten after this time.
const MEMORY: Duration = Duration::from_secs(60 * 60);
/// Places kept in memory; when there are more, those whose failures are oldest are forgotten first.
const MOST: usize = 50_000;

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    last: Instant,
}

/// Wrong guesses by account and place.
#[derive(Debug, Default)]
pub(crate) struct Throttle(Mutex<HashMap<[u8; 32], Failures>>);

impl Throttle {
    /// How long to wait before the next guess is looked at.
    pub(crate) fn wait(&self, account: &str, place: &str) -> Option<Duration> {
        self.wait_at(account, place, Instant::now())
    }

    /// A wrong guess.
    pub(crate) fn failed(&self, account: &str, place: &str) {
        self.failed_at(account, place, Instant::now());
    }

    /// A right one: the place is trusted again.
    pub(crate) fn succeeded(&self, account: &str, place: &str) {
        self.lock().remove(&key(account, place));
    }

    fn wait_at(&self, account: &str, place: &str, now: Instant) -> Option<Duration> {
        let failures = self.lock().get(&key(account, place)).copied()?;
        let costly = failures.count.checked_sub(FREE)?;
        let wait = FIRST_WAIT.saturating_mul(1 << costly.min(10)).min(LONGEST_WAIT);
        (failures.last + wait).checked_duration_since(now).filter(|left| !left.is_zero())
    }

    fn failed_at(&self, account: &str, place: &str, now: Instant) {
        let mut places = self.lock();
        if places.len() >= MOST {
            places.retain(|_, failures| now.duration_since(failures.last) < MEMORY);
        }
        if places.len() >= MOST {
            let mut ages: Vec<Instant> = places.values().map(|failures| failures.last).collect();
            let middle = ages.len() / 2;
            let (_, &mut median, _) = ages.select_nth_unstable(middle);
            places.retain(|_, failures| failures.last > median);
        }
        let failures = places.entry(key(account, place)).or_insert(Failures { count: 0, last: now });
        if now.duration_since(failures.last) >= MEMORY {
            failures.count = 0;
        }
        failures.count = failures.count.saturating_add(1);
        failures.last = now;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<[u8; 32], Failures>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(account: &str, place: &str) -> [u8; 32] {
    Sha256::digest(format!("{account}\n{place}")).into()
}

const DEVICE: &str = "hailong-device";

/// The cookie of a browser that has signed in to an account: a random word and its signature.
pub(crate) fn device_cookie(secret: &[u8], email: &str, secure: bool) -> String {
    let word = BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; 12]>());
    let secure = if secure { "; Secure" } else { "" };
    let signed = signature(secret, email, &word);
    format!("{DEVICE}={word}.{signed}; Path=/admin; Max-Age=31536000; HttpOnly; SameSite=Strict{secure}")
}

fn signature(secret: &[u8], email: &str, word: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(b"device\n");
    mac.update(email.as_bytes());
    mac.update(b"\n");
    mac.update(word.as_bytes());
    hex(&mac.finalize().into_bytes()[..16])
}

/// From where somebody tries to sign in to an account. IPv6 addresses count by their /64, which one client has to itself.
pub(crate) fn place_of(secret: &[u8], email: &str, headers: &HeaderMap, peer: Option<IpAddr>) -> String {
    let cookies = headers.get_all(axum::http::header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let device = pairs.find_map(|(name, value)| {
        let (word, signed) = value.split_once('.').filter(|_| name == DEVICE)?;
        (signed == signature(secret, email, word)).then(|| format!("device {word}"))
    });
    device.unwrap_or_else(|| match peer {
        Some(IpAddr::V6(address)) if address.to_ipv4_mapped().is_none() => {
            format!("network {}", hex(&address.octets()[..8]))
        }
        Some(address) => format!("address {}", address.to_canonical()),
        None => "somewhere".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderValue, header::COOKIE};

    #[test]
    fn five_guesses_are_free_then_waits_double_up_to_a_quarter_of_an_hour() {
        let (throttle, start) = (Throttle::default(), Instant::now());
        for _ in 0..4 {
            throttle.failed_at("a", "here", start);
        }
        assert_eq!(throttle.wait_at("a", "here", start), None);
        let waits: Vec<u64> = (0..8)
            .map(|_| {
                throttle.failed_at("a", "here", start);
                throttle.wait_at("a", "here", start).unwrap().as_secs()
            })
            .collect();
        assert_eq!(waits, [15, 30, 60, 120, 240, 480, 900, 900]);
        assert_eq!(throttle.wait_at("a", "here", start + LONGEST_WAIT), None);
        assert_eq!(throttle.wait_at("a", "there", start), None, "another place is not slowed down");
        assert_eq!(throttle.wait_at("b", "here", start), None, "nor another account");
        throttle.failed_at("a", "here", start + MEMORY);
        assert_eq!(throttle.wait_at("a", "here", start + MEMORY), None, "an hour later all is forgotten");
    }

    #[test]
    fn memory_is_bounded_and_the_newest_failures_stay() {
        let (throttle, start) = (Throttle::default(), Instant::now());
        for i in 0..MOST + 10 {
            throttle.failed_at("a", &i.to_string(), start + Duration::from_millis(u64::try_from(i).unwrap()));
        }
        let places = throttle.lock();
        assert!(places.len() <= MOST && places.contains_key(&key("a", &(MOST + 9).to_string())));
    }

    #[test]
    fn a_device_cookie_is_a_place_of_its_own_for_its_account_only() {
        let cookie = device_cookie(b"secret", "a@b.vn", true);
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::try_from(cookie.split(';').next().unwrap()).unwrap());
        let peer = Some("203.0.113.7".parse().unwrap());
        assert!(place_of(b"secret", "a@b.vn", &headers, peer).starts_with("device "));
        assert_eq!(place_of(b"secret", "c@b.vn", &headers, peer), "address 203.0.113.7");
        assert_eq!(place_of(b"other", "a@b.vn", &headers, peer), "address 203.0.113.7");
        let near = ["2001:db8:1:2::3", "2001:db8:1:2:4::5"].map(|a| a.parse().ok());
        let places = near.map(|peer| place_of(b"secret", "a@b.vn", &HeaderMap::new(), peer));
        assert_eq!(places[0], places[1]);
    }
}
