//! Pages over HTTP. Every address is in `router`.

mod admin;
mod assets;
mod body;
mod citizen;
mod home;
mod origin;
mod page;
mod results;
mod router;
mod routes;
mod state;

pub(crate) use admin::{Peer, make_link};
pub(crate) use page::Names;
pub use router::{router, table};
pub use routes::Route;
pub use state::App;
