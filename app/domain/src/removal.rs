//! Removing something for good: only while nothing names it, and only after its code has been typed once more.

/// Why something was not removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RemovalFault {
    /// Something else names it.
    #[error("is in use")]
    InUse,
    /// What was typed to confirm is not its code.
    #[error("is not confirmed by its code")]
    NotConfirmed,
}

/// Checks whether something of this code may be removed, given what was typed to confirm.
pub fn check_removal(is_used: bool, code: &crate::Code, confirmation: &str) -> Result<(), RemovalFault> {
    match (is_used, confirmation == code.as_str()) {
        (true, _) => Err(RemovalFault::InUse),
        (false, false) => Err(RemovalFault::NotConfirmed),
        (false, true) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_removal_is_confirmed_by_the_exact_code_and_never_while_it_is_in_use() {
        let code = "D".parse().unwrap();
        assert_eq!(check_removal(false, &code, "D"), Ok(()));
        assert_eq!(check_removal(false, &code, "d"), Err(RemovalFault::NotConfirmed));
        assert_eq!(check_removal(true, &code, "D"), Err(RemovalFault::InUse));
    }
}
