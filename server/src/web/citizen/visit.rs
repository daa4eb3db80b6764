//! The one-visit key of a POST.
//!
//! Every load of a form gets a key of its own, in the form and in the only cookie a citizen ever gets. The one in the form
//! counts: it works where cookies are blocked, and two people with the same code open in two tabs of one phone have two. The
//! cookie stands in where a form came without one, and tells by its `SameSite` that a POST came from our own page.

use super::super::body::Pairs;
use crate::open_points::{VISIT_COOKIE, VisitKey};
use app::survey::VISIT_KEY;
use axum::http::{HeaderMap, header};

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
        let cookie = named.find_map(|(name, key)| (name == VISIT_COOKIE).then(|| VisitKey::read(key))?);
        Self { form, cookie }
    }

    /// The one that counts.
    pub(super) fn visit(&self) -> Option<&VisitKey> {
        self.form.as_ref().or(self.cookie.as_ref())
    }
}
