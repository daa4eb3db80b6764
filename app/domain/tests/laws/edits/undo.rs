//! Undoing, on documents at any stage.

use super::{
    build::list,
    random::{any_edit, anything, edit_of, parents, picks, places, telling_documents, unfinished, whole},
};
use crate::support::document;
use domain::form::{
    Form, FormProblem,
    edit::{Draft, Edit, Kind, Name, Place},
};
use proptest::prelude::*;
use serde_json::{Value, json};

/// What is stored or sent comes back the same.
fn stored(edit: &Edit) -> Edit {
    serde_json::from_str(&serde_json::to_string(edit).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn edits_undone_in_reverse_give_back_every_document_on_the_way(start in unfinished(), picks in picks(12)) {
        let mut draft = Draft::new(start).unwrap();
        let mut way = Vec::new();
        for pick in picks {
            let Some(edit) = edit_of(&draft, pick) else { continue };
            let before = draft.clone();
            match draft.apply(&stored(&edit)) {
                Ok(inverse) => way.push((before, edit, stored(&inverse))),
                Err(_) => prop_assert_eq!(&draft, &before, "a refused edit changes nothing"),
            }
        }
        let last = draft.clone();
        let mut redo = Vec::new();
        for (before, edit, inverse) in way.iter().rev() {
            redo.push(draft.apply(inverse).unwrap());
            prop_assert_eq!(&draft, before, "{:?} undone by {:?}", edit, inverse);
        }
        for edit in redo.iter().rev() {
            draft.apply(edit).unwrap();
        }
        prop_assert_eq!(draft, last);
    }

    #[test]
    fn on_a_whole_form_an_edit_is_undone_by_a_small_one(start in whole(), pick in any::<(u8, u16, u16, u16, u16)>()) {
        let mut draft = Draft::new(start).unwrap();
        if let Some(edit) = edit_of(&draft, pick)
            && let Ok(inverse) = draft.apply(&edit)
        {
            let length = serde_json::to_string(&inverse).unwrap().len();
            let whole = serde_json::to_string(draft.document()).unwrap().len();
            let alone = !matches!(edit, Edit::All(_) | Edit::Set { .. } | Edit::Remove { .. });
            prop_assert!(!alone || length < 400 || length < whole / 20, "{edit:?} {inverse:?}");
        }
    }

    #[test]
    fn an_entry_stands_before_the_one_that_was_named_and_the_others_keep_their_order(
        start in whole(), which in any::<(u8, u16, u16, u16)>(), is_new in any::<bool>(),
    ) {
        let (a, b, c, d) = which;
        let base = Draft::new(start).unwrap();
        let kind = Kind::ALL[usize::from(a) % Kind::ALL.len()];
        let (all, within) = (places(&base, kind), parents(&base, kind));
        prop_assume!(!all.is_empty());
        let place = all[usize::from(b) % all.len()].clone();
        let within = within[usize::from(c) % within.len()].clone();
        let siblings = |draft: &Draft| -> Vec<Value> {
            let list = draft.get(&within).unwrap().get(list(kind)).and_then(Value::as_array);
            list.cloned().unwrap_or_default()
        };
        let before = siblings(&base);
        let next = usize::from(d) % (before.len() + 1);
        let name = |entry: &Value| match entry.get("code").or(entry.get("value")).unwrap_or(entry) {
            Value::String(name) => Name::Code(name.clone()),
            value => Name::Code(value.to_string()),
        };
        let (moved, edit) = if is_new {
            let new = if base.get(&place).unwrap().is_string() { json!("xx") } else { json!({"code": "xx", "value": "xx"}) };
            let before = before.get(next).map(name);
            (new.clone(), Edit::Insert { kind, within: within.clone(), before, value: new })
        } else {
            let before = before.get(next).map(name);
            (base.get(&place).unwrap().clone(), Edit::Move { place, within: within.clone(), before })
        };
        let mut draft = base.clone();
        // An answer of the same value may be there already.
        prop_assume!(draft.apply(&edit).is_ok());
        let after = siblings(&draft);
        let at = after.iter().position(|entry| *entry == moved).unwrap();
        if before.get(next) != Some(&moved) {
            prop_assert_eq!(after.get(at + 1), before.get(next));
        }
        let others = |list: &[Value]| -> Vec<Value> { list.iter().filter(|entry| **entry != moved).cloned().collect() };
        prop_assert_eq!(others(&after), others(&before));
        let total = |draft: &Draft| draft.entries(kind).len();
        prop_assert_eq!(total(&draft), total(&base) + usize::from(is_new));
    }

    #[test]
    fn no_edit_of_any_document_panics_or_half_happens(start in anything(), edits in prop::collection::vec(any_edit(), 1..6)) {
        let Ok(mut draft) = Draft::new(start) else { return Ok(()) };
        for edit in edits {
            prop_assert_eq!(&stored(&edit), &edit);
            let before = draft.clone();
            match draft.clone().apply(&edit) {
                Ok(inverse) => {
                    draft.apply(&edit).unwrap();
                    prop_assert!(Draft::new(draft.document().clone()).is_ok(), "within the bounds");
                    let mut back = draft.clone();
                    back.apply(&inverse).unwrap();
                    prop_assert_eq!(&back, &before);
                }
                Err(_) => prop_assert_eq!(&draft, &before),
            }
            for kind in Kind::ALL {
                for (place, value) in draft.entries(kind) {
                    prop_assert_eq!(draft.get(&place).unwrap(), value);
                    let _ = (draft.duplicate(&place), draft.referring(&place));
                    if let Ok(removal) = draft.removal(&place) {
                        draft.clone().apply(&removal).unwrap();
                    }
                }
            }
        }
    }

    #[test]
    fn keys_that_nobody_knows_stay_with_their_entries(start in whole(), picks in picks(12)) {
        let mut marked = start;
        let mut count = 0;
        mark(&mut marked, &mut count);
        let mut draft = Draft::new(marked).unwrap();
        for pick in picks {
            let Some(edit) = edit_of(&draft, pick) else { continue };
            if !matches!(edit, Edit::Move { .. } | Edit::Rename { .. } | Edit::Insert { .. }) {
                continue;
            }
            let texts = |draft: &Draft| -> Vec<Value> {
                let mut found: Vec<Value> = entries(draft).iter().map(|entry| entry["mark"].clone()).collect();
                found.retain(Value::is_number);
                found.sort_by_key(Value::as_u64);
                found.dedup();
                found
            };
            let before = texts(&draft);
            let _ = draft.apply(&edit);
            prop_assert_eq!(texts(&draft), before, "{:?}", edit);
        }
    }
}

fn entries(draft: &Draft) -> Vec<Value> {
    Kind::ALL.into_iter().flat_map(|kind| draft.entries(kind)).map(|(_, entry)| entry.clone()).collect()
}

/// Gives every object with a code or a value a number of its own.
fn mark(value: &mut Value, count: &mut u64) {
    match value {
        Value::Object(map) => {
            map.values_mut().for_each(|value| mark(value, count));
            if map.contains_key("code") || map.contains_key("value") {
                *count += 1;
                map.insert("mark".to_owned(), json!(*count));
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|value| mark(value, count)),
        _ => {}
    }
}

#[test]
fn what_takes_an_edit_back_names_no_more_than_the_edit() {
    let question = |code: &str| Place::Question(code.into());
    let set = |place: Place, path: &[&str], value: Option<Value>| Edit::Set {
        place,
        path: path.iter().map(|key| (*key).to_owned()).collect(),
        value,
    };
    let insert = |kind, within, before: Option<&str>, value| Edit::Insert {
        kind,
        within,
        before: before.map(Name::from),
        value,
    };
    let rename = |place, name: &str| Edit::Rename { place, name: name.to_owned() };
    let to =
        |place, within, before: Option<&str>| Edit::Move { place, within, before: before.map(Name::from) };
    let (m, one) = (|| question("m"), || question("one"));
    let row = || json!({"code": "r", "text": {}});
    for (edit, inverse) in [
        (set(Place::Form, &["intro", "vi"], Some(json!("Chào"))), set(Place::Form, &["intro"], None)),
        (set(m(), &["text", "vi"], Some(json!("mới"))), set(m(), &["text", "vi"], Some(json!("m")))),
        (set(m(), &["hint", "vi"], None), set(m(), &["hint", "vi"], None)),
        (insert(Kind::Row, one(), None, row()), set(one(), &["rows"], None)),
        (
            insert(Kind::Asked, m(), Some("i2"), json!("i3")),
            Edit::Remove { place: Place::Asked("m".into(), "i3".into()) },
        ),
        (
            Edit::Remove { place: question("comment") },
            insert(Kind::Question, Place::Form, Some("interviewer"), document()["questions"][4].clone()),
        ),
        (rename(question("came"), "visited"), rename(question("visited"), "came")),
        (to(m(), Place::Form, Some("came")), to(m(), Place::Form, Some("one"))),
        (
            Edit::All(vec![to(Place::Item("i1".into()), Place::Factor("f2".into()), None), rename(m(), "n")]),
            Edit::All(vec![
                rename(question("n"), "m"),
                to(Place::Item("i1".into()), Place::Factor("f1".into()), Some("i2")),
            ]),
        ),
    ] {
        let mut draft = Draft::new(document()).unwrap();
        assert_eq!(draft.apply(&edit).unwrap(), inverse, "{edit:?}");
        draft.apply(&inverse).unwrap();
        assert_eq!(*draft.document(), document());
    }
}

#[test]
fn whatever_is_removed_with_its_references_leaves_none_behind_and_comes_back() {
    for start in telling_documents() {
        let draft = Draft::new(start).unwrap();
        for kind in Kind::ALL {
            for (place, _) in draft.entries(kind) {
                let mut other = draft.clone();
                let back = other.apply(&draft.removal(&place).unwrap()).unwrap();
                assert!(other.get(&place).is_err(), "{place}");
                let dangling = Form::read(other.document()).is_err_and(|fault| {
                    use FormProblem::{NotAnAnswer, NotEarlier, NotThere};
                    matches!(fault.problem, NotThere(..) | NotEarlier(_) | NotAnAnswer { .. })
                });
                assert!(!dangling, "{place}");
                let referring = draft.referring(&place).unwrap();
                let plain = draft.clone().apply(&Edit::Remove { place: place.clone() });
                assert_eq!(plain.is_ok(), referring.is_empty(), "{place}");
                other.apply(&back).unwrap();
                assert_eq!(other, draft, "{place}");
            }
        }
        for (place, _) in draft.entries(Kind::Question) {
            let mut other = draft.clone();
            let edit = draft.duplicate(&place).unwrap();
            other.apply(&edit).unwrap();
            if draft.get(&place).unwrap().get("items").is_none() {
                let read = Form::read_new(other.document());
                assert!(read.is_ok(), "{place}: {read:?}");
            }
        }
    }
}
