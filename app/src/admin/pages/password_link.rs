//! One-time links with which somebody chooses a password: for whoever hands one on, and for whoever has received it.

use super::account_fields::{new_password, own_email};
use crate::{
    Texts,
    admin::{Block, FormBlock, PageBody, in_address},
};
use domain::PasswordFault;

/// What a link has been made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPurpose {
    /// The first password of a new account.
    NewAccount,
    /// Another password.
    AnotherPassword,
}

/// The page from which a link is handed on. It is shown once.
#[derive(Debug)]
pub struct LinkMadePage {
    /// Whose link it is.
    pub name: String,
    /// Its whole address.
    pub address: String,
    /// What for.
    pub purpose: LinkPurpose,
}

impl LinkMadePage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let lead = match self.purpose {
            LinkPurpose::NewAccount => "link-new-lead",
            LinkPurpose::AnotherPassword => "link-reset-lead",
        };
        PageBody::new(texts.with("link-for-title", [("name", self.name.as_str().into())]))
            .beneath("/admin/people", texts.get("people-title"))
            .with(Block::Text(texts.get(lead)))
            .with(Block::Copy(self.address.clone()))
            .with(Block::Text(texts.get("link-once")))
            .with(Block::Ways(vec![("/admin/people".to_owned(), texts.get("people-title"))]))
    }
}

/// The address of a link.
pub fn link_address(token: &str) -> String {
    format!("/admin/links/{}", in_address(token))
}

/// The page on which a password is chosen.
#[derive(Debug)]
pub struct PasswordLinkPage {
    /// The end of the link's address.
    pub token: String,
    /// Whose it is.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Whether it takes their second factor away.
    pub ends_second_factor: bool,
    /// What was typed.
    pub typed: String,
    /// What is wrong with it.
    pub fault: Option<PasswordFault>,
}

impl PasswordLinkPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let form = FormBlock {
            action: format!("{}?lang={}", link_address(&self.token), texts.locale),
            fields: vec![
                own_email(texts, &self.email),
                new_password(texts, "password", &self.typed, self.fault),
            ],
            button: texts.get("link-send"),
            ..FormBlock::default()
        };
        PageBody::new(texts.with("link-title", [("name", self.name.as_str().into())]))
            .with(Block::Text(texts.get("link-lead")))
            .and(self.ends_second_factor.then(|| Block::Text(texts.get("link-renews"))))
            .with(Block::Form(form))
    }
}

/// The page of a link that does not work, or no longer.
pub fn used_link_page(texts: &Texts) -> PageBody {
    PageBody::new(texts.get("link-used-title"))
        .with(Block::Text(texts.get("link-used-text")))
        .with(to_sign_in(texts))
}

/// The page after a password has been chosen.
pub fn password_chosen_page(texts: &Texts) -> PageBody {
    PageBody::new(texts.get("link-done-title")).with(to_sign_in(texts))
}

/// The way to the page on which people sign in.
pub(super) fn to_sign_in(texts: &Texts) -> Block {
    Block::Ways(vec![("/admin/sign-in".to_owned(), texts.get("sign-in"))])
}
