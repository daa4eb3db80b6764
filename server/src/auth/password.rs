//! Passwords: argon2id with the library's parameters (19 MiB, two passes: OWASP's first choice of 2023), a few at a time.

use super::Origin;
use crate::store;
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use sea_orm::DbErr;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Fewest characters of a password (NIST SP 800-63B asks for 8, and for 15 where it is the only factor).
pub(crate) const PASSWORD_LEAST: usize = 12;
/// A longer one is refused, lest hashing it become work.
const LONGEST: usize = 256;
/// Each takes 19 MiB and a core for some tens of milliseconds; others wait.
const AT_ONCE: usize = 2;
/// More than this many waiting from one place are asked to come again, and from all places that are not known together: a
/// flood of guesses must not keep everybody waiting for minutes, nor those whose browser is known at all.
const MOST_OF_ONE: usize = 16;
const MOST_OF_STRANGERS: usize = 64;

/// Hashes and checks passwords off the async threads.
#[derive(Debug)]
pub(crate) struct Passwords {
    turns: Arc<Semaphore>,
    waiting: Mutex<HashMap<Origin, usize>>,
    /// What is checked where there is no account, so that the time tells nothing.
    nobody: String,
}

impl Passwords {
    pub(crate) fn new() -> anyhow::Result<Self> {
        Ok(Self {
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            waiting: Mutex::default(),
            nobody: hash(&super::token())?,
        })
    }

    async fn turn(&self, from: &Origin) -> anyhow::Result<OwnedSemaphorePermit> {
        let Some(_waiting) = Waiting::of(&self.waiting, from) else {
            let busy = DbErr::Custom("too many passwords are being checked".to_owned());
            return Err(store::Error::Unavailable(busy).into());
        };
        Ok(self.turns.clone().acquire_owned().await?)
    }

    /// The hash of a password, with salt and parameters in it.
    pub(crate) async fn hash(&self, password: String, from: &Origin) -> anyhow::Result<String> {
        let turn = self.turn(from).await?;
        tokio::task::spawn_blocking(move || {
            let hashed = hash(&password);
            drop(turn);
            hashed
        })
        .await?
    }

    /// Whether a password is the one; takes as long where there is none.
    pub(crate) async fn matches(
        &self,
        password: String,
        hash: Option<&str>,
        from: &Origin,
    ) -> anyhow::Result<bool> {
        let known = hash.is_some();
        let hash = hash.unwrap_or(&self.nobody).to_owned();
        let turn = self.turn(from).await?;
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

/// A place in the queue, left however it ends, also when the client has gone away.
struct Waiting<'a> {
    queue: &'a Mutex<HashMap<Origin, usize>>,
    from: Origin,
}

impl<'a> Waiting<'a> {
    fn of(queue: &'a Mutex<HashMap<Origin, usize>>, from: &Origin) -> Option<Self> {
        let mut waiting = queue.lock().unwrap_or_else(PoisonError::into_inner);
        let strangers = waiting.iter().filter(|(from, _)| matches!(from, Origin::Network(_)));
        let strangers: usize = strangers.map(|(_, n)| n).sum();
        if matches!(from, Origin::Network(_)) && strangers >= MOST_OF_STRANGERS {
            return None;
        }
        let own = waiting.entry(from.clone()).or_default();
        if *own >= MOST_OF_ONE {
            return None;
        }
        *own += 1;
        Some(Self { queue, from: from.clone() })
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let mut waiting = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = waiting.get_mut(&self.from) {
            *own -= 1;
            if *own == 0 {
                waiting.remove(&self.from);
            }
        }
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
        let hash = passwords.hash("một mật khẩu dài".to_owned(), &Origin::Session(1)).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        let from = Origin::Session(1);
        assert!(passwords.matches("một mật khẩu dài".to_owned(), Some(&hash), &from).await.unwrap());
        assert!(!passwords.matches("một mật khẩu khác".to_owned(), Some(&hash), &from).await.unwrap());
        assert!(!passwords.matches(String::new(), None, &from).await.unwrap());
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
