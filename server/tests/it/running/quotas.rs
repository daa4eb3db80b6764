//! Volumes become sample sizes, and a quota that stops turns citizens away.

use super::{make_points, plan, prepared, slugs, stage};
use crate::http::Server;
use crate::staff::{Staff, hidden};
use crate::support::{COMPLETE, on_both};

#[test]
fn volumes_become_sample_sizes_and_quotas_that_stop_turn_citizens_away() {
    on_both(|place| {
        let server = prepared(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        plan(&staff, "r");
        let send = |pairs: &[(&str, &str)]| {
            let page = staff.get("/admin/rounds/r/volumes").body;
            let token = hidden(&page, "revision_token");
            let pairs: Vec<(&str, &str)> =
                pairs.iter().copied().chain([("revision_token", &*token)]).collect();
            staff.post("/admin/rounds/r/volumes", &pairs)
        };
        let odd = send(&[
            ("v/A/dat-dai", "1.000"),
            ("v/B/ho-tich", "nhiều"),
            ("formula", "yamane"),
            ("error", "5"),
            ("precision", "cell"),
        ]);
        assert_eq!(odd.status, 422);
        assert!(
            odd.body.contains("Sở B")
                && odd.body.contains("value=\"nhiều\"")
                && odd.body.contains("value=\"1.000\"")
        );
        assert!(
            send(&[("v/A/dat-dai", "9"), ("formula", "yamane"), ("error", "0")])
                .body
                .contains("Phải từ 0,1 đến 30")
        );
        let csv = "agency,service_area,n\nA,dat-dai,1000\nZ,dat-dai,5\n";
        let pasted = send(&[("csv", csv), ("formula", "yamane"), ("error", "5"), ("precision", "cell")]);
        let told = "Dòng 3, cột agency: Đợt này không có cơ quan mã Z.";
        assert!(pasted.status == 422 && pasted.body.contains(told), "{}", pasted.body);
        let csv = "Cơ quan;Lĩnh vực;Số hồ sơ\r\n\r\na;dat-dai;1.000\r\nB;dat-dai;nhiều\r\nB;dat-dai;1\r\nB;dat-dai;2\r\n";
        let pasted = send(&[("csv", csv), ("formula", "yamane"), ("error", "5"), ("precision", "cell")]);
        for told in [
            "Dòng 3, cột Cơ quan: Đợt này không có cơ quan mã a. Có phải là A không?",
            "Dòng 4, cột Số hồ sơ: Phải là số nguyên",
            "Dòng 6, cột Lĩnh vực: B × dat-dai xuất hiện hai lần",
        ] {
            assert!(pasted.body.contains(told), "{told}: {}", pasted.body);
        }
        let missing = send(&[
            ("v/A/dat-dai", "1000"),
            ("formula", "yamane"),
            ("error", "5"),
            ("precision", "cell"),
            ("weigh", "1"),
        ]);
        assert!(missing.body.contains("mọi cơ quan của đợt phải có số lượng hồ sơ"));
        // Copied from a spreadsheet, without a line of names.
        let good = [
            ("csv", "A\tdat-dai\t1.000\nB\tdat-dai\t10000\n"),
            ("formula", "yamane"),
            ("error", "5"),
            ("precision", "cell"),
            ("full", "count"),
            ("weigh", "1"),
        ];
        assert_eq!(send(&good).status, 303);
        let page = staff.get("/admin/rounds/r/volumes").body;
        assert!(
            page.contains("cần 286") && page.contains("cần 385") && page.contains("Tổng cỡ mẫu: 671 phiếu")
        );
        let document = place.rows("SELECT document FROM round").pop().unwrap();
        assert!(document.contains("\"population\":{\"A\":{\"dat-dai\":1000}"), "{document}");

        // Two answers and no more.
        assert_eq!(send(&[("v/A/dat-dai", "2"), ("formula", "typed"), ("full", "stop")]).status, 303);
        make_points(&staff, "A", "qr");
        assert_eq!(stage(&staff, "r", &[("to", "open")]), 303);
        let slug = slugs(place)[0].clone();
        let statuses: Vec<u16> =
            (0..4).map(|_| server.post(&format!("/s/{slug}/answers"), COMPLETE, &[]).status).collect();
        assert_eq!(statuses, [303, 303, 410, 410]);
        assert_eq!(place.rows("SELECT answers FROM response").len(), 2);
        let page = staff.get("/admin/rounds/r/monitor");
        assert!(page.body.contains("2 trên 2 theo kế hoạch"), "{}", page.body);
        assert_eq!(page.header("refresh"), "60");
        assert_eq!(staff.get("/admin/rounds/r/monitor?still=1").header("refresh"), "");
        place.verify();
    });
}

#[test]
fn whoever_a_full_quota_turned_away_is_not_told_later_that_they_were_counted() {
    on_both(|place| {
        let server = prepared(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        plan(&staff, "r");
        let token = hidden(&staff.get("/admin/rounds/r/volumes").body, "revision_token");
        let one = [("revision_token", &*token), ("v/A/dat-dai", "1"), ("formula", "typed"), ("full", "stop")];
        assert_eq!(staff.post("/admin/rounds/r/volumes", &one).status, 303);
        make_points(&staff, "A", "qr");
        assert_eq!(stage(&staff, "r", &[("to", "open")]), 303);
        let slug = slugs(place)[0].clone();
        // Three load the form while there is room for one. A browser that loses cookies sends the key in the form, one
        // that loses the field sends the cookie.
        let load = || {
            let form = server.get(&format!("/s/{slug}"));
            let cookie = form.header("set-cookie").split(';').next().unwrap().to_owned();
            (format!("{COMPLETE}&~key={}", hidden(&form.body, "~key")), cookie)
        };
        let [first, by_field, by_cookie] = [load(), load(), load()];
        let send = |body: &str, cookie: &str| {
            let reply = server.post(&format!("/s/{slug}/answers"), body, &[("cookie", cookie)]);
            (reply.status, reply.header("location").to_owned())
        };
        let turned_away = || {
            for (body, cookie) in [(&*by_field.0, ""), (COMPLETE, &*by_cookie.1)] {
                assert_eq!(send(body, cookie), (410, String::new()), "{body} {cookie}");
            }
        };
        let keys = || place.rows("SELECT CAST(COUNT(*) AS TEXT) FROM visit_key");
        assert_eq!(send(&first.0, &first.1), (303, format!("/s/{slug}/thanks")));
        turned_away();
        assert_eq!(keys(), ["1"], "their keys are free again");
        turned_away();
        assert_eq!(
            send(&first.0, &first.1),
            (303, format!("/s/{slug}/thanks?again=1")),
            "the first is counted"
        );
        // Once there is room for three, they are counted after all.
        let raised = "REPLACE(document, '{\"dat-dai\":1}', '{\"dat-dai\":3}')";
        place.sql(&format!("UPDATE round SET document = {raised}"));
        server.stop();
        let server = Server::start(place);
        for (body, cookie) in [(&*by_field.0, ""), (COMPLETE, &*by_cookie.1)] {
            let reply = server.post(&format!("/s/{slug}/answers"), body, &[("cookie", cookie)]);
            assert_eq!(reply.header("location"), format!("/s/{slug}/thanks"), "{}", reply.body);
        }
        assert_eq!(keys(), ["3"]);
        place.verify();
    });
}
