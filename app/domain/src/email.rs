//! E-mail addresses, which people sign in with.

use crate::import::invisible_character;
use std::fmt;

/// Longest address in bytes (RFC 5321, 4.5.3.1.3, without the angle brackets).
const LONGEST: usize = 254;

/// An e-mail address in small letters, to which a mail could be sent as far as that can be seen.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress(String);

/// Why an address is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailFault {
    /// It has not the form of one.
    #[error("that is not an e-mail address")]
    Malformed,
    /// Another account has it.
    #[error("another account has this e-mail address")]
    Taken,
}

impl EmailAddress {
    /// Reads an address, however its letters are written.
    pub fn new(text: &str) -> Result<Self, EmailFault> {
        let small = text.trim().to_lowercase();
        let is_plain = !small.chars().any(|c| c.is_whitespace() || c.is_control())
            && invisible_character(&small).is_none()
            && small.len() <= LONGEST;
        let parts: Vec<&str> = small.split('@').collect();
        let is_address = matches!(parts[..], [own, host]
            if !own.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.'));
        if is_plain && is_address { Ok(Self(small)) } else { Err(EmailFault::Malformed) }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_name_and_a_host_with_a_dot_and_is_kept_in_small_letters() {
        assert_eq!(EmailAddress::new(" Lan@X.vn ").unwrap().as_str(), "lan@x.vn");
        for wrong in ["", "lan", "@x.vn", "lan@x", "lan@.vn", "lan@x.", "lan@x@y.vn", "lan tran@x.vn"] {
            assert_eq!(EmailAddress::new(wrong), Err(EmailFault::Malformed), "{wrong}");
        }
        assert_eq!(EmailAddress::new(&format!("{}@x.vn", "a".repeat(250))), Err(EmailFault::Malformed));
    }
}
