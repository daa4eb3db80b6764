//! Sessions of those who are signed in; a browser that holds none gets none.
//!
//! Their cookie follows the public address as it is now: with https it is Secure and its name begins with `__Host-`, so that
//! no page by plain http can plant one. When https begins or ends, everybody signs in again.

use super::super::App;
use crate::auth::{SESSION_COOKIE, Sessions};
use axum::extract::Request;
use std::sync::Arc;
use std::task::{Context, Poll};
use tower::{Layer, Service};
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite};

/// Gives each request its session.
#[derive(Clone)]
pub(in crate::web) struct SessionLayer {
    state: Arc<App>,
    plain: SessionManagerLayer<Sessions>,
    secure: SessionManagerLayer<Sessions>,
}

impl SessionLayer {
    pub(in crate::web) fn new(state: &Arc<App>) -> Self {
        let named = |name: String, secure: bool| {
            SessionManagerLayer::new(Sessions(state.database.clone()))
                .with_name(name)
                .with_path("/")
                .with_http_only(true)
                .with_same_site(SameSite::Lax)
                .with_secure(secure)
                .with_expiry(Expiry::OnSessionEnd)
        };
        Self {
            state: state.clone(),
            plain: named(SESSION_COOKIE.to_owned(), false),
            secure: named(format!("__Host-{SESSION_COOKIE}"), true),
        }
    }
}

impl<S: Clone> Layer<S> for SessionLayer {
    type Service = SessionService<<SessionManagerLayer<Sessions> as Layer<S>>::Service>;

    fn layer(&self, inner: S) -> Self::Service {
        SessionService {
            state: self.state.clone(),
            plain: self.plain.layer(inner.clone()),
            secure: self.secure.layer(inner),
        }
    }
}

/// One of two kinds of sessions for each request.
#[derive(Clone)]
pub(in crate::web) struct SessionService<S> {
    state: Arc<App>,
    plain: S,
    secure: S,
}

impl<S: Service<Request>> Service<Request> for SessionService<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        match self.plain.poll_ready(context) {
            Poll::Ready(Ok(())) => self.secure.poll_ready(context),
            other => other,
        }
    }

    fn call(&mut self, request: Request) -> S::Future {
        if self.state.is_https() { self.secure.call(request) } else { self.plain.call(request) }
    }
}
