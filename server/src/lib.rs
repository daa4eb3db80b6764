//! Everything with a socket, a clock or a database.
//!
//! The path of a citizen's answer: `web::citizen` → `domain::accept` → `intake` → `store`. The path of a number:
//! `store::tallies` → `report` → `web::results`, `api` or `cli`. The path of a change: a gate of `auth` → `web::admin` → `acts` →
//! `store`, committed with its line in the audit log.

pub mod acts;
pub mod api;
mod assets;
pub mod auth;
mod cache;
pub mod chart;
pub mod cli;
pub mod clock;
mod cookies;
mod credentials;
pub mod demo;
pub mod export;
pub mod housekeeping;
pub mod import;
pub mod intake;
pub mod metrics;
mod open_points;
mod path_segments;
pub mod report;
mod security_policy;
pub mod serve;
mod sheet;
pub mod state;
pub mod store;
pub mod web;
