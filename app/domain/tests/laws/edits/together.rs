//! Two editors at once.

use super::random::{edit_of, parents, picks, places, unfinished, whole};
use crate::support::document;
use domain::form::edit::{
    Conflict, Draft, Edit, EditProblem, Kind, MOST_REBASED, Name, Place, Rebased, rebase,
};
use proptest::prelude::*;
use serde_json::{Value, json};

/// What an editor makes of a document, edit by edit.
fn session(base: &Draft, picks: Vec<super::random::Pick>) -> Vec<Edit> {
    let mut draft = base.clone();
    let made =
        picks.into_iter().filter_map(|pick| edit_of(&draft, pick).filter(|edit| draft.apply(edit).is_ok()));
    made.collect()
}

fn after<'e>(base: &Draft, edits: impl IntoIterator<Item = &'e Edit>) -> Value {
    let mut draft = base.clone();
    for edit in edits {
        draft.apply(edit).unwrap_or_else(|fault| panic!("{edit:?}: {fault}"));
    }
    draft.into_document()
}

fn words(place: &Place, language: &str, words: &str) -> Edit {
    let key = match place.kind() {
        None | Some(Kind::Section | Kind::Scale | Kind::Content | Kind::Factor) => "title",
        _ => "text",
    };
    Edit::Set {
        place: place.clone(),
        path: vec![key.to_owned(), language.to_owned()],
        value: Some(json!(words)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_same_comes_of_both_orders_whatever_the_editors_do(
        base in unfinished(), first in picks(5), second in picks(5),
    ) {
        let base = Draft::new(base).unwrap();
        let (stored, own) = (session(&base, first), session(&base, second));
        let Rebased { edits, stored: theirs, conflicts } = rebase(&base, &stored, &own).unwrap();
        prop_assert_eq!(edits.len() + conflicts.len(), own.len());
        let left_out = |at: &usize| conflicts.iter().any(|conflict| conflict.edit == *at);
        let kept = (0..own.len()).filter(|at| !left_out(at)).map(|at| &own[at]);
        prop_assert_eq!(after(&base, stored.iter().chain(&edits)), after(&base, kept.chain(&theirs)));
        for conflict in &conflicts {
            prop_assert_eq!(&conflict.place, own[conflict.edit].place());
        }
    }

    #[test]
    fn what_is_done_elsewhere_is_carried_over(
        base in whole(), other in any::<(u8, u16, u16, u16)>(), at in any::<u16>(), own_is_stored in any::<bool>(),
    ) {
        let base = Draft::new(base).unwrap();
        let kinds = [Kind::Scale, Kind::Level, Kind::Content, Kind::Factor, Kind::Item, Kind::Question, Kind::Row, Kind::Choice];
        let all: Vec<Place> = kinds.into_iter().flat_map(|kind| places(&base, kind)).collect();
        let worded = all[usize::from(at) % all.len()].clone();
        let (what, a, b, c) = other;
        let place = all[usize::from(a) % all.len()].clone();
        let kind = place.kind().unwrap();
        let within = parents(&base, kind)[usize::from(b) % parents(&base, kind).len()].clone();
        let before = places(&base, kind)[usize::from(c) % places(&base, kind).len()].name().cloned();
        let other = match what % 6 {
            0 if place != worded => words(&place, "en", "other words"),
            0 | 1 => words(&worded, "vi", "lời khác"),
            2 => Edit::Rename { place, name: "renamed-9".to_owned() },
            3 => base.duplicate(&place).unwrap(),
            4 => Edit::Move { place, within, before },
            _ => Edit::Insert { kind, within, before, value: json!({"code": "new-9", "value": 9_999}) },
        };
        // Some moves are none: another parent has no such place, or an answer of this value.
        if base.clone().apply(&other).is_err() {
            return Ok(());
        }
        // An answer that goes to another scale or question is named by that from then on.
        let renamed_owner = matches!((&other, kind), (Edit::Move { place, .. }, Kind::Level | Kind::Choice) if *place == worded);
        prop_assume!(!renamed_owner);
        let mine = words(&worded, "en", "my words");
        let (stored, own) = if own_is_stored { (mine, other) } else { (other, mine) };
        let rebased = rebase(&base, std::slice::from_ref(&stored), std::slice::from_ref(&own)).unwrap();
        prop_assert_eq!(&rebased.conflicts, &[], "{:?} {:?}", stored, own);
        prop_assert_eq!(after(&base, [&stored, &rebased.edits[0]]), after(&base, [&own, &rebased.stored[0]]));
    }

    #[test]
    fn entries_that_both_put_in_are_both_there(base in whole(), a in any::<u16>(), b in any::<u16>(), at_once in any::<bool>()) {
        let base = Draft::new(base).unwrap();
        let insert = |code: &str, at: u16| {
            let all = places(&base, Kind::Question);
            let before = all.get(usize::from(at) % (all.len() + 1)).and_then(|place| place.name().cloned());
            Edit::Insert { kind: Kind::Question, within: Place::Form, before, value: json!({"code": code}) }
        };
        let (stored, own) = (insert("theirs", a), insert("mine", if at_once { a } else { b }));
        let Rebased { edits, conflicts, .. } = rebase(&base, std::slice::from_ref(&stored), &[own]).unwrap();
        prop_assert_eq!(conflicts, []);
        let mut draft = Draft::new(after(&base, [&stored, &edits[0]])).unwrap();
        for code in ["mine", "theirs"] {
            draft.apply(&Edit::Remove { place: Place::Question(code.into()) }).unwrap();
        }
        prop_assert_eq!(draft, base);
    }
}

fn question(code: &str) -> Place {
    Place::Question(code.into())
}

fn leaning(place: Place, on: &str) -> Edit {
    let condition = json!({"question": on, "equals": 1});
    Edit::Set { place, path: vec!["relevant_if".to_owned()], value: Some(condition) }
}

#[test]
fn what_touches_is_told_with_both_places() {
    let base = Draft::new(document()).unwrap();
    let to = |place: Place, before: Option<Name>| Edit::Move { place, within: Place::Form, before };
    let remove = |code| Edit::Remove { place: question(code) };
    let rename = |code, name: &str| Edit::Rename { place: question(code), name: name.to_owned() };
    let choice = Place::Choice("how".into(), "1".into());
    for (stored, own) in [
        (words(&question("came"), "vi", "một"), words(&question("came"), "vi", "hai")),
        (remove("comment"), words(&question("comment"), "vi", "hai")),
        (words(&question("comment"), "vi", "hai"), remove("comment")),
        (remove("comment"), leaning(question("interviewer"), "comment")),
        (leaning(question("interviewer"), "comment"), remove("comment")),
        (rename("came", "arrived"), leaning(question("comment"), "came")),
        (rename("came", "arrived"), rename("came", "visited")),
        (rename("came", "x"), rename("comment", "x")),
        (to(question("comment"), None), to(question("comment"), Some("came".into()))),
        (remove("comment"), words(&question("comment"), "en", "words")),
        (base.removal(&question("how")).unwrap(), words(&choice, "vi", "hai")),
    ] {
        let rebased = rebase(&base, std::slice::from_ref(&stored), std::slice::from_ref(&own)).unwrap();
        let touched = match &stored {
            Edit::All(edits) => edits.last().unwrap(),
            edit => edit,
        };
        let conflict = Conflict { edit: 0, place: own.place().clone(), with: Some(touched.place().clone()) };
        assert_eq!((rebased.edits, rebased.conflicts), (vec![], vec![conflict]), "{stored:?} {own:?}");
    }
    let same = &[words(&question("came"), "vi", "cùng một lời")];
    assert_eq!(rebase(&base, same, same).unwrap().edits, same);
}

#[test]
fn names_that_were_given_meanwhile_are_used_and_what_leans_on_a_conflict_is_left_out() {
    let base = Draft::new(document()).unwrap();
    let rename = Edit::Rename { place: question("came"), name: "arrived".to_owned() };
    let rebased = rebase(&base, &[rename], &[words(&question("came"), "vi", "mới")]).unwrap();
    assert_eq!(rebased.edits, [words(&question("arrived"), "vi", "mới")]);

    let stored = [words(&question("came"), "vi", "một")];
    let new = Edit::Insert {
        kind: Kind::Question,
        within: Place::Form,
        before: None,
        value: json!({"code": "new"}),
    };
    let own = [
        Edit::All(vec![words(&question("came"), "vi", "hai"), new]),
        words(&question("new"), "vi", "mới"),
        words(&question("how"), "vi", "thế nào?"),
    ];
    let rebased = rebase(&base, &stored, &own).unwrap();
    assert_eq!(rebased.edits, own[2..]);
    let left_out: Vec<_> = rebased.conflicts.iter().map(|one| (one.edit, one.with.clone())).collect();
    assert_eq!(left_out, [(0, Some(question("came"))), (1, None)]);
    assert!(rebase(&base, &[], &[words(&question("nowhere"), "vi", "mới")]).is_err());
    let many = vec![words(&question("came"), "vi", "mới"); MOST_REBASED + 1];
    assert_eq!(rebase(&base, &[], &many[1..]).unwrap().edits.len(), MOST_REBASED);
    assert_eq!(rebase(&base, &[], &many).unwrap_err().problem, EditProblem::TooManyEdits(MOST_REBASED));
}

#[test]
fn one_editor_undoes_what_another_has_built_around() {
    let base = Draft::new(document()).unwrap();
    let mut draft = base.clone();
    let undo = draft.apply(&Edit::Remove { place: question("comment") }).unwrap();
    let mine = draft.clone();
    let later = [Edit::Remove { place: question("interviewer") }, words(&question("came"), "vi", "mới")];
    let undone = rebase(&mine, &later, &[undo]).unwrap();
    assert_eq!(undone.conflicts, []);
    let document = after(&mine, later.iter().chain(&undone.edits));
    assert_eq!(document, after(&base, &later));
}
