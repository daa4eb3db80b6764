//! Documents at any stage of work, and edits of them.

use crate::support::document;
use domain::{
    form::edit::{Draft, Edit, Kind, Name, Place},
    templates,
};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Numbers from which an edit is made that suits a document.
pub(crate) type Pick = (u8, u16, u16, u16, u16);

pub(crate) fn picks(most: usize) -> impl Strategy<Value = Vec<Pick>> {
    prop::collection::vec(any::<Pick>(), 1..=most)
}

/// Every shipped questionnaire and the small form.
pub(crate) fn whole_documents() -> Vec<Value> {
    let shipped = templates::ALL.iter().map(|(_, document)| serde_json::from_str(document).unwrap());
    shipped.chain([document()]).collect()
}

/// Those that together hold every kind of entry, three languages and conditions: to try all that is in them.
pub(crate) fn telling_documents() -> Vec<Value> {
    let shipped = ["sipas-2022", "ikm-indonesia"].map(|code| templates::document(code).unwrap());
    shipped.into_iter().map(|document| serde_json::from_str(document).unwrap()).chain([document()]).collect()
}

/// A shipped questionnaire or the small form.
pub(crate) fn whole() -> impl Strategy<Value = Value> {
    prop::sample::select(whole_documents())
}

/// A document in which things are missing, stand twice or are something else; or a whole one.
pub(crate) fn unfinished() -> impl Strategy<Value = Value> {
    let start = prop_oneof![Just(document()), Just(json!({})), whole()];
    (start, prop::collection::vec((any::<u16>(), 0..10u8), 0..8)).prop_map(|(mut document, damages)| {
        for (at, damage) in damages {
            let mut nth = usize::from(at) % size(&document).max(1);
            damage_nth(&mut document, &mut nth, damage);
        }
        if document.is_object() { document } else { json!({}) }
    })
}

fn size(value: &Value) -> usize {
    match value {
        Value::Object(map) => map.values().map(size).sum::<usize>() + 1,
        Value::Array(list) => list.iter().map(size).sum::<usize>() + 1,
        _ => 1,
    }
}

/// Changes the value that comes nth when all are counted.
fn damage_nth(value: &mut Value, nth: &mut usize, damage: u8) -> bool {
    if *nth == 0 {
        match (damage, &mut *value) {
            (0 | 1, Value::Array(list)) => list.extend(list.first().cloned()),
            (2, Value::Array(list)) => list.clear(),
            (3, Value::Object(map)) => {
                map.remove("code");
            }
            (4, Value::Object(map)) => {
                map.remove("text");
            }
            (5, _) => *value = Value::Null,
            (6, _) => *value = json!(7),
            (7, _) => *value = json!("i1"),
            (8, _) => *value = json!({}),
            (_, _) => *value = json!([]),
        }
        return true;
    }
    *nth -= 1;
    match value {
        Value::Object(map) => map.values_mut().any(|value| damage_nth(value, nth, damage)),
        Value::Array(list) => list.iter_mut().any(|value| damage_nth(value, nth, damage)),
        _ => false,
    }
}

fn chosen<T: Clone>(list: &[T], at: u16) -> Option<T> {
    list.get(usize::from(at) % list.len().max(1)).cloned()
}

pub(crate) fn places(draft: &Draft, kind: Kind) -> Vec<Place> {
    draft.entries(kind).into_iter().map(|(place, _)| place).collect()
}

/// Where an entry of a kind can be.
pub(crate) fn parents(draft: &Draft, kind: Kind) -> Vec<Place> {
    match kind {
        Kind::Level => places(draft, Kind::Scale),
        Kind::Factor => places(draft, Kind::Content),
        Kind::Item => places(draft, Kind::Factor),
        Kind::Row | Kind::Choice | Kind::Asked => places(draft, Kind::Question),
        _ => vec![Place::Form],
    }
}

fn new_entry(draft: &Draft, kind: Kind, at: u16) -> Value {
    match kind {
        Kind::Language | Kind::Translation => json!((["en", "fr", "km", "vi"])[usize::from(at) % 4]),
        Kind::Asked => json!(
            chosen(&places(draft, Kind::Item), at)
                .and_then(|place| place.name().map(Name::to_string))
                .unwrap_or_default()
        ),
        Kind::Level | Kind::Choice => json!({"value": at % 9, "text": {"vi": "", "en": "x"}}),
        Kind::Section => json!({"code": format!("p{at}"), "title": {}}),
        _ => json!({"code": format!("n{at}"), "kind": "single", "note": "kept"}),
    }
}

/// An edit that a document takes as a rule, though not always.
pub(crate) fn edit_of(draft: &Draft, pick: Pick) -> Option<Edit> {
    let (what, a, b, c, d) = pick;
    let kind = Kind::ALL[usize::from(a) % Kind::ALL.len()];
    let place = chosen(&places(draft, kind), b);
    let within = chosen(&parents(draft, kind), c);
    let before = match d % 3 {
        0 => None,
        _ => chosen(&places(draft, kind), d / 3).and_then(|place| place.name().cloned()),
    };
    let set = |place: Place, path: &[&str], value: Option<Value>| Edit::Set {
        place,
        path: path.iter().map(|key| (*key).to_owned()).collect(),
        value,
    };
    Some(match what % 14 {
        0 | 1 => Edit::Insert { kind, within: within?, before, value: new_entry(draft, kind, d) },
        2 => draft.duplicate(&place?).ok()?,
        3 => Edit::Remove { place: place? },
        4 => draft.removal(&place?).ok()?,
        5 | 6 => Edit::Move { place: place?, within: within?, before },
        7 => Edit::Rename { place: place?, name: format!("r{}", d % 9) },
        8 => Edit::Rename {
            place: place?,
            name: chosen(&places(draft, kind), d)?.name().map(Name::to_string)?,
        },
        9 => set(place?, &[["text", "title"][usize::from(c) % 2], ["vi", "en"][usize::from(d) % 2]], {
            (c % 5 != 0).then(|| json!(format!("lời {d}")))
        }),
        10 => {
            let cell = chosen(&places(draft, Kind::Question), c)?.name().map(Name::to_string)?;
            set(place?, &["relevant_if"], Some(json!({"any": [{"question": cell, "equals": d % 6}]})))
        }
        11 => {
            let value = [json!(null), json!([]), json!("s5"), json!(true), json!(2.5)];
            let key = ["rows", "scale", "kind", "labels", "factors", "note", "items"];
            set(place?, &[chosen(&key, c)?], (d % 6 < 5).then(|| value[usize::from(d % 5)].clone()))
        }
        12 => set(Place::Form, &[["intro", "questions", "verified", "notes"][usize::from(c) % 4], "vi"], {
            (d % 2 == 0).then(|| json!("lời đầu"))
        }),
        _ => {
            let parts = [(what / 14, b, c, d, a), (what / 14 + 3, d, a, b, c)];
            Edit::All(
                parts
                    .into_iter()
                    .filter(|part| part.0 % 14 != 13)
                    .filter_map(|p| edit_of(draft, p))
                    .collect(),
            )
        }
    })
}

/// Any JSON of some depth, with the keys of a document among its keys.
pub(crate) fn anything() -> impl Strategy<Value = Value> {
    let key = prop_oneof![
        prop::sample::select(vec![
            "code",
            "value",
            "title",
            "text",
            "languages",
            "translated",
            "sections",
            "scales",
            "labels",
            "contents",
            "factors",
            "items",
            "questions",
            "rows",
            "options",
            "scale",
            "section",
            "kind",
            "relevant_if",
            "question",
            "equals",
            "in",
            "all",
            "any",
            "not",
            "vi",
        ])
        .prop_map(str::to_owned),
        "[a-z]{1,3}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3..9i64).prop_map(Value::from),
        (-9..9i32).prop_map(|eighths| (f64::from(eighths) / 8.0).into()),
        "[a-c]{0,2}".prop_map(Value::from),
        Just(json!("vi")),
    ];
    leaf.prop_recursive(6, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..6)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

fn names() -> impl Strategy<Value = Name> + Clone {
    prop_oneof!["[a-c]{0,2}".prop_map(Name::Code), Just(Name::from("vi")), (0..4usize).prop_map(Name::At)]
}

fn any_place() -> impl Strategy<Value = Place> {
    (names(), names(), 0..13usize).prop_map(|(owner, name, which)| match which {
        0 => Place::Form,
        1 => Place::Language(name),
        2 => Place::Translation(name),
        3 => Place::Section(name),
        4 => Place::Scale(name),
        5 => Place::Level(owner, name),
        6 => Place::Content(name),
        7 => Place::Factor(name),
        8 => Place::Item(name),
        9 => Place::Question(name),
        10 => Place::Row(name),
        11 => Place::Choice(owner, name),
        _ => Place::Asked(owner, name),
    })
}

/// Any edit whatsoever.
pub(crate) fn any_edit() -> impl Strategy<Value = Edit> {
    let (kind, before) = (prop::sample::select(Kind::ALL.to_vec()), prop::option::of(names()));
    let path = prop::collection::vec(
        prop_oneof!["[a-z]{0,2}", Just("items".to_owned()), Just("code".to_owned()), Just("rows".to_owned())],
        0..3,
    );
    let one = prop_oneof![
        (kind, any_place(), before.clone(), anything())
            .prop_map(|(kind, within, before, value)| Edit::Insert { kind, within, before, value }),
        any_place().prop_map(|place| Edit::Remove { place }),
        (any_place(), any_place(), before).prop_map(|(place, within, before)| Edit::Move {
            place,
            within,
            before
        }),
        (any_place(), "[a-cé. ]{0,2}").prop_map(|(place, name)| Edit::Rename { place, name }),
        (any_place(), path, prop::option::of(anything())).prop_map(|(place, path, value)| Edit::Set {
            place,
            path,
            value
        }),
    ];
    one.prop_recursive(2, 6, 3, |inner| prop::collection::vec(inner, 0..3).prop_map(Edit::All))
}
