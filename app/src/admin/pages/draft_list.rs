//! The forms that are being written, and how one is begun.

use super::form_words::FORMS;
use crate::{
    Numbers, Texts,
    admin::{
        Block, Field, FieldKind, FormBlock, List, ListCell, ListQuery, PageBody, Tone, Typed,
        faults::{code_fault, edit_problem},
    },
};
use domain::{Code, CodeFault, Day, form::edit::EditFault};

/// The address of the forms that are being written.
pub const DRAFTS: &str = "/admin/form-drafts";

/// The address of one, or of something beneath it.
pub fn draft_address(id: i64, rest: &str) -> String {
    format!("{DRAFTS}/{id}{rest}")
}

/// A form that is being written.
#[derive(Debug)]
pub struct DraftRow {
    /// Its key.
    pub id: i64,
    /// Its title, in the reader's language if it has one.
    pub title: String,
    /// The code of the form.
    pub code: Code,
    /// Whose it is.
    pub who: String,
    /// When it was last changed.
    pub day: Day,
    /// How many questions it has.
    pub questions: usize,
    /// How much is missing.
    pub missing: usize,
}

/// What can be begun from, by what its field holds.
#[derive(Debug)]
pub struct StartedFrom {
    /// What is sent.
    pub value: String,
    /// Title, code and version.
    pub words: String,
}

/// Why none is begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StartFault {
    /// The code is none.
    Code(CodeFault),
    /// A form has the code.
    Taken(Code),
    /// What was chosen is not there.
    NotThere,
    /// It is too large.
    Document(EditFault),
}

/// What the page shows.
#[derive(Debug)]
pub struct DraftListPage {
    /// Those of the reader first.
    pub drafts: Vec<DraftRow>,
    /// Versions and templates.
    pub origins: Vec<StartedFrom>,
    /// How the list is asked for.
    pub asked: ListQuery,
    /// What was typed.
    pub typed: Typed,
    /// Why none was begun.
    pub fault: Option<StartFault>,
}

impl DraftListPage {
    /// The list by itself, as it is also taken away as a file.
    pub fn list(&self, texts: &Texts) -> List {
        let numbers = Numbers::of(&texts.locale);
        let rows = self.drafts.iter().map(|draft| {
            let title = if draft.title.is_empty() { draft.code.to_string() } else { draft.title.clone() };
            vec![
                ListCell::Link(draft_address(draft.id, ""), title),
                ListCell::Text(draft.code.to_string()),
                ListCell::Text(draft.who.clone()),
                ListCell::Text(numbers.day(draft.day)),
                ListCell::Number(count(draft.questions)),
                ListCell::Number(count(draft.missing)),
            ]
        });
        let columns = [
            ("title", "round-form"),
            ("code", "field-code"),
            ("who", "writing-who"),
            ("day", "writing-day"),
            ("questions", "writing-questions"),
            ("missing", "writing-missing"),
        ];
        List::new(texts, "writing-title", DRAFTS, &columns)
            .holding(rows)
            .asked(self.asked.clone())
            .when_empty(texts.get("writing-none"))
    }

    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        PageBody::new(texts.get("writing-title"))
            .beneath(FORMS, texts.get("forms-title"))
            .with(Block::Text(texts.get("writing-lead")))
            .with(Block::List(self.list(texts)))
            .with(Block::Heading(texts.get("writing-new")))
            .with(Block::Form(self.start(texts)))
    }

    fn start(&self, texts: &Texts) -> FormBlock {
        let nothing = (String::new(), texts.get("writing-from-nothing"));
        let known = self.origins.iter().map(|origin| (origin.value.clone(), origin.words.clone()));
        let (code, from) = match &self.fault {
            Some(StartFault::Code(fault)) => (Some(code_fault(texts, fault)), None),
            Some(StartFault::Taken(code)) => {
                (Some(texts.with("writing-taken", [("code", code.as_str().into())])), None)
            }
            Some(StartFault::NotThere) => (None, Some(texts.get("refused-not-there"))),
            Some(StartFault::Document(fault)) => (None, Some(edit_problem(texts, &fault.problem))),
            None => (None, None),
        };
        FormBlock {
            action: DRAFTS.to_owned(),
            fields: vec![
                Field::new(
                    "from",
                    FieldKind::Choice([nothing].into_iter().chain(known).collect()),
                    texts.get("writing-from"),
                )
                .holding(self.typed.raw("from"))
                .fault(from),
                Field::new("code", FieldKind::Code, texts.get("field-code"))
                    .hint(texts.get("writing-code-hint"))
                    .holding(self.typed.raw("code"))
                    .fault(code)
                    .optional(),
                Field::new("english", FieldKind::Tick, texts.get("writing-english"))
                    .hint(texts.get("writing-english-hint"))
                    .holding(self.typed.raw("english")),
            ],
            button: texts.get("writing-start"),
            tone: Tone::Main,
            ..FormBlock::default()
        }
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
