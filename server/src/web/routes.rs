//! The table of routes: no address without a decision about who may come.

use super::App;
use crate::auth::{Begins, Decision};
use axum::{
    Router,
    handler::Handler,
    routing::{MethodRouter, get, post},
};
use std::sync::Arc;

/// A route and who may come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// GET or POST.
    pub method: &'static str,
    /// The address; names in braces.
    pub path: &'static str,
    /// Who may come; `None` where the address is the public's.
    pub decision: Option<Decision>,
}

/// Routes being put together.
pub(super) struct Routes {
    pub(super) router: Router<Arc<App>>,
    pub(super) table: Vec<Route>,
}

impl Routes {
    pub(super) fn new() -> Self {
        Self { router: Router::new(), table: Vec::new() }
    }

    /// A page behind the gate that its handler begins with; a handler without one does not fit in here.
    pub(super) fn get<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, Arc<App>>,
        T: Begins + 'static,
    {
        self.add("GET", path, Some(T::DECISION), get(handler))
    }

    /// A change behind the gate that its handler begins with.
    pub(super) fn post<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, Arc<App>>,
        T: Begins + 'static,
    {
        self.add("POST", path, Some(T::DECISION), post(handler))
    }

    /// An address of the public: what it shows, anybody may see.
    pub(super) fn public(self, path: &'static str, routes: MethodRouter<Arc<App>>) -> Self {
        self.add("GET", path, None, routes)
    }

    /// Something that anybody may send.
    pub(super) fn public_post(self, path: &'static str, routes: MethodRouter<Arc<App>>) -> Self {
        self.add("POST", path, None, routes)
    }

    fn add(
        mut self,
        method: &'static str,
        path: &'static str,
        decision: Option<Decision>,
        routes: MethodRouter<Arc<App>>,
    ) -> Self {
        self.table.push(Route { method, path, decision });
        self.router = self.router.route(path, routes);
        self
    }
}
