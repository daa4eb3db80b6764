//! Everything with a socket, a clock or a database.
//!
//! The path of a citizen's answer: `web::citizen` → `domain::accept` → `intake` → `store`. The path of a number:
//! `store::tallies` → `report` → `web::results`, `api` or `cli`. The path of a change: a gate of `auth` → `web::admin` →
//! `store`, committed with its line in the audit log.

pub mod acts;
pub mod api;
mod assets;
pub mod auth;
pub mod chart;
pub mod cli;
pub mod clock;
mod credentials;
pub mod demo;
pub mod export;
mod housekeeping;
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

/// A cache of a few large things: in one piece, for each of several would keep nothing larger than itself.
fn one_piece<K, V, W>(items: usize, weight: u64, weighter: W) -> quick_cache::sync::Cache<K, V, W>
where
    K: Eq + std::hash::Hash,
    V: Clone,
    W: quick_cache::Weighter<K, V> + Clone,
{
    let options = quick_cache::OptionsBuilder::new()
        .shards(1)
        .estimated_items_capacity(items)
        .weight_capacity(weight)
        .build()
        .unwrap_or_else(|_| unreachable!("every option is given"));
    quick_cache::sync::Cache::with_options(options, weighter, Default::default(), Default::default())
}

/// Bytes as hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
