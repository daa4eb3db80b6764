//! The audit log: who changed what and why. It names accounts, agencies, forms, rounds and batches, never a response.
//!
//! Each entry's hash covers the entry and the hash before it, so that an entry that was changed, moved or taken out
//! shows. Whoever can write the database can compute such hashes too. With a key in a file outside the database each hash
//! is signed, and the file says where in the log its signatures begin. Neither shows what was cut off at the end: a
//! checkpoint noted elsewhere does.

mod key;
mod log;
mod verify;

pub use key::{AuditKey, KeyFault};
pub use log::{Checkpoint, Entry, NewEntry, append, check_key, last_for_update, newest, page};
pub use verify::{Verdict, verify};
