//! The audit log.

use super::{
    audit_words::{actor_words, subject_words},
    values::{detail_name, value_words},
};
use crate::{
    Numbers, Texts,
    admin::{Block, List, ListCell, ListQuery, PageBody},
};
use domain::Day;

const ADDRESS: &str = "/admin/audit";

/// An entry.
#[derive(Debug)]
pub struct AuditRow {
    /// 1, 2, 3, …
    pub number: i64,
    /// When.
    pub at: AuditTime,
    /// Who.
    pub actor: String,
    /// What was done, such as `agency.change`.
    pub action: String,
    /// To what.
    pub subject: String,
    /// Why, in the words of who did it.
    pub reason: String,
    /// What is different now.
    pub details: AuditDetails,
}

/// When something was done.
#[derive(Debug)]
pub enum AuditTime {
    /// Day and time of day here.
    Here(Day, String),
    /// As it is stored, where that is no time.
    AsStored(String),
}

/// What is different now.
#[derive(Debug)]
pub enum AuditDetails {
    /// Name by name.
    Named(Vec<(String, AuditDetail)>),
    /// As it is stored, where it has no names.
    AsStored(String),
}

/// What is told of one thing.
#[derive(Debug)]
pub enum AuditDetail {
    /// What it was, and what it is now.
    Change(AuditValue, AuditValue),
    /// What it is.
    Is(AuditValue),
}

/// A value.
#[derive(Debug)]
pub enum AuditValue {
    /// Words.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// Several values.
    Several(Vec<AuditValue>),
    /// Values by name.
    Named(Vec<(String, AuditValue)>),
}

impl AuditValue {
    /// In words; `name` is what the value is of.
    fn words(&self, texts: &Texts, name: &str) -> String {
        match self {
            Self::Text(text) => value_words(texts, name, text),
            Self::Flag(true) => texts.get("answer-yes"),
            Self::Flag(false) => texts.get("answer-no"),
            Self::Several(parts) => {
                parts.iter().map(|part| part.words(texts, name)).collect::<Vec<_>>().join(", ")
            }
            Self::Named(parts) => {
                let part = |(name, value): &(String, Self)| {
                    format!("{}: {}", detail_name(texts, name), value.words(texts, name))
                };
                parts.iter().map(part).collect::<Vec<_>>().join(", ")
            }
        }
    }
}

impl AuditDetails {
    fn words(&self, texts: &Texts) -> String {
        let details = match self {
            Self::Named(details) => details,
            Self::AsStored(text) => return text.clone(),
        };
        let lines = details.iter().map(|(name, detail)| {
            let said = detail_name(texts, name);
            match detail {
                AuditDetail::Change(old, new) => {
                    format!("{said}: {} → {}", old.words(texts, name), new.words(texts, name))
                }
                AuditDetail::Is(value) => format!("{said}: {}", value.words(texts, name)),
            }
        });
        lines.collect::<Vec<_>>().join("; ")
    }
}

/// What the page shows.
#[derive(Debug)]
pub struct AuditLogPage {
    /// The newest entries, newest first.
    pub entries: Vec<AuditRow>,
    /// How many of them are shown where there are more; all are in the file.
    pub cut_at: Option<u64>,
    /// How the list is asked for.
    pub asked: ListQuery,
}

impl AuditLogPage {
    /// The list by itself, as it is also taken away as a file.
    pub fn list(&self, texts: &Texts) -> List {
        let numbers = Numbers::of(&texts.locale);
        let rows = self.entries.iter().map(|entry| {
            let at = match &entry.at {
                AuditTime::Here(day, time) => format!("{} {time}", numbers.day(*day)),
                AuditTime::AsStored(text) => text.clone(),
            };
            vec![
                ListCell::Number(entry.number),
                ListCell::Whole(at),
                ListCell::Text(actor_words(texts, &entry.actor)),
                ListCell::Text(texts.get(&format!("action-{}", entry.action.replace('.', "-")))),
                ListCell::Text(subject_words(texts, &entry.action, &entry.subject)),
                ListCell::Text(entry.reason.clone()),
                ListCell::Text(entry.details.words(texts)),
            ]
        });
        let columns = [
            ("number", "audit-number"),
            ("at", "audit-at"),
            ("actor", "audit-actor"),
            ("action", "audit-action"),
            ("subject", "audit-subject"),
            ("reason", "reason"),
            ("details", "audit-details"),
        ];
        List::new(texts, "audit-title", ADDRESS, &columns)
            .holding(rows)
            .asked(self.asked.clone())
            .when_empty(texts.get("audit-none"))
    }

    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let all = (format!("{ADDRESS}?format=whole"), texts.get("audit-export"));
        let cut = self.cut_at.map(|n| texts.with("audit-cut", [("n", n.into())]));
        PageBody::new(texts.get("audit-title"))
            .with(Block::Text(texts.get("audit-lead")))
            .with(Block::Ways(vec![all]))
            .and(cut.map(Block::Warning))
            .with(Block::List(self.list(texts)))
    }
}
