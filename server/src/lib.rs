//! Everything with a socket, a clock or a database.
//!
//! The path of a citizen's answer: `web::citizen` → `domain::accept` → `intake` → `store`. The path of a number:
//! `store::tallies` → `report` → `web::results`, `api` or `cli`.

pub mod api;
pub mod chart;
pub mod cli;
pub mod clock;
pub mod demo;
pub mod export;
pub mod import;
pub mod intake;
pub mod metrics;
pub mod report;
pub mod serve;
pub mod store;
pub mod web;

/// Bytes as hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
