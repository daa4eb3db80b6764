//! Pages over HTTP. Every address is in `router`.

mod admin;
mod body;
mod citizen;
mod home;
mod origin;
mod page;
mod results;
mod router;
mod routes;

pub use crate::state::App;
pub use router::{router, table};
pub use routes::Route;
