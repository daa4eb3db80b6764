//! What is wrong with an account, its roles or a password, in words.

use crate::{Texts, Value};
use domain::{EmailFault, GrantFault, NameFault, PASSWORD_LEAST, PasswordFault, RolesFault};

/// Why a name is not accepted.
pub fn name_fault(texts: &Texts, fault: NameFault) -> String {
    line_fault(texts, fault, "name-wrong")
}

/// Why a text on one line is not accepted; `wrong` is the key of what is said where it is empty or too long.
pub fn line_fault(texts: &Texts, fault: NameFault, wrong: &str) -> String {
    match fault {
        NameFault::Invisible { character, place } => {
            let sign = format!("U+{:04X}", u32::from(character));
            texts.with("fault-invisible-place", [("sign", sign.into()), ("place", place.into())])
        }
        NameFault::Empty | NameFault::TooLong(_) | NameFault::ControlCharacter => texts.get(wrong),
    }
}

/// Why an e-mail address is not accepted.
pub fn email_fault(texts: &Texts, fault: EmailFault) -> String {
    texts.get(match fault {
        EmailFault::Malformed => "email-wrong",
        EmailFault::Taken => "email-taken",
    })
}

/// Why a role cannot be given.
pub fn grant_fault(texts: &Texts, fault: GrantFault) -> String {
    texts.get(match fault {
        GrantFault::Missing => "role-missing",
        GrantFault::UnknownRole => "role-wrong",
        GrantFault::AgencyMissing => "over-missing",
        GrantFault::UnknownAgency => "over-wrong",
        GrantFault::BeyondReach => "over-beyond",
    })
}

/// Why an account cannot have just these roles.
pub fn roles_fault(texts: &Texts, fault: RolesFault) -> String {
    texts.get(match fault {
        RolesFault::NoneLeft => "role-none",
        RolesFault::LastAdministrator => "last-administrator",
    })
}

/// Why a password is not accepted as a new one.
pub fn password_fault(texts: &Texts, fault: PasswordFault) -> String {
    let key = match fault {
        PasswordFault::Short => "password-short",
        PasswordFault::Long => "password-long",
        PasswordFault::Easy => "password-easy",
        PasswordFault::Same => "password-same",
    };
    texts.with(key, [least()])
}

/// Fewest characters of a password, for texts.
pub(in crate::admin) fn least<'a>() -> (&'a str, Value<'a>) {
    ("least", PASSWORD_LEAST.into())
}

/// Why somebody signed in has not proved who they are by their password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProofFault {
    /// It is another one.
    Wrong,
    /// Too many were tried; so many minutes to wait.
    Wait(u64),
}

/// Why the present password was not accepted.
pub fn proof_fault(texts: &Texts, fault: ProofFault) -> String {
    match fault {
        ProofFault::Wrong => texts.get("password-wrong"),
        ProofFault::Wait(minutes) => texts.with("sign-in-wait", [("minutes", minutes.into())]),
    }
}
