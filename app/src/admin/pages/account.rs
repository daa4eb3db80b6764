//! One's own account.

use super::account_fields::{grant_names, language_field, new_password, own_email, present_password};
use crate::{
    Texts,
    admin::{
        Block, Field, FieldKind, FormBlock, PageBody, Tone, Typed,
        faults::{ProofFault, name_fault, proof_fault},
    },
};
use domain::{Agency, Grant, Locale, NameFault, PasswordFault};

/// The address of one's own account.
pub const ACCOUNT: &str = "/admin/account";

/// What is wrong with what was sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OwnAccountFaults {
    /// With the name.
    pub name: Option<NameFault>,
    /// With the present password.
    pub present: Option<ProofFault>,
    /// With the new password.
    pub new: Option<PasswordFault>,
}

/// What the page shows.
#[derive(Debug)]
pub struct AccountPage {
    /// The name as it is stored.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// The language.
    pub language: Locale,
    /// What the account may do.
    pub grants: Vec<Grant>,
    /// Every agency, for their names.
    pub agencies: Vec<Agency>,
    /// How many recovery codes are left of the second factor; `None` where it is not set up.
    pub recovery_codes_left: Option<i64>,
    /// What was typed.
    pub typed: Typed,
    /// What is wrong with it.
    pub faults: OwnAccountFaults,
}

impl AccountPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let has_factor = self.recovery_codes_left.is_some();
        let factor = match self.recovery_codes_left {
            Some(left) => texts.with("account-factor-on", [("left", left.into())]),
            None => texts.get("account-factor-off"),
        };
        let factor_way = if has_factor { "account-factor-renew" } else { "account-factor-set" };
        let mut ways = vec![("/admin/account/second-factor".to_owned(), texts.get(factor_way))];
        if has_factor {
            ways.push(("/admin/account/recovery-codes".to_owned(), texts.get("account-codes-renew")));
        }
        let end_sessions = FormBlock {
            action: "/admin/account/sessions".to_owned(),
            button: texts.get("account-sessions-end"),
            tone: Tone::Quiet,
            ..FormBlock::default()
        };
        let roles = self.grants.iter().map(|grant| grant_names(texts, grant, &self.agencies));
        PageBody::new(texts.get("account-title"))
            .with(Block::Text(self.email.clone()))
            .with(Block::Form(self.about(texts)))
            .with(Block::Heading(texts.get("person-roles")))
            .with(Block::Facts(roles.collect()))
            .with(Block::Heading(texts.get("account-password")))
            .with(Block::Form(self.password(texts)))
            .with(Block::Heading(texts.get("account-factor")))
            .with(Block::Text(factor))
            .with(Block::QuietWays(ways))
            .with(Block::Heading(texts.get("account-sessions")))
            .with(Block::Text(texts.get("account-sessions-hint")))
            .with(Block::Form(end_sessions))
    }

    /// Name and language.
    fn about(&self, texts: &Texts) -> FormBlock {
        let name = if self.faults.name.is_some() { self.typed.text("name") } else { &self.name };
        FormBlock {
            action: ACCOUNT.to_owned(),
            fields: vec![
                Field::new("name", FieldKind::Text, texts.get("field-name"))
                    .holding(name)
                    .autocomplete("name")
                    .fault(self.faults.name.map(|fault| name_fault(texts, fault))),
                language_field(texts, &self.language),
            ],
            button: texts.get("save"),
            ..FormBlock::default()
        }
    }

    /// Another password.
    fn password(&self, texts: &Texts) -> FormBlock {
        let present = self.faults.present.map(|fault| proof_fault(texts, fault));
        FormBlock {
            action: "/admin/account/password".to_owned(),
            fields: vec![
                own_email(texts, &self.email),
                present_password(texts, "old", present),
                new_password(texts, "new", "", self.faults.new),
            ],
            button: texts.get("account-password-send"),
            ..FormBlock::default()
        }
    }
}
