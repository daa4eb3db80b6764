//! Who did something and to what, in the words of the reader. The log keeps both as they were written, for its hashes.

use crate::Texts;

/// Who did something, as the log has it of those who act without a session.
const COMMAND_LINE: &str = "command line";
const BY_LINK: &str = " (link)";

/// Who did something.
pub(super) fn actor_words(texts: &Texts, actor: &str) -> String {
    match actor.strip_suffix(BY_LINK) {
        Some(email) => texts.with("audit-by-link", [("email", email.into())]),
        None if actor == COMMAND_LINE => texts.get("audit-command-line"),
        None => actor.to_owned(),
    }
}

/// To what something was done; as it is stored where that has another shape. What reaches everything has no subject.
pub(super) fn subject_words(texts: &Texts, action: &str, subject: &str) -> String {
    let parts: Vec<&str> = subject.split(' ').filter(|part| !part.is_empty()).collect();
    let said = |key: &str, names: &[&'static str]| {
        let values = names.iter().copied().zip(parts.iter().map(|part| (*part).into()));
        Some(texts.with(&format!("log-{key}"), values))
    };
    let words = match (action.split('.').next().unwrap_or(""), &parts[..]) {
        ("account" | "session", [_]) => said("account", &["email"]),
        ("event", [_, ..]) => Some(texts.with("log-agencies", [("codes", parts.join(", ").into())])),
        (kind @ ("agency" | "block" | "service-area" | "procedure" | "round"), [_]) => said(kind, &["code"]),
        ("points", [_]) => said("round", &["code"]),
        ("point", [_, "point", _]) => said("point", &["round", "", "number"]),
        ("responses", [_, "batch", _]) => said("batch", &["round", "", "number"]),
        ("comment", [_, _, _]) => said("comment", &["round", "agency", "start"]),
        ("form", [_, _]) => said("form-version", &["code", "version"]),
        ("definition", [_, _]) => said("definition-version", &["code", "version"]),
        ("export", [what, of @ ..]) => export_words(texts, what, of),
        _ => None,
    };
    words.unwrap_or_else(|| subject.to_owned())
}

/// A file that was taken away, and of what it is.
fn export_words(texts: &Texts, what: &str, of: &[&str]) -> Option<String> {
    if what == "form" {
        return match of {
            [code] => Some(texts.with("log-form", [("code", (*code).into())])),
            [code, version] => {
                let pairs = [("code", (*code).into()), ("version", (*version).into())];
                Some(texts.with("log-form-version", pairs))
            }
            _ => None,
        };
    }
    let key = format!("log-file-{what}");
    let file = Some(texts.get(&key)).filter(|words| *words != key)?;
    match of {
        [] => Some(file),
        [round] => Some(texts.with("log-file-of-round", [("file", file.into()), ("round", (*round).into())])),
        [round, agency] => {
            let pairs = [("file", file.into()), ("round", (*round).into()), ("agency", (*agency).into())];
            Some(texts.with("log-file-of-agency", pairs))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Locale;

    #[test]
    fn what_an_entry_is_about_is_told_in_the_words_of_its_reader() {
        let (vi, en) = (Texts::of(&Locale::vi()), Texts::of(&Locale::en()));
        for (action, subject, vietnamese, english) in [
            ("account.add", "lan@x.vn", "Tài khoản lan@x.vn", "Account lan@x.vn"),
            ("session.begin", "lan@x.vn", "Tài khoản lan@x.vn", "Account lan@x.vn"),
            ("agency.change", "SNV", "Cơ quan SNV", "Agency SNV"),
            ("event.merge", "A B", "Cơ quan A, B", "Agencies A, B"),
            ("event.remove", "A", "Cơ quan A", "Agencies A"),
            ("block.remove", "so", "Khối so", "Block so"),
            ("service-area.add", "dat-dai", "Lĩnh vực dat-dai", "Service area dat-dai"),
            ("procedure.change", "1.001", "Thủ tục 1.001", "Procedure 1.001"),
            ("round.extend", "r", "Đợt r", "Round r"),
            ("points.make", "r", "Đợt r", "Round r"),
            ("point.rotate", "r point 17", "Điểm số 17 của đợt r", "Point 17 of round r"),
            ("responses.import", "r batch 6", "Lô nhập số 6 của đợt r", "Batch 6 of round r"),
            ("form.approve", "f 2", "Phiếu f, phiên bản 2", "Form f, version 2"),
            ("definition.import", "d 3", "Định nghĩa chỉ số d, phiên bản 3", "Index definition d, version 3"),
            (
                "comment.propose",
                "r SNV 0a1b2c3d",
                "Ý kiến 0a1b2c3d về cơ quan SNV trong đợt r",
                "Comment 0a1b2c3d on agency SNV in round r",
            ),
            ("export", "agencies", "Danh sách cơ quan", "List of agencies"),
            ("export", "responses r", "Phiếu trả lời – đợt r", "Responses – round r"),
            ("export", "comments r SNV", "Ý kiến – đợt r, cơ quan SNV", "Comments – round r, agency SNV"),
            ("export", "form f", "Phiếu f", "Form f"),
            ("export", "form f 2", "Phiếu f, phiên bản 2", "Form f, version 2"),
            // What has no subject, and what was written in another way, stays as it is.
            ("settings.change", "", "", ""),
            ("point.rotate", "r 17", "r 17", "r 17"),
            ("export", "something else", "something else", "something else"),
            ("somewhere.else", "x y", "x y", "x y"),
        ] {
            assert_eq!(subject_words(vi, action, subject), vietnamese);
            assert_eq!(subject_words(en, action, subject), english);
        }
    }

    #[test]
    fn who_acts_without_a_session_is_told_in_the_words_of_the_reader() {
        let (vi, en) = (Texts::of(&Locale::vi()), Texts::of(&Locale::en()));
        for (actor, vietnamese, english) in [
            ("lan@x.vn", "lan@x.vn", "lan@x.vn"),
            ("lan@x.vn (link)", "lan@x.vn (qua đường dẫn)", "lan@x.vn (by link)"),
            ("command line", "lệnh trên máy chủ", "command line"),
        ] {
            assert_eq!([actor_words(vi, actor), actor_words(en, actor)], [vietnamese, english]);
        }
    }
}
