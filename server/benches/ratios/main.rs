//! Each number is a ratio against its ceiling, measured in turn in the same run: machines are noisy, ratios less so.
//!
//! `cargo bench -p server` runs everything, `cargo bench -p server -- form` what has `form` in its name. PostgreSQL takes
//! part where `HAILONG_TEST_POSTGRES` names a server, as `make bench` does.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints, and stops when it fails")]

mod bare;
mod client;
mod intake;
mod million;
mod pages;
mod readers;
mod rebuild;
mod report;

use report::Report;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    if let Some(("--bare", what)) =
        arguments.first().map(String::as_str).zip(arguments.get(1).map(String::as_str))
    {
        return bare::serve(what);
    }
    let wanted = |name: &str| arguments.is_empty() || arguments.iter().any(|a| name.contains(a.as_str()));
    let mut report = Report::new();
    if wanted("form") {
        pages::form(&mut report);
    }
    if wanted("post") {
        pages::post(&mut report);
    }
    if wanted("intake") {
        intake::intake(&mut report);
    }
    if wanted("readers") {
        readers::readers(&mut report);
    }
    if wanted("rebuild") {
        rebuild::rebuild(&mut report);
    }
    if wanted("results") || wanted("memory") {
        million::million(&mut report);
    }
    report.print();
}
