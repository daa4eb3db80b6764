//! What single edits do.

use crate::support::document;
use domain::CodeFault;
use domain::form::{
    Form,
    edit::{Draft, Edit, EditFault, EditProblem, Kind, LARGEST_DOCUMENT, MOST_EDITS, Name, Place},
};
use serde_json::{Value, json};

fn draft() -> Draft {
    Draft::new(document()).unwrap()
}

fn question(code: &str) -> Place {
    Place::Question(code.into())
}

fn set(place: Place, path: &[&str], value: Value) -> Edit {
    Edit::Set { place, path: path.iter().map(|key| (*key).to_owned()).collect(), value: Some(value) }
}

fn rename(place: Place, name: &str) -> Edit {
    Edit::Rename { place, name: name.to_owned() }
}

fn insert(kind: Kind, within: Place, before: Option<Name>, value: Value) -> Edit {
    Edit::Insert { kind, within, before, value }
}

/// The document after an edit.
fn after(edit: &Edit) -> Value {
    let mut draft = draft();
    draft.apply(edit).unwrap_or_else(|fault| panic!("{edit:?}: {fault}"));
    draft.into_document()
}

fn problem(draft: &Draft, edit: &Edit) -> (Place, EditProblem) {
    let EditFault { place, problem } = draft.clone().apply(edit).expect_err(&format!("{edit:?}"));
    (place, problem)
}

#[test]
fn edits_as_json_are_those_of_the_documentation() {
    for (edit, json) in [
        (
            insert(Kind::Row, question("q4"), Some("q4.2".into()), json!({"code": "q4.3"})),
            json!({"insert": {"kind": "row", "within": {"question": "q4"}, "before": "q4.2", "value": {"code": "q4.3"}}}),
        ),
        (
            Edit::Remove { place: Place::Choice("q1".into(), "3".into()) },
            json!({"remove": {"place": {"choice": ["q1", "3"]}}}),
        ),
        (
            Edit::Move { place: Place::Item(Name::At(7)), within: Place::Factor("f2".into()), before: None },
            json!({"move": {"place": {"item": 7}, "within": {"factor": "f2"}}}),
        ),
        (rename(question("q4"), "hours"), json!({"rename": {"place": {"question": "q4"}, "name": "hours"}})),
        (
            set(question("q4"), &["text", "en"], json!("Opening hours")),
            json!({"set": {"place": {"question": "q4"}, "path": ["text", "en"], "value": "Opening hours"}}),
        ),
        (
            Edit::All(vec![
                set(Place::Form, &["intro"], Value::Null),
                Edit::Set { place: Place::Form, path: vec!["intro".to_owned()], value: None },
            ]),
            json!({"all": [{"set": {"place": "form", "path": ["intro"], "value": null}}, {"set": {"place": "form", "path": ["intro"]}}]}),
        ),
    ] {
        assert_eq!(serde_json::to_value(&edit).unwrap(), json);
        assert_eq!(serde_json::from_value::<Edit>(json).unwrap(), edit);
    }
    assert!(serde_json::from_value::<Edit>(json!({"remove": {"place": "form", "plcae": 1}})).is_err());
}

#[test]
fn what_refers_to_a_name_follows_it() {
    let lines = after(&Edit::All(vec![
        rename(question("came"), "visited"),
        rename(Place::Item("i1".into()), "clean"),
    ]));
    assert_eq!(lines["questions"][1]["relevant_if"], json!({"question": "visited", "equals": 1}));
    assert_eq!(lines["questions"][2]["items"], json!(["clean", "i2"]));
    assert_eq!(
        lines["questions"][3]["relevant_if"],
        json!({"all": [{"question": "how", "in": [2]}, {"not": {"question": "clean", "equals": 5}}]})
    );
    let answers = after(&Edit::All(vec![
        rename(Place::Level("yn".into(), "1".into()), "7"),
        rename(Place::Choice("how".into(), "2".into()), "other"),
        rename(Place::Scale("yn".into()), "yes-no"),
        // Has the same value, but no condition asks for it.
        rename(Place::Level("s4".into(), "2".into()), "22"),
    ]));
    assert_eq!(answers["questions"][0]["scale"], "yes-no");
    assert_eq!(answers["scales"][2]["labels"][0]["value"], json!(7));
    assert_eq!(answers["questions"][1]["relevant_if"], json!({"question": "came", "equals": 7}));
    assert_eq!(answers["questions"][3]["relevant_if"]["all"][0], json!({"question": "how", "in": ["other"]}));
    for document in [lines, answers] {
        Form::read_new(&document).unwrap();
    }
    // A question has the code of the item that another one asks: the condition means the line of the item.
    let mut shared = draft();
    shared.apply(&rename(question("m"), "i1")).unwrap();
    shared.apply(&rename(question("i1"), "matrix")).unwrap();
    assert_eq!(shared.document()["questions"][3]["relevant_if"]["all"][1]["not"]["question"], "i1");
    // To take over a reference that leads nowhere is undone as well.
    let mut dangling = draft();
    dangling
        .apply(&set(question("comment"), &["relevant_if"], json!({"question": "later", "equals": 1})))
        .unwrap();
    let before = dangling.clone();
    let undo = dangling.apply(&rename(question("came"), "later")).unwrap();
    dangling.apply(&undo).unwrap();
    assert_eq!(dangling, before);
}

#[test]
fn what_is_referred_to_is_removed_only_with_the_references() {
    let draft = draft();
    for (place, by) in [
        (question("came"), vec![question("how")]),
        (question("m"), vec![question("one")]),
        (Place::Choice("how".into(), "2".into()), vec![question("one")]),
        (Place::Level("yn".into(), "1".into()), vec![question("how")]),
        (Place::Item("i3".into()), vec![Place::Asked("one".into(), "i3".into())]),
        (
            Place::Content("c".into()),
            vec![
                Place::Asked("m".into(), "i1".into()),
                Place::Asked("m".into(), "i2".into()),
                Place::Asked("one".into(), "i3".into()),
                question("one"),
            ],
        ),
    ] {
        let edit = Edit::Remove { place: place.clone() };
        assert_eq!(problem(&draft, &edit), (place.clone(), EditProblem::Referenced(by.clone())));
        assert_eq!(draft.referring(&place).unwrap(), by);
    }
    let removed = |place: Place| after(&draft.removal(&place).unwrap());
    let without = removed(question("came"));
    assert_eq!(without["questions"][0]["code"], "how");
    assert_eq!(without["questions"][0].get("relevant_if"), None);
    let without = removed(Place::Asked("m".into(), "i1".into()));
    assert_eq!(without["questions"][2]["items"], json!(["i2"]));
    assert_eq!(without["questions"][3]["relevant_if"], json!({"all": [{"question": "how", "in": [2]}]}));
    let without = removed(Place::Scale("s4".into()));
    assert_eq!(without["contents"][0]["factors"][1]["items"][0].get("scale"), None);
    let without = removed(Place::Translation("en".into()));
    assert!(!without.to_string().contains("\"en\""));
    assert_eq!(Form::read_new(&without).unwrap().languages.len(), 1);
    let Edit::Remove { .. } = draft.removal(&question("comment")).unwrap() else {
        panic!("nothing refers to it")
    };
}

#[test]
fn a_copy_has_codes_of_its_own() {
    let mut draft = draft();
    draft.apply(&set(question("comment"), &["rows"], json!([{"code": "a1"}, {"code": "a2"}]))).unwrap();
    let condition = json!({"question": "a1", "equals": 1});
    draft.apply(&set(Place::Row("a2".into()), &["relevant_if"], condition)).unwrap();
    assert_eq!(draft.referring(&question("comment")).unwrap(), [], "what refers to it goes with it");
    for place in [
        question("comment"),
        question("m"),
        Place::Content("c".into()),
        Place::Choice("how".into(), "1".into()),
        Place::Scale("s5".into()),
    ] {
        let copy = draft.duplicate(&place).unwrap();
        draft.apply(&copy).unwrap();
    }
    let document = draft.document();
    let codes: Vec<&str> = document["questions"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|question| question["code"].as_str())
        .collect();
    assert_eq!(codes, ["came", "how", "m", "m2", "one", "comment", "comment2", "interviewer"]);
    let copy = &document["questions"][6]["rows"];
    assert_eq!(copy[0]["code"], "a3");
    assert_eq!(copy[1], json!({"code": "a4", "relevant_if": {"question": "a3", "equals": 1}}));
    assert_eq!(document["questions"][3].get("items"), None);
    assert_eq!(document["contents"][1]["factors"][1]["items"][0]["code"], "i6");
    let values: Vec<&Value> = document["questions"][1]["options"]
        .as_array()
        .unwrap()
        .iter()
        .map(|option| &option["value"])
        .collect();
    assert_eq!(values, [&json!(1), &json!(3), &json!(2)]);
    assert_eq!(document["scales"][1]["code"], "s6");
    assert_eq!(draft.free_code("weight"), "weight2");
    assert_eq!(draft.free_code(&"1".repeat(64)), format!("{}-2", "1".repeat(62)));
    let place = Place::Asked("m".into(), "i1".into());
    assert_eq!(draft.duplicate(&place).unwrap_err(), EditFault { place, problem: EditProblem::NotCopied });
}

#[test]
fn what_would_not_be_a_tree_is_refused_with_the_place() {
    let mut draft = draft();
    draft.apply(&set(question("how"), &["rows"], json!("none"))).unwrap();
    let new = |code: &str| json!({"code": code});
    let to = |place, within, before| Edit::Move { place, within, before };
    let content = || Place::Content("c".into());
    let one = || Place::Row("one".into());
    for (edit, place, expected) in [
        (Edit::Remove { place: question("x") }, question("x"), EditProblem::NotThere),
        (Edit::Remove { place: Place::Form }, Place::Form, EditProblem::NotThere),
        (Edit::Remove { place: Place::Item(Name::At(3)) }, Place::Item(Name::At(3)), EditProblem::NotThere),
        (
            insert(Kind::Question, Place::Form, None, new("m")),
            question("m"),
            EditProblem::Taken("m".to_owned()),
        ),
        (
            insert(Kind::Content, Place::Form, None, json!({"code": "d", "factors": [{"code": "f2"}]})),
            Place::Factor("f2".into()),
            EditProblem::Taken("f2".to_owned()),
        ),
        (insert(Kind::Question, Place::Form, None, json!("m")), Place::Form, EditProblem::NotAnObject),
        (insert(Kind::Asked, question("m"), None, json!(3)), question("m"), EditProblem::NotText),
        (
            insert(Kind::Item, question("m"), None, new("x")),
            question("m"),
            EditProblem::WrongKind(Kind::Item),
        ),
        (insert(Kind::Row, question("how"), None, new("x")), question("how"), EditProblem::NotAList("rows")),
        (insert(Kind::Row, question("m"), Some("one".into()), new("x")), one(), EditProblem::NotThere),
        (to(content(), content(), None), content(), EditProblem::WrongKind(Kind::Content)),
        (
            to(content(), Place::Factor("f1".into()), None),
            Place::Factor("f1".into()),
            EditProblem::WrongKind(Kind::Content),
        ),
        (
            to(Place::Level("s4".into(), "2".into()), Place::Scale("s5".into()), None),
            Place::Level("s5".into(), "2".into()),
            EditProblem::Taken("2".to_owned()),
        ),
        (rename(question("m"), "one"), question("m"), EditProblem::Taken("one".to_owned())),
        (rename(question("m"), "câu"), question("m"), EditProblem::NotAscii),
        (rename(content(), ""), content(), EditProblem::Code(CodeFault::Empty)),
        (rename(Place::Language("vi".into()), "fr"), Place::Language("vi".into()), EditProblem::NotRenamed),
        (set(question("m"), &["code"], json!("n")), question("m"), EditProblem::NamingKey),
        (set(question("m"), &[], json!("n")), question("m"), EditProblem::NoKey),
        (set(question("m"), &["kind", "vi"], json!("n")), question("m"), EditProblem::NotAnObject),
        (
            Edit::All(vec![
                set(question("m"), &["kind"], json!("text")),
                Edit::Remove { place: question("x") },
            ]),
            question("x"),
            EditProblem::NotThere,
        ),
    ] {
        assert_eq!(problem(&draft, &edit), (place, expected), "{edit:?}");
    }
    // Twice the same code, as a file may have it: each is there by its position.
    draft.apply(&set(Place::Form, &["sections"], json!([new("a"), new("a"), {}]))).unwrap();
    let section = |at| Place::Section(Name::At(at));
    assert_eq!(
        problem(&draft, &Edit::Remove { place: Place::Section("a".into()) }).1,
        EditProblem::Ambiguous
    );
    let places: Vec<Place> = draft.entries(Kind::Section).into_iter().map(|(place, _)| place).collect();
    assert_eq!(places, [section(0), section(1), section(2)]);
    draft.apply(&rename(section(2), "b")).unwrap();
    draft.apply(&rename(section(0), "c")).unwrap();
    assert_eq!(draft.document()["sections"], json!([new("c"), new("a"), new("b")]));
}

#[test]
fn a_draft_keeps_within_the_bounds_of_the_reader() {
    let draft = draft();
    let long = "ố".repeat(5_001);
    let deep =
        |levels| (0..levels).fold(json!({"question": "came", "equals": 1}), |inner, _| json!({"not": inner}));
    let nested = (0..70).fold(json!(1), |inner, _| json!([inner]));
    let rows: Vec<Value> = (0..490).map(|at| json!({"code": format!("r{at}")})).collect();
    let many: Vec<Value> = (0..101).map(|at| json!({"value": at})).collect();
    let large = "x".repeat(LARGEST_DOCUMENT << 20);
    let comment = || question("comment");
    for (edit, place, expected) in [
        (
            set(comment(), &["text", "vi"], json!(long)),
            comment(),
            EditProblem::TooLong { key: "text".to_owned(), most: 5_000 },
        ),
        (set(comment(), &["relevant_if"], deep(8)), comment(), EditProblem::ConditionTooDeep(8)),
        (
            set(comment(), &["relevant_if"], json!({"question": "came", "in": vec![1; 201]})),
            comment(),
            EditProblem::ConditionTooLarge(200),
        ),
        (set(comment(), &["note"], nested.clone()), comment(), EditProblem::TooDeep(64)),
        (set(comment(), &["a"; 65], json!(1)), comment(), EditProblem::TooDeep(64)),
        (
            insert(Kind::Section, Place::Form, None, json!({"note": nested})),
            Place::Form,
            EditProblem::TooDeep(64),
        ),
        (
            set(question("how"), &["options"], json!(many)),
            question("how"),
            EditProblem::TooManyEntries { list: "options", most: 100 },
        ),
        (set(Place::Form, &["note"], json!(large)), Place::Form, EditProblem::TooLarge(LARGEST_DOCUMENT)),
        (
            Edit::All(vec![set(comment(), &["note"], json!(1)); MOST_EDITS]),
            comment(),
            EditProblem::TooManyEdits(MOST_EDITS),
        ),
    ] {
        let (at, problem) = problem(&draft, &edit);
        assert_eq!((at, problem), (place, expected));
    }
    let mut full = draft;
    full.apply(&set(comment(), &["rows"], json!(rows))).unwrap();
    for at in 0..4 {
        full.apply(&insert(Kind::Row, comment(), None, json!({"code": format!("s{at}")}))).unwrap();
    }
    let edit = insert(Kind::Row, comment(), None, json!({"code": "one-more"}));
    assert_eq!(problem(&full, &edit), (Place::Form, EditProblem::TooManyLines(500)));
    assert!(full.apply(&set(comment(), &["relevant_if"], deep(7))).is_ok());
    assert!(full.apply(&set(comment(), &["note"], json!(long))).is_ok(), "what nobody reads may be longer");
    for document in [json!([]), json!(null)] {
        assert_eq!(Draft::new(document).unwrap_err().problem, EditProblem::NotAnObject);
    }
}
