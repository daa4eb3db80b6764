//! Questionnaires written on the plain pages, by one person or by two.

use super::prepared;
use crate::http::Reply;
use crate::staff::{Staff, hidden};
use crate::support::{on_both, round_document};
use serde_json::{Value, json};

const DRAFTS: &str = "/admin/form-drafts";

/// Somebody at the page of a draft.
struct Writer<'s> {
    staff: &'s Staff<'s>,
    draft: String,
}

impl<'s> Writer<'s> {
    /// Begins a draft.
    fn begin(staff: &'s Staff<'s>, pairs: &[(&str, &str)]) -> Self {
        let reply = staff.post(DRAFTS, pairs);
        assert_eq!(reply.status, 303, "{}", reply.body);
        let draft = reply.header("location").split('?').next().unwrap().to_owned();
        Self { staff, draft }
    }

    fn page(&self, at: &str) -> String {
        let reply = self.staff.get(&format!("{}?at={at}", self.draft));
        assert_eq!(reply.status, 200);
        reply.body
    }

    /// Types into fields that the page of an entry has and presses a button that it has; where that leads.
    fn does(&self, at: &str, button: &str, fields: &[(&str, &str)]) -> String {
        let page = self.page(at);
        for (name, _) in fields.iter().filter(|(name, _)| *name != "flags") {
            assert!(page.contains(&format!("name=\"{name}\"")), "{name} on {page}");
        }
        assert!(button == "save" || page.contains(&format!("value=\"{button}\"")), "{button} on {page}");
        let reply = self.sends(&hidden(&page, "revision"), at, button, fields);
        assert_eq!(reply.status, 303, "{}", reply.body);
        let to = reply.header("location").split("?at=").nth(1).unwrap().split('&').next().unwrap();
        to.replace("%3A", ":")
    }

    fn sends(&self, revision: &str, at: &str, button: &str, fields: &[(&str, &str)]) -> Reply {
        let carried = [("revision", revision), ("at", at), ("do", button)];
        self.staff.post(&self.draft, &[&carried, fields].concat())
    }

    /// Sends a revision to an address beneath the draft.
    fn tells(&self, what: &str, more: &[(&str, &str)]) -> Reply {
        let revision = hidden(&self.page("form"), "revision");
        self.staff.post(&format!("{}/{what}", self.draft), &[&[("revision", &*revision)], more].concat())
    }

    /// Both languages of a text.
    fn says(&self, at: &str, of: &str, vi: &str, en: &str) {
        let fields = [(format!("{of}.vi"), vi), (format!("{of}.en"), en)];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, words)| (name.as_str(), *words)).collect();
        self.does(at, "save", &fields);
    }
}

fn both(vi: &str, en: &str) -> Value {
    json!({"vi": vi, "en": en})
}

#[test]
fn a_form_is_written_published_exported_and_answered() {
    on_both(|place| {
        let server = prepared(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        let unnamed = staff.post(DRAFTS, &[("from", ""), ("code", "")]);
        assert!(unnamed.status == 422 && unnamed.body.contains("Còn để trống"), "{}", unnamed.body);
        assert_eq!(
            staff.post(DRAFTS, &[("from", ""), ("code", "golden")]).status,
            422,
            "a form has that code"
        );
        let lan = Writer::begin(&staff, &[("from", ""), ("code", "thu"), ("english", "1")]);
        assert!(lan.page("form").contains("Lời văn (English)") || lan.page("form").contains("Tên (English)"));
        assert_eq!(staff.get(&format!("{}/preview", lan.draft)).status, 409, "there is nothing to see yet");
        lan.says("form", "form/title", "Phiếu thử", "Trial form");
        lan.says("section:p1", "section:p1/title", "Phần A", "Part A");
        let levels = [
            ("5", "Rất tốt", "Very good"),
            ("4", "Tốt", "Good"),
            ("3", "Vừa", "Fair"),
            ("2", "Kém", "Poor"),
            ("1", "Rất kém", "Bad"),
        ];
        for (value, vi, en) in levels {
            lan.says("scale:s1", &format!("level:s1:{value}/text"), vi, en);
        }
        assert_eq!(lan.does("scale:s1", "add:scale:after", &[]), "scale:s2");
        for value in ["1", "2"] {
            lan.does(&format!("level:s2:{value}"), "remove", &[]);
        }
        for (value, vi, en) in [("5", "Có", "Yes"), ("4", "Một phần", "Partly"), ("3", "Không", "No")] {
            lan.says("scale:s2", &format!("level:s2:{value}/text"), vi, en);
        }
        // Questions: the index is asked by the first.
        assert_eq!(lan.does("form", "add:content:in", &[]), "content:c1");
        lan.says("content:c1", "content:c1/title", "Phục vụ", "Service");
        assert_eq!(lan.does("content:c1", "add:factor:in", &[]), "factor:f1");
        lan.says("factor:f1", "factor:f1/title", "Công chức", "Officials");
        assert_eq!(lan.does("factor:f1", "add:item:in", &[]), "item:i1");
        lan.says("item:i1", "item:i1/text", "Lịch sự", "Polite");
        assert_eq!(lan.does("section:p1", "add:matrix:in", &[]), "question:q1");
        lan.does("row:q1.1", "remove", &[]);
        lan.does("question:q1", "add:asked:in", &[("new", "i1")]);
        lan.says("question:q1", "question:q1/text", "Công chức thế nào?", "How were they?");
        assert_eq!(lan.does("question:q1", "add:single:after", &[]), "question:q2");
        let second = [
            ("question:q2/text.vi", "Giới tính"),
            ("question:q2/text.en", "Sex"),
            ("question:q2/name", "sex"),
            ("question:q2/role", "demographic"),
            ("question:q2/required", "1"),
            ("flags", "question:q2/required"),
            ("option:q2:1/text.vi", "Nam"),
            ("option:q2:1/text.en", "Male"),
            ("option:q2:2/text.vi", "Nữ"),
            ("option:q2:2/text.en", "Female"),
        ];
        assert_eq!(lan.does("question:q2", "add:yes_no:after", &second), "question:q3");
        lan.says("question:q3", "question:q3/text", "Có phải đi lại?", "Did you come back?");
        assert_eq!(lan.does("question:q3", "add:single:after", &[]), "question:q4");
        // Asked with the second scale, of those who came back.
        let fourth = [
            ("question:q4/text.vi", "Được báo trước?"),
            ("question:q4/text.en", "Were you told?"),
            ("question:q4/scale", "s2"),
            ("question:q4/condition", "q3=1"),
        ];
        lan.does("question:q4", "save", &fourth);
        assert!(lan.page("question:q4").contains("value=\"q3=1\" selected"), "the condition is chosen");
        for (what, vi, en) in [
            ("text", "Góp ý", "Comments"),
            ("text", "Năm sinh", "Year of birth"),
            ("multiple", "Biết qua", "Heard by"),
            ("matrix", "Nơi chờ", "Waiting room"),
        ] {
            let at = lan.does("section:p1", &format!("add:{what}:in"), &[]);
            lan.says(&at, &format!("{at}/text"), vi, en);
        }
        lan.does("question:q6", "save", &[("question:q6/role", "demographic")]);
        let revision = hidden(&lan.page("question:q7"), "revision");
        let lines = ("lines", "Báo | Papers\r\n\r\nBạn bè | Friends\r\n");
        let looked = lan.sends(&revision, "question:q7", "look", &[lines]);
        assert!(
            looked.status == 200 && looked.body.contains("“Báo” · “Papers”; “Bạn bè” · “Friends”"),
            "{}",
            looked.body
        );
        assert!(looked.body.contains("value=\"lines:option\""));
        assert_eq!(lan.sends(&revision, "question:q7", "lines:option", &[lines]).status, 303);
        lan.says("question:q8", "row:q8.1/text", "Ghế ngồi", "Seats");
        let page = lan.page("question:q8");
        assert!(page.contains("<iframe") && !page.contains("<script"), "{page}");
        let preview = staff.get(&format!("{}/preview?lang=en", lan.draft));
        assert!(preview.status == 200 && preview.body.contains("Waiting room"), "{}", preview.body);

        let unsure = lan.tells("publication", &[]);
        assert!(unsure.status == 422 && unsure.body.contains("đánh dấu xác nhận"), "{}", unsure.body);
        let published = lan.tells("publication", &[("sure", "1")]);
        assert_eq!(published.header("location"), "/admin/forms/thu?done=form-taken");
        assert_eq!(staff.get(&lan.draft).status, 404, "it is a version now");
        let level = |(value, vi, en): (i64, &str, &str)| json!({"value": value, "score": value, "text": both(vi, en)});
        let option = |value: i64, vi, en| json!({"value": value, "text": both(vi, en)});
        let question = |code: &str, kind: &str, vi, en, more: Value| {
            let mut question = json!({"code": code, "kind": kind, "section": "p1", "text": both(vi, en)});
            for (key, value) in more.as_object().unwrap() {
                question[key] = value.clone();
            }
            question
        };
        let expected = json!({
            "code": "thu", "title": both("Phiếu thử", "Trial form"), "languages": ["vi", "en"],
            "sections": [{"code": "p1", "title": both("Phần A", "Part A")}],
            "scales": [
                {"code": "s1", "labels": levels.map(|(value, vi, en)| level((value.parse().unwrap(), vi, en)))},
                {"code": "s2", "labels": ([(5, "Có", "Yes"), (4, "Một phần", "Partly"), (3, "Không", "No")].map(level))},
            ],
            "contents": [{"code": "c1", "title": both("Phục vụ", "Service"), "factors": [
                {"code": "f1", "title": both("Công chức", "Officials"), "items": [
                    {"code": "i1", "text": both("Lịch sự", "Polite"), "scale": "s1"}]}]}],
            "questions": [
                question("q1", "matrix", "Công chức thế nào?", "How were they?", json!({"scale": "s1", "rows": [], "items": ["i1"]})),
                question("sex", "single", "Giới tính", "Sex", json!({
                    "role": "demographic", "required": true, "options": [option(1, "Nam", "Male"), option(2, "Nữ", "Female")]})),
                question("q3", "yes_no", "Có phải đi lại?", "Did you come back?", json!({
                    "options": [option(1, "Có", "Yes"), option(0, "Không", "No")]})),
                question("q4", "single", "Được báo trước?", "Were you told?", json!({
                    "scale": "s2", "relevant_if": {"question": "q3", "equals": 1}})),
                question("q5", "text", "Góp ý", "Comments", json!({"role": "comment"})),
                question("q6", "text", "Năm sinh", "Year of birth", json!({"role": "demographic"})),
                question("q7", "multiple", "Biết qua", "Heard by", json!({
                    "options": [option(1, "Báo", "Papers"), option(2, "Bạn bè", "Friends")]})),
                question("q8", "matrix", "Nơi chờ", "Waiting room", json!({
                    "scale": "s1", "rows": [{"code": "q8.1", "text": both("Ghế ngồi", "Seats")}]})),
            ],
        });
        assert_eq!(place.json(&["export", "form", "thu"]), expected);
        let point = json!({"slug": "thu", "agency": "A", "service_area": "dat-dai", "channel": "qr"});
        let round = round_document(json!({"form": "thu", "agencies": ["A"], "points": [point]}));
        place.run(&["import", "round", &place.file("r.json", round.to_string())]);
        let citizen = server.get("/s/thu?lang=en");
        assert!(citizen.status == 200 && citizen.body.contains("Did you come back?"), "{}", citizen.body);
        let log = place.rows("SELECT action FROM audit_entry WHERE subject LIKE 'thu%' ORDER BY number");
        assert_eq!(log, ["form.draft-start", "form.draft-publish", "form.import"]);
    });
}

#[test]
fn what_two_people_write_is_merged_or_told_and_taken_back() {
    on_both(|place| {
        let server = prepared(place);
        let (lan, minh) = (
            Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None),
            Staff::with_role(place, &server, "minh@x.vn", "survey-administrator", None),
        );
        let lan = Writer::begin(&lan, &[("from", "version:golden:1")]);
        let minh = Writer { staff: &minh, draft: lan.draft.clone() };
        let again = lan.staff.post(DRAFTS, &[("from", "version:golden:1")]);
        assert_eq!(again.header("location"), lan.draft, "one of a form for each person");
        assert!(minh.staff.get(DRAFTS).body.contains("lan@x.vn") && minh.page("form").contains("lan@x.vn"));
        let seen = hidden(&minh.page("form"), "revision");
        lan.does("form", "save", &[("form/title.vi", "Tên của Lan")]);
        let merged = minh.sends(&seen, "form", "save", &[("form/licence", "Tự do")]);
        assert!(
            merged.status == 303 && merged.header("location").contains("writing-merged"),
            "{}",
            merged.body
        );
        let page = lan.page("form");
        assert!(page.contains("Tên của Lan") && page.contains("Tự do"));
        let told = minh.sends(&seen, "form", "save", &[("form/title.vi", "Tên của Minh")]);
        assert_eq!(told.status, 409);
        assert!(
            told.body.contains("value=\"Tên của Minh\"") && told.body.contains("Tên của Lan"),
            "{}",
            told.body
        );
        assert!(lan.page("form").contains("value=\"Tên của Lan\""), "nothing is stored of it");
        // Undone is what was seen last, and nothing that came after.
        let old = minh.staff.post(&format!("{}/undo", minh.draft), &[("revision", &*seen)]);
        assert_eq!(old.status, 409);
        assert_eq!(minh.tells("undo", &[]).status, 303);
        assert!(!lan.page("form").contains("Tự do"));
        assert_eq!(minh.tells("redo", &[]).status, 303);
        assert!(lan.page("form").contains("Tự do"));
        assert_eq!(minh.tells("redo", &[]).status, 422, "there is nothing more");
        let stored = || place.rows("SELECT document || history || CAST(revision AS TEXT) FROM form_draft");
        let before = stored();
        let both = [("form/title.vi", "Nửa"), ("do", "remove")];
        assert_eq!(
            minh.sends(&hidden(&page, "revision"), "scale:s5", "remove", &both).status,
            422,
            "it is used"
        );
        assert_eq!(stored(), before, "nothing is stored half");
        let asked = minh.sends(&hidden(&minh.page("form"), "revision"), "scale:s5", "remove", &[]);
        assert!(asked.body.contains("remove-all"), "{}", asked.body);
        assert_eq!(lan.tells("removal", &[]).header("location"), format!("{DRAFTS}?done=writing-discarded"));
        assert_eq!(place.rows("SELECT CAST(COUNT(*) AS TEXT) FROM form_draft"), ["0"]);
    });
}

#[test]
fn whatever_is_sent_to_a_draft_is_answered_and_bounded() {
    on_both(|place| {
        let server = prepared(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        let lan = Writer::begin(&staff, &[("from", "template:counter-5"), ("code", "cua-toi")]);
        let stored = || place.rows("SELECT document || history FROM form_draft");
        let before = stored();
        let long = "d".repeat(5 << 20);
        let deep = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
        let deep = format!("{{\"set\":{{\"place\":\"form\",\"path\":[\"x\"],\"value\":{deep}}}}}");
        let other = json!({"set": {"place": "form", "path": ["code"], "value": "khac"}}).to_string();
        let wide = json!({"set": {"place": "form", "path": ["x"], "value": "y".repeat(3 << 20)}}).to_string();
        for (status, at, button, field) in [
            (422, "question:nowhere", "save", ("x", "")),
            (422, "planet", "save", ("x", "")),
            (422, "form", "explode", ("x", "")),
            (422, "form", "save", ("form/price", "1")),
            (413, "form", "save", ("form/title.vi", &*long)),
            (422, "form", "save", ("form/title.vi", &long[..100_000])),
            (422, "form", "edit", ("edit", &*deep)),
            (422, "form", "edit", ("edit", "{")),
            (422, "form", "edit", ("edit", &*other)),
        ] {
            let reply = lan.sends("0", at, button, &[field]);
            // Who is still sending when the connection is closed may not read why.
            let is_cut = status == 413 && reply.status == 0;
            assert!(reply.status == status || is_cut, "{} {at} {button} {}", reply.status, field.0);
            assert!(reply.body.len() < 2_000_000, "{} {at} {button}", reply.body.len());
            assert_eq!(stored(), before, "{at} {button} {}", field.0);
        }
        assert_eq!(lan.sends("0", "form", "edit", &[("edit", &wide)]).status, 303);
        assert_eq!(lan.sends("1", "form", "edit", &[("edit", &wide.replace("\"x\"", "\"z\""))]).status, 422);
        assert_eq!(lan.tells("undo", &[]).status, 303, "a large edit is undone");
        for unknown in ["999", "x", "-1"] {
            assert_eq!(staff.get(&format!("{DRAFTS}/{unknown}")).status, 404);
            assert_eq!(staff.post(&format!("{DRAFTS}/{unknown}/undo"), &[]).status, 404);
        }
        // A second person agrees to what is published where the settings ask for it.
        place.sql("INSERT INTO setting (key, value) VALUES ('form_approval', 'required')");
        let published = lan.tells("publication", &[("sure", "1")]);
        assert_eq!(
            published.header("location"),
            "/admin/forms/cua-toi?done=draft-saved",
            "{}",
            published.body
        );
        assert_eq!(place.rows("SELECT state FROM form_version WHERE code = 'cua-toi'"), ["draft"]);
    });
}
