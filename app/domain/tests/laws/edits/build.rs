//! A questionnaire written step by step is the one written by hand.

use super::random::whole_documents;
use domain::form::{
    Form,
    edit::{Draft, Edit, Kind, Name, Place},
};
use serde_json::Value;

/// The key under which entries of a kind are listed.
pub(crate) fn list(kind: Kind) -> &'static str {
    match kind {
        Kind::Language => "languages",
        Kind::Translation => "translated",
        Kind::Section => "sections",
        Kind::Scale => "scales",
        Kind::Level => "labels",
        Kind::Content => "contents",
        Kind::Factor => "factors",
        Kind::Item | Kind::Asked => "items",
        Kind::Question => "questions",
        Kind::Row => "rows",
        Kind::Choice => "options",
    }
}

/// What may be within an entry of a kind, or within the form.
fn inner(kind: Option<Kind>) -> &'static [Kind] {
    match kind {
        None => {
            &[Kind::Language, Kind::Translation, Kind::Section, Kind::Scale, Kind::Content, Kind::Question]
        }
        Some(Kind::Scale) => &[Kind::Level],
        Some(Kind::Content) => &[Kind::Factor],
        Some(Kind::Factor) => &[Kind::Item],
        Some(Kind::Question) => &[Kind::Row, Kind::Choice, Kind::Asked],
        Some(_) => &[],
    }
}

/// The place of a new entry.
fn place(kind: Kind, parent: &Place, entry: &Value) -> Place {
    let name = match entry.get("code").or(entry.get("value")).unwrap_or(entry) {
        Value::String(name) => Name::Code(name.clone()),
        value => Name::Code(value.to_string()),
    };
    let owner = || parent.name().unwrap().clone();
    match kind {
        Kind::Language => Place::Language(name),
        Kind::Translation => Place::Translation(name),
        Kind::Section => Place::Section(name),
        Kind::Scale => Place::Scale(name),
        Kind::Level => Place::Level(owner(), name),
        Kind::Content => Place::Content(name),
        Kind::Factor => Place::Factor(name),
        Kind::Item => Place::Item(name),
        Kind::Question => Place::Question(name),
        Kind::Row => Place::Row(name),
        Kind::Choice => Place::Choice(owner(), name),
        Kind::Asked => Place::Asked(owner(), name),
    }
}

/// What an editor does to write an entry: property by property and word by word, then what is in it, each first by its code.
fn edits(at: &Place, value: &Value) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (key, value) in value.as_object().into_iter().flatten() {
        let is_named = at.kind().is_some() && (key == "code" || key == "value");
        if is_named || inner(at.kind()).iter().any(|kind| list(*kind) == key) {
            continue;
        }
        let mut set = |path: &[&str], value: &Value| {
            let path = path.iter().map(|key| (*key).to_owned()).collect();
            edits.push(Edit::Set { place: at.clone(), path, value: Some(value.clone()) });
        };
        match value.as_object().filter(|map| map.contains_key("vi")) {
            Some(text) => text.iter().for_each(|(language, words)| set(&[key, language], words)),
            None => set(&[key], value),
        }
    }
    for &kind in inner(at.kind()) {
        for entry in value.get(list(kind)).and_then(Value::as_array).into_iter().flatten() {
            let bare = match entry.as_object() {
                Some(map) => map
                    .clone()
                    .into_iter()
                    .filter(|(key, _)| ["code", "value"].contains(&key.as_str()))
                    .collect::<serde_json::Map<_, _>>()
                    .into(),
                None => entry.clone(),
            };
            edits.push(Edit::Insert { kind, within: at.clone(), before: None, value: bare });
            edits.extend(self::edits(&place(kind, at, entry), entry));
        }
    }
    edits
}

#[test]
fn every_shipped_questionnaire_is_written_from_an_empty_draft_by_edits_alone() {
    for document in whole_documents() {
        let edits = edits(&Place::Form, &document);
        assert!(edits.len() > 60, "{}", edits.len());
        let mut draft = Draft::default();
        let mut inverses = Vec::new();
        for edit in &edits {
            inverses.push(draft.apply(edit).unwrap_or_else(|fault| panic!("{edit:?}: {fault}")));
        }
        assert_eq!(*draft.document(), document);
        assert_eq!(Form::read_new(draft.document()).unwrap(), Form::read_new(&document).unwrap());
        draft.apply(&Edit::All(inverses.into_iter().rev().collect())).unwrap();
        assert_eq!(draft, Draft::default());
        draft.apply(&Edit::All(edits)).unwrap();
        assert_eq!(*draft.document(), document);
    }
}
