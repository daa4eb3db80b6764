//! The forms that are there, and reading one from a file.

use super::{
    NEW_FORM,
    draft_list::DRAFTS,
    form_words::{FORMS, TEMPLATES, form_address, form_doubts, form_languages, form_lines},
};
use crate::{
    Texts,
    admin::{
        Block, Field, FieldKind, FormBlock, List, ListCell, ListQuery, PageBody, Typed, faults::form_fault,
    },
};
use domain::form::{DocumentFault, Form, FormDoubt};

/// The newest version of a form.
#[derive(Debug)]
pub struct FormRow {
    /// The form.
    pub form: Form,
    /// 1, 2, 3, …
    pub version: i32,
    /// Whether rounds may use it.
    pub is_published: bool,
}

/// Why a document was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UploadFault {
    /// There is none.
    Nothing,
    /// It is not UTF-8.
    NotUtf8,
    /// It cannot be read.
    Document(DocumentFault),
    /// Something has to be confirmed first.
    NotConfirmed(Vec<FormDoubt>),
}

impl UploadFault {
    fn words(&self, texts: &Texts) -> String {
        match self {
            Self::Nothing => texts.get("import-nothing"),
            Self::NotUtf8 => texts.get("form-not-utf8"),
            Self::Document(DocumentFault::NotJson { line, column, .. }) => {
                texts.with("form-not-json", [("line", (*line).into()), ("column", (*column).into())])
            }
            Self::Document(DocumentFault::Form(fault)) => {
                texts.with("form-unreadable", [("why", form_fault(texts, fault).into())])
            }
            Self::NotConfirmed(doubts) => {
                let why = form_doubts(texts, doubts).unwrap_or_default();
                texts.with("form-confirm", [("why", why.into())])
            }
        }
    }
}

/// What the page shows.
#[derive(Debug)]
pub struct FormListPage {
    /// The newest version of every form, by code.
    pub forms: Vec<FormRow>,
    /// Whether its reader may take forms.
    pub manages: bool,
    /// How the list is asked for.
    pub asked: ListQuery,
    /// What was sent; what was in a file stands as text.
    pub typed: Typed,
    /// Why it was not taken.
    pub fault: Option<UploadFault>,
}

impl FormListPage {
    /// The list by itself, as it is also taken away as a file.
    pub fn list(&self, texts: &Texts) -> List {
        let rows = self.forms.iter().map(|FormRow { form, version, is_published }| {
            let state = if *is_published { "form-published" } else { "form-draft" };
            vec![
                ListCell::Link(form_address(&form.code, ""), form.title.get(&texts.locale).to_owned()),
                ListCell::Text(form.code.to_string()),
                ListCell::Number(i64::from(*version)),
                ListCell::Text(form_languages(texts, form)),
                ListCell::Number(form_lines(form)),
                ListCell::Text(texts.get(state)),
            ]
        });
        let columns = [
            ("title", "round-form"),
            ("code", "field-code"),
            ("version", "form-version"),
            ("languages", "form-languages"),
            ("lines", "form-lines"),
            ("state", "person-state"),
        ];
        List::new(texts, "forms-title", FORMS, &columns)
            .holding(rows)
            .asked(self.asked.clone())
            .when_empty(texts.get("forms-none"))
    }

    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let body = PageBody::new(texts.get("forms-title"));
        if !self.manages {
            return body.with(Block::List(self.list(texts)));
        }
        let ways = vec![
            (DRAFTS.to_owned(), texts.get("writing-new")),
            (TEMPLATES.to_owned(), texts.get("gallery-title")),
            (format!("#{NEW_FORM}"), texts.get("form-import")),
        ];
        body.with(Block::Ways(ways))
            .with(Block::List(self.list(texts)))
            .with(Block::Heading(texts.get("form-import")))
            .with(Block::Form(self.upload(texts)))
    }

    fn upload(&self, texts: &Texts) -> FormBlock {
        let words = self.fault.as_ref().map(|fault| fault.words(texts));
        let (text_fault, sure_fault) = match self.fault {
            Some(UploadFault::NotConfirmed(_)) => (None, words),
            _ => (words, None),
        };
        FormBlock {
            id: Some(NEW_FORM),
            action: FORMS.to_owned(),
            fields: vec![
                Field::new("file", FieldKind::File(".json,application/json"), texts.get("form-file")),
                Field::new("text", FieldKind::Long, texts.get("import-text"))
                    .holding(self.typed.raw("text"))
                    .fault(text_fault),
                Field::new("sure", FieldKind::Tick, texts.get("form-sure"))
                    .hint(texts.get("form-sure-hint"))
                    .holding(self.typed.raw("sure"))
                    .fault(sure_fault),
            ],
            button: texts.get("form-import"),
            ..FormBlock::default()
        }
    }
}
