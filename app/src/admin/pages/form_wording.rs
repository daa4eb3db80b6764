//! The same items in other words: the texts of a form, and what would change before it is stored.

use super::form_words::{FORMS, form_address, language_name, place_name, rewording_lines};
use crate::{
    Texts,
    admin::{Block, Field, FieldKind, FormBlock, PageBody, faults::form_fault},
};
use domain::{
    Code, Text,
    form::{AdaptationFault, LONGEST_PHRASE, Replacement, ReplacementFaults, Rewording, TextFault, Wording},
};
use std::collections::BTreeMap;

/// Texts of more characters have several lines.
const ONE_LINE: usize = 60;

/// The form whose words are changed.
#[derive(Debug)]
pub struct AdaptedForm {
    /// Its code.
    pub code: Code,
    /// Its title as it is stored.
    pub title: Text,
    /// The version that was seen.
    pub version: i32,
}

impl AdaptedForm {
    fn address(&self) -> String {
        form_address(&self.code, "/wording")
    }

    fn page(&self, texts: &Texts, title: &str) -> PageBody {
        PageBody::new(texts.get(title))
            .beneath(FORMS, texts.get("forms-title"))
            .beneath(form_address(&self.code, ""), self.title.get(&texts.locale))
    }
}

/// What somebody has typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedWording {
    /// The words of every place.
    pub words: Vec<String>,
    /// What is to be replaced everywhere.
    pub replacement: Replacement,
}

/// Why the texts are shown again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WordingNotice {
    /// Words have been replaced everywhere.
    Replaced,
    /// Words of a replacement are too long.
    Replacement(ReplacementFaults),
    /// The wording is not accepted.
    Refused(AdaptationFault),
    /// A newer version has come meanwhile; what was changed has been put upon it.
    Merged,
}

impl WordingNotice {
    /// Whether something is wrong.
    pub fn is_fault(&self) -> bool {
        *self != Self::Replaced
    }
}

/// What the page shows.
#[derive(Debug)]
pub struct WordingPage {
    /// The form.
    pub form: AdaptedForm,
    /// The places of its texts and what stands there.
    pub places: Vec<Wording>,
    /// What somebody has typed.
    pub typed: Option<TypedWording>,
    /// Why it is shown again.
    pub notice: Option<WordingNotice>,
}

fn text_fault(texts: &Texts, fault: TextFault) -> String {
    match fault {
        TextFault::Empty => texts.get("fault-empty"),
        TextFault::TooLong(most) => texts.with("wording-long", [("most", most.into())]),
        TextFault::NoPlace => texts.get("changed-meanwhile"),
    }
}

impl WordingPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let changed = self.places.iter().enumerate().filter(|(at, place)| self.words(*at) != place.words);
        let replaced = (self.notice == Some(WordingNotice::Replaced))
            .then(|| Block::Warning(texts.with("wording-replaced", [("n", changed.count().into())])));
        self.form
            .page(texts, "wording-title")
            .with(Block::Text(texts.get("wording-lead")))
            .and(replaced)
            .with(Block::Form(self.fields(texts)))
    }

    /// What stands at a place in the form.
    fn words(&self, at: usize) -> &str {
        match &self.typed {
            Some(typed) => typed.words.get(at).map_or("", String::as_str),
            None => &self.places[at].words,
        }
    }

    fn fields(&self, texts: &Texts) -> FormBlock {
        let faults = match &self.notice {
            Some(WordingNotice::Refused(AdaptationFault::Texts(faults))) => faults.clone(),
            _ => BTreeMap::new(),
        };
        let mut fields = vec![Field::hidden("version", self.form.version.to_string())];
        fields.extend(self.replacement(texts));
        // One place in its languages, beside each other.
        let mut all = self.places.iter().enumerate().peekable();
        while let Some((at, first)) = all.next() {
            let mut group = vec![self.text(texts, at, first, &faults)];
            while let Some((at, next)) = all.next_if(|(_, next)| next.path == first.path) {
                group.push(self.text(texts, at, next, &faults));
            }
            fields.push(Field::beside(group));
        }
        FormBlock {
            action: self.form.address(),
            fields,
            button: texts.get("wording-look"),
            named_button: Some(("look".to_owned(), "1".to_owned())),
            wide: true,
            fault: self.fault(texts),
            ..FormBlock::default()
        }
    }

    /// What is wrong with all of it together.
    fn fault(&self, texts: &Texts) -> Option<String> {
        match self.notice.as_ref()? {
            WordingNotice::Merged => Some(texts.get("wording-merged")),
            WordingNotice::Refused(AdaptationFault::Same) => Some(texts.get("wording-same")),
            WordingNotice::Refused(AdaptationFault::Known(version)) => {
                Some(texts.with("wording-known", [("n", (*version).into())]))
            }
            WordingNotice::Refused(AdaptationFault::Form(fault)) => {
                Some(texts.with("form-unreadable", [("why", form_fault(texts, fault).into())]))
            }
            WordingNotice::Refused(AdaptationFault::Texts(_))
            | WordingNotice::Replaced
            | WordingNotice::Replacement(_) => None,
        }
    }

    /// The fields with which words are replaced everywhere.
    fn replacement(&self, texts: &Texts) -> [Field; 4] {
        let held = self.typed.as_ref().map(|typed| typed.replacement.clone()).unwrap_or_default();
        let faults = match self.notice {
            Some(WordingNotice::Replacement(faults)) => faults,
            _ => ReplacementFaults::default(),
        };
        let one = |name: &str, words: &str, held: String, is_long: bool| {
            let fault = is_long.then(|| texts.with("wording-long", [("most", LONGEST_PHRASE.into())]));
            Field::new(name, FieldKind::Text, texts.get(words)).holding(held).fault(fault).optional()
        };
        [
            one("find", "wording-find", held.find, faults.find).hint(texts.get("wording-find-hint")),
            one("put", "wording-put", held.put, faults.put),
            one("except", "wording-except", held.except, faults.except)
                .hint(texts.get("wording-except-hint")),
            Field::button("replace", texts.get("wording-replace")),
        ]
    }

    /// The field of one text.
    fn text(&self, texts: &Texts, at: usize, place: &Wording, faults: &BTreeMap<usize, TextFault>) -> Field {
        let Wording { path, language, words } = place;
        let now = self.words(at);
        let kind = if words.chars().count() > ONE_LINE { FieldKind::Words } else { FieldKind::Text };
        let label = format!("{} ({})", place_name(texts, path), language_name(language));
        let fault = faults.get(&at).map(|fault| text_fault(texts, *fault));
        let field = Field::new(format!("t{at}"), kind, label).holding(now).fault(fault);
        if now == words {
            return field;
        }
        field.hint(texts.with("wording-before", [("words", words.as_str().into())])).marked()
    }
}

/// What would change, before it is stored.
#[derive(Debug)]
pub struct WordingConfirmationPage {
    /// The form.
    pub form: AdaptedForm,
    /// What would be said differently.
    pub changes: Vec<Rewording>,
    /// What was sent, to be sent again: names and values.
    pub sent: Vec<(String, String)>,
}

impl WordingConfirmationPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let lead = texts.with("wording-confirm-lead", [("n", self.changes.len().into())]);
        let form = FormBlock {
            action: self.form.address(),
            fields: self
                .sent
                .iter()
                .map(|(name, value)| Field::hidden(name.as_str(), value.as_str()))
                .collect(),
            button: texts.get("wording-save"),
            named_button: Some(("sure".to_owned(), "1".to_owned())),
            also: Some(("back".to_owned(), "1".to_owned(), texts.get("wording-back"))),
            ..FormBlock::default()
        };
        self.form
            .page(texts, "wording-confirm")
            .with(Block::Text(lead))
            .with(Block::Facts(rewording_lines(texts, &self.changes)))
            .with(Block::Form(form))
    }
}
