//! Forms: the shipped ones read whole, damaged ones are refused with the path of the fault.

use crate::support::document;
use domain::form::{Form, NodeKind};
use domain::templates;
use serde_json::{Value, json};

#[test]
fn every_template_reads_with_its_items_and_language() {
    let counts: Vec<(String, usize, usize, bool)> = templates::ALL
        .iter()
        .map(|(code, document)| {
            let form = Form::read(&serde_json::from_str(document).unwrap())
                .unwrap_or_else(|f| panic!("{code}: {f}"));
            assert_eq!(form.code.as_str(), *code);
            for item in 0..form.tree.items.len() {
                assert_eq!(
                    form.cells.iter().filter(|c| c.item == Some(item)).count(),
                    1,
                    "{code}: item {item} asked once"
                );
            }
            (code.to_string(), form.tree.items.len(), form.tree.nodes.len(), form.licence.is_some())
        })
        .collect();
    let expected = [
        ("cmt-core", 5, 12, true),
        ("counter-5", 5, 12, false),
        ("decree-61", 9, 12, false),
        ("ikm-indonesia", 9, 20, false),
        ("sipas-2017", 22, 29, false),
        ("sipas-2022", 33, 45, false),
        ("sipas-2026", 39, 51, false),
        ("us-a11-280", 7, 16, false),
    ];
    assert_eq!(counts, expected.map(|(c, i, n, l)| (c.to_owned(), i, n, l)));
}

#[test]
fn the_form_of_2026_has_nine_factors_in_two_contents_and_hides_the_interviewer() {
    let form =
        Form::read(&serde_json::from_str(templates::document("sipas-2026").unwrap()).unwrap()).unwrap();
    assert_eq!(form.tree.storey(NodeKind::Factor).count(), 9);
    assert_eq!(form.tree.storey(NodeKind::Content).count(), 2);
    let hidden: Vec<&str> =
        form.cells.iter().filter(|c| !c.role.is_for_citizens()).map(|c| c.code.as_str()).collect();
    assert_eq!(hidden, ["interviewer_name", "survey_place", "survey_date"]);
}

/// Changes the document at a JSON pointer and returns the fault it gives.
fn fault_after(pointer: &str, value: Value) -> String {
    let mut damaged = document();
    *damaged.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value;
    Form::read(&damaged).expect_err(pointer).to_string()
}

#[test]
fn a_damaged_form_is_refused_with_the_path_of_the_fault() {
    let nested = (0..9).fold(json!({"question": "came", "equals": 1}), |inner, _| json!({"not": inner}));
    let cases = [
        ("/questions/1/code", json!("came"), "questions[1]: the code came is already taken"),
        (
            "/questions/1/relevant_if/question",
            json!("one"),
            "questions[1].relevant_if.question: one is not an earlier",
        ),
        (
            "/questions/1/relevant_if/equals",
            json!(7),
            "questions[1].relevant_if.equals: 7 is not an answer of came",
        ),
        ("/questions/1/relevant_if", nested, "is nested deeper than 8"),
        ("/questions/1/relevant_if", json!({"eval": "1"}), "questions[1].relevant_if: must be one of"),
        ("/questions/2/items/0", json!("i9"), "questions[2].items[0]: the item i9 does not exist"),
        ("/questions/2/items/1", json!("i1"), "questions[2].items[1]: the item i1 is asked twice"),
        ("/questions/0/scale", json!("s9"), "questions[0].scale: the scale s9 does not exist"),
        ("/questions/0/text/vi", json!(7), "questions[0].text.vi: must be text"),
        (
            "/questions/0/text",
            json!({"vi": "chỉ tiếng Việt"}),
            "questions[0].text: has no words in the language en",
        ),
        ("/questions/0/text/vi", json!("a\u{0}b"), "questions[0].text.vi: holds a control character"),
        ("/questions/0/kind", json!("slider"), "questions[0].kind: \"slider\" is not a kind"),
        ("/questions/0/code", json!("a b"), "questions[0].code: holds the character ' '"),
        ("/questions/0/code", json!("weight"), "the code weight is kept for files of responses"),
        ("/scales/0/labels", json!([]), "scales[0].labels: is empty"),
        ("/scales/1/code", json!("s5"), "scales[1]: the code s5 is already taken"),
        ("/contents/0/factors/0/items/1/code", json!("i1"), "contents[0].factors[0].items[1]: the code i1"),
        ("/questions", json!([]), "nothing is asked"),
        ("/questions", json!({}), "questions: must be a list"),
    ];
    for (pointer, value, expected) in cases {
        let fault = fault_after(pointer, value);
        assert!(fault.contains(expected), "{pointer}: {fault}");
    }
    let mut chain = document();
    for at in 1..12 {
        let before = if at == 1 { "came".to_owned() } else { format!("c{}", at - 1) };
        let lean = json!({"any": [{"question": before, "equals": 1}, {"question": before, "equals": 2}]});
        let mut question = chain["questions"][0].clone();
        question["code"] = json!(format!("c{at}"));
        question["relevant_if"] = lean;
        chain["questions"].as_array_mut().unwrap().push(question);
    }
    let fault = Form::read(&chain).expect_err("grows like 2ⁿ").to_string();
    assert!(fault.contains("lean on too many earlier conditions"), "{fault}");
    for not_a_form in [json!(null), json!([]), json!("x"), json!({})] {
        assert!(Form::read(&not_a_form).is_err());
    }
}

/// What a document is refused for that is to become a form, after a value was put into it.
fn fault_of_new(pointer: &str, key: &str, value: Value) -> Option<String> {
    let mut changed = document();
    changed.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}"))[key] = value;
    assert!(Form::read(&changed).is_ok(), "what is stored already is still read: {pointer} {key}");
    Form::read_new(&changed).err().map(|fault| fault.to_string())
}

#[test]
fn a_new_form_holds_nothing_that_would_silently_have_no_effect() {
    let condition = json!({"question": "came", "equals": 1});
    for (pointer, key, expected) in [
        ("/questions/4", "show_if", "questions[4].show_if: looks like a condition and would be ignored"),
        ("/questions/4", "visibleIf", "questions[4].visibleIf: looks like a condition"),
        ("/questions/4", "skip_to", "questions[4].skip_to: looks like a condition"),
        (
            "/questions/1/options/0",
            "relevant_if",
            "questions[1].options[0].relevant_if: looks like a condition, and here",
        ),
        ("/scales/0/labels/4", "relevant", "scales[0].labels[4].relevant: looks like a condition, and here"),
        (
            "/contents/0/factors/1",
            "relevant_if",
            "contents[0].factors[1].relevant_if: looks like a condition, and here",
        ),
        ("/contents/0/factors/1/items/0", "hide_if", "contents[0].factors[1].items[0].hide_if: looks like"),
        ("", "conditions", "conditions: looks like a condition, and here"),
    ] {
        let fault = fault_of_new(pointer, key, condition.clone());
        assert!(
            fault.as_deref().is_some_and(|fault| fault.starts_with(expected)),
            "{pointer} {key}: {fault:?}"
        );
    }
    // What means nothing here is kept; so is a condition where conditions are read, and one that is left empty.
    for (pointer, key, value) in [
        ("/questions/4", "note", json!("if asked, say yes")),
        ("/questions/4", "relevant_if", condition.clone()),
        ("/contents/0/factors/0/items/0", "relevant_if", condition),
        ("/questions/4", "show_if", Value::Null),
        ("", "source", json!("Decision 766")),
    ] {
        assert_eq!(fault_of_new(pointer, key, value), None, "{pointer} {key}");
    }
    let three = json!({"vi": "ba", "en": "three"});
    let unasked =
        json!([{"code": "i3", "text": three, "scale": "s4"}, {"code": "i4", "text": three, "scale": "s4"}]);
    assert_eq!(
        fault_of_new("/contents/0/factors/1", "items", unasked).as_deref(),
        Some("contents[0].factors[1].items[1]: no question asks the item i4")
    );
    let unscored = json!([{"value": 1, "text": three}, {"value": 2, "text": three}]);
    let said = fault_of_new("/scales/1", "labels", unscored);
    let expected = "contents[0].factors[1].items[0].scale: no label of the scale s4 has a score";
    assert!(said.as_deref().is_some_and(|said| said.starts_with(expected)), "{said:?}");
    for (code, document) in templates::ALL {
        let read = Form::read_new(&serde_json::from_str(document).unwrap());
        assert!(read.is_ok(), "{code}: {read:?}");
    }
}
