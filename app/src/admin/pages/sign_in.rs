//! Signing in. What was sent when the session had ended is carried along and can be sent again.

use crate::{
    Texts,
    admin::{Block, Field, FieldKind, FormBlock, PageBody},
};

/// Something that was sent when the session had ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// Where to.
    pub path: String,
    /// What, as it was sent.
    pub body: String,
}

impl Carried {
    /// The fields that carry it on.
    pub(super) fn fields(carried: Option<&Self>) -> Vec<Field> {
        let Some(carried) = carried else { return Vec::new() };
        vec![
            Field::hidden("carried-path", carried.path.clone()),
            Field::hidden("carried-body", carried.body.clone()),
        ]
    }
}

/// What became of what somebody sent whose session had ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionEnded {
    /// It was not kept.
    Dropped,
    /// It can be sent again.
    Kept,
    /// It held a file and has to be sent anew.
    File,
}

/// Why somebody has not been let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInFault {
    /// Address or password is another one.
    Wrong,
    /// Too many attempts from there; so many minutes to wait.
    Wait(u64),
    /// Too many attempts from anywhere; so many minutes to wait.
    WaitAnywhere(u64),
    /// Too many sign in at once.
    Busy,
}

impl SignInFault {
    fn words(self, texts: &Texts) -> String {
        match self {
            Self::Wrong => texts.get("sign-in-wrong"),
            Self::Wait(minutes) => texts.with("sign-in-wait", [("minutes", minutes.into())]),
            Self::WaitAnywhere(minutes) => texts.with("sign-in-wait-anywhere", [("minutes", minutes.into())]),
            Self::Busy => texts.get("sign-in-busy"),
        }
    }
}

/// What the page shows.
#[derive(Debug, Default)]
pub struct SignInPage {
    /// The address that was typed.
    pub email: String,
    /// Where to go afterwards; empty for the first page.
    pub next: String,
    /// What is carried along.
    pub carried: Option<Carried>,
    /// What became of what was sent, where the session has ended.
    pub ended: Option<SessionEnded>,
    /// Why somebody has not been let in.
    pub fault: Option<SignInFault>,
}

impl SignInPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let ended = self.ended.map(|ended| match ended {
            SessionEnded::Dropped => "session-ended",
            SessionEnded::Kept => "session-ended-kept",
            SessionEnded::File => "session-ended-file",
        });
        let mut fields = vec![
            Field::new("email", FieldKind::Email, texts.get("field-email"))
                .holding(self.email.as_str())
                .autocomplete("username"),
            Field::new("password", FieldKind::Password, texts.get("field-password"))
                .autocomplete("current-password"),
            Field::hidden("next", self.next.as_str()),
            Field::hidden("lang", texts.locale.as_str()),
        ];
        fields.extend(Carried::fields(self.carried.as_ref()));
        let form = FormBlock {
            action: "/admin/sign-in".to_owned(),
            fields,
            button: texts.get("sign-in"),
            fault: self.fault.map(|fault| fault.words(texts)),
            fault_heading: Some(texts.get("sign-in-refused")),
            ..FormBlock::default()
        };
        PageBody::new(texts.get("sign-in"))
            .and(ended.map(|key| Block::Warning(texts.get(key))))
            .with(Block::Form(form))
            .with(Block::Text(texts.get("sign-in-lost")))
    }
}

/// The page from which somebody who has signed in again sends what they had sent before.
#[derive(Debug)]
pub struct SendAgainPage {
    /// Where to.
    pub path: String,
    /// Names and values.
    pub pairs: Vec<(String, String)>,
}

impl SendAgainPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let fields = self.pairs.iter().map(|(name, value)| Field::hidden(name.as_str(), value.as_str()));
        let form = FormBlock {
            action: self.path.clone(),
            fields: fields.collect(),
            button: texts.get("carried-send"),
            ..FormBlock::default()
        };
        PageBody::new(texts.get("carried-title"))
            .with(Block::Text(texts.get("carried-text")))
            .with(Block::Form(form))
    }
}
