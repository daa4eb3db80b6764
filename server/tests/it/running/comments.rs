//! Comments in lots, to the staff of the agency.

use super::{make_points, prepared, slugs, stage};
use crate::staff::{Staff, hidden};
use crate::support::on_both;

#[test]
fn comments_come_in_lots_without_order_or_person_to_the_agencys_own_staff() {
    on_both(|place| {
        let server = prepared(place);
        place.run(&["import", "form", "counter-5"]);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        let pairs = [
            ("code", "r"),
            ("title", "x"),
            ("form", "counter-5"),
            ("from", "2026-01-01"),
            ("to", "2099-12-31"),
        ];
        assert_eq!(staff.post("/admin/new-round", &pairs).status, 303);
        make_points(&staff, "", "qr");
        let token = hidden(&staff.get("/admin/rounds/r/rules").body, "revision_token");
        let rules = [("revision_token", &*token), ("minimum", "5"), ("audience", "staff")];
        assert_eq!(staff.post("/admin/rounds/r/rules", &rules).status, 303);
        assert_eq!(stage(&staff, "r", &[("to", "open")]), 303);
        let leader = Staff::with_role(place, &server, "a@x.vn", "leader", Some("A"));
        let slug = slugs(place)[0].clone();
        let form = server.get(&format!("/s/{slug}")).body;
        let answer = |words: &str| {
            let mut body = form_urlencoded::Serializer::new(String::new());
            let mut known = std::collections::BTreeSet::new();
            for field in form.split("<input").skip(1).filter(|field| field.contains("type=\"radio\"")) {
                let of = |name: &str| {
                    field.split(&format!(" {name}=\"")).nth(1).map(|v| v.split('"').next().unwrap())
                };
                if let (Some(name), Some(value)) = (of("name"), of("value"))
                    && known.insert(name.to_owned())
                {
                    body.append_pair(name, value);
                }
            }
            let area = form.split("<textarea").nth(1).unwrap();
            body.append_pair(area.split("name=\"").nth(1).unwrap().split('"').next().unwrap(), words);
            let reply = server.post(&format!("/s/{slug}/answers"), &body.finish(), &[]);
            assert_eq!(reply.status, 303, "{}", reply.body);
        };
        let shown = || leader.get("/admin/rounds/r/comments?agency=A").body.matches("lời-").count();
        for n in 0..4 {
            answer(&format!("lời-{n} <b>"));
        }
        assert_eq!(shown(), 0, "fewer than a lot");
        answer("lời-4");
        assert_eq!(shown(), 5);
        answer("lời-5");
        assert_eq!(shown(), 5, "the next one waits for four others");
        assert!(leader.get("/admin/rounds/r/comments?agency=A").body.contains("&lt;b&gt;"));
        assert!(!leader.get("/admin/rounds/r/comments?agency=B").body.contains("lời-"));
        assert!(!leader.get("/admin/rounds/r/comments").body.contains("Sở B"));
        let keyer = Staff::with_role(place, &server, "k@x.vn", "data-entry", None);
        assert_eq!(keyer.get("/admin/rounds/r/comments?agency=A").status, 403);
    });
}
