//! The one-visit key. It makes a repeated POST harmless and says nothing else.

use crate::store::visits::KeyHash;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use cookie::{Cookie, SameSite, time::Duration};
use domain::Slug;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The name of its cookie.
pub(crate) const VISIT_COOKIE: &str = "k";
const BYTES: usize = 16;

/// The key of a visit, as a browser holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VisitKey(String);

impl VisitKey {
    /// A fresh one, for every load of a form. POST neither clears nor rotates it: so Back and send again is the same visit,
    /// and the next load is another.
    pub(crate) fn fresh() -> Self {
        Self(BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; BYTES]>()))
    }

    /// What stands in a page in the place of a key that is not made yet.
    pub(crate) fn placeholder() -> Self {
        Self(BASE64_URL_SAFE_NO_PAD.encode([0; BYTES]))
    }

    pub(crate) fn read(text: &str) -> Option<Self> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
        (bytes.len() == BYTES).then(|| Self(text.to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Its cookie.
    pub(crate) fn cookie(&self, slug: &Slug, is_https: bool) -> Cookie<'_> {
        Cookie::build((VISIT_COOKIE, self.as_str()))
            .path(format!("/s/{slug}"))
            .max_age(Duration::days(1))
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(is_https)
            .build()
    }

    /// Its hash, bound to its point: nothing else of it is stored.
    pub(crate) fn hash(&self, secret: &[u8], point_id: i64) -> Option<KeyHash> {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
        mac.update(&point_id.to_be_bytes());
        mac.update(&BASE64_URL_SAFE_NO_PAD.decode(&self.0).ok()?);
        Some(mac.finalize().into_bytes().into())
    }
}
