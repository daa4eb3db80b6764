//! A questionnaire written step by step is the one written by hand.

use super::random::{telling_documents, whole_documents};
use crate::support::document;
use domain::form::{
    Form,
    edit::{Draft, Edit, EditProblem, Kind, Name, Place},
};
use serde_json::{Value, json};

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

#[test]
fn a_form_stays_a_form_when_anything_in_it_is_renamed() {
    for document in telling_documents() {
        let (mut draft, mut names) = (Draft::new(document).unwrap(), 70_000..);
        for kind in Kind::ALL {
            let number = draft.entries(kind).len();
            for at in 0..number {
                let place = draft.entries(kind)[at].0.clone();
                let name = names.next().unwrap().to_string();
                match draft.apply(&Edit::Rename { place: place.clone(), name }) {
                    Ok(_) => assert!(draft.get(&place).is_err(), "{place}"),
                    Err(fault) => assert_eq!(fault.problem, EditProblem::NotRenamed, "{place}"),
                }
            }
            let read = Form::read_new(draft.document());
            assert!(read.is_ok(), "{kind:?}: {read:?}");
        }
    }
}

#[test]
fn a_fault_of_the_reader_leads_to_its_place() {
    let mut draft = Draft::new(document()).unwrap();
    let options = json!([{"value": "1", "text": {"vi": "x"}}]);
    let path = vec!["options".to_owned()];
    draft.apply(&Edit::Set { place: Place::Question("how".into()), path, value: Some(options) }).unwrap();
    let fault = Form::read(draft.document()).unwrap_err();
    assert_eq!(fault.path, "questions[1].options[0].text");
    let place = Place::Choice("how".into(), "1".into());
    assert_eq!(draft.place_of(&fault.path), (place, vec!["text".to_owned()]));
    let item = Place::Item("i3".into());
    assert_eq!(draft.place_of("contents[0].factors[1].items[0]"), (item, vec![]));
    assert_eq!(draft.place_of("(document)").0, Place::Form);
    assert_eq!(draft.place_of("questions[99].text").0, Place::Form);
    assert_eq!(draft.place_of("").0, Place::Form);
}
