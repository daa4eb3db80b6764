//! The key that signs the audit log, in a file outside the database.

use super::Checkpoint;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

const BYTES: usize = 32;
/// More than any key file needs, so that a device or a large file named by mistake is not read to its end.
const LARGEST_FILE: u64 = 4_096;
const EXPLANATION: &str =
    "# Signs the audit log of Hài Lòng. Keep it secret, and a copy of it in another place.\n";

/// What signs the entries after a checkpoint.
pub struct AuditKey {
    secret: [u8; BYTES],
    after: Checkpoint,
}

/// Why a key cannot be had, or is not the one for this log.
#[derive(Debug, thiserror::Error)]
pub enum KeyFault {
    /// The file is not there, or not for us.
    #[error("the audit key {0} cannot be read: {1}")]
    Unreadable(String, io::Error),
    /// Somebody else may have read the file.
    #[error("others than its owner may read the audit key {0}; run: chmod 600 {0}")]
    OpenToOthers(String),
    /// The file is something else.
    #[error("{0} is not an audit key; `hailong audit-key` makes one")]
    Malformed(String),
    /// The file is there already, or its folder is not.
    #[error("the audit key {0} cannot be written: {1}")]
    Unwritable(String, io::Error),
    /// A log that is signed does not go on unsigned.
    #[error(
        "the audit log is signed, and no key was given; name its file with --audit-key or HAILONG_AUDIT_KEY, or make \
         another with `hailong audit-key` if it is lost"
    )]
    Missing,
    /// A second key would leave entries that neither can check.
    #[error(
        "the last entry of the audit log is signed with another key than the one given; name the newest with --audit-key \
         or HAILONG_AUDIT_KEY, or make another with `hailong audit-key` if it is lost"
    )]
    OtherKey,
    /// The log does not hold the checkpoint after which the key signs.
    #[error(
        "the audit log does not hold {0}, after which this key signs: the key is of another database, an older copy was \
         restored, or the log was rewritten; `hailong verify` says what differs, `hailong audit-key` makes another key"
    )]
    OtherLog(Checkpoint),
}

impl AuditKey {
    /// Makes a key and writes it to a new file that only its owner may read.
    pub fn make(file: &Path, after: Checkpoint) -> Result<Self, KeyFault> {
        let key = Self { secret: rand::random(), after };
        let text = format!("{EXPLANATION}key {}\nafter {}\n", hex::encode(key.secret), key.after);
        let write = || {
            let mut made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
            let written = made.write_all(text.as_bytes()).and_then(|()| made.sync_all());
            // Half a key must not be taken for one.
            written.inspect_err(|_| drop(fs::remove_file(file)))
        };
        write().map_err(|error| KeyFault::Unwritable(file.display().to_string(), error))?;
        Ok(key)
    }

    /// Reads a key.
    pub fn read(file: &Path) -> Result<Self, KeyFault> {
        let shown = || file.display().to_string();
        let unreadable = |error| KeyFault::Unreadable(shown(), error);
        let opened = File::open(file).map_err(unreadable)?;
        if opened.metadata().map_err(unreadable)?.mode() & 0o077 != 0 {
            return Err(KeyFault::OpenToOthers(shown()));
        }
        let mut text = String::new();
        opened.take(LARGEST_FILE).read_to_string(&mut text).map_err(unreadable)?;
        Self::parse(&text).ok_or_else(|| KeyFault::Malformed(shown()))
    }

    fn parse(text: &str) -> Option<Self> {
        let value = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        let secret = unhex(value("key ")?)?;
        Some(Self { secret, after: value("after ")?.parse().ok()? })
    }

    /// What the log held when the key was made; the entries after it are signed.
    pub fn after(&self) -> &Checkpoint {
        &self.after
    }

    /// The signature of an entry's hash.
    pub(super) fn sign(&self, hash: &str) -> String {
        hex::encode(self.mac(hash).finalize().into_bytes())
    }

    /// Whether a signature is of this key.
    pub(super) fn has_signed(&self, hash: &str, signature: &str) -> bool {
        unhex::<BYTES>(signature).is_some_and(|signature| self.mac(hash).verify_slice(&signature).is_ok())
    }

    fn mac(&self, hash: &str) -> Hmac<Sha256> {
        let key = Hmac::<Sha256>::new_from_slice(&self.secret);
        key.unwrap_or_else(|_| unreachable!("HMAC takes keys of any length")).chain_update(hash)
    }
}

/// Without the secret, so that no log ever holds it.
impl std::fmt::Debug for AuditKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AuditKey").field("after", &self.after).finish_non_exhaustive()
    }
}

fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(bytes)
}
