//! The fields of an entry, and of the answers and lines in it.

use super::{
    FormDraftPage,
    words::{field_label, short_title},
};
use crate::{
    Texts,
    admin::{Field, FieldKind, faults::kind_name},
};
use domain::form::edit::{Draft, EntryField, Kind, Missing, Name, Place, QUESTION_KINDS, entry_fields};
use serde_json::Value;

/// Longer texts have a field of several lines.
const ONE_LINE: usize = 100;
/// What a question is for; see `domain::form::QuestionRole`.
const ROLES: [&str; 9] = [
    "demographic",
    "interest",
    "experience",
    "judgement",
    "satisfaction",
    "expectation",
    "comment",
    "evaluation",
    "fieldwork",
];

impl FormDraftPage {
    /// Every field of the form.
    pub(super) fn fields(&self, texts: &Texts, missing: &[(Place, Missing)]) -> Vec<Field> {
        let mut fields = Vec::new();
        if let Ok(entry) = self.draft.get(&self.at) {
            let known = entry_fields(self.at.kind()).iter().filter(|field| is_shown(entry, field));
            fields.extend(known.map(|field| self.of_entry(texts, &self.at, entry, field, missing)));
        }
        // What it says, the answers and lines in it, and then the rest.
        let rest = fields.split_off(fields.len().min(1));
        for kind in inner_kinds(self.at.kind()) {
            for (place, entry) in self.draft.within(&self.at, *kind) {
                fields.push(vec![self.in_a_line(texts, &place, entry, missing)]);
            }
        }
        fields.into_iter().chain(rest).flatten().collect()
    }

    /// Whether a field is among those that are shown.
    pub(super) fn is_shown(&self, name: &str) -> bool {
        let Some((place, key)) = name.rsplit_once('/') else { return matches!(name, "new" | "to") };
        let Ok(place) = place.parse::<Place>() else { return false };
        let inner = inner_kinds(self.at.kind()).iter().flat_map(|kind| self.draft.within(&self.at, *kind));
        let is_inner = inner.into_iter().any(|(inner, _)| inner == place);
        // A text has a field for each language, and none for all of them.
        (place == self.at || is_inner)
            && (key.contains('.') || matches!(key, "name" | "score" | "condition" | "number" | "licence"))
    }

    /// The field of an entry, or one for each language.
    fn of_entry(
        &self,
        texts: &Texts,
        place: &Place,
        entry: &Value,
        field: &EntryField,
        missing: &[(Place, Missing)],
    ) -> Vec<Field> {
        let kind = place.kind();
        let label = |key: &str| field_label(texts, kind, key, None);
        let stored = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or("").to_owned();
        let choice = |key: &str, options: Vec<(String, String)>| {
            let mut options = options;
            let now = stored(key);
            // What is there and not known stays chosen.
            if !now.is_empty() && !options.iter().any(|(value, _)| *value == now) {
                options.push((now.clone(), now.clone()));
            }
            vec![self.field(texts, place, key, FieldKind::Choice(options), label(key), now)]
        };
        match field {
            EntryField::Text(key) => vec![Field::beside(self.texts_of(texts, place, entry, key, missing))],
            EntryField::Name => {
                let name = match place.name() {
                    Some(Name::Code(code)) => code.clone(),
                    _ => String::new(),
                };
                vec![self.field(texts, place, "name", FieldKind::Code, label("name"), name)]
            }
            EntryField::Line(key) => {
                vec![self.field(texts, place, key, FieldKind::Text, label(key), stored(key)).optional()]
            }
            EntryField::Number(key) => {
                let now = entry.get(*key).map(Value::to_string).unwrap_or_default();
                vec![self.field(texts, place, key, FieldKind::Whole, label(key), now).optional()]
            }
            EntryField::Flag(key) => {
                let ticked = if entry.get(*key).and_then(Value::as_bool) == Some(true) { "1" } else { "" };
                let name = format!("{}/{key}", place.address());
                vec![
                    Field::hidden("flags", name),
                    self.field(texts, place, key, FieldKind::Tick, label(key), ticked.to_owned()),
                ]
            }
            EntryField::Word(key) => choice(key, self.options(texts, key)),
            EntryField::Condition => vec![self.condition(texts, place, entry)],
        }
    }

    fn options(&self, texts: &Texts, key: &str) -> Vec<(String, String)> {
        let of_kind = |kind: Kind| {
            let entries = self.draft.entries(kind).into_iter();
            entries.filter_map(|(_, entry)| {
                let code = entry.get("code")?.as_str()?.to_owned();
                let words = format!("{code} {}", short_title(texts, entry));
                Some((code, words.trim().to_owned()))
            })
        };
        let none = |key: &str| (String::new(), texts.get(key));
        let named = |stem: &str, words: &[&str]| -> Vec<(String, String)> {
            let stem = stem.to_owned();
            words.iter().map(|word| ((*word).to_owned(), texts.get(&format!("{stem}{word}")))).collect()
        };
        match key {
            "kind" => named("entry-kind-", &QUESTION_KINDS),
            "role" => [none("entry-role-by-kind")].into_iter().chain(named("entry-role-", &ROLES)).collect(),
            "format" => [none("entry-format-words")]
                .into_iter()
                .chain(named("entry-format-", &["integer", "date"]))
                .collect(),
            "section" => [none("entry-none")].into_iter().chain(of_kind(Kind::Section)).collect(),
            _ => [none("entry-none")].into_iter().chain(of_kind(Kind::Scale)).collect(),
        }
    }

    /// A text in each language.
    fn texts_of(
        &self,
        texts: &Texts,
        place: &Place,
        entry: &Value,
        key: &str,
        missing: &[(Place, Missing)],
    ) -> Vec<Field> {
        let optional = matches!(key, "hint" | "intro");
        let languages = self.draft.languages();
        let one = |language: &domain::Locale| {
            let now = entry.get(key).and_then(|text| text.get(language.as_str())?.as_str()).unwrap_or("");
            let is_long =
                matches!(key, "hint" | "intro") || now.chars().count() > ONE_LINE || now.contains('\n');
            let kind = if is_long { FieldKind::Words } else { FieldKind::Text };
            let name = format!("{key}.{language}");
            let label = field_label(texts, place.kind(), key, Some(language));
            let field = self.field(texts, place, &name, kind, label, now.to_owned());
            let lacks = missing.iter().any(|(of, what)| {
                of == place && matches!(what, Missing::Words(of, locale) if *of == key && locale == language)
            });
            match (lacks, optional) {
                (true, _) => field.marked().hint(texts.get("writing-lacks")),
                (_, true) => field.optional(),
                _ => field,
            }
        };
        languages.iter().map(one).collect()
    }

    /// An answer or a line within the entry: its texts beside each other, and its score.
    fn in_a_line(&self, texts: &Texts, place: &Place, entry: &Value, missing: &[(Place, Missing)]) -> Field {
        let key = if matches!(place.kind(), Some(Kind::Factor)) { "title" } else { "text" };
        let mut fields = self.texts_of(texts, place, entry, key, missing);
        let name = place.name().map(ToString::to_string).unwrap_or_default();
        let about = format!("{} {name}", kind_name(texts, place.kind()));
        fields = fields.into_iter().map(|field| field.about(&about)).collect();
        if place.kind() == Some(Kind::Level) {
            let now = entry.get("score").map(Value::to_string).unwrap_or_default();
            let label = field_label(texts, place.kind(), "score", None);
            let score = self.field(texts, place, "score", FieldKind::Whole, label, now);
            fields.push(score.about(&about).optional());
        }
        Field::beside(fields)
    }

    /// When it is asked: always, or where an earlier question has one answer. Other conditions are shown and stay.
    fn condition(&self, texts: &Texts, place: &Place, entry: &Value) -> Field {
        let stored = entry.get("relevant_if");
        let simple = Draft::simple_condition(stored);
        let mut options = vec![(String::new(), texts.get("condition-always"))];
        let held = simple.clone().unwrap_or_else(|| "keep".to_owned());
        if simple.is_none() {
            let words = stored.map(Value::to_string).unwrap_or_default();
            options.push(("keep".to_owned(), texts.with("condition-keep", [("words", words.into())])));
        }
        options.extend(self.earlier_answers(texts, place));
        if !options.iter().any(|(value, _)| *value == held) {
            options.push((held.clone(), held.clone()));
        }
        let label = texts.get("entry-field-condition");
        self.field(texts, place, "condition", FieldKind::Choice(options), label, held)
            .hint(texts.get("condition-hint"))
    }

    /// Every answer of every line that is asked before an entry: `q1=2`.
    fn earlier_answers(&self, texts: &Texts, place: &Place) -> Vec<(String, String)> {
        let draft = &self.draft;
        let mut options = Vec::new();
        let scale_labels = |question: &Value| {
            let scale = question.get("scale").and_then(Value::as_str).unwrap_or("");
            draft.within(&Place::Scale(scale.into()), Kind::Level)
        };
        let own = draft.parent(place).unwrap_or(Place::Form);
        let own_asks = |question: &Place| {
            place.kind() == Some(Kind::Item)
                && draft
                    .within(question, Kind::Asked)
                    .iter()
                    .any(|(_, it)| it.as_str().is_some_and(|code| place.name() == Some(&Name::from(code))))
        };
        for (question, entry) in draft.entries(Kind::Question) {
            if question == *place || question == own || own_asks(&question) {
                break;
            }
            let answers = match draft.within(&question, Kind::Choice) {
                answers if answers.is_empty() => scale_labels(entry),
                answers => answers,
            };
            let rows = draft.within(&question, Kind::Row);
            let lines = if rows.is_empty() { vec![(question, entry)] } else { rows };
            for (line, words) in lines {
                let Some(Name::Code(code)) = line.name() else { continue };
                for (answer, label) in &answers {
                    let Some(Name::Code(value)) = answer.name() else { continue };
                    let (of, answer) = (short_title(texts, words), short_title(texts, label));
                    options.push((format!("{code}={value}"), format!("{code} {of} = {value} {answer}")));
                }
            }
        }
        options
    }

    /// A field with what was typed, or what is stored; what is stored beside it where somebody else has changed it.
    fn field(
        &self,
        texts: &Texts,
        place: &Place,
        key: &str,
        kind: FieldKind,
        label: String,
        stored: String,
    ) -> Field {
        let name = format!("{}/{key}", place.address());
        let fault =
            self.field_fault(texts).filter(|(field, _)| field_is(field, &name)).map(|(_, words)| words);
        let now = Field::new(name.clone(), kind, label).holding(stored);
        let Some(attempt) = &self.attempt else { return now };
        let is_sent = attempt.typed.raw("at") == self.at.address() && attempt.typed.sent("do").is_some();
        let typed = match attempt.typed.sent(&name) {
            Some(typed) => typed,
            None if is_sent && attempt.typed.all("flags").any(|flag| flag == name) => "",
            None => return now,
        };
        now.clone().holding(typed).against(texts, &now).fault(fault)
    }
}

/// Whether a fault is about a field: `…/text` is about every language of the text.
fn field_is(fault: &str, name: &str) -> bool {
    name.strip_prefix(fault).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// What a question of some kind has no use for is not shown, unless it is there.
fn is_shown(entry: &Value, field: &EntryField) -> bool {
    let kind = entry.get("kind").and_then(Value::as_str).unwrap_or("");
    match field {
        EntryField::Word("format") => kind == "text" || entry.get("format").is_some(),
        EntryField::Word("scale") => kind != "text" || entry.get("scale").is_some(),
        _ => true,
    }
}

/// What is edited together with an entry of a kind.
fn inner_kinds(kind: Option<Kind>) -> &'static [Kind] {
    match kind {
        Some(Kind::Scale) => &[Kind::Level],
        Some(Kind::Question) => &[Kind::Choice, Kind::Row],
        Some(Kind::Content) => &[Kind::Factor],
        Some(Kind::Factor) => &[Kind::Item],
        _ => &[],
    }
}

/// What may be begun beside an entry of a kind, or in it.
pub(super) fn kind_word(texts: &Texts, what: &str) -> String {
    match Kind::from_word(what) {
        Some(kind) => kind_name(texts, Some(kind)),
        None => texts.get(&format!("entry-kind-{what}")),
    }
}
