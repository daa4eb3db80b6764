//! The binary and the server as others use them, on real databases, as one test program.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that panics has failed, which is what it is for"
)]

mod agencies;
mod architecture;
mod attacks;
mod audit;
mod benchmarks;
mod broken;
mod changes;
mod commands;
mod copies;
mod crash;
mod definitions;
mod exports;
mod faults;
mod files;
mod floods;
mod forensic;
mod gates;
mod given_back;
mod golden;
mod headers;
mod hostile;
mod http;
mod imports;
mod intake;
mod order;
mod pages;
mod people;
mod period;
mod proxy;
mod responses;
mod results;
mod round_trip;
mod rounds;
mod running;
mod staff;
mod subtraction;
mod support;
mod transcribed;
mod typed;
mod upgrade;
mod visit;
