//! Names of fields and what stands in them, in the words of the reader: for the audit log and previews of files.

use super::{account_fields::role_name, form_words::language_name};
use crate::{Numbers, Texts};
use domain::{Day, Locale, Role, index::Scoring};

/// The text of a key that is put together, where there is one.
fn known(texts: &Texts, key: String) -> Option<String> {
    let key = key.replace([' ', '_'], "-");
    Some(texts.get(&key)).filter(|words| *words != key)
}

/// The name of what an entry of the log or a preview tells of.
pub(super) fn detail_name(texts: &Texts, name: &str) -> String {
    let language = || name.parse::<Locale>().ok().filter(|_| name.len() == 2);
    known(texts, format!("detail-{name}"))
        .or_else(|| Some(language_name(&language()?)))
        .unwrap_or_else(|| name.to_owned())
}

/// What stands in the field of this name, as its reader would write it.
pub(super) fn value_words(texts: &Texts, name: &str, value: &str) -> String {
    let said = match name {
        "second_factor" if value.is_empty() => Some(texts.get("setting-factor-required")),
        "second_factor" => known(texts, format!("setting-factor-{value}")),
        "form_approval" if value.is_empty() => Some(texts.get("setting-approval-off")),
        "form_approval" => Some(texts.get("setting-approval-on")),
        _ if value.is_empty() => Some("–".to_owned()),
        "valid_from" | "valid_to" | "from" | "to" | "day" | "from day" => {
            value.parse::<Day>().ok().map(|day| Numbers::of(&texts.locale).day(day))
        }
        "level" => known(texts, format!("level-{value}")),
        "stage" => known(texts, format!("round-{value}")),
        "step" => known(texts, format!("step-{value}")),
        "audience" => known(texts, format!("audience-{value}")),
        "sample" => known(texts, format!("sample-short-{value}")),
        "scoring" => {
            value.parse::<Scoring>().ok().map(|scoring| texts.get(&format!("scoring-short-{scoring}")))
        }
        "aggregation" => known(texts, format!("aggregation-short-{value}")),
        "formula" | "precision" | "full" => known(texts, format!("{name}-{value}")),
        // A fraction, told in percent without what binary fractions add.
        "error" => value.parse::<f64>().ok().and_then(|error| {
            let hundredths = format!("{:.0}", error * 1e4).parse().ok()?;
            Some(format!("{} %", Numbers::of(&texts.locale).plain(hundredths, 2)))
        }),
        "kind" => known(texts, format!("event-kind-{value}")),
        "language" => value.parse().ok().map(|locale| language_name(&locale)),
        "role" | "roles" | "grants" => {
            Some(value.split(", ").map(|grant| grant_words(texts, grant)).collect::<Vec<_>>().join(", "))
        }
        _ => None,
    };
    said.unwrap_or_else(|| value.to_owned())
}

/// A role as it is stored, with the code of the agency over which it is.
fn grant_words(texts: &Texts, stored: &str) -> String {
    let (role, over) = stored.split_once(' ').unwrap_or((stored, ""));
    let role = Role::from_word(role).map_or_else(|| role.to_owned(), |role| role_name(texts, role));
    if over.is_empty() { role } else { format!("{role} ({over})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_told_in_the_words_of_its_reader() {
        let (vi, en) = (Texts::of(&Locale::vi()), Texts::of(&Locale::en()));
        for (name, value, vietnamese, english) in [
            ("valid_to", "2026-03-05", "5/3/2026", "5\u{a0}March\u{a0}2026"),
            ("to", "not a day", "not a day", "not a day"),
            ("stage", "open", "đang nhận phiếu", "taking responses"),
            ("level", "commune", "xã", "commune"),
            ("audience", "staff", "chỉ cán bộ có quyền xem kết quả", "only staff who may read results"),
            ("second_factor", "", "bắt buộc với mọi người", "required for everyone"),
            ("form_approval", "required", "cần người thứ hai phê duyệt", "a second person has to approve"),
            ("grants", "leader SNV, analyst ", "Lãnh đạo (SNV), Phân tích", "Leader (SNV), Analyst"),
            ("language", "en", "English", "English"),
            ("parent", "", "–", "–"),
            ("formula", "yamane", "Yamane: n = N / (1 + N·e²)", "Yamane: n = N / (1 + N·e²)"),
            ("precision", "agency", "từng cơ quan", "each agency"),
            ("full", "stop", "ngừng nhận phiếu ở cơ quan và lĩnh vực đó", "stop taking responses there"),
            ("error", "0.045", "4,5 %", "4.5 %"),
            ("scoring", "top2", "tỷ lệ câu trả lời hài lòng", "share of satisfied answers"),
        ] {
            assert_eq!(value_words(vi, name, value), vietnamese, "{name}");
            assert_eq!(value_words(en, name, value), english, "{name}");
        }
        assert_eq!(
            (detail_name(vi, "valid_to"), detail_name(en, "vi")),
            ("đến hết ngày".into(), "Tiếng Việt".into())
        );
        assert_eq!(detail_name(vi, "somewhere"), "somewhere");
    }
}
