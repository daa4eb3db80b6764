//! Everything with a socket, a clock or a database.

pub mod api;
pub mod cli;
pub mod clock;
pub mod demo;
pub mod export;
pub mod import;
pub mod intake;
pub mod report;
pub mod serve;
pub mod store;
