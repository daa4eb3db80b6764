//! The questionnaires that are shipped, most of them as published elsewhere, with their licence and what of them was verified.

/// Each template's code and document.
pub const ALL: [(&str, &str); 8] = [
    ("cmt-core", include_str!("../templates/cmt-core.json")),
    ("counter-5", include_str!("../templates/counter-5.json")),
    ("decree-61", include_str!("../templates/decree-61.json")),
    ("ikm-indonesia", include_str!("../templates/ikm-indonesia.json")),
    ("sipas-2017", include_str!("../templates/sipas-2017.json")),
    ("sipas-2022", include_str!("../templates/sipas-2022.json")),
    ("sipas-2026", include_str!("../templates/sipas-2026.json")),
    ("us-a11-280", include_str!("../templates/us-a11-280.json")),
];

/// The document of a template.
pub fn document(code: &str) -> Option<&'static str> {
    ALL.iter().find(|(known, _)| *known == code).map(|(_, document)| *document)
}
