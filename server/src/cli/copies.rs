//! `backup` and `restore`.

use super::access::Access;
use super::data::say;
use super::verify::verify_database;
use crate::clock::Clock;
use crate::store::{
    self, Content, Database, audit, audit::AuditKey, content, content_of_backup, sqlite_file,
    wait_until_unused, with_side_files,
};
use anyhow::{Context, Result, bail};
use sea_orm::DbBackend;
use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output};

pub(super) async fn backup(access: &Access, file: &Path) -> Result<ExitCode> {
    let database = Database::open_existing(&access.url).await?;
    // Made first, so that nobody but its owner can ever read it, and so that two backups never take one name.
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    if made.as_ref().is_err_and(|error| error.kind() == std::io::ErrorKind::AlreadyExists) {
        bail!("{} exists already; a backup never overwrites", file.display());
    }
    drop(made.with_context(|| format!("cannot write {}", file.display()))?);
    let written = match database.backend() {
        DbBackend::Postgres => {
            let arguments: [&OsStr; 3] = ["--format=custom".as_ref(), "--file".as_ref(), file.as_os_str()];
            postgres("pg_dump", arguments.into_iter().chain([OsStr::new(&access.url)])).map(drop)
        }
        _ => database.backup(file).await.map_err(anyhow::Error::from),
    };
    let written = written.and_then(|()| Ok(File::open(file)?.sync_all()?));
    if let Err(error) = written {
        // Half a backup must not be taken for one.
        let _ = fs::remove_file(file);
        return Err(error.context(format!("{} was not written", file.display())));
    }
    say(format!("wrote {}", file.display()));
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn restore(access: &Access, file: &Path) -> Result<ExitCode> {
    // A key that cannot be read is told before anything is done.
    let key = access.read_audit_key()?;
    match sqlite_file(&access.url)? {
        Some(database) => restore_sqlite(&database, key, file).await,
        None => restore_postgres(&access.url, key, file).await,
    }
}

async fn restore_sqlite(database: &Path, key: Option<AuditKey>, file: &Path) -> Result<ExitCode> {
    let shown = file.display();
    // Such as 20261125T140501Z: no colon, so that every file system takes it.
    let stamp = Clock::stamp().replace(['-', ':'], "");
    if fs::canonicalize(database).is_ok_and(|path| fs::canonicalize(file).is_ok_and(|backup| backup == path))
    {
        bail!("{shown} is the database itself");
    }
    let mut head = [0; 16];
    let read = File::open(file).with_context(|| format!("cannot read {shown}"))?.read_exact(&mut head);
    if read.is_err() || head != *b"SQLite format 3\0" {
        bail!("{shown} is not a backup of a SQLite database of Hài Lòng");
    }
    let wal = with_side_files(file).nth(1);
    if wal.is_some_and(|wal| fs::metadata(wal).is_ok_and(|wal| wal.len() > 0)) {
        bail!(
            "{shown} is a database in use, its newest answers are in the file beside it; make a backup of it first"
        );
    }
    judge(content_of_backup(file).await.with_context(|| format!("{shown} cannot be restored"))?, file)?;
    if database.exists()
        && let Err(error) = wait_until_unused(database).await
        // What is damaged is what a backup is for.
        && error.is_passing()
    {
        bail!(
            "{} is in use; stop the server and every other process that has it open, then restore again ({error})",
            database.display()
        );
    }
    // Nothing is put aside before the copy has proved good.
    let copy = beside(database, &format!("restoring-{stamp}"));
    let proved = async {
        store::make_file(&copy)?;
        let copied = || format!("cannot copy {shown} to {}", copy.display());
        let mut into = OpenOptions::new().write(true).open(&copy).with_context(copied)?;
        std::io::copy(&mut File::open(file)?, &mut into).with_context(copied)?;
        into.sync_all().with_context(copied)?;
        drop(into);
        let restored = Database::open(&format!("sqlite://{}", copy.display())).await?.with_audit_key(key);
        restored.check_integrity().await.with_context(|| format!("{shown} is damaged"))?;
        let code = verify_database(&restored, None).await?;
        let refused = why_no_start(&restored).await;
        restored.close().await?;
        Ok::<_, anyhow::Error>((code, refused))
    };
    let (code, refused) = match proved.await {
        Ok(proved) => proved,
        Err(error) => {
            with_side_files(&copy).for_each(|path| drop(fs::remove_file(path)));
            return Err(error.context("nothing was changed"));
        }
    };
    let aside = beside(database, &format!("before-{stamp}"));
    for (from, to) in with_side_files(database).zip(with_side_files(&aside)) {
        if from.exists() {
            fs::rename(&from, &to).with_context(|| format!("cannot put {} aside", from.display()))?;
            say(format!("put {} aside as {}", from.display(), to.display()));
        }
    }
    fs::rename(&copy, database)
        .with_context(|| format!("cannot rename {} to {}", copy.display(), database.display()))?;
    if let Some(folder) = database.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        File::open(folder)?.sync_all()?;
    }
    Ok(tell_restored(&format!("{shown} to {}", database.display()), code, refused))
}

/// Why a server would not start on a database with the key that was given, if it would not.
async fn why_no_start(database: &Database) -> Option<store::Error> {
    audit::check_key(database.reader(), database.audit_key().map(AsRef::as_ref)).await.err()
}

/// Says what was restored, and whether the server can be started on it; exit 1 where it cannot.
fn tell_restored(what: &str, code: ExitCode, refused: Option<store::Error>) -> ExitCode {
    let Some(why) = refused else {
        say(format!("restored {what}; the server may be started"));
        return code;
    };
    say(format!(
        "restored {what}; the server does not start on it with this audit key: {why}. A backup from before the key was \
         made goes on with a new one: hailong audit-key FILE"
    ));
    ExitCode::from(1)
}

fn beside(database: &Path, suffix: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    PathBuf::from(name)
}

fn judge(content: Content, file: &Path) -> Result<()> {
    let shown = file.display();
    match content {
        Content::Known => Ok(()),
        Content::Newer => {
            bail!("{shown} was written by a later version of Hài Lòng; restore it with that version")
        }
        Content::Nothing | Content::Foreign => bail!("{shown} is not a backup of Hài Lòng"),
    }
}

async fn restore_postgres(url: &str, key: Option<AuditKey>, file: &Path) -> Result<ExitCode> {
    let shown = file.display();
    // A missing table gives nothing, and a file of another kind an error that says so.
    let arguments = ["--data-only", "--table=seaql_migrations", "--file=-"].map(OsStr::new);
    let steps = postgres("pg_restore", arguments.into_iter().chain([file.as_os_str()]))
        .with_context(|| format!("{shown} is not a backup of a PostgreSQL database of Hài Lòng"))?;
    let steps = String::from_utf8_lossy(&steps.stdout).into_owned();
    let steps = steps.lines().skip_while(|line| !line.starts_with("COPY ")).skip(1);
    let steps = steps.take_while(|line| *line != "\\.").filter_map(|line| line.split('\t').next());
    judge(Content::of_steps(steps), file)?;
    if content(url).await? != Content::Nothing {
        bail!(
            "the database is not empty, and a restore never overwrites. Stop the server, make an empty database \
             (createdb NEW), restore into it (hailong --database postgres://…/NEW restore {shown}), and start the \
             server with that address; drop the old database once all is well"
        );
    }
    let database = format!("--dbname={url}");
    let arguments = ["--no-owner", "--exit-on-error", "--single-transaction", &database].map(OsStr::new);
    postgres("pg_restore", arguments.into_iter().chain([file.as_os_str()]))?;
    let restored = Database::open(url).await?.with_audit_key(key);
    let code = verify_database(&restored, None).await?;
    let refused = why_no_start(&restored).await;
    restored.close().await?;
    Ok(tell_restored(&shown.to_string(), code, refused))
}

/// Runs a program of PostgreSQL, which says by itself what went wrong.
fn postgres<'a>(program: &str, arguments: impl IntoIterator<Item = &'a OsStr>) -> Result<Output> {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .with_context(|| format!("{program} is needed; install the package postgresql-client"))?;
    if !output.status.success() {
        bail!("{program} failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(output)
}
