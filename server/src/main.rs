//! `hailong`: results on stdout, everything else on stderr.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::main()
}
