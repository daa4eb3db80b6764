//! The first account of an installation.

use super::{account_fields::new_password, password_link::to_sign_in};
use crate::{
    Texts,
    admin::{
        Block, Field, FieldKind, FormBlock, PageBody, Typed,
        faults::{email_fault, name_fault},
    },
};
use domain::{EmailFault, NameFault, PasswordFault};

/// What is wrong with what was sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SetUpFaults {
    /// Whether the set-up code is another one.
    pub is_code_wrong: bool,
    /// With the name.
    pub name: Option<NameFault>,
    /// With the e-mail address.
    pub email: Option<EmailFault>,
    /// With the password.
    pub password: Option<PasswordFault>,
}

impl SetUpFaults {
    /// Whether anything is wrong.
    pub fn any(&self) -> bool {
        *self != Self::default()
    }
}

/// What the page shows.
#[derive(Debug, Default)]
pub struct SetUpPage {
    /// What was typed.
    pub typed: Typed,
    /// What is wrong with it.
    pub faults: SetUpFaults,
}

impl SetUpPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let (typed, faults) = (&self.typed, &self.faults);
        let fields = vec![
            Field::new("code", FieldKind::Code, texts.get("set-up-code"))
                .hint(texts.get("set-up-code-hint"))
                .holding(typed.text("code"))
                .autocomplete("off")
                .fault(faults.is_code_wrong.then(|| texts.get("set-up-code-wrong"))),
            Field::new("name", FieldKind::Text, texts.get("field-name"))
                .holding(typed.text("name"))
                .autocomplete("name")
                .fault(faults.name.map(|fault| name_fault(texts, fault))),
            Field::new("email", FieldKind::Email, texts.get("field-email"))
                .holding(typed.text("email"))
                .autocomplete("username")
                .fault(faults.email.map(|fault| email_fault(texts, fault))),
            new_password(texts, "password", typed.raw("password"), faults.password),
        ];
        let form = FormBlock {
            action: format!("/admin/set-up?lang={}", texts.locale),
            fields,
            button: texts.get("set-up-send"),
            ..FormBlock::default()
        };
        PageBody::new(texts.get("set-up-title"))
            .with(Block::Text(texts.get("set-up-lead")))
            .with(Block::Form(form))
    }
}

/// The page where there is an account already.
pub fn set_up_over_page(texts: &Texts) -> PageBody {
    PageBody::new(texts.get("set-up-over-title"))
        .with(Block::Text(texts.get("set-up-over-text")))
        .with(to_sign_in(texts))
}
