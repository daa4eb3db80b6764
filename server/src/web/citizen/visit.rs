//! The one-visit key. It makes a repeated POST harmless and says nothing else.
//!
//! Every load of a form gets a key of its own, in the form and in the only cookie a citizen ever gets. The one in the form
//! counts: it works where cookies are blocked, and two people with the same code open in two tabs of one phone have two. The
//! cookie stands in where a form came without one, and tells by its `SameSite` that a POST came from our own page.

use super::super::{App, body::Pairs};
use crate::store::visits::KeyHash;
use app::survey::VISIT_KEY;
use axum::http::{HeaderMap, HeaderValue, header};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::Slug;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

const COOKIE: &str = "k";
const BYTES: usize = 16;

/// The key of a visit, as a browser holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct VisitKey(String);

impl VisitKey {
    /// A fresh one, for every load of a form. POST neither clears nor rotates it: so Back and send again is the same visit,
    /// and the next load is another.
    pub(super) fn fresh() -> Self {
        Self(BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; BYTES]>()))
    }

    /// What stands in a page in the place of a key that is not made yet.
    pub(super) fn placeholder() -> Self {
        Self(BASE64_URL_SAFE_NO_PAD.encode([0; BYTES]))
    }

    fn read(text: &str) -> Option<Self> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
        (bytes.len() == BYTES).then(|| Self(text.to_owned()))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Its cookie.
    pub(super) fn cookie(&self, app: &App, slug: &Slug) -> Option<HeaderValue> {
        let secure = if app.is_https() { "; Secure" } else { "" };
        let Self(key) = self;
        let cookie = format!("{COOKIE}={key}; Path=/s/{slug}; Max-Age=86400; HttpOnly; SameSite=Lax{secure}");
        HeaderValue::try_from(cookie).ok()
    }

    /// Its hash, bound to its point: nothing else of it is stored.
    pub(super) fn hash(&self, app: &App, point_id: i64) -> Option<KeyHash> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&app.visit_secret).ok()?;
        mac.update(&point_id.to_be_bytes());
        mac.update(&BASE64_URL_SAFE_NO_PAD.decode(&self.0).ok()?);
        Some(mac.finalize().into_bytes().into())
    }
}

/// The keys that came with a POST.
#[derive(Debug)]
pub(super) struct Keys {
    /// In the form.
    form: Option<VisitKey>,
    /// In the cookie.
    pub(super) cookie: Option<VisitKey>,
}

impl Keys {
    /// Reads them, and takes the one of the form out of what was posted.
    pub(super) fn of(headers: &HeaderMap, pairs: &mut Pairs) -> Self {
        let posted = pairs.iter().find(|(name, _)| name == VISIT_KEY).map(|(_, key)| key.as_str());
        let form = posted.and_then(VisitKey::read);
        pairs.retain(|(name, _)| name != VISIT_KEY);
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
        let mut named =
            cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let cookie = named.find_map(|(name, key)| (name == COOKIE).then(|| VisitKey::read(key))?);
        Self { form, cookie }
    }

    /// The one that counts.
    pub(super) fn visit(&self) -> Option<&VisitKey> {
        self.form.as_ref().or(self.cookie.as_ref())
    }
}
