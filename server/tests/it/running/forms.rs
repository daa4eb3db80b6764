//! Forms from the gallery, worded anew and approved by somebody else.

use super::prepared;
use crate::staff::{Staff, hidden};
use crate::support::on_both;

#[test]
fn forms_come_from_the_gallery_are_worded_anew_and_agreed_to_by_somebody_else() {
    on_both(|place| {
        let server = prepared(place);
        place.sql("INSERT INTO setting (key, value) VALUES ('form_approval', 'required')");
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        let other = Staff::with_role(place, &server, "minh@x.vn", "approver", None);
        let unsure = staff.post("/admin/templates/cmt-core", &[]);
        assert!(unsure.status == 422 && unsure.body.contains("đánh dấu xác nhận"));
        let looked_at = staff.get("/admin/templates/counter-5/preview?lang=en");
        assert!(looked_at.status == 200 && looked_at.body.contains("<html lang=\"en\""));
        assert!(staff.get("/admin/templates?q=counter-5").body.contains("/admin/templates/counter-5"));
        for bad in ["", "{", "{\"code\": \"x\"}"] {
            assert_eq!(staff.post("/admin/forms", &[("text", bad)]).status, 422, "{bad}");
        }
        assert_eq!(staff.post("/admin/templates/counter-5", &[]).status, 303);
        let draft = staff.get("/admin/forms/counter-5").body;
        assert!(draft.contains("chờ một người khác phê duyệt") && !draft.contains("Lập đợt khảo sát</a>"));
        assert!(!staff.get("/admin/new-round").body.contains("counter-5"));
        assert_eq!(staff.post("/admin/forms/counter-5/1/approval", &[]).status, 403);
        // Whoever prepares and approves at once still needs somebody else.
        place.run(&["user", "add", "lan@x.vn", "--role", "approver"]);
        assert_eq!(staff.post("/admin/forms/counter-5/1/approval", &[]).status, 409);
        let token = hidden(&other.get("/admin/forms/counter-5").body, "revision_token");
        let agreed = [("revision_token", &*token), ("reason", "đồng ý")];
        assert_eq!(other.post("/admin/forms/counter-5/1/approval", &agreed).status, 303);
        assert!(staff.get("/admin/new-round").body.contains("counter-5"));

        let page = staff.get("/admin/forms/counter-5/wording").body;
        let mut pairs: Vec<(String, String)> = Vec::new();
        for name in (0..200).map(|n| format!("t{n}")) {
            let field = page.split(&format!("name=\"{name}\"")).nth(1);
            let Some(field) = field else { break };
            let value = match field.split_once("value=\"") {
                Some((before, rest)) if !before.contains('>') => rest.split('"').next().unwrap(),
                _ => field.split_once('>').unwrap().1.split('<').next().unwrap(),
            };
            pairs.push((name, value.replace("&quot;", "\"").replace("&amp;", "&")));
        }
        assert!(pairs.len() > 20);
        pairs[0].1 = "Ý kiến tại phường".to_owned();
        pairs.push(("version".to_owned(), "1".to_owned()));
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        let asked = staff.post("/admin/forms/counter-5/wording", &pairs);
        assert!(asked.status == 200 && asked.body.contains("→ Ý kiến tại phường"), "{}", asked.body);
        assert!(asked.body.contains("1 câu thay đổi"));
        let sure: Vec<_> = pairs.iter().copied().chain([("sure", "1")]).collect();
        assert_eq!(staff.post("/admin/forms/counter-5/wording", &sure).status, 303);
        // Somebody who began with the first version finds their own change upon the second.
        let mut late = pairs.clone();
        late[0].1 = "Ý kiến tại quầy";
        late[1].1 = "At the desk";
        let merged = staff.post("/admin/forms/counter-5/wording", &late);
        assert_eq!(merged.status, 409);
        assert!(merged.body.contains("value=\"Ý kiến tại phường\"") && merged.body.contains("At the desk"));
        // A wording that was there before is named, not stored again.
        late[1].1 = "At the counter";
        late.last_mut().unwrap().1 = "2";
        let known = staff.post("/admin/forms/counter-5/wording", &late);
        assert!(known.status == 422 && known.body.contains("đã là phiên bản 1"), "{}", known.body);
        let page = staff.get("/admin/forms/counter-5").body;
        assert!(
            page.contains("Phiên bản 2 khác phiên bản 1") && page.contains("→ Ý kiến tại phường"),
            "{page}"
        );
        assert_eq!(
            place.rows("SELECT CAST(COUNT(*) AS TEXT) FROM form_version WHERE same_as IS NOT NULL"),
            ["1"]
        );
        let preview = server.get("/admin/forms/counter-5/2/preview");
        assert!(preview.header("location").contains("sign-in"));
        let preview = staff.get("/admin/forms/counter-5/2/preview");
        assert!(preview.header("content-security-policy").contains("frame-ancestors 'self'"));
        assert!(preview.body.contains("Ý kiến tại phường") && !preview.body.contains("<script"));
        assert_eq!(other.post("/admin/forms/counter-5/2/removal", &[]).status, 403);
        let token = hidden(&page, "revision_token");
        assert_eq!(staff.post("/admin/forms/counter-5/2/removal", &[("revision_token", &token)]).status, 422);
        let typed = [("revision_token", &*token), ("code", "counter-5")];
        assert_eq!(staff.post("/admin/forms/counter-5/2/removal", &typed).status, 303);
        assert_eq!(
            staff.post("/admin/forms/counter-5/1/removal", &[]).status,
            404,
            "what is published stays"
        );
    });
}
