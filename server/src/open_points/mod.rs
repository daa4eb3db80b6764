//! Citizens' forms as they are served: points of the round with their pages, kept in memory, and the key that makes a repeated
//! POST harmless. Addresses and answers are `web::citizen`.

mod cache;
mod keyed_page;
mod point;
mod visit_key;

pub(crate) use cache::OpenPoints;
pub(crate) use keyed_page::Coding;
pub(crate) use point::OpenPoint;
pub(crate) use visit_key::{VISIT_COOKIE, VisitKey};
