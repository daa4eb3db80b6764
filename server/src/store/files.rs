//! The files of a SQLite database: they are ours alone to read, and are noticed when somebody takes them away.
//!
//! Nothing in here opens a file that SQLite has open: closing it would drop SQLite's locks on it.

use super::{Error, Result};
use sea_orm::DbErr;
use std::fs::{self, DirBuilder, OpenOptions, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// Who may read and write: the owner.
const OWNER_ONLY: u32 = 0o600;
const SIDE_FILES: [&str; 2] = ["-wal", "-shm"];

/// Device and inode of each file that is open, as they were when it was opened.
#[derive(Debug)]
pub(super) struct OpenedFiles(Vec<(PathBuf, Option<(u64, u64)>)>);

impl OpenedFiles {
    /// The files of a database that is open, with a connection that stays open as long as this is asked: while one
    /// is, SQLite never replaces its side files.
    pub(super) fn of(database: &Path) -> Self {
        let with_identity = |path: PathBuf| {
            let identity = identity(&path);
            (path, identity)
        };
        Self(with_side_files(database).map(with_identity).collect())
    }

    /// Whether the path still leads to the files that are open.
    pub(super) fn check(&self) -> Result<()> {
        let changed = self.0.iter().find(|(path, opened)| identity(path) != *opened);
        changed.map_or(Ok(()), |(path, _)| Err(Error::Displaced(path.display().to_string())))
    }
}

fn identity(path: &Path) -> Option<(u64, u64)> {
    fs::metadata(path).ok().map(|file| (file.dev(), file.ino()))
}

/// The paths of a SQLite database and its side files.
pub fn with_side_files(database: &Path) -> impl Iterator<Item = PathBuf> {
    let side = |suffix: &&str| {
        let mut name = database.as_os_str().to_owned();
        name.push(suffix);
        PathBuf::from(name)
    };
    std::iter::once(database.to_owned()).chain(SIDE_FILES.iter().map(side).collect::<Vec<_>>())
}

/// Makes an empty file and its folder where there is none; SQLite gives its side files the same permissions.
pub fn make(database: &Path) -> Result<()> {
    let failed = |what: &Path, error: std::io::Error| {
        Error::Unavailable(DbErr::Custom(format!("cannot make {}: {error}", what.display())))
    };
    if let Some(folder) = database.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|e| failed(folder, e))?;
    }
    match OpenOptions::new().write(true).create_new(true).mode(OWNER_ONLY).open(database) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(failed(database, error)),
        _ => Ok(()),
    }
}

/// Takes the permissions of everybody else away from files of earlier versions.
pub(super) fn keep_from_others(database: &Path) {
    for path in with_side_files(database) {
        let Ok(file) = fs::metadata(&path) else { continue };
        if file.is_file() && file.mode() & 0o077 != 0 {
            match fs::set_permissions(&path, Permissions::from_mode(OWNER_ONLY)) {
                Ok(()) => tracing::info!(file = %path.display(), "only its owner may read it now"),
                Err(error) => tracing::warn!(file = %path.display(), %error, "others may read it"),
            }
        }
    }
}
