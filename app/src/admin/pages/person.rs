//! One account: its name, language and roles, a link for another password, and whether it may sign in.

use super::{
    account_fields::{grant_fields, grant_name, language_field},
    people::person_address,
};
use crate::{
    Texts,
    admin::{
        Block, Field, FieldKind, FormBlock, PageBody, Tone, Typed,
        faults::{name_fault, roles_fault},
    },
};
use domain::{AccountFaults, Agency, Grant, Locale, Reach};

/// Why something was not stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonFault {
    /// Something in it is wrong.
    Refused(AccountFaults),
    /// Somebody else has changed the account meanwhile.
    ChangedMeanwhile,
}

/// What the page shows.
#[derive(Debug)]
pub struct PersonPage {
    /// Database key of the account.
    pub id: i64,
    /// Its name as it is stored.
    pub name: String,
    /// Its e-mail address.
    pub email: String,
    /// Its language.
    pub language: Locale,
    /// What it may do.
    pub grants: Vec<Grant>,
    /// Whether it may sign in.
    pub is_active: bool,
    /// Whether it is its reader's own.
    pub is_own: bool,
    /// The token of what is stored now.
    pub revision_token: String,
    /// Every agency, for their names.
    pub agencies: Vec<Agency>,
    /// How far its reader may manage accounts.
    pub reach: Reach,
    /// What was typed into the form for name, language and roles.
    pub typed: Option<Typed>,
    /// Why something was not stored.
    pub fault: Option<PersonFault>,
}

impl PersonPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let body = PageBody::new(self.name.clone())
            .beneath("/admin/people", texts.get("people-title"))
            .with(Block::Text(self.email.clone()))
            .with(Block::Form(self.about(texts)));
        if self.is_own {
            return body;
        }
        let state_lead = if self.is_active { "person-disable-lead" } else { "person-enable-lead" };
        body.with(Block::Heading(texts.get("link-make-title")))
            .with(Block::Text(texts.get("link-make-lead")))
            .with(Block::Form(self.link(texts)))
            .with(Block::Heading(texts.get("person-state")))
            .with(Block::Text(texts.get(state_lead)))
            .with(Block::Form(self.state(texts)))
    }

    /// Name, language and roles.
    fn about(&self, texts: &Texts) -> FormBlock {
        let typed = self.typed.as_ref();
        let faults = match &self.fault {
            Some(PersonFault::Refused(faults)) => faults.clone(),
            _ => AccountFaults::default(),
        };
        let is_changed = self.fault == Some(PersonFault::ChangedMeanwhile);
        let kept: Vec<String> = match typed {
            Some(typed) => typed.all("grant").map(str::to_owned).collect(),
            None => self.grants.iter().map(Grant::word).collect(),
        };
        let name = typed.map_or(self.name.as_str(), |typed| typed.text("name"));
        let language = match typed {
            Some(typed) => typed.text("language").parse().unwrap_or_else(|_| Locale::vi()),
            None => self.language.clone(),
        };
        // What is sent again after a fault keeps the token it was begun with.
        let begun =
            typed.map(|typed| typed.revision_token()).filter(|begun| !is_changed && !begun.is_empty());
        let roles_fault = match is_changed {
            true => Some(texts.get("changed-beside")),
            false => faults.roles.map(|fault| roles_fault(texts, fault)),
        };
        let choices =
            self.grants.iter().map(|grant| (grant.word(), grant_name(texts, grant, &self.agencies)));
        let mut fields = vec![
            Field::revision_token(begun.unwrap_or(&self.revision_token)),
            Field::new("name", FieldKind::Text, texts.get("field-name"))
                .holding(name)
                .fault(faults.name.map(|fault| name_fault(texts, fault))),
            language_field(texts, &language),
            Field::new("grant", FieldKind::Many(choices.collect()), texts.get("person-roles"))
                .hint(texts.get("person-roles-hint"))
                .holding(kept.join("\n"))
                .fault(roles_fault),
        ];
        let nothing = Typed::default();
        let typed = typed.unwrap_or(&nothing);
        fields.extend(grant_fields(
            texts,
            "person-role-more",
            &self.reach,
            &self.agencies,
            typed,
            faults.grant,
        ));
        FormBlock {
            action: person_address(self.id),
            fields,
            button: texts.get("save"),
            ..FormBlock::default()
        }
    }

    /// A link with which its owner chooses another password.
    fn link(&self, texts: &Texts) -> FormBlock {
        let factor = Field::new("factor", FieldKind::Tick, texts.get("link-factor"));
        FormBlock {
            action: format!("{}/link", person_address(self.id)),
            fields: vec![factor.hint(texts.get("link-factor-hint"))],
            button: texts.get("link-make"),
            tone: Tone::Quiet,
            ..FormBlock::default()
        }
    }

    /// Whether it may sign in.
    fn state(&self, texts: &Texts) -> FormBlock {
        FormBlock {
            action: format!("{}/state", person_address(self.id)),
            fields: vec![
                Field::hidden("active", if self.is_active { "" } else { "1" }),
                Field::new("reason", FieldKind::Text, texts.get("reason")).optional(),
            ],
            button: texts.get(if self.is_active { "person-disable" } else { "person-enable" }),
            tone: if self.is_active { Tone::Grave } else { Tone::Quiet },
            ..FormBlock::default()
        }
    }
}
