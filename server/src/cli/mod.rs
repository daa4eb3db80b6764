//! The command line. stdout holds the result and nothing else; exit 0 done, 1 refused or different, 2 usage.

mod access;
mod args;
mod copies;
mod data;
mod table;
mod user;
mod verify;

use access::Access;
use args::{Arguments, Command};
use clap::Parser;
use std::io::Write;
use std::process::ExitCode;

/// What is logged unless `HAILONG_LOG` says otherwise. Of sessions only what fails: anybody can send a cookie that is none, and
/// must not write a line of the log with each.
const LOGGED: &str = "warn,server=info,tower_sessions=error,tower_sessions_core=error";

/// Parses the arguments, runs the command and reports.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // clap prints help to stdout with exit 0 and usage faults to stderr with exit 2.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let filter = tracing_subscriber::EnvFilter::try_from_env("HAILONG_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(LOGGED));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return refused(&error.into()),
    };
    match runtime.block_on(run(arguments)) {
        Ok(code) => code,
        Err(error) => refused(&error),
    }
}

fn refused(error: &anyhow::Error) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "hailong: {error:#}");
    ExitCode::from(1)
}

async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let access = Access { url: arguments.database, audit_key: arguments.audit_key };
    match arguments.command {
        Command::Openapi => data::openapi(),
        Command::Serve(serve) => {
            let database = access.open_to_write().await?;
            crate::serve::serve(database, serve).await.map(|()| ExitCode::SUCCESS)
        }
        Command::Demo { responses, seed } => data::demo(&access, responses, seed).await,
        Command::Import(import) => data::import(&access, import).await,
        Command::Rounds { format } => data::rounds(&access, format).await,
        Command::Export(export) => data::export(&access, export).await,
        Command::Index { round, by, format } => data::index(&access, &round, by, format).await,
        Command::Verify { checkpoint } => verify::verify(&access, checkpoint.as_ref()).await,
        Command::AuditKey { file, reason } => verify::make_audit_key(&access, &file, &reason).await,
        Command::User(command) => user::user(&access, command).await,
        Command::Backup { file } => copies::backup(&access, &file).await,
        Command::Restore { file } => copies::restore(&access, &file).await,
    }
}
