//! Agencies, reorganisations and what they serve, as administrators keep them.

use crate::http::Server;
use crate::running::{plan, stage};
use crate::staff::{Staff, hidden, without_second_factor};
use crate::support::{Place, golden, on_both, round_document};
use serde_json::json;

const TREE: &str = "code,name,block,level,parent,valid_from\nP,Tỉnh,,province,,\nA,Sở A,so,province,P,\nB,Sở B,so,province,P,\nC,Sở C,so,province,P,2026-01-01\n";

fn with_tree(place: &Place) -> Server {
    without_second_factor(place);
    place.run(&["import", "agencies", &place.file("a.csv", TREE)]);
    Server::start(place)
}

fn codes(place: &Place) -> Vec<String> {
    place.rows("SELECT code FROM agency ORDER BY code")
}

#[test]
fn an_agency_is_added_changed_in_time_and_removed_only_while_nothing_names_it() {
    on_both(|place| {
        let server = with_tree(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        let add = |pairs: &[(&str, &str)]| staff.post("/admin/new-agency", pairs);
        for (bad, said) in [
            (&[("code", "A"), ("name", "x")][..], "Đã có cơ quan mang mã này"),
            (&[("code", "a b"), ("name", "x")], "Mã chỉ gồm chữ"),
            (&[("code", "D"), ("name", "")], "Xin ghi tên"),
            (&[("code", "D"), ("name", "x"), ("parent", "Z")], "Không có mã Z"),
            (&[("code", "D"), ("name", "x"), ("parent", "D")], "lại quay về chính nó"),
            (&[("code", "D"), ("name", "x"), ("valid_from", "2026-02-30")], "không phải là ngày"),
            (
                &[("code", "D"), ("name", "x"), ("valid_from", "2026-02-01"), ("valid_to", "2026-01-01")],
                "trước ngày bắt đầu",
            ),
            (&[("code", "D"), ("name", "x"), ("block", "nowhere")], "Không có khối này"),
        ] {
            let reply = add(bad);
            assert_eq!(reply.status, 422, "{bad:?}");
            assert!(reply.body.contains(said), "{bad:?}: {}", reply.body);
        }
        assert_eq!(codes(place), ["A", "B", "C", "P"]);
        let done = add(&[
            ("code", "D"),
            ("name", "Sở D & <i>"),
            ("parent", "P"),
            ("block", "so"),
            ("level", "province"),
        ]);
        assert_eq!((done.status, done.header("location")), (303, "/admin/agencies/D?done=agency-added"));
        let page = staff.get("/admin/agencies/D").body;
        assert!(page.contains("Sở D &amp; &lt;i&gt;"));
        // A change from a day on keeps what was before.
        let token = hidden(&page, "revision_token");
        let pairs =
            [("revision_token", &*token), ("name", "Sở D mới"), ("parent", "A"), ("change", "2026-06-01")];
        assert_eq!(staff.post("/admin/agencies/D", &pairs).status, 303);
        let on = |day: &str| staff.get(&format!("/admin/agencies?day={day}")).body;
        assert!(on("2026-05-31").contains("Sở D &amp;") && on("2026-06-01").contains("Sở D mới"));
        assert!(!on("2025-12-31").contains("Sở C") && on("2026-01-01").contains("Sở C"));
        // Whoever edited what it was before is told, and nothing typed is lost.
        let late = staff
            .post("/admin/agencies/D", &[("revision_token", &*token), ("name", "Tên khác"), ("parent", "P")]);
        assert_eq!(late.status, 409);
        assert!(late.body.contains("Sở D mới") && late.body.contains("value=\"Tên khác\""));
        let used = staff.post("/admin/agencies/A/removal", &[("code", "A")]);
        assert!(used.status == 422 && used.body.contains("không xóa được"), "an agency stands below it");
        assert_eq!(staff.post("/admin/agencies/D/removal", &[("code", "d")]).status, 422);
        assert_eq!(staff.post("/admin/agencies/D/removal", &[("code", "D")]).status, 303);
        assert_eq!(codes(place), ["A", "B", "C", "P"]);
        assert_eq!(staff.get("/admin/agencies/D").status, 404);
    });
}

#[test]
fn a_reorganisation_is_previewed_and_impossible_ones_are_explained() {
    on_both(|place| {
        let server = with_tree(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        let send = |kind: &str, parts: &[(&str, &str, &str)], more: &[(&str, &str)]| {
            let mut pairs = vec![
                ("kind".to_owned(), kind.to_owned()),
                ("day".to_owned(), "2026-03-01".to_owned()),
                ("reference".to_owned(), "NQ 1".to_owned()),
                ("lines".to_owned(), "6".to_owned()),
            ];
            for (i, (from, to, share)) in parts.iter().enumerate() {
                pairs.extend([
                    (format!("from-{i}"), (*from).to_owned()),
                    (format!("to-{i}"), (*to).to_owned()),
                ]);
                pairs.push((format!("share-{i}"), (*share).to_owned()));
            }
            pairs.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
            let pairs: Vec<(&str, &str)> = pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            staff.post("/admin/new-agency-event", &pairs)
        };
        for (kind, parts, said) in [
            ("merge", &[("A", "A", ""), ("B", "A", "")][..], "A không thể nhập vào chính nó"),
            ("split", &[("A", "B", "60"), ("A", "C", "30")], "Các phần của A cộng lại phải bằng 100"),
            ("split", &[("A", "B", "sixty"), ("A", "C", "40")], "phải là phần trăm"),
            ("merge", &[("A", "B", "50"), ("A", "C", "50")], "nhiều cơ quan vào một cơ quan mới"),
            ("merge", &[], "Chưa có cơ quan nào"),
            ("merge", &[("A", "", ""), ("B", "C", "")], "Xin chọn trong danh sách"),
            ("transfer", &[("A", "C", "10"), ("A", "C", "10")], "xuất hiện hai lần"),
        ] {
            let reply = send(kind, parts, &[("sure", "1")]);
            assert_eq!(reply.status, 422, "{kind} {parts:?}");
            assert!(
                reply.body.to_lowercase().contains(&said.to_lowercase()),
                "{kind} {parts:?}: {}",
                reply.body
            );
        }
        assert_eq!(place.rows("SELECT kind FROM lineage_event"), [""; 0]);
        let merger = [("A", "C", ""), ("B", "C", "100")];
        let preview = send("merge", &merger, &[]);
        assert_eq!(preview.status, 200);
        assert!(preview.body.contains("kết thúc vào 28/2/2026"));
        assert_eq!(place.rows("SELECT kind FROM lineage_event"), [""; 0], "a preview stores nothing");
        assert_eq!(send("merge", &merger, &[("sure", "1")]).status, 303);
        let ended = place.rows("SELECT code FROM agency WHERE valid_to = '2026-02-28' ORDER BY code");
        assert_eq!(ended, ["A", "B"]);
        assert!(staff.get("/admin/agencies/C").body.contains("Sáp nhập (NQ 1)"));
        // What is recorded is not recorded again, nor are agencies that have ended merged once more.
        let again = send("merge", &merger, &[("sure", "1")]);
        assert!(
            again.status == 422 && again.body.contains("không tồn tại") || again.body.contains("đã được ghi")
        );
        let late = send("merge", &merger, &[("sure", "1"), ("day", "2026-04-01")]);
        assert_eq!(late.status, 422);
        let list = staff.get("/admin/agency-events?format=csv").body;
        assert!(list.contains("Sáp nhập: Sở A, Sở B → Sở C") && list.contains("NQ 1"), "{list}");
        let id = place.rows("SELECT CAST(id AS TEXT) FROM lineage_event").pop().unwrap();
        assert_eq!(staff.post(&format!("/admin/agency-events/{id}/removal"), &[]).status, 422);
        assert_eq!(
            staff.post(&format!("/admin/agency-events/{id}/removal"), &[("reason", "nhầm")]).status,
            303
        );
        assert_eq!(place.rows("SELECT kind FROM lineage_event"), [""; 0]);
    });
}

#[test]
fn a_file_shows_what_it_would_change_and_is_stored_whole_or_not_at_all() {
    on_both(|place| {
        let server = with_tree(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        let send = |what: &str, text: &str| staff.post(&format!("/admin/import/{what}"), &[("text", text)]);
        for (file, said) in [
            ("code;title\nA;x\n", "Dòng 1, cột title: không có cột tên này"),
            ("name\nx\n", "Dòng 1, cột code: thiếu cột này"),
            ("code,name\nD,Sở D\nD,Sở Đ\n", "Dòng 3, cột code: D xuất hiện hai lần"),
            ("code,name\nD,\n", "Dòng 2, cột name: Còn để trống"),
            ("code,name,parent\nD,Sở D,E\nE,Sở E,D\n", "lại quay về chính nó"),
            ("code,name,parent\nD,Sở D,Z\n", "Dòng 2, cột parent: Không có mã Z"),
            ("code,name,level\nD,Sở D,town\n", "Dòng 2, cột level"),
            ("code,name\nD\n", "Dòng 2, cột code: có 1 ô trong khi dòng đầu có 2"),
            ("   ", "Chưa chọn tệp"),
        ] {
            let reply = send("agencies", file);
            assert_eq!(reply.status, 422, "{file}");
            assert!(reply.body.contains(said), "{file}: {}", reply.body);
        }
        let local = "code,name,level,valid_from\nX,Xã X,Cấp xã,1/7/2025\n";
        let preview = send("agencies", local).body;
        assert!(preview.contains("cấp: xã · từ ngày: 1/7/2025"), "{preview}");
        assert_eq!(send("agencies", "code,name,valid_from\nX,Xã X,31/2/2025\n").status, 422);
        let file = "code,name,block\nA,Sở A đổi tên,so\nB,Sở B,so\nD,Sở D,moi\n";
        let preview = staff.send_file("/admin/import/agencies", &[("text", "")], "file", file);
        assert_eq!(preview.status, 200);
        assert!(preview.body.contains("1 mới, 1 thay đổi, 1 giữ nguyên"), "{}", preview.body);
        assert!(preview.body.contains("tên: Sở A → Sở A đổi tên"));
        let later = send("agencies", "code,name,valid_from,level\nC,Sở C,,Sở\n").body;
        assert!(later.contains("<dd>từ ngày: 1/1/2026 → –</dd>"), "{later}");
        assert_eq!(codes(place), ["A", "B", "C", "P"]);
        let moment = hidden(&preview.body, "moment");
        // Somebody else changes an agency while the preview is read: it is shown anew.
        staff.post("/admin/new-agency", &[("code", "E"), ("name", "Sở E")]);
        let agreed = [("text", file), ("moment", &*moment), ("sure", "1")];
        let anew = staff.post("/admin/import/agencies", &agreed);
        assert_eq!(anew.status, 200);
        assert!(anew.body.contains("Dữ liệu đã thay đổi"));
        let moment = hidden(&anew.body, "moment");
        let agreed = [("text", file), ("moment", &*moment), ("sure", "1"), ("reason", "danh mục mới")];
        assert_eq!(staff.post("/admin/import/agencies", &agreed).status, 303);
        assert_eq!(codes(place), ["A", "B", "C", "D", "E", "P"]);
        assert_eq!(place.rows("SELECT code FROM block ORDER BY code"), ["moi", "so"]);
        let told =
            place.rows("SELECT reason FROM audit_entry WHERE action = 'import.agencies' ORDER BY number");
        assert_eq!(told, ["", "danh mục mới"]);
    });
}

#[test]
fn files_of_events_areas_and_procedures_do_the_same_at_the_command_line_and_twice_changes_nothing() {
    on_both(|place| {
        let server = with_tree(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        let events = "kind;day;from;to;share;reference\nmerge;2026-03-01;A;C;;NQ 1\nmerge;2026-03-01;B;C;100;NQ 1\nsplit;2025-01-01;P;A;62,5;NQ 0\nsplit;2025-01-01;P;B;37,5;NQ 0\n";
        assert_eq!(place.run(&["import", "agency-events", &place.file("e.csv", events)]), "2\n");
        assert_eq!(place.run(&["import", "agency-events", &place.file("e.csv", events)]), "2\n");
        assert_eq!(place.rows("SELECT kind FROM lineage_event ORDER BY day"), ["split", "merge"]);
        let wrong = "kind,day,from,to,share\nsplit,2025-01-01,C,A,60\nsplit,2025-01-01,C,B,30\n";
        assert!(
            place
                .refused(&["import", "agency-events", &place.file("w.csv", wrong)])
                .contains("do not sum to 1")
        );
        place.run(&["import", "service-areas", &place.file("s.csv", "code,name\ndat-dai,Đất đai\n")]);
        let procedures = "code,name,service_area\n1.001193,Đăng ký khai sinh,dat-dai\n";
        assert_eq!(place.run(&["import", "procedures", &place.file("p.csv", procedures)]), "1\n");
        let odd = "code,name,service_area\n1.1,x,nowhere\n";
        let reply = staff.post("/admin/import/procedures", &[("text", odd)]);
        assert!(reply.status == 422 && reply.body.contains("Không có mã nowhere"));
        // A service area that procedures name is not deleted; a block without agencies is.
        let removal = staff.post("/admin/service-areas/dat-dai/removal", &[("code", "dat-dai")]);
        assert!(removal.status == 422 && removal.body.contains("không xóa được"));
        assert_eq!(staff.post("/admin/procedures/1.001193/removal", &[("code", "1.001193")]).status, 303);
        assert_eq!(staff.post("/admin/service-areas/dat-dai/removal", &[("code", "dat-dai")]).status, 303);
        assert_eq!(staff.post("/admin/blocks", &[("code", "so"), ("name", "x")]).status, 422);
        assert_eq!(staff.post("/admin/blocks", &[("code", "xa"), ("name", "Xã, phường")]).status, 303);
        assert_eq!(staff.post("/admin/blocks/so/removal", &[("code", "so")]).status, 422);
        assert_eq!(staff.post("/admin/blocks/xa/removal", &[("code", "xa")]).status, 303);
        place.verify();
    });
}

/// In a pattern `_` stands for any character; a code with it must not be taken for another.
#[test]
fn what_a_round_names_is_not_removed_and_a_code_that_differs_by_an_underscore_is() {
    on_both(|place| {
        let tree = "code,name,block\nA_1,Sở A,k_1\nAx1,Sở B,kx1\nAy1,Sở C,ky1\n";
        without_second_factor(place);
        place.run(&["import", "agencies", &place.file("a.csv", tree)]);
        let areas = "code,name\ndat_dai,Đất đai\ndat-dai,Đất đai\n";
        place.run(&["import", "service-areas", &place.file("s.csv", areas)]);
        place.run(&["import", "form", golden("form.json").to_str().unwrap()]);
        let round =
            round_document(json!({"agencies": ["Ay1"], "service_areas": ["dat-dai"], "points": null}));
        place.run(&["import", "round", &place.file("r.json", round.to_string())]);
        let server = Server::start(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        // A round that is only planned and has no points, of everything but what looks alike.
        plan(&staff, "planned");
        let token = hidden(&staff.get("/admin/rounds/planned/places").body, "revision_token");
        let chosen = [("revision_token", &*token), ("agency", "Ax1"), ("area", "dat-dai")];
        assert_eq!(staff.post("/admin/rounds/planned/places", &chosen).status, 303);
        let remove = |what: &str, code: &str| {
            staff.post(&format!("/admin/{what}/{code}/removal"), &[("code", code)]).status
        };
        assert_eq!(remove("agencies", "Ax1"), 422);
        assert_eq!(remove("agencies", "A_1"), 303);
        assert_eq!(remove("service-areas", "dat-dai"), 422);
        assert_eq!(remove("service-areas", "dat_dai"), 303);
        // The agency of the open round goes into another block; the round ranks it in the one it was in.
        place.run(&["import", "agencies", &place.file("a.csv", "code,name,block\nAy1,Sở C,kx1\n")]);
        assert_eq!(remove("blocks", "ky1"), 422);
        assert_eq!(remove("blocks", "k_1"), 303);
        // What nothing names any more can go.
        assert_eq!(stage(&staff, "planned", &[("to", "remove"), ("typed", "planned")]), 303);
        assert_eq!(remove("agencies", "Ax1"), 303);
        place.verify();
    });
}

#[test]
fn whoever_is_over_a_subtree_changes_nothing_beside_it() {
    on_both(|place| {
        let server = with_tree(place);
        let local = Staff::with_role(place, &server, "local@x.vn", "survey-administrator", Some("A"));
        let list = local.get("/admin/agencies").body;
        assert!(list.contains("Sở A") && !list.contains("Sở B"));
        let add = |parent: &str| {
            local.post("/admin/new-agency", &[("code", "N"), ("name", "x"), ("parent", parent)])
        };
        assert_eq!([add("").status, add("B").status, add("P").status], [422, 422, 422]);
        assert_eq!(add("A").status, 303);
        assert_eq!(local.get("/admin/agencies/B").status, 403);
        assert_eq!(local.get("/admin/agencies/nowhere").status, 403, "what is not there looks the same");
        let event = [
            ("kind", "transfer"),
            ("day", "2026-03-01"),
            ("reference", "x"),
            ("lines", "6"),
            ("from-0", "A"),
            ("to-0", "B"),
            ("share-0", "10"),
            ("sure", "1"),
        ];
        let reply = local.post("/admin/new-agency-event", &event);
        assert_eq!(reply.status, 422);
        assert!(reply.body.contains("ngoài phạm vi"));
        assert_eq!(place.rows("SELECT kind FROM lineage_event"), [""; 0]);
        // The top of its own subtree may be renamed, but not be hung up elsewhere.
        let token = hidden(&local.get("/admin/agencies/A").body, "revision_token");
        let rename = [
            ("revision_token", &*token),
            ("name", "Sở A mới"),
            ("parent", "P"),
            ("block", "so"),
            ("level", "province"),
        ];
        assert_eq!(local.post("/admin/agencies/A", &rename).status, 303);
        let token = hidden(&local.get("/admin/agencies/A").body, "revision_token");
        let moved = [("revision_token", &*token), ("name", "Sở A mới"), ("parent", "B")];
        assert_eq!(local.post("/admin/agencies/A", &moved).status, 422);
    });
}
