//! The accounts within reach, and the form for another one.

use super::{
    NEW_FORM,
    account_fields::{grant_fields, grant_name, language_field},
};
use crate::{
    Texts,
    admin::{
        Block, Field, FieldKind, FormBlock, List, ListCell, ListQuery, PageBody, Typed,
        faults::{email_fault, name_fault, roles_fault},
    },
};
use domain::{AccountFaults, Agency, Grant, Locale, Reach};

/// The address of the people of the administration.
pub const PEOPLE: &str = "/admin/people";

/// The address of the page of an account.
pub fn person_address(id: i64) -> String {
    format!("{PEOPLE}/{id}")
}

/// How far an account has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountState {
    /// It may not sign in.
    Disabled,
    /// It has no password yet.
    New,
    /// It may sign in.
    Active,
}

/// An account in the list.
#[derive(Debug)]
pub struct PersonRow {
    /// Database key.
    pub id: i64,
    /// As others see it.
    pub name: String,
    /// What is typed to sign in.
    pub email: String,
    /// What it may do.
    pub grants: Vec<Grant>,
    /// Whether a second factor is set up.
    pub has_second_factor: bool,
    /// How far it has come.
    pub state: AccountState,
}

/// What the page shows.
#[derive(Debug)]
pub struct PeoplePage {
    /// The accounts within reach, by name.
    pub people: Vec<PersonRow>,
    /// Every agency, for their names.
    pub agencies: Vec<Agency>,
    /// How far its reader may manage accounts.
    pub reach: Reach,
    /// How the list is asked for.
    pub asked: ListQuery,
    /// What was typed into the form for another account.
    pub typed: Typed,
    /// What is wrong with it.
    pub faults: AccountFaults,
}

impl PeoplePage {
    /// The list by itself, as it is also taken away as a file.
    pub fn list(&self, texts: &Texts) -> List {
        let rows = self.people.iter().map(|person| {
            let roles = person.grants.iter().map(|grant| grant_name(texts, grant, &self.agencies));
            let state = match person.state {
                AccountState::Disabled => "person-disabled",
                AccountState::New => "person-new",
                AccountState::Active => "person-active",
            };
            let factor = if person.has_second_factor { "answer-yes" } else { "answer-no" };
            vec![
                ListCell::Link(person_address(person.id), person.name.clone()),
                ListCell::Text(person.email.clone()),
                ListCell::Text(roles.collect::<Vec<_>>().join("; ")),
                ListCell::Text(texts.get(factor)),
                ListCell::Text(texts.get(state)),
            ]
        });
        let columns = [
            ("name", "field-name"),
            ("email", "field-email"),
            ("roles", "person-roles"),
            ("second_factor", "account-factor"),
            ("state", "person-state"),
        ];
        List::new(texts, "people-title", PEOPLE, &columns)
            .holding(rows)
            .asked(self.asked.clone())
            .when_empty(texts.get("people-none"))
    }

    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let (typed, faults) = (&self.typed, &self.faults);
        let language = typed.text("language").parse().unwrap_or_else(|_| Locale::vi());
        let mut fields = vec![
            Field::new("name", FieldKind::Text, texts.get("field-name"))
                .holding(typed.text("name"))
                .fault(faults.name.map(|fault| name_fault(texts, fault))),
            Field::new("email", FieldKind::Email, texts.get("field-email"))
                .holding(typed.text("email"))
                .autocomplete("off")
                .fault(faults.email.map(|fault| email_fault(texts, fault))),
            language_field(texts, &language),
        ];
        fields.extend(grant_fields(texts, "person-role", &self.reach, &self.agencies, typed, faults.grant));
        let form = FormBlock {
            id: Some(NEW_FORM),
            action: PEOPLE.to_owned(),
            fields,
            button: texts.get("person-add"),
            fault: faults.roles.map(|fault| roles_fault(texts, fault)),
            ..FormBlock::default()
        };
        let new = (format!("#{NEW_FORM}"), texts.get("person-new-title"));
        PageBody::new(texts.get("people-title"))
            .with(Block::Ways(vec![new]))
            .with(Block::List(self.list(texts)))
            .with(Block::Heading(texts.get("person-new-title")))
            .with(Block::Form(form))
    }
}
