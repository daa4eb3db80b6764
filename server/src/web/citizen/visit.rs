//! The one-visit key of a POST.
//!
//! Every load of a form gets a key of its own, in the form and in the only cookie a citizen ever gets. The one in the form
//! counts: it works where cookies are blocked, and two people with the same code open in two tabs of one phone have two. The
//! cookie stands in where a form came without one, and tells by its `SameSite` that a POST came from our own page.

use super::super::body::Pairs;
use crate::{
    cookies,
    open_points::{VISIT_COOKIE, VisitKey},
};
use app::survey::VISIT_KEY;
use axum::http::HeaderMap;

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
        let mut cookies = cookies::read(headers).filter(|cookie| cookie.name() == VISIT_COOKIE);
        let cookie = cookies.find_map(|cookie| VisitKey::read(cookie.value()));
        Self { form, cookie }
    }

    /// The one that counts.
    pub(super) fn visit(&self) -> Option<&VisitKey> {
        self.form.as_ref().or(self.cookie.as_ref())
    }
}
