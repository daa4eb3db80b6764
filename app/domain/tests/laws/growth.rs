//! Readers of what others send take a time that grows with its size, and refuse what is larger than anything meant.

use crate::support::document;
use domain::{Agency, Code, check_tree, form::Form};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    hint::black_box,
    time::{Duration, Instant},
};

fn took(run: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    run();
    begun.elapsed()
}

fn agency(code: usize, parent: Option<usize>) -> Agency {
    Agency {
        code: format!("A{code}").parse().unwrap(),
        name: "x".parse().unwrap(),
        name_en: None,
        block: None,
        level: None,
        parent: parent.map(|parent| format!("A{parent}").parse().unwrap()),
        valid_from: None,
        valid_to: None,
    }
}

#[test]
fn agencies_are_checked_in_the_time_of_reading_them_in_a_chain_in_chains_and_in_a_tree() {
    type Parent = fn(usize) -> Option<usize>;
    let shapes: [(&str, Parent); 3] = [
        ("chain", |n| n.checked_sub(1)),
        ("chains of twenty", |n| n.checked_sub(1).filter(|_| n % 20 > 0)),
        ("tree", |n| (n > 0).then_some(n / 10)),
    ];
    for (name, parent) in shapes {
        // The lowest come first, so that each leads up all the way.
        let agencies: Vec<Agency> = (0..20_000).rev().map(|n| agency(n, parent(n))).collect();
        // In turn, the shortest of each, so that what else the machine does matters little. Comparing each with each would
        // take hundreds of times as long as putting all into a table.
        let tables = || {
            took(|| {
                drop(black_box(
                    agencies.iter().map(|a| (a.code.clone(), a.clone())).collect::<HashMap<Code, _>>(),
                ))
            })
        };
        let check = || took(|| drop(black_box(check_tree(&agencies))));
        let times: Vec<(Duration, Duration)> = (0..5).map(|_| (tables(), check())).collect();
        let table = times.iter().map(|(table, _)| *table).min().unwrap();
        let check = times.iter().map(|(_, check)| *check).min().unwrap();
        assert!(check < 30 * table, "{name}: {check:?} against {table:?}");
    }
}

#[test]
fn a_form_with_too_many_of_anything_is_refused_before_any_of_it_is_read() {
    // The entries are faulty themselves: whoever looked at one of them would say so.
    let many: Value = (0..60_000).map(|_| Value::Null).collect();
    for (place, fault) in [
        ("/languages", "languages: holds more than 20 entries"),
        ("/translated", "translated: holds more than 20 entries"),
        ("/sections", "sections: holds more than 200 entries"),
        ("/scales", "scales: holds more than 200 entries"),
        ("/scales/0/labels", "scales[0].labels: holds more than 100 entries"),
        ("/contents", "contents: holds more than 500 entries"),
        ("/contents/0/factors", "contents[0].factors: holds more than 500 entries"),
        ("/contents/0/factors/0/items", "contents[0].factors[0].items: holds more than 500 entries"),
        ("/questions", "questions: holds more than 500 entries"),
        ("/questions/1/options", "questions[1].options: holds more than 100 entries"),
        ("/questions/1/relevant_if", "questions[1].relevant_if.in: holds more than 200 entries"),
        ("/questions/2/items", "questions[2].items: holds more than 500 entries"),
        ("/questions/2/rows", "questions[2].rows: holds more than 500 entries"),
    ] {
        let mut document = document();
        let (parent, key) = place.rsplit_once('/').unwrap();
        let parent = if parent.is_empty() { &mut document } else { document.pointer_mut(parent).unwrap() };
        parent[key] = match key {
            "relevant_if" => json!({"question": "came", "in": many}),
            _ => many.clone(),
        };
        assert_eq!(Form::read(&document).expect_err(place).to_string(), fault);
    }
}

#[test]
fn items_are_counted_over_all_factors() {
    let text = json!({"vi": "x", "en": "x"});
    let mut document = document();
    let items = |factor: usize| -> Value {
        (0..26).map(|n| json!({"code": format!("j{factor}-{n}"), "text": text, "scale": "s5"})).collect()
    };
    document["contents"][0]["factors"] =
        (0..20).map(|n| json!({"code": format!("f{n}"), "title": text, "items": items(n)})).collect();
    let fault = Form::read(&document).expect_err("520 items").to_string();
    assert_eq!(fault, "contents[0].factors[19].items[6]: more than 500 lines to answer");
}

#[test]
fn a_scale_of_long_words_is_not_copied_onto_hundreds_of_lines() {
    let mut document = document();
    let words = "ă".repeat(4_000);
    let text = json!({"vi": words, "en": words});
    document["scales"][0]["labels"] =
        (1..=100).map(|n| json!({"value": n, "score": n, "text": text})).collect();
    let rows: Value =
        (0..100).map(|n| json!({"code": format!("r{n}"), "text": {"vi": "x", "en": "x"}})).collect();
    let matrix =
        json!({"code": "m2", "kind": "matrix", "scale": "s5", "text": {"vi": "x", "en": "x"}, "rows": rows});
    document["questions"].as_array_mut().unwrap().push(matrix);
    let fault = Form::read(&document).expect_err("too much text").to_string();
    assert!(
        fault.ends_with("the answers of all lines together are more than 4 megabytes of text"),
        "{fault}"
    );
}
