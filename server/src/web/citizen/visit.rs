//! The one-visit key: the only cookie a citizen ever gets. It makes a repeated POST harmless and says nothing else.

use super::super::App;
use crate::store::visits::KeyHash;
use axum::http::{HeaderMap, HeaderValue, header};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::Slug;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

const NAME: &str = "k";

/// A fresh key for every GET of a form, a 304 too. POST neither clears nor rotates it: so Back and send again is
/// the same visit, and the next GET is another.
pub(super) fn fresh_cookie(app: &App, slug: &Slug) -> Option<HeaderValue> {
    let key = BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; 16]>());
    let secure =
        if app.public_url.as_deref().is_some_and(|url| url.starts_with("https:")) { "; Secure" } else { "" };
    let cookie = format!("{NAME}={key}; Path=/s/{slug}; Max-Age=86400; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::try_from(cookie).ok()
}

/// The hash of the key that came with a request, bound to its point; `None` without a well-formed key.
pub(super) fn key_hash(app: &App, point_id: i64, headers: &HeaderMap) -> Option<KeyHash> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let key = pairs
        .find_map(|(name, value)| (name == NAME).then(|| BASE64_URL_SAFE_NO_PAD.decode(value).ok())?)?;
    if key.len() != 16 {
        return None;
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(&app.visit_secret).ok()?;
    mac.update(&point_id.to_be_bytes());
    mac.update(&key);
    Some(mac.finalize().into_bytes().into())
}
