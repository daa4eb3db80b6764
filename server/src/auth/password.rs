//! Passwords: argon2id with the library's parameters (19 MiB, two passes: OWASP's first choice of 2023), a few at a time.

use crate::store;
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use sea_orm::DbErr;
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Fewest characters of a password (NIST SP 800-63B asks for 8, and for 15 where it is the only factor).
pub(crate) const PASSWORD_LEAST: usize = 12;
/// A longer one is refused, lest hashing it become work.
const LONGEST: usize = 256;
/// Each takes 19 MiB and a core for some tens of milliseconds; others wait.
const AT_ONCE: usize = 2;
/// More than this many waiting are asked to come again: a flood of guesses must not keep everybody waiting for minutes.
const MOST_WAITING: usize = 64;

/// Hashes and checks passwords off the async threads.
#[derive(Debug)]
pub(crate) struct Passwords {
    turns: Arc<Semaphore>,
    waiting: AtomicUsize,
    /// What is checked where there is no account, so that the time tells nothing.
    nobody: String,
}

impl Passwords {
    pub(crate) fn new() -> anyhow::Result<Self> {
        Ok(Self {
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            waiting: AtomicUsize::new(0),
            nobody: hash(&super::token())?,
        })
    }

    async fn turn(&self) -> anyhow::Result<OwnedSemaphorePermit> {
        /// Leaves the queue however it ends, also when the client has gone away.
        struct Waiting<'a>(&'a AtomicUsize);
        impl Drop for Waiting<'_> {
            fn drop(&mut self) {
                self.0.fetch_sub(1, Ordering::Relaxed);
            }
        }
        let before = self.waiting.fetch_add(1, Ordering::Relaxed);
        let _waiting = Waiting(&self.waiting);
        if before >= MOST_WAITING {
            let busy = DbErr::Custom("too many passwords are being checked".to_owned());
            return Err(store::Error::Unavailable(busy).into());
        }
        Ok(self.turns.clone().acquire_owned().await?)
    }

    /// The hash of a password, with salt and parameters in it.
    pub(crate) async fn hash(&self, password: String) -> anyhow::Result<String> {
        let turn = self.turn().await?;
        tokio::task::spawn_blocking(move || {
            let hashed = hash(&password);
            drop(turn);
            hashed
        })
        .await?
    }

    /// Whether a password is the one; takes as long where there is none.
    pub(crate) async fn matches(&self, password: String, hash: Option<&str>) -> anyhow::Result<bool> {
        let known = hash.is_some();
        let hash = hash.unwrap_or(&self.nobody).to_owned();
        let turn = self.turn().await?;
        let same = tokio::task::spawn_blocking(move || {
            let parsed = PasswordHash::new(&hash);
            let same = parsed.is_ok_and(|parsed| {
                password.len() <= 4 * LONGEST
                    && Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok()
            });
            drop(turn);
            same
        })
        .await?;
        Ok(same && known)
    }
}

fn hash(password: &str) -> anyhow::Result<String> {
    let hashed = Argon2::default().hash_password(password.as_bytes());
    Ok(hashed.map_err(|error| anyhow::anyhow!("a password could not be hashed: {error}"))?.to_string())
}

/// What is wrong with a new password: the key of a text. Length counts, not signs (NIST SP 800-63B, 5.1.1.2).
pub(crate) fn password_fault(password: &str, email: &str, name: &str) -> Option<&'static str> {
    let small = password.to_lowercase();
    let letters: std::collections::HashSet<char> = small.chars().collect();
    let own = email.split('@').next().unwrap_or("");
    match password.chars().count() {
        n if n < PASSWORD_LEAST => Some("password-short"),
        n if n > LONGEST => Some("password-long"),
        _ if letters.len() < 5 || small == email || small == name.to_lowercase() => Some("password-easy"),
        _ if own.chars().count() >= 6 && small.contains(own) => Some("password-easy"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_password_matches_and_nobody_never_does() {
        let passwords = Passwords::new().unwrap();
        let hash = passwords.hash("một mật khẩu dài".to_owned()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(passwords.matches("một mật khẩu dài".to_owned(), Some(&hash)).await.unwrap());
        assert!(!passwords.matches("một mật khẩu khác".to_owned(), Some(&hash)).await.unwrap());
        assert!(!passwords.matches(String::new(), None).await.unwrap());
    }

    #[test]
    fn short_long_and_easy_passwords_are_named() {
        let fault = |password: &str| password_fault(password, "lan.tran@sotp.gov.vn", "Trần Thị Lan");
        assert_eq!(fault("ngắn quá"), Some("password-short"));
        assert_eq!(fault(&"ab c".repeat(100)), Some("password-long"));
        assert_eq!(fault("aaaaaaaaaaaaaaaa"), Some("password-easy"));
        assert_eq!(fault("lan.tran-2026!!"), Some("password-easy"));
        assert_eq!(fault("con mèo trèo cây cau"), None);
    }
}
