//! Which passwords are accepted. Hashing them is the server's.

use std::collections::HashSet;

/// Fewest characters of a password (NIST SP 800-63B asks for 8, and for 15 where it is the only factor).
pub const PASSWORD_LEAST: usize = 12;
/// Most characters of a password, lest hashing it become work.
pub const PASSWORD_MOST: usize = 256;
/// Fewest different characters.
const LEAST_DIFFERENT: usize = 5;
/// So long a part of the own address must not stand in the password.
const OWN_PART: usize = 6;

/// Why a password is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    /// Fewer than [`PASSWORD_LEAST`] characters.
    #[error("a password has at least {PASSWORD_LEAST} characters")]
    Short,
    /// More than [`PASSWORD_MOST`] characters.
    #[error("a password has at most {PASSWORD_MOST} characters")]
    Long,
    /// Easily guessed: few different characters, or the owner's own name or address.
    #[error("this password is easily guessed")]
    Easy,
    /// The one that it shall replace.
    #[error("this is the present password")]
    Same,
}

/// What is wrong with a new password of somebody. Length counts, not signs (NIST SP 800-63B, 5.1.1.2).
pub fn password_fault(password: &str, email: &str, name: &str) -> Option<PasswordFault> {
    let small = password.to_lowercase();
    let letters: HashSet<char> = small.chars().collect();
    let own = email.split('@').next().unwrap_or("");
    match password.chars().count() {
        n if n < PASSWORD_LEAST => Some(PasswordFault::Short),
        n if n > PASSWORD_MOST => Some(PasswordFault::Long),
        _ if letters.len() < LEAST_DIFFERENT || small == email || small == name.to_lowercase() => {
            Some(PasswordFault::Easy)
        }
        _ if own.chars().count() >= OWN_PART && small.contains(own) => Some(PasswordFault::Easy),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_long_and_easy_passwords_are_refused() {
        let fault = |password: &str| password_fault(password, "lan.tran@sotp.gov.vn", "Trần Thị Lan");
        assert_eq!(fault("ngắn quá"), Some(PasswordFault::Short));
        assert_eq!(fault(&"ab c".repeat(100)), Some(PasswordFault::Long));
        assert_eq!(fault("aaaaaaaaaaaaaaaa"), Some(PasswordFault::Easy));
        assert_eq!(fault("lan.tran-2026!!"), Some(PasswordFault::Easy));
        assert_eq!(fault("con mèo trèo cây cau"), None);
    }
}
