//! Pages over HTTP. Every address is in `router`.

mod assets;
mod citizen;
mod home;
mod page;
mod results;
mod router;
mod state;

pub(crate) use page::Names;
pub use router::router;
pub use state::App;
