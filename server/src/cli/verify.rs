//! `verify` and `audit-key`: whether what is stored is what it was, as far as that shows.

use super::access::Access;
use super::data::{bar, print, say};
use crate::{
    acts::{Act, OwnAccount},
    clock::Clock,
    report,
    store::{
        Database,
        audit::{self, AuditKey, Checkpoint, Verdict},
    },
};
use anyhow::{Result, bail};
use std::path::Path;
use std::process::ExitCode;

pub(super) async fn verify(access: &Access, noted: Option<&Checkpoint>) -> Result<ExitCode> {
    verify_database(&access.open_existing().await?, noted).await
}

/// Prints every difference; exit 1 where there is one.
pub(super) async fn verify_database(database: &Database, noted: Option<&Checkpoint>) -> Result<ExitCode> {
    let today = Clock::from_environment()?.today();
    let all: u64 = report::rounds(database, today).await?.iter().filter_map(|round| round.responses).sum();
    let bar = bar(all, "verify");
    let differences = report::verify(database, |n| bar.inc(n)).await?;
    bar.finish_and_clear();
    for difference in &differences {
        print(&format!("{}\t{}\t{}\n", difference.round, difference.cell, difference.what))?;
    }
    let key = database.audit_key().map(AsRef::as_ref);
    let log = audit::verify(database.reader(), key, noted).await?;
    for (number, what) in &log.faults {
        print(&format!("audit log\tentry {number}\t{what}\n"))?;
    }
    say(match differences.len() {
        0 => "every tally equals its responses".to_owned(),
        n => format!("{n} differences between what is stored and what the responses give"),
    });
    say("  not shown: responses added, changed or taken out together with their tallies");
    say(match log.faults.len() {
        0 => format!("the audit log is whole: {} entries", log.entries),
        n => format!("the audit log is broken in {n} places"),
    });
    tell_what_shows(&log, key);
    Ok(if differences.is_empty() && log.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// What the walk along the log can show and what it cannot.
fn tell_what_shows(log: &Verdict, key: Option<&AuditKey>) {
    let Checkpoint { number: last, .. } = log.head;
    match (key, log.first_signed) {
        (Some(key), _) => {
            let which = match key.after().number {
                0 => String::new(),
                before => format!(" after {before}, and since the key was made no earlier one,"),
            };
            if log.faults.is_empty() {
                say(format!(
                    "  checked with the key: no entry{which} was changed, added or taken out by anybody who cannot read it"
                ));
            }
            say("  not shown: what was done before the key was made, or by somebody who could read it");
        }
        (None, Some(first)) => say(format!(
            "  not checked: entries {first} to {last} are signed; give the key with --audit-key. Without it, a log \
             that was rewritten with hashes that fit does not show"
        )),
        (None, None) => say(
            "  not shown: a log that was rewritten with hashes that fit, by whoever can write the database; `hailong \
             audit-key` makes a key against that",
        ),
    }
    say("  not shown: what was changed in the database itself, past this program");
    say(format!(
        "  not shown: entries cut off at the end; note this elsewhere and give it later with --checkpoint: {}",
        log.head
    ));
}

pub(super) async fn make_audit_key(access: &Access, file: &Path, reason: &str) -> Result<ExitCode> {
    // Without the key that signed until now: it may be lost.
    let database = Database::open(&access.url).await?;
    let act = Act::<OwnAccount>::of_command_line(&database).await?;
    let (last, signature) = audit::last_for_update(act.on()).await?;
    let reason = reason.trim();
    if signature.is_some() && reason.is_empty() {
        bail!(
            "the audit log is signed with a key already; verify it with that one first, then say with --reason why \
             another signs from here on"
        );
    }
    let act = act.sign_with(AuditKey::make(file, last)?);
    if let Err(error) = act.done("audit.key", "", reason, serde_json::Value::Null).await {
        // Nothing was signed with it.
        let _ = std::fs::remove_file(file);
        return Err(error.into());
    }
    say(format!(
        "wrote {0}; start the server anew with --audit-key {0}, give it to every command that changes or exports, and \
         keep a copy of it in another place: a backup of the database does not hold it",
        file.display()
    ));
    Ok(ExitCode::SUCCESS)
}
