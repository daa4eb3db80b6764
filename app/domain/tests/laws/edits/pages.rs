//! Edits as pages send them, on drafts that others change, too.

use super::random::{edit_of, picks, unfinished};
use domain::form::{
    Form,
    edit::{
        AskedEdit, Draft, Edit, FieldProblem, History, LARGEST_HISTORY, MOST_CHANGES, Missing, Name, Place,
        Revised, RevisionFault, from_fields,
    },
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn pairs(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn asked(draft: &Draft, fields: &[(&str, &str)]) -> AskedEdit {
    from_fields(draft, &pairs(fields)).unwrap()
}

fn made(draft: &mut Draft, fields: &[(&str, &str)]) -> Place {
    let AskedEdit { edit, goes_to } = asked(draft, fields);
    draft.apply(&edit).unwrap();
    goes_to
}

fn empty() -> Draft {
    Draft::new(Draft::empty("thu", &["vi", "en"])).unwrap()
}

#[test]
fn a_form_is_written_with_fields_and_buttons_alone() {
    let mut draft = empty();
    made(&mut draft, &[("at", "form"), ("do", "save"), ("form/title.vi", "Thử"), ("form/title.en", "Trial")]);
    made(
        &mut draft,
        &[("at", "section:p1"), ("section:p1/title.vi", "Phần A"), ("section:p1/title.en", "Part A")],
    );
    for value in ["1", "2", "3", "4", "5"] {
        let at = format!("level:s1:{value}");
        let (vi, en) = (format!("{at}/text.vi"), format!("{at}/text.en"));
        made(&mut draft, &[("at", "scale:s1"), (&vi, "mức"), (&en, "level")]);
    }
    let first = made(&mut draft, &[("at", "section:p1"), ("do", "add:single:in")]);
    assert_eq!(first, Place::Question("q1".into()));
    let fields = [
        ("at", "question:q1"),
        ("do", "add:matrix:after"),
        ("question:q1/text.vi", "Giới tính"),
        ("question:q1/text.en", "Sex"),
        ("question:q1/name", "sex"),
        ("question:q1/required", "1"),
        ("flags", "question:q1/required"),
        ("option:q1:1/text.vi", "Nam"),
        ("option:q1:1/text.en", "Male"),
        ("option:q1:2/text.vi", "Nữ"),
        ("option:q1:2/text.en", "Female"),
    ];
    let second = made(&mut draft, &fields);
    assert_eq!(second, Place::Question("q2".into()));
    let fields = [
        ("at", "question:q2"),
        ("question:q2/text.vi", "Hài lòng"),
        ("question:q2/text.en", "Satisfaction"),
        ("question:q2/condition", "sex=2"),
        ("row:q2.1/text.vi", "Giờ mở cửa"),
        ("row:q2.1/text.en", "Opening hours"),
    ];
    made(&mut draft, &fields);
    assert_eq!(draft.missing(), []);
    let form = Form::read_new(draft.document()).unwrap();
    assert_eq!(form.cells.len(), 2);
    assert_eq!(draft.document()["questions"][1]["relevant_if"], json!({"question": "sex", "equals": 2}));
    assert_eq!(draft.document()["questions"][0]["required"], true);
    assert_eq!(draft.document()["questions"][1]["section"], "p1");
}

#[test]
fn what_is_not_changed_is_no_edit_and_boxes_that_were_not_shown_stay() {
    let mut draft = empty();
    made(&mut draft, &[("at", "section:p1"), ("do", "add:single:in")]);
    made(
        &mut draft,
        &[("at", "question:q1"), ("question:q1/sensitive", "1"), ("flags", "question:q1/sensitive")],
    );
    let same = [
        ("at", "question:q1"),
        ("question:q1/name", "q1"),
        ("question:q1/kind", "single"),
        ("question:q1/condition", ""),
        ("question:q1/text.vi", " "),
        ("question:q1/required", ""),
        ("flags", "question:q1/required"),
    ];
    assert_eq!(asked(&draft, &same).edit, Edit::All(Vec::new()));
    made(&mut draft, &[("at", "question:q1"), ("flags", "question:q1/sensitive")]);
    assert!(draft.document()["questions"][0].get("sensitive").is_none());
}

#[test]
fn a_hint_without_words_goes_and_a_new_code_is_led_to() {
    let mut draft = empty();
    made(&mut draft, &[("at", "form"), ("form/intro.vi", "Xin chào"), ("form/intro.en", "Hello")]);
    made(&mut draft, &[("at", "form"), ("form/intro.vi", ""), ("form/intro.en", "Hello")]);
    assert_eq!(draft.document()["intro"], json!({"en": "Hello"}));
    made(&mut draft, &[("at", "form"), ("form/intro.en", "  ")]);
    assert!(draft.document().get("intro").is_none());
    let fields = [
        ("at", "level:s1:5"),
        ("scale:s1/name", "s5"),
        ("level:s1:5/name", "9"),
        ("level:s1:5/score", "4,5"),
    ];
    assert_eq!(made(&mut draft, &fields), Place::Level("s5".into(), "9".into()));
    assert_eq!(draft.document()["scales"][0]["labels"][0], json!({"value": 9, "text": {}, "score": 4.5}));
}

#[test]
fn entries_are_moved_duplicated_and_removed_by_buttons() {
    let mut draft = empty();
    for what in ["single", "text", "yes_no"] {
        made(&mut draft, &[("at", "form"), ("do", &format!("add:{what}:in"))]);
    }
    let order = |draft: &Draft| -> Vec<String> {
        let questions = draft.document()["questions"].as_array().unwrap();
        questions.iter().map(|question| question["code"].as_str().unwrap().to_owned()).collect()
    };
    let go = |draft: &mut Draft, at: &str, verb: &str| made(draft, &[("at", at), ("do", verb)]);
    go(&mut draft, "question:q3", "up");
    assert_eq!(order(&draft), ["q1", "q3", "q2"]);
    go(&mut draft, "question:q1", "down");
    go(&mut draft, "question:q1", "down");
    go(&mut draft, "question:q1", "down");
    assert_eq!(order(&draft), ["q3", "q2", "q1"]);
    assert_eq!(go(&mut draft, "question:q3", "duplicate"), Place::Question("q4".into()));
    assert_eq!(go(&mut draft, "question:q3", "remove"), Place::Form);
    assert_eq!(order(&draft), ["q4", "q2", "q1"]);
    assert_eq!(go(&mut draft, "option:q1:2", "remove"), Place::Question("q1".into()));
    go(&mut draft, "option:q1:1", "remove");
    assert!(draft.document()["questions"][2].get("options").is_none(), "an empty list is no form");
    let at = made(&mut draft, &[("at", "form"), ("do", "add:single:in")]).address();
    made(&mut draft, &[("at", &at), (&format!("{at}/scale"), "s1")]);
    assert!(
        draft.document()["questions"][3].get("options").is_none(),
        "a scale takes the place of blank options"
    );
}

#[test]
fn lines_become_entries_in_the_place_of_blank_ones() {
    let mut draft = empty();
    let at = made(&mut draft, &[("at", "form"), ("do", "add:single:in")]).address();
    let lines = "Nam | Male\r\n\r\nNữ\tFemale | x\nKhác";
    made(&mut draft, &[("at", &at), ("do", "lines:option"), ("lines", lines)]);
    let text = |vi: &str, en: &str| json!({"vi": vi, "en": en});
    let expected = json!([
        {"value": 1, "text": text("Nam", "Male")},
        {"value": 2, "text": text("Nữ", "Female | x")},
        {"value": 3, "text": {"vi": "Khác"}},
    ]);
    assert_eq!(draft.document()["questions"][0]["options"], expected);
    made(&mut draft, &[("at", &at), ("do", "lines:option"), ("lines", "Nữa")]);
    assert_eq!(draft.document()["questions"][0]["options"].as_array().unwrap().len(), 4, "words stay");
    let many = "x\n".repeat(2_000);
    assert!(from_fields(&draft, &pairs(&[("at", &at), ("do", "lines:option"), ("lines", &many)])).is_err());
}

#[test]
fn whatever_is_sent_is_an_edit_or_a_fault() {
    let draft = empty();
    let fault = |fields: &[(&str, &str)]| from_fields(&draft, &pairs(fields)).unwrap_err().problem;
    assert_eq!(fault(&[]), FieldProblem::Place);
    assert_eq!(fault(&[("at", "question:q1")]), FieldProblem::Place);
    assert_eq!(fault(&[("at", "form"), ("do", "explode")]), FieldProblem::Unknown);
    assert_eq!(fault(&[("at", "form"), ("do", "add:planet:in")]).to_string(), "form: is not there");
    assert_eq!(fault(&[("at", "form"), ("scale:s1/price", "1")]), FieldProblem::Unknown);
    assert_eq!(fault(&[("at", "form"), ("scale:s9/name", "1")]), FieldProblem::Place);
    assert_eq!(fault(&[("at", "form"), ("level:s1:1/score", "many")]), FieldProblem::NotANumber);
    assert_eq!(fault(&[("at", "form"), ("level:s1:1/score", "NaN")]), FieldProblem::NotANumber);
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let edit = format!("{{\"set\": {{\"place\": \"form\", \"path\": [\"x\"], \"value\": {deep}}}}}");
    assert!(matches!(fault(&[("at", "form"), ("do", "edit"), ("edit", &edit)]), FieldProblem::NotAnEdit(_)));
    let edit = json!({"set": {"place": "form", "path": ["intro", "vi"], "value": "Chào"}}).to_string();
    assert!(matches!(
        asked(&draft, &[("at", "form"), ("do", "edit"), ("edit", &edit)]).edit,
        Edit::Set { place: Place::Form, .. }
    ));
}

fn words(language: &str, words: &str) -> Edit {
    Edit::Set {
        place: Place::Form,
        path: vec!["title".to_owned(), language.to_owned()],
        value: Some(words.into()),
    }
}

#[test]
fn what_two_people_do_is_merged_or_told_and_undone() {
    let mut revised = Revised::new(empty());
    revised.change(0, &words("vi", "Một")).unwrap();
    // Somebody who has seen the empty form writes in the other language.
    revised.change(0, &words("en", "One")).unwrap();
    assert_eq!(revised.draft.document()["title"], json!({"vi": "Một", "en": "One"}));
    let before = revised.clone();
    let touched = revised.change(0, &words("vi", "Hai")).unwrap_err();
    assert!(matches!(touched, RevisionFault::Touches(_)), "{touched:?}");
    assert_eq!(revised.change(9, &words("vi", "Hai")), Err(RevisionFault::Unknown));
    assert_eq!(revised.change(-1, &words("vi", "Hai")), Err(RevisionFault::Unknown));
    assert_eq!(revised, before);
    assert_eq!(revised.undo(), Ok(Some(Place::Form)));
    assert_eq!(revised.draft.document()["title"], json!({"vi": "Một"}));
    assert_eq!((revised.revision, revised.can()), (3, (true, true)));
    // What was undone meanwhile is carried over like any edit.
    revised.change(2, &words("vi", "Ba")).unwrap();
    assert_eq!(revised.can(), (true, false));
    assert_eq!(revised.redo(), Ok(None));
    assert_eq!(revised.draft.document()["title"], json!({"vi": "Ba"}));
}

#[test]
fn a_history_is_bounded_in_number_and_size() {
    let mut revised = Revised::new(empty());
    for n in 0..i64::try_from(MOST_CHANGES + 20).unwrap() {
        revised.change(n, &words("vi", &n.to_string())).unwrap();
    }
    assert_eq!(revised.at(19), None);
    assert_eq!(revised.at(20).unwrap().document()["title"], json!({"vi": "19"}));
    let mut undone = 0;
    while revised.undo().unwrap().is_some() {
        undone += 1;
    }
    assert_eq!(undone, MOST_CHANGES);
    let note = |n: usize| Edit::Set {
        place: Place::Form,
        path: vec!["note".to_owned()],
        value: Some(Value::from(n.to_string().repeat(1 << 20))),
    };
    let mut revised = Revised::new(empty());
    for n in 0..9 {
        revised.change(i64::try_from(n).unwrap(), &note(n)).unwrap();
    }
    assert!(serde_json::to_string(&revised.history).unwrap().len() <= LARGEST_HISTORY + 1_000);
}

#[test]
fn what_is_missing_is_told_for_every_place() {
    let mut draft = empty();
    made(&mut draft, &[("at", "form"), ("do", "add:content:in")]);
    made(&mut draft, &[("at", "form"), ("do", "add:matrix:in")]);
    let missing = draft.missing();
    let at = |place: Place| missing.iter().filter(|(known, _)| *known == place).count();
    assert_eq!(at(Place::Form), 2, "a title in two languages");
    assert_eq!(at(Place::Level("s1".into(), "3".into())), 2);
    assert_eq!(at(Place::Row("q1.1".into())), 2);
    let content = Place::Content(Name::from("c1"));
    assert!(missing.contains(&(content, Missing::Entries(domain::form::edit::Kind::Factor))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Every revision that is still known comes back exactly, also from what was stored; and all is undone in the end.
    #[test]
    fn every_revision_comes_back(start in unfinished(), picks in picks(12)) {
        let mut revised = Revised::new(Draft::new(start).unwrap());
        let mut seen = vec![revised.draft.clone()];
        for (n, pick) in picks.into_iter().enumerate() {
            let done = match n % 4 {
                3 => revised.undo().unwrap().is_some(),
                _ => edit_of(&revised.draft, pick).is_some_and(|edit| {
                    let before = revised.revision;
                    revised.change(before, &edit).is_ok() && revised.revision > before
                }),
            };
            if done {
                seen.push(revised.draft.clone());
            }
            let stored = serde_json::to_string(&revised.history).unwrap();
            revised.history = serde_json::from_str::<History>(&stored).unwrap();
        }
        prop_assert_eq!(usize::try_from(revised.revision).unwrap(), seen.len() - 1);
        for (revision, draft) in seen.iter().enumerate() {
            prop_assert_eq!(revised.at(i64::try_from(revision).unwrap()), Some(draft.clone()));
        }
        while revised.undo().unwrap().is_some() {}
        prop_assert_eq!(&revised.draft, &seen[0]);
    }
}
