//! The second factor: asked for when signing in, set up with an authenticator application, recovered by codes on paper.

use super::{
    account::ACCOUNT,
    account_fields::{own_email, present_password},
    sign_in::Carried,
};
use crate::{
    Texts,
    admin::{
        Block, Field, FieldKind, FormBlock, PageBody,
        faults::{ProofFault, proof_fault},
    },
};
use domain::SecondFactorFault;

/// Why a code has not been accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeFault {
    /// It does not let anybody in.
    Refused(SecondFactorFault),
    /// It is another one than that of the application that is being set up.
    NotOfApplication,
    /// Too many were tried; so many minutes to wait.
    Wait(u64),
}

impl CodeFault {
    fn words(self, texts: &Texts) -> String {
        match self {
            Self::Refused(SecondFactorFault::Wrong) => texts.get("code-wrong"),
            Self::Refused(SecondFactorFault::Used) => texts.get("code-used"),
            Self::NotOfApplication => texts.get("enrol-wrong"),
            Self::Wait(minutes) => texts.with("sign-in-wait", [("minutes", minutes.into())]),
        }
    }
}

/// The page that asks for a code.
#[derive(Debug, Default)]
pub struct CodePage {
    /// Where to go afterwards; empty for the first page.
    pub next: String,
    /// What is carried along.
    pub carried: Option<Carried>,
    /// Why the code has not been accepted.
    pub fault: Option<CodeFault>,
}

impl CodePage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let mut fields = vec![
            Field::new("code", FieldKind::Code, texts.get("code-field"))
                .hint(texts.get("code-hint"))
                .autocomplete("one-time-code")
                .fault(self.fault.map(|fault| fault.words(texts))),
            Field::hidden("next", self.next.as_str()),
        ];
        fields.extend(Carried::fields(self.carried.as_ref()));
        let form = FormBlock {
            action: "/admin/second-factor".to_owned(),
            fields,
            button: texts.get("code-send"),
            ..FormBlock::default()
        };
        PageBody::new(texts.get("code-title"))
            .with(Block::Form(form))
            .with(Block::Text(texts.get("code-lost")))
    }
}

/// The page on which a second factor is set up.
#[derive(Debug)]
pub struct EnrolmentPage {
    /// The e-mail address of the account.
    pub email: String,
    /// The secret in base 32.
    pub secret: String,
    /// The address that authenticator applications open.
    pub url: String,
    /// The same as a QR code: SVG.
    pub picture: String,
    /// Whether the password is asked for once more.
    pub asks_password: bool,
    /// Why the code has not been accepted.
    pub code_fault: Option<CodeFault>,
    /// Why the password has not been accepted.
    pub password_fault: Option<ProofFault>,
}

impl EnrolmentPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let picture = Block::Picture(texts.get("enrol-picture"), self.picture.clone());
        let parts = self.secret.as_bytes().chunks(4);
        let spaced: Vec<String> = parts.map(|part| String::from_utf8_lossy(part).into_owned()).collect();
        let mut fields = vec![
            Field::hidden("secret", self.secret.as_str()),
            Field::new("code", FieldKind::Code, texts.get("code-field"))
                .hint(texts.get("enrol-hint"))
                .autocomplete("one-time-code")
                .fault(self.code_fault.map(|fault| fault.words(texts))),
        ];
        if self.asks_password {
            fields.push(own_email(texts, &self.email));
            let fault = self.password_fault.map(|fault| proof_fault(texts, fault));
            fields.push(present_password(texts, "password", fault));
        }
        let form = FormBlock {
            action: "/admin/account/second-factor".to_owned(),
            fields,
            button: texts.get("enrol-send"),
            ..FormBlock::default()
        };
        PageBody::new(texts.get("enrol-title"))
            .beneath(ACCOUNT, texts.get("account-title"))
            .with(Block::Text(texts.get("enrol-lead")))
            .with(picture)
            .with(Block::Text(texts.get("enrol-type")))
            .with(Block::Copy(spaced.join(" ")))
            .with(Block::Ways(vec![(self.url.clone(), texts.get("enrol-open"))]))
            .with(Block::Form(form))
    }
}

/// The page on which recovery codes are renewed.
#[derive(Debug)]
pub struct CodeRenewalPage {
    /// The e-mail address of the account.
    pub email: String,
    /// Why the password has not been accepted.
    pub fault: Option<ProofFault>,
}

impl CodeRenewalPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let fault = self.fault.map(|fault| proof_fault(texts, fault));
        let form = FormBlock {
            action: "/admin/account/recovery-codes".to_owned(),
            fields: vec![own_email(texts, &self.email), present_password(texts, "password", fault)],
            button: texts.get("account-codes-renew"),
            ..FormBlock::default()
        };
        PageBody::new(texts.get("account-codes-renew"))
            .beneath(ACCOUNT, texts.get("account-title"))
            .with(Block::Text(texts.get("account-codes-renew-lead")))
            .with(Block::Form(form))
    }
}

/// The page with new recovery codes. It is shown once.
#[derive(Debug)]
pub struct RecoveryCodesPage {
    /// The codes.
    pub codes: Vec<String>,
}

impl RecoveryCodesPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        PageBody::new(texts.get("codes-title"))
            .beneath(ACCOUNT, texts.get("account-title"))
            .with(Block::Warning(texts.get("codes-lead")))
            .with(Block::Codes(self.codes.clone()))
            .with(Block::Ways(vec![("/admin".to_owned(), texts.get("codes-kept"))]))
    }
}
