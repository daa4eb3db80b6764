//! A small form with every kind of question, and helpers to answer it.

use domain::form::Form;
use serde_json::{Value, json};

fn text(words: &str) -> Value {
    json!({"vi": words, "en": words})
}

/// Two factors, three items, a skipped row, a multiple choice and a comment.
pub(crate) fn document() -> Value {
    let five: Vec<Value> =
        (1..=5).map(|v| json!({"value": v, "score": v, "text": text(&format!("mức {v}"))})).collect();
    let mut four: Vec<Value> =
        (1..=4).map(|v| json!({"value": v, "score": 5 - v, "text": text(&format!("level {v}"))})).collect();
    four.push(json!({"value": 9, "no_opinion": true, "text": text("không có ý kiến")}));
    json!({
        "code": "small", "title": text("Nhỏ"), "languages": ["vi"], "translated": ["en"],
        "scales": [
            {"code": "s5", "title": text("s5"), "labels": five},
            {"code": "s4", "title": text("s4"), "labels": four},
            {"code": "yn", "title": text("yn"), "labels": [
                {"value": 1, "score": 1, "text": text("Có")}, {"value": 2, "score": 0, "text": text("Không")}]},
        ],
        "contents": [{"code": "c", "title": text("c"), "factors": [
            {"code": "f1", "title": text("f1"), "items": [
                {"code": "i1", "text": text("i1"), "scale": "s5"}, {"code": "i2", "text": text("i2"), "scale": "s5"}]},
            {"code": "f2", "title": text("f2"), "items": [{"code": "i3", "text": text("i3"), "scale": "s4"}]},
        ]}],
        "questions": [
            {"code": "came", "kind": "yes_no", "role": "experience", "required": true, "scale": "yn", "text": text("Đã đến?")},
            {"code": "how", "kind": "multiple", "role": "experience", "required": true, "text": text("Bằng cách nào?"),
             "relevant_if": {"question": "came", "equals": 1},
             "options": [{"value": 1, "text": text("mạng")}, {"value": 2, "text": text("khác"), "specify": true}]},
            {"code": "m", "kind": "matrix", "role": "satisfaction", "required": true, "scale": "s5", "text": text("m"), "items": ["i1", "i2"]},
            {"code": "one", "kind": "single", "role": "satisfaction", "required": true, "items": ["i3"],
             "relevant_if": {"all": [{"question": "how", "in": [2]}, {"not": {"question": "i1", "equals": 5}}]}},
            {"code": "comment", "kind": "text", "role": "comment", "text": text("Ý kiến")},
            {"code": "interviewer", "kind": "text", "role": "fieldwork", "text": text("Điều tra viên")},
        ],
    })
}

/// The small form.
pub(crate) fn form() -> Form {
    Form::read(&document()).unwrap()
}

/// Pairs as a browser posts them.
pub(crate) fn posted(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
}
